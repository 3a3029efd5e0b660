#include "contracts/lxr/payout_queue.h"

#include <algorithm>

namespace xh::contracts::lxr {
namespace {

// Pages that one call steps over when those at the front are empty: the front follows within a few calls.
constexpr int kMaxPagesSkipped = 64;

void skip_empty_pages(const Context& context, const chain::AccountId& bank, BankQueue& queue) {
  const auto last = queue.next / kQueuePageLines;  // the page of the next withdrawal
  for (int i = 0; i < kMaxPagesSkipped && queue.first_page < last; ++i) {
    if (context.exists(queue_page_key(bank, queue.first_page))) return;
    ++queue.first_page;
  }
}

}  // namespace

BankQueue bank_queue(const Context& context, const chain::AccountId& bank) {
  return context.read<BankQueue>(bank_queue_key(bank)).value_or(BankQueue{});
}

std::uint64_t add_waiting(Context& context, const chain::AccountId& bank, const QueueLine& line) {
  auto queue = bank_queue(context, bank);
  const auto position = queue.next++;
  const auto key = queue_page_key(bank, position / kQueuePageLines);
  auto page = context.read<QueuePage>(key).value_or(QueuePage{});
  page.lines.push_back(line);
  context.write(key, page);
  ++queue.waiting;
  queue.waiting_amount.value += line.amount.value;  // reserved money: at most the supply
  context.write(bank_queue_key(bank), queue);
  return position;
}

void remove_waiting(Context& context, const chain::RecordKey& key, const Withdrawal& withdrawal) {
  const auto at = queue_page_key(withdrawal.bank, withdrawal.position / kQueuePageLines);
  auto page = context.read<QueuePage>(at);
  CHECK(page.has_value());
  const auto line = std::ranges::find(page->lines, key, &QueueLine::withdrawal);
  CHECK(line != page->lines.end());
  page->lines.erase(line);
  if (page->lines.empty())
    context.erase(at);
  else
    context.write(at, *page);
  auto queue = bank_queue(context, withdrawal.bank);
  --queue.waiting;
  queue.waiting_amount.value -= withdrawal.amount.value;
  skip_empty_pages(context, withdrawal.bank, queue);
  context.write(bank_queue_key(withdrawal.bank), queue);
}

}  // namespace xh::contracts::lxr
