#include "cli/bank/bank_answer.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "cli/bank/table.h"
#include "cli/bank/xml.h"
#include "cli/output/charset.h"
#include "cli/output/money.h"
#include "contracts/lxr/records.h"

namespace xh::cli {
namespace {

using chain::invalid;

struct StatusWord {
  std::string_view word;
  AnswerStatus status;
};
constexpr auto kStatusWords = std::to_array<StatusWord>({
    {"ACSC", AnswerStatus::kPaid},         {"ACCC", AnswerStatus::kPaid},         {"paid", AnswerStatus::kPaid},
    {"成功", AnswerStatus::kPaid},         {"交易成功", AnswerStatus::kPaid},     {"RJCT", AnswerStatus::kReturned},
    {"CANC", AnswerStatus::kReturned},     {"returned", AnswerStatus::kReturned}, {"失败", AnswerStatus::kReturned},
    {"交易失败", AnswerStatus::kReturned}, {"退汇", AnswerStatus::kReturned},     {"ACTC", AnswerStatus::kPending},
    {"ACCP", AnswerStatus::kPending},      {"ACSP", AnswerStatus::kPending},      {"ACWC", AnswerStatus::kPending},
    {"RCVD", AnswerStatus::kPending},      {"PDNG", AnswerStatus::kPending},      {"PART", AnswerStatus::kPending},
    {"pending", AnswerStatus::kPending},   {"处理中", AnswerStatus::kPending},
});

AnswerStatus status_of(std::string_view word) {
  const auto at = std::ranges::find(kStatusWords, word, &StatusWord::word);
  return at == kStatusWords.end() ? AnswerStatus::kUnknown : at->status;
}

struct Meaning {
  std::string_view code;
  std::string_view chinese;
  std::string_view english;
};
// Of the external status reasons of ISO 20022, those that a salary payment meets.
constexpr auto kMeanings = std::to_array<Meaning>({
    {"AC01", "账号有误", "incorrect account number"},
    {"AC04", "账户已销户", "closed account"},
    {"AC06", "账户被冻结", "blocked account"},
    {"AG01", "账户不允许此类交易", "transaction forbidden on this account"},
    {"AM02", "金额超限", "amount not allowed"},
    {"AM04", "付款账户余额不足", "insufficient funds of the payer"},
    {"AM05", "重复支付", "duplicate payment"},
    {"BE01", "户名与账号不符", "name and account do not match"},
    {"DT01", "日期有误", "invalid date"},
    {"MS03", "银行未说明原因", "reason not given by the bank"},
    {"NARR", "见银行说明", "see the bank's words"},
    {"RC01", "联行号有误", "incorrect bank number"},
});

bool is_reason_code(std::string_view text) {
  return !text.empty() && text.size() <= contracts::lxr::kMaxReturnReasonBytes &&
         std::ranges::all_of(text, [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); });
}

// Only a code goes to the ledger; words stay here (I4).
void set_reason(AnswerLine& line, const std::string& code, const std::string& words) {
  line.reason_text = words;
  if (line.status != AnswerStatus::kReturned) return;
  if (is_reason_code(code))
    line.reason = code;
  else
    line.reason = code.empty() && words.empty() ? "MS03" : "NARR";
  if (line.reason_text.empty() && line.reason != code) line.reason_text = code;
}

chain::Result<std::optional<chain::Fen>> optional_amount(const std::string& text, const std::string& where) {
  if (text.empty()) return std::optional<chain::Fen>();
  const auto amount = parse_yuan(text);
  if (!amount) return invalid(where + ": " + amount.error().message);
  return std::optional(*amount);
}

void read_status(XmlNode from, const char* status, AnswerLine& out) {
  out.status_text = from.text(status);
  out.status = status_of(out.status_text);
  const auto information = from.at("StsRsnInf");
  auto code = information.text("Rsn/Cd");
  if (code.empty()) code = information.text("Rsn/Prtry");
  set_reason(out, code, information.text("AddtlInf"));
}

chain::Result<AnswerLine> read_transaction(XmlNode from, std::size_t place) {
  const std::string where = "payment " + std::to_string(place);
  AnswerLine out;
  out.place = place;
  out.end_to_end = from.text("OrgnlEndToEndId");
  if (out.end_to_end.empty()) return invalid(where + " has no OrgnlEndToEndId");
  read_status(from, "TxSts", out);
  out.bank_reference = from.text("AcctSvcrRef");
  const auto amount = from.at("OrgnlTxRef/Amt/InstdAmt");
  if (amount.exists() && amount.attribute("Ccy") != "CNY") return invalid(where + ": its currency is not CNY");
  const auto sum = optional_amount(amount.text(), where);
  if (!sum) return std::unexpected(sum.error());
  out.amount = *sum;
  return out;
}

chain::Status read_totals(XmlNode group, BankAnswer& out) {
  if (const auto text = group.text("OrgnlNbOfTxs"); !text.empty()) {
    std::uint64_t count = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
    if (error != std::errc{} || end != text.data() + text.size())
      return invalid("OrgnlNbOfTxs: '" + text + "' is no whole number");
    out.stated_count = count;
  }
  const auto sum = optional_amount(group.text("OrgnlCtrlSum"), "OrgnlCtrlSum");
  if (!sum) return std::unexpected(sum.error());
  out.stated_sum = *sum;
  return {};
}

chain::Result<BankAnswer> read_report(std::string_view text) {
  const auto document = XmlDocument::parse(text);
  if (!document) return std::unexpected(document.error());
  constexpr std::string_view kNameSpace = "urn:iso:std:iso:20022:tech:xsd:pain.002.001.";
  if (!document->root().name_space().starts_with(kNameSpace))
    return invalid("'" + document->root().name_space() + "' is no payment status report (pain.002.001.x)");
  const auto body = document->root().at("CstmrPmtStsRpt");
  const auto group = body.at("OrgnlGrpInfAndSts");
  BankAnswer out;
  out.message_id = group.text("OrgnlMsgId");
  if (auto ok = read_totals(group, out); !ok) return std::unexpected(ok.error());
  for (const auto& batch : body.all("OrgnlPmtInfAndSts")) {
    for (const auto& payment : batch.all("TxInfAndSts")) {
      if (out.lines.size() == kMaxBankFileLines) return invalid("the report has more than 10,000 payments");
      auto line = read_transaction(payment, out.lines.size() + 1);
      if (!line) return std::unexpected(line.error());
      out.lines.push_back(std::move(*line));
    }
  }
  if (out.lines.empty() && !group.text("GrpSts").empty()) {
    out.whole.emplace();
    read_status(group, "GrpSts", *out.whole);
  }
  return out;
}

const std::vector<Column>& answer_columns() {
  static const std::vector<Column> kColumns{
      {"batch", {"批次号", "message_id"}, false},          {"end_to_end_id", {"端到端编号", "备注"}, true},
      {"status", {"状态", "处理结果", "交易状态"}, true},  {"amount", {"金额", "交易金额"}, false},
      {"reason", {"原因代码", "reason_code"}, false},      {"message", {"失败原因", "原因", "说明"}, false},
      {"bank_reference", {"银行流水号", "流水号"}, false},
  };
  return kColumns;
}

chain::Result<BankAnswer> read_sheet(std::string_view bytes) {
  const auto table = Table::read(bytes, answer_columns(), true);
  if (!table) return std::unexpected(table.error());
  if (table->rows().size() > kMaxBankFileLines) return invalid("the sheet has more than 10,000 rows");
  BankAnswer out;
  for (const auto& row : table->rows()) {
    const std::string where = "line " + std::to_string(row.line);
    AnswerLine line;
    line.place = out.lines.size() + 1;
    line.end_to_end = table->cell(row, "end_to_end_id");
    line.status_text = table->cell(row, "status");
    line.status = status_of(line.status_text);
    set_reason(line, table->cell(row, "reason"), table->cell(row, "message"));
    line.bank_reference = table->cell(row, "bank_reference");
    const auto amount = optional_amount(table->cell(row, "amount"), where);
    if (!amount) return std::unexpected(amount.error());
    line.amount = *amount;
    const auto batch = table->cell(row, "batch");
    if (!out.lines.empty() && batch != out.message_id) return invalid(where + " belongs to another batch");
    out.message_id = batch;
    out.lines.push_back(std::move(line));
  }
  return out;
}

}  // namespace

std::string_view status_name(AnswerStatus status) {
  switch (status) {
    case AnswerStatus::kPaid:
      return "paid";
    case AnswerStatus::kReturned:
      return "returned";
    case AnswerStatus::kPending:
      return "pending";
    case AnswerStatus::kUnknown:
      return "unknown";
  }
  return "unknown";
}

std::string_view reason_meaning(std::string_view code, bool chinese) {
  const auto at = std::ranges::find(kMeanings, code, &Meaning::code);
  if (at == kMeanings.end()) return {};
  return chinese ? at->chinese : at->english;
}

chain::Result<BankAnswer> read_bank_answer(std::string_view bytes) {
  const auto first = bytes.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  if (first != std::string_view::npos && bytes[first] == '<') return read_report(bytes);
  return read_sheet(bytes);
}

}  // namespace xh::cli
