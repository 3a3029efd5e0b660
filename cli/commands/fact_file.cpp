#include "cli/commands/fact_file.h"

#include "chain/codec/json.h"
#include "cli/files.h"

namespace xh::cli {
Outcome<chain::Fact> read_fact(const std::string& path) {
  const auto content = read_file(path, kMaxFactFileBytes);
  if (!content) return std::unexpected(content.error());
  const auto document = chain::parse_json(*content);
  if (!document) return bad_input(path, document.error());
  const json::value* fact = &*document;
  for (const std::string_view shell : {"data", "fact"}) {
    const auto* inner = fact->is_object() ? fact->get_object().if_contains(shell) : nullptr;
    if (inner != nullptr && inner->is_object()) fact = inner;
  }
  auto out = chain::from_json<chain::Fact>(*fact);
  if (!out) return bad_input(path, out.error());
  return std::move(*out);
}

Outcome<CheckedFact> check_fact_file(Session& session, const std::string& path) {
  const auto genesis = session.genesis();
  if (!genesis) return std::unexpected(genesis.error());
  if (!*genesis)
    return fail(ExitCode::kConfig, "NO_GENESIS", "no genesis: use --genesis FILE, or once: xinghuo light init FILE");
  auto fact = read_fact(path);
  if (!fact) return std::unexpected(fact.error());
  auto verified = chain::verify_fact(**genesis, *fact);
  CheckedFact out{std::move(*fact), std::nullopt, {}};
  if (verified)
    out.verified = std::move(*verified);
  else
    out.objection = verified.error().message;
  return out;
}

Document false_fact(Session& session, const std::string& objection) {
  Document out{.data = {{"verified", false}, {"reason", objection}}};
  out.text = text(session.language(), Text::kFactFalse, objection);
  out.exit = ExitCode::kFalse;
  return out;
}

}  // namespace xh::cli
