#include "cli/bank/pain001.h"

#include <charconv>

#include "cli/bank/xml.h"
#include "cli/output/money.h"
#include "cli/output/time_text.h"

namespace xh::cli {
namespace {

using chain::invalid;

constexpr std::string_view kNameSpace = "urn:iso:std:iso:20022:tech:xsd:";
constexpr std::string_view kReadable[] = {"pain.001.001.03", "pain.001.001.09"};

// "2026-04-10 18:00:00+08:00" as ISO 20022 writes it; whole seconds.
std::string iso_time(chain::Timestamp at) {
  auto text = format_time(chain::Timestamp{at.value - at.value % 1000});
  text[10] = 'T';
  return text;
}

void add_agent(XmlNode parent, const char* role, const std::string& cnaps) {
  const auto member = parent.add(role).add("FinInstnId").add("ClrSysMmbId");
  member.add("ClrSysId").add("Cd", "CNAPS");
  member.add("MmbId", cnaps);
}
void add_account(XmlNode parent, const char* role, const std::string& number) {
  parent.add(role).add("Id").add("Othr").add("Id", number);
}

struct Group {
  std::size_t first = 0;
  std::size_t end = 0;
  chain::Fen sum;
};
std::vector<Group> groups_of(const PaymentFile& file) {
  std::vector<Group> out;
  for (std::size_t i = 0; i < file.lines.size(); ++i) {
    const bool same = !out.empty() && file.lines[out.back().first].purpose == file.lines[i].purpose;
    if (!same) out.push_back({i, i, {}});
    out.back().end = i + 1;
    out.back().sum.value += file.lines[i].amount.value;  // reserved money: at most the supply
  }
  return out;
}

void add_payment(XmlNode batch, const PaymentLine& line) {
  const auto payment = batch.add("CdtTrfTxInf");
  payment.add("PmtId").add("EndToEndId", line.end_to_end);
  payment.add("Amt").add("InstdAmt", bank_amount(line.amount)).set("Ccy", "CNY");
  add_agent(payment, "CdtrAgt", line.payee.cnaps);
  payment.add("Cdtr").add("Nm", line.payee.name);
  add_account(payment, "CdtrAcct", line.payee.number);
}

void add_group(XmlNode root, const PaymentFile& file, const Group& group, std::size_t number) {
  const auto batch = root.add("PmtInf");
  batch.add("PmtInfId", file.message_id + "-" + std::to_string(number));
  batch.add("PmtMtd", "TRF");
  batch.add("BtchBookg", "true");
  batch.add("NbOfTxs", std::to_string(group.end - group.first));
  batch.add("CtrlSum", bank_amount(group.sum));
  batch.add("PmtTpInf").add("CtgyPurp").add("Cd", file.lines[group.first].purpose);
  batch.add("ReqdExctnDt").add("Dt", format_day(file.execution));
  batch.add("Dbtr").add("Nm", file.payer.name);
  add_account(batch, "DbtrAcct", file.payer.number);
  add_agent(batch, "DbtrAgt", file.payer.cnaps);
  for (auto i = group.first; i < group.end; ++i) add_payment(batch, file.lines[i]);
}

chain::Result<std::uint64_t> parse_number(const std::string& text, const std::string& where) {
  std::uint64_t out = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size())
    return invalid(where + ": '" + text + "' is no whole number");
  return out;
}

chain::Result<chain::Fen> parse_sum(const std::string& text, const std::string& where) {
  const auto sum = parse_yuan(text);
  if (!sum || text.find(',') != std::string::npos) return invalid(where + ": '" + text + "' is no amount");
  return *sum;
}

BankAccount read_party(XmlNode from, const std::string& role) {
  return {from.text(role + "/Nm"), from.text(role + "Acct/Id/Othr/Id"),
          from.text(role + "Agt/FinInstnId/ClrSysMmbId/MmbId")};
}

chain::Result<PaymentLine> read_payment(XmlNode payment, const std::string& purpose, std::size_t place) {
  const std::string where = "payment " + std::to_string(place);
  PaymentLine out;
  out.place = place;
  out.purpose = purpose;
  out.end_to_end = payment.text("PmtId/EndToEndId");
  if (out.end_to_end.empty()) return invalid(where + " has no EndToEndId");
  const auto amount = payment.at("Amt/InstdAmt");
  if (amount.attribute("Ccy") != "CNY") return invalid(where + ": its currency is not CNY");
  const auto sum = parse_sum(amount.text(), where);
  if (!sum) return std::unexpected(sum.error());
  out.amount = *sum;
  out.payee = read_party(payment, "Cdtr");
  return out;
}

// What a PmtInf states about its own payments, if it does (both are optional there).
void check_group(XmlNode batch, std::size_t count, chain::Fen sum, PaymentFile& out) {
  const std::string where = "PmtInf " + batch.text("PmtInfId");
  if (const auto stated = batch.text("NbOfTxs"); !stated.empty() && stated != std::to_string(count)) {
    out.contradictions.push_back(where + " states " + stated + " payments and holds " + std::to_string(count));
  }
  const auto stated = batch.text("CtrlSum");
  if (stated.empty()) return;
  const auto total = parse_sum(stated, where);
  if (!total || *total != sum)
    out.contradictions.push_back(where + " states a sum of " + stated + ", its payments sum up to " + bank_amount(sum));
}

chain::Status read_group(XmlNode batch, PaymentFile& out) {
  const auto before = out.lines.size();
  const auto purpose = batch.text("PmtTpInf/CtgyPurp/Cd");
  chain::Fen sum;
  for (const auto& payment : batch.all("CdtTrfTxInf")) {
    if (out.lines.size() == kMaxBankFileLines) return invalid("the file has more than 10,000 payments");
    auto line = read_payment(payment, purpose, out.lines.size() + 1);
    if (!line) return std::unexpected(line.error());
    const auto next = chain::checked_add(sum, line->amount);
    if (!next) return invalid("payment " + std::to_string(line->place) + ": the sum is too large");
    sum = *next;
    out.lines.push_back(std::move(*line));
  }
  check_group(batch, out.lines.size() - before, sum, out);
  return {};
}

chain::Result<XmlNode> find_body(const XmlDocument& document) {
  const auto space = document.root().name_space();
  for (const auto version : kReadable) {
    if (space != std::string(kNameSpace) + std::string(version)) continue;
    const auto body = document.root().at("CstmrCdtTrfInitn");
    if (!body.exists()) return invalid("the file has no CstmrCdtTrfInitn");
    return body;
  }
  return invalid("'" + space + "' is neither pain.001.001.03 nor pain.001.001.09");
}

}  // namespace

std::string write_pain001(const PaymentFile& file) {
  XmlDocument document;
  const auto root = document.make_root("Document", std::string(kNameSpace) + std::string(kPain001Format));
  const auto body = root.add("CstmrCdtTrfInitn");
  const auto head = body.add("GrpHdr");
  head.add("MsgId", file.message_id);
  head.add("CreDtTm", iso_time(file.created));
  head.add("NbOfTxs", std::to_string(file.lines.size()));
  head.add("CtrlSum", bank_amount(sum_of(file)));
  head.add("InitgPty").add("Nm", file.payer.name);
  std::size_t number = 0;
  for (const auto& group : groups_of(file)) add_group(body, file, group, ++number);
  return document.write();
}

chain::Result<PaymentFile> read_pain001(std::string_view text) {
  const auto document = XmlDocument::parse(text);
  if (!document) return std::unexpected(document.error());
  const auto body = find_body(*document);
  if (!body) return std::unexpected(body.error());
  PaymentFile out;
  const auto head = body->at("GrpHdr");
  out.message_id = head.text("MsgId");
  const auto count = parse_number(head.text("NbOfTxs"), "NbOfTxs");
  if (!count) return std::unexpected(count.error());
  out.stated_count = *count;
  if (const auto sum = head.text("CtrlSum"); !sum.empty()) {
    const auto total = parse_sum(sum, "CtrlSum");
    if (!total) return std::unexpected(total.error());
    out.stated_sum = *total;
  }
  for (const auto& batch : body->all("PmtInf")) {
    if (out.lines.empty()) out.payer = read_party(batch, "Dbtr");
    if (auto ok = read_group(batch, out); !ok) return std::unexpected(ok.error());
  }
  return out;
}

}  // namespace xh::cli
