#include "cli/bank/reconcile.h"

#include <algorithm>
#include <map>

namespace xh::cli {
namespace {

namespace lxr = contracts::lxr;

class Reconciler {
 public:
  Reconciler(const BankAnswer& answer, const lxr::PayoutBatch& batch, const std::vector<BatchLine>& lines)
      : answer_(answer), batch_(batch), lines_(lines) {}

  Reconciliation run() {
    check_totals();
    std::map<std::string, std::vector<const AnswerLine*>> answers;
    for (const auto& line : answer_.lines) answers[line.end_to_end].push_back(&line);
    for (const auto& line : lines_) {
      const auto id = end_to_end_id(line.line.withdrawal);
      const auto at = answers.find(id);
      if (at != answers.end()) {
        take(line, id, at->second);
        answers.erase(at);
      } else if (answer_.whole) {
        take_one(line, id, *answer_.whole);
      } else {
        add(0, id, "MISSING_LINE", "the bank says nothing about this payment of " + bank_amount(line.line.amount));
      }
    }
    for (const auto& [id, unknown] : answers) {
      for (const auto* line : unknown) add(line->place, id, "UNKNOWN_LINE", "the batch has no such payment");
    }
    return std::move(out_);
  }

 private:
  void add(std::size_t place, const std::string& id, const char* code, std::string message) {
    out_.problems.push_back({place, id, code, std::move(message)});
  }

  void check_totals() {
    if (answer_.stated_count && *answer_.stated_count != batch_.count) {
      add(0, {}, "COUNT_CHANGED",
          "the bank received " + std::to_string(*answer_.stated_count) + " payments, the batch has " +
              std::to_string(batch_.count));
    }
    if (answer_.stated_sum && *answer_.stated_sum != batch_.control_sum) {
      add(0, {}, "SUM_CHANGED",
          "the bank received a sum of " + bank_amount(*answer_.stated_sum) + " yuan, the batch has " +
              bank_amount(batch_.control_sum));
    }
  }

  void take(const BatchLine& line, const std::string& id, const std::vector<const AnswerLine*>& answers) {
    if (answers.size() > 1) return add(answers[1]->place, id, "DOUBLED_LINE", "the answer has the payment twice");
    take_one(line, id, *answers.front());
  }

  void take_one(const BatchLine& line, const std::string& id, const AnswerLine& answer) {
    if (answer.amount && *answer.amount != line.line.amount) {
      return add(answer.place, id, "AMOUNT_CHANGED",
                 "the bank's amount is " + bank_amount(*answer.amount) + " yuan, the ledger's " +
                     bank_amount(line.line.amount));
    }
    if (answer.status == AnswerStatus::kPending)
      return add(answer.place, id, "PENDING", "the bank still works on it (" + answer.status_text + ")");
    if (answer.status == AnswerStatus::kUnknown)
      return add(answer.place, id, "UNKNOWN_STATUS", "the status '" + answer.status_text + "' is not known");
    if (!is_reference(answer.bank_reference))
      return add(answer.place, id, "BAD_REFERENCE", "the bank's reference must be at most 64 signs without spaces");
    const bool paid = answer.status == AnswerStatus::kPaid;
    const bool open = line.state == lxr::WithdrawalState::kRequested;
    const auto said = paid ? lxr::WithdrawalState::kPaid : lxr::WithdrawalState::kReturned;
    if (!open && line.state != said) {
      return add(answer.place, id, "SETTLED_OTHERWISE",
                 std::string("the ledger has it as ") + (paid ? "returned" : "paid") + ", the bank now says " +
                     (paid ? "paid" : "returned") + ": ask the bank");
    }
    out_.lines.push_back({line, answer, !open});
  }

  static bool is_reference(const std::string& text) {
    return text.size() <= lxr::kMaxBankReferenceBytes &&
           std::ranges::all_of(text, [](char c) { return c > ' ' && c <= '~'; });
  }

  const BankAnswer& answer_;
  const lxr::PayoutBatch& batch_;
  const std::vector<BatchLine>& lines_;
  Reconciliation out_;
};

}  // namespace

lxr::SettleWithdrawal Reconciliation::settlements() const {
  lxr::SettleWithdrawal out;
  for (const auto& line : lines) {
    if (line.settled) continue;
    out.settlements.push_back({line.batch.line.withdrawal, line.answer.status == AnswerStatus::kPaid,
                               line.batch.line.amount, line.answer.reason, line.answer.bank_reference});
  }
  return out;
}

Reconciliation reconcile(const BankAnswer& answer, const lxr::PayoutBatch& batch, const std::vector<BatchLine>& lines) {
  return Reconciler(answer, batch, lines).run();
}

}  // namespace xh::cli
