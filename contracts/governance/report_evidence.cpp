#include <algorithm>

#include "contracts/governance/edits.h"
#include "contracts/governance/handlers.h"
#include "contracts/governance/records.h"

namespace xh::contracts::governance {
namespace {

constexpr auto kRule = "R13";

bool may_report(const chain::ValidatorSet& set, const chain::AccountId& sender) {
  return std::ranges::any_of(set.validators, [&](const chain::Validator& v) {
    return v.operator_account == sender || key_account(v) == sender;
  });
}

// The set whose votes these are: the present epoch's or the one before.
OutcomeOf<chain::ValidatorSet> set_of_evidence(const Context& context, const EpochState& state,
                                               const chain::Evidence& evidence) {
  const auto epoch = evidence.first.subject.epoch;
  if (epoch > state.set.epoch) {
    return refuse("EVIDENCE_INVALID", kRule, "the votes are of an epoch that has not begun");
  }
  if (epoch.value + 1 < state.set.epoch.value) {
    return refuse("EVIDENCE_TOO_OLD", kRule,
                  "evidence counts in its own epoch and the one after; ask the operators to replace the validator");
  }
  auto set = set_of(context, epoch);
  CHECK(set.has_value());
  return std::move(*set);
}

const Suspension* find_suspension(const std::vector<Suspension>& all, chain::ValidatorIndex validator) {
  const auto at = std::ranges::find(all, validator, &Suspension::validator);
  return at == all.end() ? nullptr : &*at;
}

// Suspends the validator with that key, if it is in the present set, and says from which view on it leads no more.
std::optional<chain::View> suspend(const Context& context, EpochState& state, const chain::PublicKey& key,
                                   chain::EvidenceKind kind) {
  const auto index = index_of(state.set, key);
  if (!index) return std::nullopt;
  if (const auto* known = find_suspension(state.suspended, *index)) return known->from_view;
  if (find_suspension(state.convicted_beyond, *index) != nullptr) return std::nullopt;
  const chain::View from{context.info().view.value + kSuspensionViews};
  const bool has_room = state.suspended.size() < state.set.max_faulty();
  auto& list = has_room ? state.suspended : state.convicted_beyond;
  list.push_back({*index, from, context.info().height, kind});
  if (!has_room) return std::nullopt;
  return from;
}

void keep(Context& context, Conviction conviction) {
  const auto epoch = conviction.evidence.first.subject.epoch;
  const auto key = conviction.key;
  Convictions record{convictions(context, epoch)};
  record.convictions.push_back(std::move(conviction));
  context.write_public(convictions_key(epoch), record);
  if (!context.exists(convicted_key_key(key))) {
    context.write_public(convicted_key_key(key), ConvictedKey{epoch, context.info().height});
  }
}

// An accepted change that would be refused by now (it keeps too many guilty ones, or brings a guilty key back) must not
// end the epoch.
void drop_unsafe_change(Context& context, EpochState& state) {
  auto waiting = accepted_change(context);
  if (!waiting || check_next_set(context, state, waiting->change.next)) return;
  waiting->change.status = ChangeStatus::kLapsed;
  context.write_public(change_key(waiting->key), waiting->change);
  state.accepted_change.reset();
  announce(context, state, EventKind::kChangeLapsed, ChangeWithdrawn{waiting->key});
}

}  // namespace

Outcome report_evidence(Context& context, const ReportEvidence& args) {
  auto state = running_epoch(context, kRule);
  if (!state) return std::unexpected(state.error());
  if (!may_report(state->set, context.info().sender)) {
    return refuse("NOT_A_VALIDATOR", kRule,
                  "evidence comes from a validator of the present set or its operator; hand it to one of them");
  }
  const auto set = set_of_evidence(context, *state, args.evidence);
  if (!set) return std::unexpected(set.error());
  const auto& subject = args.evidence.first.subject;
  const auto guilty = args.evidence.first.signer;
  if (is_convicted(context, subject.epoch, guilty)) {
    return refuse("EVIDENCE_KNOWN", kRule,
                  "this validator was convicted for that epoch already; there is nothing to do");
  }
  if (const auto ok = chain::verify_evidence(args.evidence, chain::VoteVerifier(*set, context.chain())); !ok) {
    return refuse("EVIDENCE_INVALID", kRule, ok.error().message);
  }
  const auto& validator = set->validators[guilty.value];
  const auto from_view = suspend(context, *state, validator.key, args.evidence.kind);
  keep(context,
       {args.evidence, validator.key, validator.name, context.info().sender, context.info().height, from_view});
  announce(context, *state, EventKind::kValidatorConvicted,
           ValidatorConvicted{subject.epoch, guilty, validator.key, validator.name, args.evidence.kind, subject.view,
                              from_view});
  drop_unsafe_change(context, *state);
  context.write_public(state_key(), *state);
  return {};
}

}  // namespace xh::contracts::governance
