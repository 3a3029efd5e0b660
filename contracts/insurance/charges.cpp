#include "contracts/insurance/charges.h"

#include <algorithm>

#include "chain/primitives/check.h"

namespace xh::contracts::insurance {
namespace {

using chain::Fen;

Fen part_of(Fen amount, std::int64_t ppm) {
  const auto part = chain::mul_div_half_up(amount.value, ppm, 1'000'000);
  CHECK(part.has_value());  // rates are at most the whole
  return Fen{*part};
}

ChargeLine line_of(std::string name, Fen base, const Share& share) {
  return {std::move(name), part_of(base, share.employer_ppm), part_of(base, share.worker_ppm)};
}

void add_employee_lines(const RateRow& row, Due& due) {
  due.lines.push_back(line_of("pension", due.base, row.pension));
  due.lines.push_back(line_of("medical", due.base, row.medical));
  due.lines.push_back(line_of("unemployment", due.base, row.unemployment));
  due.lines.push_back(line_of("injury", due.base, row.injury));
  due.lines.push_back(line_of("maternity", due.base, row.maternity));
}

void add_flexible_lines(const RateRow& row, Due& due) {
  due.lines.push_back({"pension", {}, part_of(due.base, row.flexible_pension_ppm)});
  due.lines.push_back({"medical", {}, part_of(due.base, row.flexible_medical_ppm)});
  due.personal = part_of(due.base, row.flexible_personal_ppm);
}

Fen clamped(const RateRow& row, Fen amount) {
  return std::clamp(amount, row.floor, row.ceiling);
}

}  // namespace

bool is_flexible(const Terms& terms, Mode mode, Case kind) {
  return terms.scheme == Scheme::kFlexible || (mode == Mode::kStrict && kind != Case::kA);
}

Due month_due(const RateRow& row, const Terms& terms, const DueFacts& facts) {
  const bool flexible = is_flexible(terms, facts.mode, facts.kind);
  Due due;
  due.base = clamped(row, flexible || facts.kind == Case::kC ? terms.base : facts.gross);
  if (flexible)
    add_flexible_lines(row, due);
  else
    add_employee_lines(row, due);
  if (terms.housing_worker_ppm > 0 || (!flexible && terms.housing_employer_ppm > 0)) {
    const Share share{flexible ? 0 : terms.housing_employer_ppm, terms.housing_worker_ppm};
    due.lines.push_back(line_of("housing_fund", due.base, share));
  }
  Fen employer;
  Fen worker;
  for (const auto& line : due.lines) {
    employer.value += line.employer.value;
    worker.value += line.worker.value;
  }
  if (!flexible && facts.mode == Mode::kStrict) {
    due.bears = {worker, {}, employer};
    return due;
  }
  const Fen all{employer.value + worker.value};
  const Fen subsidy = std::min(part_of(facts.fee, facts.subsidy_ppm), all);
  due.bears = {Fen{all.value - subsidy.value}, subsidy, {}};
  return due;
}

}  // namespace xh::contracts::insurance
