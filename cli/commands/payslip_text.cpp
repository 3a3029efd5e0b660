#include "cli/commands/payslip_text.h"

#include "chain/codec/address.h"
#include "cli/output/capital_amount.h"
#include "cli/output/money.h"
#include "cli/output/time_text.h"

namespace xh::cli {
namespace {

namespace payroll = contracts::payroll;

class Lines {
 public:
  explicit Lines(Language language) : language_(language) {}

  void field(std::string_view member, const std::string& value) {
    out_ += std::string(label_text(language_, member)) + (language_ == Language::kChinese ? "：" : ": ") + value + "\n";
  }
  void line(const std::string& value) { out_ += value + "\n"; }
  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  Language language_;
  std::string out_;
};

std::string day_line(const payroll::SettledDay& day) {
  std::string out = "  " + format_day(day.day) + " v" + std::to_string(day.version) + "  " +
                    std::to_string(day.sums.minutes) + " min  " + std::to_string(day.sums.orders) + " orders  " +
                    format_fen(day.amount);
  out += "  [" + std::string(enum_name(day.basis)) + "]";
  if (day.amendment != 0) out += "  [terms v" + std::to_string(day.amendment + 1) + "]";
  if (day.paid_before.value != 0) out += "  (- " + format_fen(day.paid_before) + ")";
  return out;
}

// What stands between the days and the net, where there is any of it.
void add_amount(Lines& lines, std::string_view member, chain::Fen amount) {
  if (amount.value != 0) lines.field(member, format_fen(amount));
}

void add_deductions(Lines& lines, const payroll::Deductions& minus) {
  add_amount(lines, "tax", minus.tax_amount());
  add_amount(lines, "worker_insurance", minus.contribution);
  add_amount(lines, "advance", minus.advance);
  add_amount(lines, "correction", minus.correction);
}

}  // namespace

std::string payslip_text(const payroll::Settlement& s, Language language) {
  Lines lines(language);
  lines.field("agreement", chain::to_hex(s.agreement.view()));
  lines.field("sequence", std::to_string(s.sequence));
  lines.field("employer", chain::to_address(s.employer));
  lines.field("worker", chain::to_address(s.worker));
  lines.field("period_from", format_day(s.from));
  lines.field("period_to", format_day(s.to));
  lines.field("payday", format_day(s.payday));
  lines.field("terms_version", std::to_string(s.terms_version));
  for (const auto& day : s.days) lines.line(day_line(day));
  for (const auto& held : s.held)
    lines.line("  " + format_day(held.day) + "  -- " + std::string(enum_name(held.reason)) + "  " +
               format_fen(held.amount));
  if (s.rules) {
    add_amount(lines, "period_cut", s.rules->period_cut);
    add_amount(lines, "period_raised", s.rules->period_raised);
  }
  lines.field("gross", format_fen(s.gross));
  add_deductions(lines, s.deductions);
  lines.field("net", format_fen(s.net));
  lines.field("capital", "人民币" + capital_amount(s.net));
  lines.field("fee", format_fen(s.fee));
  if (s.wage_voucher)
    lines.field("wage_voucher", std::to_string(s.wage_voucher->year) + "-" + std::to_string(s.wage_voucher->serial));
  if (s.wage_paid_at) lines.field("wage_paid_at", format_time(*s.wage_paid_at));
  return lines.take();
}

}  // namespace xh::cli
