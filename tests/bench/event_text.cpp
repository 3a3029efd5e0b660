#include "event_text.h"

#include "chain/codec/json.h"

namespace xh::bench {
namespace {

std::vector<chain::TxId> ids_of(std::string_view json_text) {
  std::vector<chain::TxId> out;
  const auto document = chain::parse_json(json_text);
  const auto* list = document && document->is_object() ? document->get_object().if_contains("ids") : nullptr;
  if (list == nullptr || !list->is_array()) return out;
  out.reserve(list->get_array().size());
  for (const auto& item : list->get_array()) {
    if (!item.is_string()) continue;
    if (const auto id = chain::fixed_from_hex<chain::TxId>(std::string_view(item.get_string()))) out.push_back(*id);
  }
  return out;
}

}  // namespace

std::optional<std::vector<chain::TxId>> EventText::next_block() {
  constexpr std::string_view kData = "data: ";
  for (auto end = buffer_.find("\n\n"); end != std::string::npos; end = buffer_.find("\n\n")) {
    const std::string event = buffer_.substr(0, end);
    buffer_.erase(0, end + 2);
    const auto data = event.find(kData);
    if (data != std::string::npos) return ids_of(std::string_view(event).substr(data + kData.size()));
  }
  return std::nullopt;
}

std::vector<std::string> submit_states(const std::string& body) {
  std::vector<std::string> out;
  const auto document = chain::parse_json(body);
  if (!document || !document->is_object()) return out;
  const auto* data = document->get_object().if_contains("data");
  const auto* results = data != nullptr && data->is_object() ? data->get_object().if_contains("results") : nullptr;
  if (results == nullptr || !results->is_array()) return out;
  for (const auto& item : results->get_array()) {
    auto& state = out.emplace_back();
    if (!item.is_object()) continue;
    for (const auto name : {"state", "code", "message"}) {
      const auto* text = item.get_object().if_contains(name);
      if (text == nullptr || !text->is_string()) continue;
      if (!state.empty()) state += ": ";
      state += std::string_view(text->get_string());
    }
  }
  return out;
}

}  // namespace xh::bench
