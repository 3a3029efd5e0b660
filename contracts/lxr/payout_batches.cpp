#include "contracts/lxr/payout_batches.h"

#include "contracts/identity/members.h"
#include "contracts/lxr/events.h"
#include "contracts/lxr/payout_queue.h"

namespace xh::contracts::lxr {
namespace {

void tell(Context& context, EventKind kind, const chain::AccountId& bank, std::uint64_t number,
          const PayoutBatch& batch) {
  context.emit(ContractId::kLxr, static_cast<std::uint32_t>(kind), PayoutEvent{bank, number, batch}, {bank});
}

OutcomeOf<QueueLine> take_line(Context& context, const OpenPayout& args, const chain::RecordKey& key) {
  auto withdrawal = context.read<Withdrawal>(withdrawal_key(key));
  if (!withdrawal) return refuse("UNKNOWN_WITHDRAWAL", "OP-31", "there is no withdrawal " + chain::to_hex(key.view()));
  if (withdrawal->bank != args.bank)
    return refuse("OTHER_BANK", "OP-31", "the withdrawal was asked for at another bank; leave it out");
  if (withdrawal->state != WithdrawalState::kRequested)
    return refuse("ALREADY_SETTLED", "OP-31", "the withdrawal was settled before; leave it out");
  if (withdrawal->batch != 0) {
    return refuse("IN_A_BATCH", "OP-31",
                  "the withdrawal is in payout batch " + std::to_string(withdrawal->batch) + " already; leave it out");
  }
  remove_waiting(context, key, *withdrawal);
  withdrawal->batch = args.number;
  context.write(withdrawal_key(key), *withdrawal);
  return QueueLine{key, withdrawal->account, withdrawal->amount, withdrawal->destination};
}

Outcome check_head(const Context& context, const OpenPayout& args) {
  if (auto ok = identity::require_role(context, args.bank, identity::Role::kBank); !ok) return ok;
  if (args.withdrawals.empty()) return refuse("EMPTY_LIST", "OP-31", "the list of withdrawals is empty");
  if (args.file_hash.is_zero()) return refuse("NO_FILE_HASH", "OP-31", "name the SHA-256 of the file that goes out");
  const auto next = bank_queue(context, args.bank).batches + 1;
  if (args.number != next) {
    return refuse("BATCH_NUMBER", "OP-31",
                  "the bank's next payout batch is number " + std::to_string(next) + "; make the file again");
  }
  return {};
}

Outcome check_totals(const OpenPayout& args, const PayoutBatch& batch) {
  if (args.count != batch.count) {
    return refuse("COUNT_CHANGED", "OP-31",
                  "the file states " + std::to_string(args.count) + " payments, the ledger counts " +
                      std::to_string(batch.count));
  }
  if (args.control_sum != batch.control_sum) {
    return refuse("SUM_CHANGED", "OP-31",
                  "the file states a control sum of " + std::to_string(args.control_sum.value) +
                      " fen, the ledger's is " + std::to_string(batch.control_sum.value) + " fen");
  }
  return {};
}

}  // namespace

Outcome open_payout(Context& context, const OpenPayout& args) {
  if (auto ok = check_head(context, args); !ok) return ok;
  PayoutBatch batch;
  batch.file_hash = args.file_hash;
  batch.opened_at = context.now();
  PayoutLines lines;
  for (std::size_t i = 0; i < args.withdrawals.size(); ++i) {
    auto line = take_line(context, args, args.withdrawals[i]);
    if (!line) return in_line(i, std::move(line.error()));
    ++batch.count;
    batch.control_sum.value += line->amount.value;  // reserved money, each once: at most the supply
    lines.lines.push_back(std::move(*line));
  }
  if (auto ok = check_totals(args, batch); !ok) return ok;
  auto queue = bank_queue(context, args.bank);
  queue.batches = args.number;
  context.write(bank_queue_key(args.bank), queue);
  context.write(payout_batch_key(args.bank, args.number), batch);
  context.write(payout_lines_key(args.bank, args.number), lines);
  tell(context, EventKind::kPayoutOpened, args.bank, args.number, batch);
  return {};
}

void count_settled(Context& context, const Withdrawal& withdrawal) {
  if (withdrawal.batch == 0) return;
  const auto key = payout_batch_key(withdrawal.bank, withdrawal.batch);
  auto batch = context.read<PayoutBatch>(key);
  CHECK(batch.has_value());
  const bool paid = withdrawal.state == WithdrawalState::kPaid;
  ++(paid ? batch->paid : batch->returned);
  (paid ? batch->paid_amount : batch->returned_amount).value += withdrawal.amount.value;
  context.write(key, *batch);
  if (batch->is_closed()) tell(context, EventKind::kPayoutClosed, withdrawal.bank, withdrawal.batch, *batch);
}

}  // namespace xh::contracts::lxr
