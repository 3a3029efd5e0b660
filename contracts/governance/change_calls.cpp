#include <algorithm>

#include "contracts/engine/accounts.h"
#include "contracts/governance/edits.h"
#include "contracts/governance/handlers.h"
#include "contracts/governance/records.h"

namespace xh::contracts::governance {
namespace {

constexpr auto kRule = "R16";

using Seats = std::vector<chain::ValidatorIndex>;

// The epoch and the sender's seats in it, for the calls that operators make.
struct Operator {
  EpochState state;
  Seats seats;
};

OutcomeOf<Operator> sending_operator(const Context& context) {
  auto state = running_epoch(context, kRule);
  if (!state) return std::unexpected(state.error());
  auto seats = seats_of(state->set, context.info().sender);
  if (seats.empty()) {
    return refuse("NOT_A_VALIDATOR_OPERATOR", kRule,
                  "only an account that operates a validator of the present set decides on changes of it");
  }
  return Operator{std::move(*state), std::move(seats)};
}

OutcomeOf<PendingChange> find_open(const Context& context, const chain::RecordKey& key) {
  for (auto& pending : open_changes(context)) {
    if (pending.key == key) return std::move(pending);
  }
  if (!context.exists(change_key(key))) {
    return refuse("CHANGE_UNKNOWN", kRule,
                  "there is no change " + chain::to_hex(key.view()) + "; look at the pending ones");
  }
  return refuse("CHANGE_CLOSED", kRule, "the change is done, withdrawn or lapsed; propose it anew");
}

void write_change(Context& context, const PendingChange& pending) {
  context.write_public(change_key(pending.key), pending.change);
}

void set_accepted(Context& context, EpochState& state, std::optional<chain::RecordKey> change) {
  state.accepted_change = change;
  context.write_public(state_key(), state);
}

void add_to(Seats& seats, const Seats& more) {
  for (const auto seat : more) {
    if (std::ranges::find(seats, seat) == seats.end()) seats.push_back(seat);
  }
  std::ranges::sort(seats);
}

void announce_votes(Context& context, const EpochState& state, EventKind kind, const PendingChange& pending) {
  announce(
      context, state, kind,
      ChangeApproved{pending.key, context.info().sender, static_cast<std::uint32_t>(pending.change.approvals.size()),
                     static_cast<std::uint32_t>(state.set.quorum())});
}

void accept(Context& context, EpochState& state, PendingChange& pending) {
  pending.change.status = ChangeStatus::kAccepted;
  write_change(context, pending);
  set_accepted(context, state, pending.key);
  register_key_accounts(context, pending.change.next);
  announce(context, state, EventKind::kChangeAccepted,
           ChangeAccepted{pending.key, pending.change.next, pending.to_attest});
  // An acceptance that was taken back and came again finds the attestations of the first time.
  if (pending.change.attestations.size() == pending.to_attest.size()) end_epoch(context, state, pending);
}

// The proposer ends the change for good.
Outcome withdraw_whole(Context& context, EpochState& state, PendingChange& pending) {
  if (state.accepted_change == pending.key) set_accepted(context, state, std::nullopt);
  pending.change.status = ChangeStatus::kWithdrawn;
  write_change(context, pending);
  drop_lapsed(context);
  announce(context, state, EventKind::kChangeWithdrawn, ChangeWithdrawn{pending.key});
  return {};
}

// An approver takes its votes back; an accepted change without its quorum is an open one again.
Outcome withdraw_votes(Context& context, EpochState& state, const Seats& seats, PendingChange& pending) {
  auto& approvals = pending.change.approvals;
  const auto taken = std::erase_if(
      approvals, [&](chain::ValidatorIndex seat) { return std::ranges::find(seats, seat) != seats.end(); });
  if (taken == 0)
    return refuse("NOT_APPROVED", kRule, "you did not approve this change: there is nothing to take back");
  if (pending.change.status == ChangeStatus::kAccepted && approvals.size() < state.set.quorum()) {
    pending.change.status = ChangeStatus::kOpen;
    set_accepted(context, state, std::nullopt);
  }
  write_change(context, pending);
  announce_votes(context, state, EventKind::kApprovalWithdrawn, pending);
  return {};
}

// The new validator whose own key signed this transaction.
OutcomeOf<chain::ValidatorIndex> attesting(const Context& context, const PendingChange& pending) {
  for (const auto index : pending.to_attest) {
    const auto& validator = pending.change.next.validators[index.value];
    if (key_account(validator) != context.info().sender) continue;
    if (find_policy(context, context.info().sender) != key_policy(validator)) {
      return refuse("KEY_IN_USE", kRule,
                    "the key's account has other keys by now; propose the validator with a new key");
    }
    return index;
  }
  return refuse("NOT_A_NEW_VALIDATOR", kRule, "only a validator that comes with this change attests, with its own key");
}

}  // namespace

OutcomeOf<EpochState> running_epoch(const Context& context, const char* rule) {
  auto state = epoch_state(context);
  if (is_last_of_epoch(state, context.info().height)) {
    return refuse("EPOCH_ENDING", rule, "this block ends the epoch; send it again in the next one");
  }
  return state;
}

std::vector<chain::ValidatorIndex> seats_of(const chain::ValidatorSet& set, const chain::AccountId& operator_account) {
  Seats out;
  for (std::size_t i = 0; i < set.size(); ++i) {
    if (set.validators[i].operator_account == operator_account) out.emplace_back(static_cast<std::uint32_t>(i));
  }
  return out;
}

Outcome propose_change(Context& context, const ProposeChange& args) {
  const auto sender = sending_operator(context);
  if (!sender) return std::unexpected(sender.error());
  drop_lapsed(context);
  const auto mine = [&](const PendingChange& p) { return p.change.proposer == context.info().sender; };
  auto open = open_changes(context);
  if (static_cast<std::size_t>(std::ranges::count_if(open, mine)) >= sender->seats.size()) {
    return refuse("TOO_MANY_CHANGES", kRule, "you have an open change for each of your seats; withdraw one first");
  }
  auto next = apply_edits(sender->state.set, args.edits);
  if (!next) return std::unexpected(next.error());
  if (auto ok = check_next_set(context, sender->state, *next); !ok) return ok;
  const auto next_hash = chain::validator_set_hash(*next, context.chain());
  const auto key = context.new_record_key();
  Change change;
  change.proposer = context.info().sender;
  change.proposed_at = context.now();
  change.next = std::move(*next);
  change.edits = args.edits;
  change.note = args.note;
  context.write_public(change_key(key), change);
  OpenChanges list;
  for (const auto& pending : open) list.changes.push_back(pending.key);
  list.changes.push_back(key);
  context.write_public(open_key(), list);
  announce(context, sender->state, EventKind::kChangeProposed,
           ChangeProposed{key, change.proposer, args.edits, args.note, next_hash});
  return {};
}

Outcome approve_change(Context& context, const ApproveChange& args) {
  auto sender = sending_operator(context);
  if (!sender) return std::unexpected(sender.error());
  auto& state = sender->state;
  auto pending = find_open(context, args.change);
  if (!pending) return std::unexpected(pending.error());
  const auto waiting = accepted_change(context);
  if (waiting && waiting->key != pending->key) {
    return refuse("CHANGE_PENDING", kRule,
                  "another accepted change waits for its new validators; let it end or withdraw it first");
  }
  if (std::ranges::includes(pending->change.approvals, sender->seats)) {
    return refuse("ALREADY_APPROVED", kRule, "you approved this change already");
  }
  if (auto ok = check_next_set(context, state, pending->change.next); !ok) return ok;
  add_to(pending->change.approvals, sender->seats);
  write_change(context, *pending);
  announce_votes(context, state, EventKind::kChangeApproved, *pending);
  const bool has_quorum = pending->change.approvals.size() >= state.set.quorum();
  if (has_quorum && pending->change.status == ChangeStatus::kOpen) accept(context, state, *pending);
  return {};
}

Outcome withdraw_change(Context& context, const WithdrawChange& args) {
  auto sender = sending_operator(context);
  if (!sender) return std::unexpected(sender.error());
  auto pending = find_open(context, args.change);
  if (!pending) return std::unexpected(pending.error());
  if (pending->change.proposer == context.info().sender) return withdraw_whole(context, sender->state, *pending);
  return withdraw_votes(context, sender->state, sender->seats, *pending);
}

Outcome attest_ready(Context& context, const AttestReady& args) {
  auto state = running_epoch(context, kRule);
  if (!state) return std::unexpected(state.error());
  auto pending = find_open(context, args.change);
  if (!pending) return std::unexpected(pending.error());
  if (pending->change.status != ChangeStatus::kAccepted) {
    return refuse("CHANGE_NOT_ACCEPTED", kRule, "the change has no quorum of approvals yet; attest once it has");
  }
  const auto validator = attesting(context, *pending);
  if (!validator) return std::unexpected(validator.error());
  if (args.next_set_hash != chain::validator_set_hash(pending->change.next, context.chain())) {
    return refuse("SET_HASH_DIFFERS", kRule, "you attest another set than this change's; follow the chain up to it");
  }
  auto& attestations = pending->change.attestations;
  if (std::ranges::find(attestations, *validator) != attestations.end()) {
    return refuse("ALREADY_ATTESTED", kRule, "this validator attested already; nothing else is needed of it");
  }
  add_to(attestations, {*validator});
  write_change(context, *pending);
  const auto missing = pending->to_attest.size() - attestations.size();
  announce(context, *state, EventKind::kReadyAttested,
           ReadyAttested{pending->key, *validator, static_cast<std::uint32_t>(missing)});
  if (missing == 0) end_epoch(context, *state, *pending);
  return {};
}

}  // namespace xh::contracts::governance
