#include "cli/commands/service_options.h"

#include <charconv>

namespace xh::cli {

Outcome<std::vector<std::uint32_t>> numbers_of(std::string_view text, std::size_t count, const std::string& what) {
  std::vector<std::uint32_t> out;
  const auto* at = text.data();
  const auto* const end = text.data() + text.size();
  while (out.size() < count) {
    std::uint32_t number = 0;
    const auto [next, error] = std::from_chars(at, end, number);
    if (error != std::errc{}) break;
    out.push_back(number);
    at = next;
    if (at == end || *at != ':') break;
    ++at;
  }
  if (out.size() == count && at == end) return out;
  return usage_error(what + " takes " + std::to_string(count) + " whole numbers with colons between, not '" +
                     std::string(text) + "'");
}

Outcome<chain::RecordKey> record_option(const std::string& text, const std::string& what) {
  const auto key = chain::fixed_from_hex<chain::RecordKey>(text);
  if (!key) return usage_error(what + " is 64 hex digits");
  return *key;
}

Outcome<chain::Hash256> hash_option(const std::string& text, const std::string& what) {
  const auto hash = chain::fixed_from_hex<chain::Hash256>(text);
  if (!hash) return usage_error(what + " is 64 hex digits");
  return *hash;
}

Outcome<Document> signed_document(Session& session, const std::string& target, std::string list,
                                  std::vector<std::string> columns) {
  auto answer = session.get_signed(target);
  if (!answer) return std::unexpected(answer.error());
  return Document{.data = std::move(answer->data),
                  .height = answer->height,
                  .list = std::move(list),
                  .columns = std::move(columns)};
}

Outcome<std::string> account_target(Session& session, const std::string& prefix, const std::string& who,
                                    const std::string& part, const std::string& cursor) {
  const auto name = who.empty() ? session.default_key({}) : Outcome<std::string>(who);
  if (!name) return std::unexpected(name.error());
  const auto account = session.keys().account(*name);
  if (!account) return std::unexpected(account.error());
  std::string out = prefix + "/accounts/" + chain::to_address(*account);
  if (!part.empty()) out += "/" + part;
  if (!cursor.empty()) out += "?cursor=" + url_escape(cursor);
  return out;
}

}  // namespace xh::cli
