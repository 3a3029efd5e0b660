// Small things people type in the commands of matching, disputes and guidance. Exit 2 says what is wrong. Stateless.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "chain/codec/json.h"
#include "cli/session.h"

namespace xh::cli {

// "7:4:3" as numbers; exactly `count` of them. `what` names the option.
[[nodiscard]] Outcome<std::vector<std::uint32_t>> numbers_of(std::string_view text, std::size_t count,
                                                             const std::string& what);
[[nodiscard]] Outcome<chain::RecordKey> record_option(const std::string& text, const std::string& what);
[[nodiscard]] Outcome<chain::Hash256> hash_option(const std::string& text, const std::string& what);

// A name of an enum that travels ("wage"); the known ones are listed otherwise.
template <class E>
Outcome<E> enum_option(std::string_view name, const std::string& what) {
  std::string known;
  for (std::uint32_t i = 0; i <= static_cast<std::uint32_t>(enum_max(E{})); ++i) {
    const auto value = static_cast<E>(i);
    if (enum_name(value) == name) return value;
    known += (known.empty() ? "" : ", ") + std::string(enum_name(value));
  }
  return usage_error("there is no " + what + " '" + std::string(name) + "'; known: " + known);
}

// A signed GET as a document: an object, or the list `list` with these columns.
[[nodiscard]] Outcome<Document> signed_document(Session& session, const std::string& target, std::string list = {},
                                                std::vector<std::string> columns = {});
// "/v1/x/accounts/<who or --as>/part?cursor=..".
[[nodiscard]] Outcome<std::string> account_target(Session& session, const std::string& prefix, const std::string& who,
                                                  const std::string& part, const std::string& cursor);

}  // namespace xh::cli
