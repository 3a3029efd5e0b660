#include "chain/codec/json.h"

namespace xh::chain {

Result<json::value> parse_json(std::string_view text) {
  boost::system::error_code error;
  auto out = json::parse(text, error);
  if (error) return invalid("not valid JSON: " + error.message());
  return out;
}

}  // namespace xh::chain
