// Fact files as `light` and `voucher` read them: checked with the genesis alone, no node asked.
#pragma once

#include <optional>
#include <string>

#include "chain/light/fact.h"
#include "cli/session.h"

namespace xh::cli {

inline constexpr std::size_t kMaxFactFileBytes = 64 * 1024 * 1024;

struct CheckedFact {
  chain::Fact fact;
  std::optional<chain::VerifiedFact> verified;  // none: it is false
  std::string objection;                        // why
};

// A fact as the tool saved it, or an answer of a node or of this tool that carries one. Exit 4 when it is no fact.
[[nodiscard]] Outcome<chain::Fact> read_fact(const std::string& path);
// Exit 3 without a genesis.
[[nodiscard]] Outcome<CheckedFact> check_fact_file(Session& session, const std::string& path);
// The document of a fact that is false: exit 5.
[[nodiscard]] Document false_fact(Session& session, const std::string& objection);

}  // namespace xh::cli
