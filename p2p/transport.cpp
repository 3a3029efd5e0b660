#include "p2p/transport.h"

namespace xh::p2p {

std::string_view lane_name(Lane lane) {
  switch (lane) {
    case Lane::kVotes:
      return "votes";
    case Lane::kBlocks:
      return "blocks";
    case Lane::kTransactions:
      return "transactions";
    case Lane::kSync:
      return "sync";
  }
  return "unknown";
}

}  // namespace xh::p2p
