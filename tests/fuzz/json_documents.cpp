// Any text: a genesis or fact document is read or refused; what is read survives the way back.
#include "chain/codec/json.h"
#include "chain/ledger/genesis.h"
#include "chain/light/fact.h"
#include "chain/primitives/check.h"

namespace {

template <class T>
void round_trip(const xh::chain::json::value& document) {
  const auto value = xh::chain::from_json<T>(document);
  if (!value) return;
  const auto again = xh::chain::from_json<T>(xh::chain::to_json(*value));
  CHECK(again.has_value() && *again == *value);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto document = xh::chain::parse_json({reinterpret_cast<const char*>(data), size});
  if (!document) return 0;
  round_trip<xh::chain::Genesis>(*document);
  round_trip<xh::chain::Fact>(*document);
  return 0;
}
