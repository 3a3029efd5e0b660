#include "cli/bank/file_check.h"

#include <map>
#include <set>

namespace xh::cli {
namespace {

namespace lxr = contracts::lxr;

class FileChecker {
 public:
  FileChecker(const PaymentFile& file, const lxr::PayoutBatch& batch, const lxr::PayoutLines& lines,
              const PayeeList* payees)
      : file_(file), batch_(batch), payees_(payees) {
    for (const auto& line : lines.lines) expected_.emplace(end_to_end_id(line.withdrawal), &line);
  }

  std::vector<FileProblem> check(const chain::Hash256& hash) {
    for (const auto& line : file_.lines) check_line(line);
    for (const auto& [id, line] : expected_) {
      if (!seen_.contains(id))
        add(0, id, "MISSING_LINE", "the file lacks this payment of " + bank_amount(line->amount) + " yuan");
    }
    check_totals();
    for (const auto& text : file_.contradictions) add(0, {}, "CONTRADICTION", text);
    if (problems_.empty() && hash != batch_.file_hash) {
      add(0, {}, "FILE_CHANGED",
          "lines, count and sum are right, but the bytes are not those of the file that was made: names, bank accounts "
          "or dates may differ; make the comparison with --payees");
    }
    return std::move(problems_);
  }

 private:
  void add(std::size_t place, const std::string& id, const char* code, std::string message) {
    problems_.push_back({place, id, code, std::move(message)});
  }

  void check_line(const PaymentLine& line) {
    const auto at = expected_.find(line.end_to_end);
    if (at == expected_.end()) return add(line.place, line.end_to_end, "UNKNOWN_LINE", "the batch has no such payment");
    if (!seen_.insert(line.end_to_end).second)
      return add(line.place, line.end_to_end, "DOUBLED_LINE", "the payment is in the file twice");
    const auto& expected = *at->second;
    if (line.amount != expected.amount) {
      add(line.place, line.end_to_end, "AMOUNT_CHANGED",
          "the file has " + bank_amount(line.amount) + " yuan, the ledger " + bank_amount(expected.amount));
    }
    if (payees_ != nullptr) check_payee(line, expected);
  }

  void check_payee(const PaymentLine& line, const lxr::QueueLine& expected) {
    const auto* payee = payees_->opening(expected.account, expected.destination);
    if (payee == nullptr)
      return add(line.place, line.end_to_end, "PAYEE_UNKNOWN", "no row of the payee list opens the destination");
    if (payee->at != line.payee)
      add(line.place, line.end_to_end, "PAYEE_CHANGED", "name, bank account or CNAPS number are not the payee's");
  }

  void check_totals() {
    const auto count = file_.stated_count.value_or(file_.lines.size());
    if (count != batch_.count) {
      add(0, {}, "COUNT_CHANGED",
          "the file states " + std::to_string(count) + " payments, the ledger " + std::to_string(batch_.count));
    }
    const auto sum = file_.stated_sum.value_or(sum_of(file_));
    if (sum != batch_.control_sum) {
      add(0, {}, "SUM_CHANGED",
          "the file's sum is " + bank_amount(sum) + " yuan, the ledger's " + bank_amount(batch_.control_sum));
    }
  }

  const PaymentFile& file_;
  const lxr::PayoutBatch& batch_;
  const PayeeList* payees_;
  std::map<std::string, const lxr::QueueLine*> expected_;
  std::set<std::string> seen_;
  std::vector<FileProblem> problems_;
};

}  // namespace

std::vector<FileProblem> check_payment_file(const PaymentFile& file, const chain::Hash256& hash,
                                            const lxr::PayoutBatch& batch, const lxr::PayoutLines& lines,
                                            const PayeeList* payees) {
  return FileChecker(file, batch, lines, payees).check(hash);
}

}  // namespace xh::cli
