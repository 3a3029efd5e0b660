// xinghuod: a node of the ledger and the tools of those who run it. Commands are in node/ops/commands_*.
#include "node/ops/commands.h"

int main(int argc, char** argv) {
  return xh::node::run_command_line(argc, argv);
}
