#include "node/ops/admin_protocol.h"

namespace xh::node {

chain::json::object admin_ok() {
  return {{"ok", true}};
}

chain::json::object admin_ok(const AdminStatus& status) {
  return {{"ok", true}, {"status", chain::to_json(status)}};
}

chain::json::object admin_error(std::string_view sentence) {
  return {{"ok", false}, {"error", chain::json::string(sentence.data(), sentence.size())}};
}

}  // namespace xh::node
