#include "test_calendar_contract.h"

#include "contracts/identity/identity.h"
#include "contracts/lxr/lxr.h"
#include "contracts/lxr/withdrawals.h"

namespace xh::contracts::test {
namespace {

StateKey note_key(std::int64_t due_ms) {
  return StateKey(ContractId::kEngine, kNoteTable).add(static_cast<std::uint64_t>(due_ms));
}

Outcome queue_items(Context& context, const Queue& args) {
  for (const auto due : args.due_ms) {
    DueItem item;
    item.due = chain::Timestamp{due};
    item.contract = 0;
    item.kind = args.kind;
    item.record = context.new_record_key();
    item.accounts = args.accounts;
    context.schedule(std::move(item));
  }
  return {};
}

Outcome refuse_after_writing(Context& context, const Touch&) {
  context.write(note_key(1), Noted{1});
  context.emit(ContractId::kEngine, kNotedEvent, Noted{1}, {});
  DueItem item;
  item.kind = static_cast<std::uint32_t>(TestItem::kNote);
  context.schedule(std::move(item));
  return refuse("TEST_REFUSAL", "T-1", "this method refuses");
}

Outcome note(Context& context, const DueItem& item) {
  context.write(note_key(item.due.value), Noted{item.due.value});
  context.emit(ContractId::kEngine, kNotedEvent, Noted{context.now().value}, item.accounts);
  return {};
}

Outcome refuse_item(Context& context, const DueItem& item) {
  context.write(note_key(item.due.value), Noted{item.due.value});
  return refuse("TEST_REFUSAL", "T-2", "this item refuses");
}

Outcome queue_again(Context& context, const DueItem& item) {
  context.schedule(item);
  return {};
}

Outcome queue_note(Context& context, const DueItem& item) {
  DueItem next = item;
  next.due = chain::Timestamp{item.due.value + 10};
  next.kind = static_cast<std::uint32_t>(TestItem::kNote);
  context.schedule(std::move(next));
  return {};
}

}  // namespace

const Registry& calendar_registry() {
  static const Registry kRegistry = [] {
    Registry registry;
    register_identity(registry);
    register_lxr(registry);
    registry.add_method<Touch>(ContractId::kEngine, kPaydayMethod, "test.payday",
                               [](Context& context, const Touch& args) {
                                 lxr::lift_daily_limit(context, args.account);
                                 return Outcome{};
                               });
    registry.add_method<Queue>(ContractId::kEngine, kQueueMethod, "test.queue", queue_items);
    registry.add_method<Touch>(ContractId::kEngine, kRefuseMethod, "test.refuse", refuse_after_writing);
    registry.add_method<Touch>(
        ContractId::kEngine, kTouchMethod, "test.touch", [](Context&, const Touch&) { return Outcome{}; },
        [](const Touch& args) { return std::vector{args.account}; });
    const auto kind = [](TestItem item) { return static_cast<std::uint32_t>(item); };
    registry.add_calendar(ContractId::kEngine, kind(TestItem::kNote), {"test.note", note});
    registry.add_calendar(ContractId::kEngine, kind(TestItem::kRefuse), {"test.refuse_item", refuse_item});
    registry.add_calendar(ContractId::kEngine, kind(TestItem::kAgain), {"test.again", queue_again});
    registry.add_calendar(ContractId::kEngine, kind(TestItem::kFollow), {"test.follow", queue_note});
    return registry;
  }();
  return kRegistry;
}

}  // namespace xh::contracts::test
