// The bank's answer to a payout file: a payment status report (ISO 20022 pain.002.001.x) or a sheet with a status
// column. Stateless. Limits: kMaxBankFileBytes, kMaxBankFileLines.
#pragma once

#include "chain/primitives/result.h"
#include "cli/bank/payment_file.h"

namespace xh::cli {

enum class AnswerStatus : std::uint8_t {
  kPaid,      // the money is on the payee's account: ACSC, ACCC, "paid", 成功
  kReturned,  // it is not and will not be: RJCT, "returned", 失败, 退汇
  kPending,   // the bank still works on it: ACSP, ACTC, PDNG, ...
  kUnknown,   // a word that this program does not know
};
[[nodiscard]] std::string_view status_name(AnswerStatus status);

struct AnswerLine {
  std::size_t place = 0;  // its number in the answer, from 1
  std::string end_to_end;
  AnswerStatus status = AnswerStatus::kUnknown;
  std::string status_text;  // the bank's word
  std::optional<chain::Fen> amount;
  std::string reason;       // a code, e.g. AC01; NARR when the bank gave words only
  std::string reason_text;  // the bank's own words
  std::string bank_reference;
};

struct BankAnswer {
  std::string message_id;  // of the file that is answered; a sheet may name none
  std::optional<std::uint64_t> stated_count;
  std::optional<chain::Fen> stated_sum;
  std::optional<AnswerLine> whole;  // one answer for every payment: a rejected file has no lines
  std::vector<AnswerLine> lines;
};

// XML is told from CSV by its first sign. Errors name the payment or the line.
[[nodiscard]] chain::Result<BankAnswer> read_bank_answer(std::string_view bytes);

// "incorrect account number" for AC01; empty for a code that is not in the table.
[[nodiscard]] std::string_view reason_meaning(std::string_view code, bool chinese);

}  // namespace xh::cli
