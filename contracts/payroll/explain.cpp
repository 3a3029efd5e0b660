#include "contracts/payroll/explain.h"

#include <limits>

#include "contracts/engine/calendar.h"
#include "contracts/payroll/explain_text.h"
#include "contracts/payroll/tax.h"
#include "contracts/payroll/versions.h"

namespace xh::contracts::payroll {
namespace {

using chain::Fen;

constexpr std::int64_t kMillion = 1'000'000;

std::string day_text(chain::Day day) {
  return is_plausible(day) ? to_text(day) : "day " + std::to_string(day.value);
}

class Explainer {
 public:
  explicit Explainer(const Settlement& settlement) : settlement_(settlement) {}

  Explanation run() {
    Fen days;
    for (const auto& line : settlement_.days) {
      out_.days.push_back(explain_day(line));
      days = sum(days, out_.days.back().total.computed, "gross");
    }
    const Fen gross = explain_gross(days);
    out_.fee = explain_fee(gross);
    explain_net(gross);
    return std::move(out_);
  }

 private:
  ExplainedTerm term(std::string label, Fen computed, Fen stated, std::string text, const std::string& where = {}) {
    ExplainedTerm out;
    out.label = std::move(label);
    out.computed = computed;
    out.stated = stated;
    out.text = std::move(text);
    if (!out.agrees()) {
      object((where.empty() ? "" : where + " ") + out.label + ": computed " + yuan(computed) + ", stated " +
             yuan(stated));
    }
    return out;
  }

  ExplainedDay explain_day(const SettledDay& line) {
    const std::string name = day_text(line.day);
    ExplainedDay out{line.day, line.version, line.basis, line.timeliness, line.amendment, {}, {}};
    const auto rules = rules_for(settlement_, line.amendment);
    if (!rules) object(name + ": the payslip does not name the terms that hold on it");
    const auto priced = rules ? price(*rules, line.sums) : std::nullopt;
    if (rules && !priced) object(name + ": quantities beyond all bounds");
    const DaySums computed = priced.value_or(DaySums{});
    if (line.sums.items.size() != computed.items.size()) object(name + ": not one amount for each pay item");
    for (std::size_t i = 0; i < computed.items.size() && i < line.sums.items.size(); ++i)
      out.items.push_back(explain_item(name, rules->items[i], line.sums, line.sums.items[i]));
    if (rules) explain_bounds(name, rules->factors.value_or(PayFactors{}), line.sums, computed, out.items);
    if (computed.amount != line.sums.amount)
      object(name + ": the lines give " + yuan(computed.amount) + ", stated " + yuan(line.sums.amount));
    const auto due = chain::checked_sub(computed.amount, line.paid_before);
    if (!due || due->value < 0) object(name + ": more was paid before than the day is worth");
    std::string text = yuan(computed.amount);
    if (line.paid_before.value != 0)
      text += " - " + yuan(line.paid_before) + " paid before = " + yuan(due.value_or(Fen{}));
    out.total = term(name, due.value_or(Fen{}), line.amount, std::move(text));
    return out;
  }

  ExplainedTerm explain_item(const std::string& day, const PayItem& item, const DaySums& sums, Fen stated) {
    const LinePay pay = line_pay(item, sums).value_or(LinePay{});
    ExplainedTerm out = term(item.name, sum(pay.base, pay.night, day), stated, line_text(item, pay, sums), day);
    out.kind = item.kind;
    out.quantity = pay.quantity;
    out.rate = item.rate;
    return out;
  }

  // The day's cap, floor and top-up, each with what it changes.
  void explain_bounds(const std::string& day, const PayFactors& factors, const DaySums& stated, const DaySums& computed,
                      std::vector<ExplainedTerm>& out) {
    if (factors.day_cap.value > 0 || stated.cut.value != 0) {
      out.push_back(term("day_cap", negative(computed.cut), negative(stated.cut),
                         "at most " + yuan(factors.day_cap) + " a day: less " + yuan(computed.cut), day));
    }
    if (factors.day_floor.value > 0 || stated.raised.value != 0) {
      out.push_back(term("day_floor", computed.raised, stated.raised,
                         "at least " + yuan(factors.day_floor) + " a day: plus " + yuan(computed.raised), day));
    }
    if (factors.min_wage_top_up && !stated.min_hour) object(day + ": the hourly minimum is not named");
    if (factors.min_wage_top_up || stated.top_up.value != 0) {
      const UsedParameter minimum = stated.min_hour.value_or(UsedParameter{});
      out.push_back(term("min_wage_top_up", computed.top_up, stated.top_up,
                         "at least " + std::to_string(stated.minutes) + " min x " + yuan(Fen{minimum.value}) +
                             " per hour (payroll.min_hour_fen, version " + std::to_string(minimum.version) +
                             "): plus " + yuan(computed.top_up),
                         day));
    }
  }

  Fen explain_gross(Fen days) {
    const AppliedRules rules = settlement_.rules.value_or(AppliedRules{});
    const PeriodBounds bounds = period_bounds(rules.factors, days, pays_fresh_day(settlement_));
    const PayFactors factors = rules.factors.value_or(PayFactors{});
    if (factors.period_cap.value > 0 || rules.period_cut.value != 0) {
      out_.period.push_back(term("period_cap", negative(bounds.cut), negative(rules.period_cut),
                                 "at most " + yuan(factors.period_cap) + " a period: less " + yuan(bounds.cut)));
    }
    if (factors.period_floor.value > 0 || rules.period_raised.value != 0) {
      out_.period.push_back(term("period_floor", bounds.raised, rules.period_raised,
                                 "at least " + yuan(factors.period_floor) + " a period: plus " + yuan(bounds.raised)));
    }
    const Fen gross = sum(sum(days, negative(bounds.cut), "gross"), bounds.raised, "gross");
    std::string text = "sum of " + std::to_string(settlement_.days.size()) + " days = " + yuan(days);
    if (!out_.period.empty()) text += "; within the period's bounds " + yuan(gross);
    out_.gross = term("gross", gross, settlement_.gross, std::move(text));
    return gross;
  }

  void deduct(const std::string& label, Fen amount, std::string text) {
    if (amount.value != 0) out_.deductions.push_back(term(label, amount, amount, std::move(text)));
  }

  // The lines' columns are those of the city's rates; who bears them is in the charges' sums (insurance/payday.h).
  void explain_insurance(const Deductions& minus) {
    const insurance::Charges& charges = minus.insurance;
    Fen columns;
    std::string names;
    for (const auto& line : charges.lines) {
      columns = sum(columns, sum(line.employer, line.worker, line.name), "insurance");
      names += (names.empty() ? "" : ", ") + line.name + " " + yuan(line.employer) + " + " + yuan(line.worker);
    }
    const Fen borne = sum(sum(charges.worker, charges.subsidy, "insurance"), charges.employer, "insurance");
    if (sum(borne, negative(charges.refund), "insurance") != columns)
      object("insurance: the lines give " + yuan(columns) + ", borne are " + yuan(borne));
    if (charges.lines.empty()) return;
    const bool is_taken = minus.contribution == charges.worker;
    if (!is_taken && minus.contribution.value != 0) object("insurance: taken in part");
    out_.deductions.push_back(
        term("insurance", minus.contribution, minus.contribution,
             "base " + yuan(charges.base) + " (rates, version " + std::to_string(charges.rates_version) +
                 "): " + names + "; employer " + yuan(charges.employer) + ", subsidy " + yuan(charges.subsidy) +
                 ", worker " + yuan(charges.worker) + (is_taken ? "" : ", more than the wage: not taken from it")));
  }

  void explain_net(Fen gross) {
    const Deductions& minus = settlement_.deductions;
    if (minus.tax) {
      const auto computed = tax_of(*minus.tax, gross);
      if (computed != minus.tax->amount) object("tax: its figures give another amount");
      deduct("tax", minus.tax->amount,
             std::string(enum_name(minus.tax->regime)) + ": rate " + ppm_text(minus.tax->rate_ppm) + ", quick " +
                 yuan(minus.tax->quick) + ", income " + yuan(minus.tax->base.income) + ", withheld before " +
                 yuan(minus.tax->base.withheld));
    }
    explain_insurance(minus);
    deduct("advance", minus.advance, "paid before this payday");
    deduct("correction", minus.correction,
           "days reversed after they were paid; left for later " + yuan(minus.correction_left));
    Fen net = gross;
    for (const auto& deduction : out_.deductions) net = sum(net, negative(deduction.computed), "net");
    std::string text = "gross = " + yuan(gross);
    for (const auto& deduction : out_.deductions) text += " - " + deduction.label + " " + yuan(deduction.computed);
    out_.net = term("net", net, settlement_.net, text + "; the enterprise pays the fee on top");
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

  Fen negative(Fen amount) {
    if (amount.value != std::numeric_limits<std::int64_t>::min()) return Fen{-amount.value};
    object("an amount is out of range");
    return {};
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
