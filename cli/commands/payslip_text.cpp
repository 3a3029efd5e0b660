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
  if (day.paid_before.value != 0) out += "  (- " + format_fen(day.paid_before) + ")";
  return out;
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
  for (const auto& day : s.days) lines.line(day_line(day));
  for (const auto& held : s.held)
    lines.line("  " + format_day(held.day) + "  -- " + std::string(enum_name(held.reason)) + "  " +
               format_fen(held.amount));
  lines.field("gross", format_fen(s.gross));
  lines.field("net", format_fen(s.net));
  lines.field("capital", "人民币" + capital_amount(s.net));
  lines.field("fee", format_fen(s.fee));
  if (s.wage_voucher)
    lines.field("wage_voucher", std::to_string(s.wage_voucher->year) + "-" + std::to_string(s.wage_voucher->serial));
  if (s.wage_paid_at) lines.field("wage_paid_at", format_time(*s.wage_paid_at));
  return lines.take();
}

}  // namespace xh::cli
