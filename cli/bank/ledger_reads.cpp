#include "cli/bank/ledger_reads.h"

#include <algorithm>

namespace xh::cli {
namespace {

namespace lxr = contracts::lxr;

std::unexpected<Failure> no_batch(const std::string& what) {
  return fail(ExitCode::kBadInput, "NO_BATCH", what);
}

}  // namespace

Outcome<std::optional<json::value>> read_record_json(Session& session, const contracts::StateKey& key) {
  const auto answer = session.get_signed("/v1/records/" + chain::to_hex(key.view()) + "?proof=0");
  if (!answer) return std::unexpected(answer.error());
  const auto* object = answer->data.if_object();
  const auto* present = object == nullptr ? nullptr : object->if_contains("present");
  if (present == nullptr || !present->is_bool())
    return fail(ExitCode::kNetwork, "BAD_ANSWER", "the node's answer is no record");
  if (!present->get_bool()) return std::optional<json::value>();
  const auto* record = object->if_contains("record");
  const auto* data = record != nullptr && record->is_object() ? record->get_object().if_contains("data") : nullptr;
  if (data == nullptr) return fail(ExitCode::kNetwork, "BAD_ANSWER", "the node does not know this kind of record");
  return std::optional<json::value>(*data);
}

Outcome<lxr::BankQueue> read_bank_queue(Session& session, const chain::AccountId& bank) {
  auto queue = read_record<lxr::BankQueue>(session, lxr::bank_queue_key(bank));
  if (!queue) return std::unexpected(queue.error());
  return queue->value_or(lxr::BankQueue{});
}

Outcome<std::vector<lxr::QueueLine>> read_waiting(Session& session, const chain::AccountId& bank,
                                                  const lxr::BankQueue& queue, std::size_t limit) {
  std::vector<lxr::QueueLine> out;
  for (auto page = queue.first_page; out.size() < limit && page * lxr::kQueuePageLines < queue.next; ++page) {
    const auto lines = read_record<lxr::QueuePage>(session, lxr::queue_page_key(bank, page));
    if (!lines) return std::unexpected(lines.error());
    if (!*lines) continue;
    for (const auto& line : (*lines)->lines) {
      if (out.size() < limit) out.push_back(line);
    }
  }
  return out;
}

Outcome<OpenedBatch> read_batch(Session& session, const chain::AccountId& bank, std::uint64_t number) {
  const auto batch = read_record<lxr::PayoutBatch>(session, lxr::payout_batch_key(bank, number));
  if (!batch) return std::unexpected(batch.error());
  if (!*batch) return no_batch("the bank has no payout batch " + std::to_string(number) + " on this ledger");
  auto lines = read_record<lxr::PayoutLines>(session, lxr::payout_lines_key(bank, number));
  if (!lines) return std::unexpected(lines.error());
  if (!*lines) return fail(ExitCode::kNetwork, "BAD_ANSWER", "the node has the batch and not its lines");
  return OpenedBatch{number, **batch, std::move(**lines)};
}

Outcome<OpenedBatch> find_batch(Session& session, const chain::AccountId& bank, const std::string& end_to_end) {
  const auto queue = read_bank_queue(session, bank);
  if (!queue) return std::unexpected(queue.error());
  const auto last = queue->batches;
  for (std::uint64_t back = 0; back < kBatchesSearched && back < last; ++back) {
    auto opened = read_batch(session, bank, last - back);
    if (!opened) return opened;
    const auto& lines = opened->lines.lines;
    if (std::ranges::any_of(lines, [&](const auto& l) { return end_to_end_id(l.withdrawal) == end_to_end; }))
      return opened;
  }
  return no_batch("none of the bank's last batches holds the payment '" + end_to_end +
                  "'; name the batch with --batch");
}

Outcome<std::vector<BatchLine>> read_states(Session& session, const OpenedBatch& opened) {
  std::vector<BatchLine> out;
  const bool untouched = opened.batch.paid + opened.batch.returned == 0;
  for (const auto& line : opened.lines.lines) {
    BatchLine entry{line, lxr::WithdrawalState::kRequested};
    if (!untouched) {
      const auto withdrawal = read_record<lxr::Withdrawal>(session, lxr::withdrawal_key(line.withdrawal));
      if (!withdrawal) return std::unexpected(withdrawal.error());
      if (!*withdrawal) return fail(ExitCode::kNetwork, "BAD_ANSWER", "the node lacks a withdrawal of the batch");
      entry.state = (*withdrawal)->state;
    }
    out.push_back(std::move(entry));
  }
  return out;
}

}  // namespace xh::cli
