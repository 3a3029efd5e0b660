#include "node/config/genesis_file.h"

#include <algorithm>

#include "chain/codec/json.h"
#include "contracts/engine/genesis_state.h"
#include "contracts/engine/registry.h"
#include "node/config/private_file.h"

namespace xh::node {
namespace {

namespace json = boost::json;

bool is_simple(const json::value& value) {
  return !value.is_array() && !value.is_object();
}

// A list or object of plain values only, of a size that a line can hold.
bool fits_line(const json::value& value) {
  constexpr std::size_t kMaxItems = 16;
  if (const auto* list = value.if_array()) return list->size() <= kMaxItems && std::ranges::all_of(*list, is_simple);
  if (const auto* object = value.if_object()) {
    return object->size() <= 4 &&
           std::ranges::all_of(*object, [](const auto& member) { return is_simple(member.value()); });
  }
  return true;
}

void print(std::string& out, const json::value& value, std::size_t depth) {
  if (fits_line(value)) {
    out += json::serialize(value);
    return;
  }
  const std::string inner(2 * (depth + 1), ' ');
  const bool is_list = value.is_array();
  std::string_view separator = "\n";
  out += is_list ? '[' : '{';
  const auto item = [&](const json::value& v, std::string_view name) {
    out.append(separator).append(inner);
    if (!is_list) out.append(json::serialize(json::string_view(name.data(), name.size()))).append(": ");
    print(out, v, depth + 1);
    separator = ",\n";
  };
  if (is_list) {
    for (const auto& v : value.get_array()) item(v, {});
  } else {
    for (const auto& [name, v] : value.get_object()) item(v, name);
  }
  out.append("\n").append(2 * depth, ' ') += is_list ? ']' : '}';
}

chain::Error in_file(const std::filesystem::path& file, const chain::Error& error) {
  return {error.fault, file.string() + ": " + error.message};
}

}  // namespace

chain::Result<chain::Genesis> read_genesis(const std::filesystem::path& file) {
  const auto text = read_text_file(file, chain::kMaxGenesisBytes);
  if (!text) return std::unexpected(text.error());
  const auto document = chain::parse_json(*text);
  if (!document) return std::unexpected(in_file(file, document.error()));
  auto genesis = chain::from_json<chain::Genesis>(*document);
  if (!genesis) return std::unexpected(in_file(file, genesis.error()));
  return genesis;
}

chain::Status check_complete_genesis(const chain::Genesis& genesis) {
  // JSON bounds no lengths; the encoding does, and nodes exchange that.
  if (auto encoded = chain::decode<chain::Genesis>(chain::encode(genesis)); !encoded) {
    return chain::invalid("a text or list in the genesis is above its limit, or a text is not UTF-8 (" +
                          encoded.error().message + ")");
  }
  if (auto ok = chain::check_genesis(genesis); !ok) return ok;
  return contracts::check_genesis_state(genesis, contracts::all_contracts());
}

chain::Result<chain::Genesis> load_genesis(const std::filesystem::path& file) {
  auto genesis = read_genesis(file);
  if (!genesis) return genesis;
  if (auto ok = check_complete_genesis(*genesis); !ok) return std::unexpected(in_file(file, ok.error()));
  return genesis;
}

std::string genesis_text(const chain::Genesis& genesis) {
  std::string out;
  print(out, chain::to_json(genesis), 0);
  return out + '\n';
}

}  // namespace xh::node
