#include "contracts/payroll/explain.h"

#include "contracts/engine/calendar.h"
#include "contracts/payroll/pay_rules.h"

namespace xh::contracts::payroll {
namespace {

using chain::Fen;

constexpr std::int64_t kMillion = 1'000'000;

std::string day_text(chain::Day day) {
  return is_plausible(day) ? to_text(day) : "day " + std::to_string(day.value);
}

std::string quantity_text(const PayItem& item, const ExplainedTerm& term) {
  switch (item.kind) {
    case PayKind::kPerOrder:
      return std::to_string(term.quantity) + " orders x " + yuan(item.rate);
    case PayKind::kPerMinute:
      return std::to_string(term.quantity) + " min x " + yuan(item.rate) + " per hour";
    case PayKind::kAgreedAmount:
      return "amounts agreed for the entries";
  }
  return {};
}

class Explainer {
 public:
  explicit Explainer(const Settlement& settlement) : settlement_(settlement) {}

  Explanation run() {
    Fen gross;
    for (const auto& line : settlement_.days) {
      out_.days.push_back(explain_day(line));
      gross = sum(gross, out_.days.back().total.computed, "gross");
    }
    out_.gross = term("gross", gross, settlement_.gross,
                      "sum of " + std::to_string(settlement_.days.size()) + " days = " + yuan(gross));
    out_.fee = explain_fee(gross);
    out_.net = term("net", gross, settlement_.net, "gross = " + yuan(gross) + "; the enterprise pays the fee on top");
    return std::move(out_);
  }

 private:
  ExplainedTerm term(std::string label, Fen computed, Fen stated, std::string text) {
    ExplainedTerm out;
    out.label = std::move(label);
    out.computed = computed;
    out.stated = stated;
    out.text = std::move(text);
    if (!out.agrees()) object(out.label + ": computed " + yuan(computed) + ", stated " + yuan(stated));
    return out;
  }

  ExplainedDay explain_day(const SettledDay& line) {
    const std::string name = day_text(line.day);
    ExplainedDay out{line.day, line.version, line.basis, line.timeliness, {}, {}};
    Fen amount;
    if (line.sums.items.size() != settlement_.items.size()) object(name + ": not one amount for each pay item");
    for (std::size_t i = 0; i < settlement_.items.size() && i < line.sums.items.size(); ++i) {
      out.items.push_back(explain_item(name, settlement_.items[i], line.sums, line.sums.items[i]));
      amount = sum(amount, out.items.back().computed, name);
    }
    if (amount != line.sums.amount)
      object(name + ": the lines give " + yuan(amount) + ", stated " + yuan(line.sums.amount));
    const auto due = chain::checked_sub(amount, line.paid_before);
    if (!due || due->value < 0) object(name + ": more was paid before than the day is worth");
    std::string text = yuan(amount);
    if (line.paid_before.value != 0)
      text += " - " + yuan(line.paid_before) + " paid before = " + yuan(due.value_or(Fen{}));
    out.total = term(name, due.value_or(Fen{}), line.amount, std::move(text));
    return out;
  }

  ExplainedTerm explain_item(const std::string& day, const PayItem& item, const DaySums& sums, Fen stated) {
    const auto amount = line_amount(item, sums.orders, sums.minutes, sums.agreed);
    if (!amount) object(day + " " + item.name + ": quantities beyond all bounds");
    ExplainedTerm out;
    out.label = item.name;
    out.kind = item.kind;
    out.quantity = item.kind == PayKind::kPerOrder ? sums.orders : item.kind == PayKind::kPerMinute ? sums.minutes : 0;
    out.rate = item.rate;
    out.computed = amount.value_or(Fen{});
    out.stated = stated;
    out.text = quantity_text(item, out) + " = " + yuan(out.computed);
    if (!out.agrees()) object(day + " " + item.name + ": computed " + yuan(out.computed) + ", stated " + yuan(stated));
    return out;
  }

  ExplainedTerm explain_fee(Fen gross) {
    const auto fee = chain::mul_div_half_up(gross.value, settlement_.fee_ppm.value, kMillion);
    if (!fee) object("fee: out of range");
    const Fen computed{fee.value_or(0)};
    return term("fee", computed, settlement_.fee,
                yuan(gross) + " x " + std::to_string(settlement_.fee_ppm.value) + " / 1000000 = " + yuan(computed) +
                    " (fee.ppm, version " + std::to_string(settlement_.fee_ppm.version) + ")");
  }

  Fen sum(Fen a, Fen b, const std::string& where) {
    const auto out = chain::checked_add(a, b);
    if (!out) object(where + ": out of range");
    return out.value_or(Fen{});
  }

  void object(std::string text) { out_.objections.push_back(std::move(text)); }

  const Settlement& settlement_;
  Explanation out_;
};

}  // namespace

Explanation explain(const Settlement& settlement) {
  return Explainer(settlement).run();
}

std::string yuan(Fen amount) {
  const bool negative = amount.value < 0;
  const auto magnitude =
      negative ? 0 - static_cast<std::uint64_t>(amount.value) : static_cast<std::uint64_t>(amount.value);
  std::string cents = std::to_string(magnitude % 100);
  if (cents.size() == 1) cents.insert(0, "0");
  return (negative ? "-" : "") + std::to_string(magnitude / 100) + "." + cents;
}

}  // namespace xh::contracts::payroll
