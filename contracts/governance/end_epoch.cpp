#include <algorithm>

#include "contracts/governance/edits.h"
#include "contracts/governance/handlers.h"
#include "contracts/governance/records.h"

namespace xh::contracts::governance {
namespace {

// Who stays guilty stays suspended, from the first view on. The check of the change leaves no more than f of them.
std::vector<Suspension> carried_over(const EpochState& state, const chain::ValidatorSet& next) {
  auto guilty = state.suspended;
  guilty.insert(guilty.end(), state.convicted_beyond.begin(), state.convicted_beyond.end());
  std::vector<Suspension> out;
  for (const auto& s : guilty) {
    const auto index = index_of(next, state.set.validators[s.validator.value].key);
    if (index) out.push_back({*index, chain::View{0}, s.convicted_at, s.kind});
  }
  CHECK(out.size() <= next.max_faulty());
  return out;
}

void close_all(Context& context, const chain::RecordKey& done) {
  for (auto& pending : open_changes(context)) {
    pending.change.status = pending.key == done ? ChangeStatus::kDone : ChangeStatus::kLapsed;
    context.write_public(change_key(pending.key), pending.change);
  }
  context.write_public(open_key(), OpenChanges{});
}

}  // namespace

void end_epoch(Context& context, const EpochState& state, const PendingChange& change) {
  EpochState next;
  next.first_height = chain::Height{context.info().height.value + 1};
  next.set = change.change.next;
  next.suspended = carried_over(state, next.set);
  close_all(context, change.key);
  context.write_public(epoch_key(next.set.epoch), EpochRecord{next.first_height, next.set});
  context.write_public(state_key(), next);
  announce(
      context, state, EventKind::kEpochEnded,
      EpochEnded{change.key, next.set.epoch, next.first_height, chain::validator_set_hash(next.set, context.chain())});
}

void drop_lapsed(Context& context) {
  const auto before = context.read<OpenChanges>(open_key());
  CHECK(before.has_value());
  OpenChanges after;
  for (const auto& pending : open_changes(context)) after.changes.push_back(pending.key);
  for (const auto& key : before->changes) {
    if (std::ranges::find(after.changes, key) != after.changes.end()) continue;
    auto change = context.read<Change>(change_key(key));
    CHECK(change.has_value());
    if (change->status != ChangeStatus::kOpen && change->status != ChangeStatus::kAccepted) continue;
    change->status = ChangeStatus::kLapsed;
    context.write_public(change_key(key), *change);
  }
  context.write_public(open_key(), after);
}

}  // namespace xh::contracts::governance
