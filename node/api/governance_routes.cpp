// Who runs the ledger: validators and changes of their set, proofs of double voting, the links from genesis to an epoch
// (docs/api.md, "Public").
#include "contracts/governance/changes.h"
#include "contracts/governance/convictions.h"
#include "node/api/presenter.h"
#include "node/api/routes.h"

namespace xh::node::api {
namespace {

namespace governance = contracts::governance;

constexpr std::size_t kLinksPerAnswer = 32;

json::array indices_json(const std::vector<chain::ValidatorIndex>& indices) {
  json::array out;
  for (const auto index : indices) out.emplace_back(index.value);
  return out;
}

json::object change_json(const governance::PendingChange& pending) {
  const auto& change = pending.change;
  json::array edits;
  for (const auto& edit : change.edits) edits.emplace_back(chain::to_json(edit));
  return {{"change", hex(pending.key.view())},
          {"status", std::string(enum_name(change.status))},
          {"accepted", change.status == governance::ChangeStatus::kAccepted},
          {"proposer", chain::to_address(change.proposer)},
          {"proposed_at", change.proposed_at.value},
          {"note", change.note},
          {"edits", std::move(edits)},
          {"approvals", indices_json(change.approvals)},
          {"to_attest", indices_json(pending.to_attest)},
          {"attestations", indices_json(change.attestations)},
          {"next", chain::to_json(change.next)}};
}

json::array validators_json(const governance::EpochState& state) {
  json::array out;
  for (std::uint32_t i = 0; i < state.set.size(); ++i) {
    auto entry = chain::to_json(state.set.validators[i]);
    entry["index"] = i;
    for (const auto& suspension : state.suspended) {
      if (suspension.validator.value == i) entry["suspended_from_view"] = suspension.from_view.value;
    }
    out.push_back(std::move(entry));
  }
  return out;
}

Answer<json::value> read_validators(Replica& replica) {
  const auto& executor = replica.ledger().executor();
  auto view = executor.view(executor.finalized(), contracts::time_of(executor.finalized()));
  const auto state = governance::epoch_state(view.context());
  json::array changes;
  for (const auto& pending : governance::open_changes(view.context())) changes.push_back(change_json(pending));
  return json::object{{"epoch", state.set.epoch.value},
                      {"first_height", state.first_height.value},
                      {"quorum", state.set.quorum()},
                      {"max_faulty", state.set.max_faulty()},
                      {"hash", hex(chain::validator_set_hash(state.set, replica.ledger().context().tag).view())},
                      {"validators", validators_json(state)},
                      {"changes", std::move(changes)}};
}

json::object conviction_json(const governance::Conviction& conviction) {
  auto out = chain::to_json(conviction);
  const auto& first = conviction.evidence.first;
  out["epoch"] = first.subject.epoch.value;
  out["validator"] = first.signer.value;
  out["view"] = first.subject.view.value;
  return out;
}

Answer<json::value> read_evidence(Replica& replica) {
  const auto& executor = replica.ledger().executor();
  auto view = executor.view(executor.finalized(), contracts::time_of(executor.finalized()));
  const auto present = governance::epoch_state(view.context()).set.epoch;
  json::array on_chain;
  for (chain::Epoch epoch{present.value == 0 ? 0 : present.value - 1}; epoch <= present;
       epoch = chain::Epoch{epoch.value + 1}) {
    for (const auto& conviction : governance::convictions(view.context(), epoch))
      on_chain.push_back(conviction_json(conviction));
  }
  json::array held;
  for (const auto& entry : replica.evidence()) held.emplace_back(chain::to_json(entry.evidence));
  return json::object{{"on_chain", std::move(on_chain)}, {"held", std::move(held)}};
}

Answer<json::value> read_epochs(Replica& replica, std::uint64_t from) {
  const auto present = replica.epoch().number();
  const auto to = std::min<std::uint64_t>(present.value, from > present.value ? 0 : from + kLinksPerAnswer);
  if (from > present.value) return missing("epoch " + std::to_string(from) + " has not begun");
  auto links = replica.ledger().epoch_links(chain::Epoch{to});
  if (!links) return problem_of(links.error());
  json::array out;
  for (const auto& link : links->subspan(static_cast<std::size_t>(from))) out.emplace_back(chain::to_json(link));
  return json::object{{"epoch", present.value},
                      {"from", from},
                      {"links", std::move(out)},
                      {"next_from", to < present.value ? json::value(to) : json::value(nullptr)}};
}

template <class Read>
Task<Answer<Response>> answer_from(Services& services, const Read& read) {
  auto query = [&read](Replica& replica) {
    return std::pair<Answer<json::value>, chain::Height>(read(replica), replica.ledger().height());
  };
  auto result = co_await services.core.query(query);
  if (!result.first) co_return std::unexpected(result.first.error());
  co_return ok_response(std::move(*result.first), result.second);
}

}  // namespace

Task<Answer<Response>> get_validators(Services& services, const Request&) {
  co_return co_await answer_from(services, read_validators);
}

Task<Answer<Response>> get_evidence(Services& services, const Request&) {
  co_return co_await answer_from(services, read_evidence);
}

Task<Answer<Response>> get_epochs(Services& services, const Request& request) {
  const auto from = parse_number(request.query_or("from", "0"), "from", ~std::uint64_t{0});
  if (!from) co_return std::unexpected(from.error());
  const auto read = [from = *from](Replica& replica) { return read_epochs(replica, from); };
  co_return co_await answer_from(services, read);
}

}  // namespace xh::node::api
