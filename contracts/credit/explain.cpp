#include "contracts/credit/explain.h"

#include <algorithm>

#include "contracts/engine/calendar.h"

namespace xh::contracts::credit {
namespace {

// A whole number of millionths as "315.000000".
std::string millionths(std::int64_t value) {
  auto fraction = std::to_string(value % kWeightSum);
  fraction.insert(0, 6 - fraction.size(), '0');
  return std::to_string(value / kWeightSum) + "." + fraction;
}

template <class Number>
std::string text(Number number) {
  return std::to_string(number);
}

std::string value_text(const std::optional<std::int64_t>& value) {
  return value ? std::to_string(*value) : "no data";
}

std::optional<std::int64_t> part_value(const Profile& profile, std::size_t index) {
  return index < profile.score.parts.size() ? profile.score.parts[index].value : std::nullopt;
}

}  // namespace

std::vector<std::string> explain_score(const Score& score) {
  std::vector<std::string> out;
  for (const auto& part : score.parts) {
    if (!part.value) {
      out.push_back(part.name + ": no data, its weight of " + text(part.weight) + " ppm goes to the others");
      continue;
    }
    out.push_back(part.name + ": " + text(*part.value) + " x " + text(part.share) +
                  " ppm = " + millionths(part.points) + " points (" + millionths(part.lost) + " lost)");
  }
  if (!score.base) {
    out.push_back("no score: too little history, which is not a bad score");
    return out;
  }
  out.push_back("sum, rounded half-up: " + text(*score.base));
  for (const auto& penalty : score.penalties) {
    out.push_back("default (" + std::string(enum_name(penalty.kind)) + ") of " + to_text(penalty.day) + ": -" +
                  text(penalty.points) + ", nothing more from " + to_text(penalty.until));
  }
  out.push_back("score: " + value_text(score.value) + ", grade " + std::string(enum_name(score.grade)));
  return out;
}

std::vector<std::string> explain_parts(const Profile& profile, const PartRules& rules) {
  std::vector<std::string> out;
  if (profile.months_of_work < profile.least_months) {
    out.push_back(text(profile.months_of_work) + " months of settled work, a score needs " +
                  text(profile.least_months));
  }
  const auto& p = profile.punctuality;
  out.push_back("punctuality: floor(1000 x (on time " + text(p.on_time) + " + waiting for the wage " + text(p.waiting) +
                ") / due " + text(p.months_due) + ") = " + value_text(part_value(profile, 0)));
  const auto& s = profile.stability;
  out.push_back("income_stability: 1000 x (1 - mean absolute deviation / mean) of " + text(s.months) + " months from " +
                to_text(s.from) + " to " + to_text(s.to) + ", total " + text(s.total.value) + " fen, lowest " +
                text(s.lowest.value) + ", highest " + text(s.highest.value) + " = " +
                value_text(part_value(profile, 1)));
  const auto& r = profile.reliability;
  const auto unconfirmed = r.days - std::min(r.confirmed, r.days);
  out.push_back("work_reliability: 1000 - 1000 x (unconfirmed " + text(unconfirmed) + " x " +
                text(rules.unconfirmed_ppm) + " + flagged " + text(r.flagged) + " x " + text(rules.flagged_ppm) +
                ") / (days " + text(r.days) + " x 1000000) - disputes lost " + text(r.disputes_lost) + " x " +
                text(rules.lost_dispute_points) + " = " + value_text(part_value(profile, 2)));
  out.push_back("tenure: floor(1000 x min(months " + text(profile.tenure_months) + ", " + text(rules.tenure_months) +
                ") / " + text(rules.tenure_months) + ") = " + value_text(part_value(profile, 3)));
  const auto& c = profile.cover;
  out.push_back("income_cover: floor(10000 x gross " + text(c.gross.value) + " / months " + text(c.months) +
                " / latest contribution " + text(c.contribution.value) + ") = " + value_text(profile.income_cover_bp) +
                " basis points");
  return out;
}

std::vector<std::string> explain_risk(const Risk& risk) {
  std::vector<std::string> out;
  const auto& f = risk.facts;
  out.push_back(text(f.months) + " months: " + text(f.arrears_days) + " days of arrears, " + text(f.granted.value) +
                " of " + text(f.due.value) + " fen of wages paid on payday (" + text(f.short_paydays) + " of " +
                text(f.paydays) + " paydays short), " + text(f.late) + " late and " + text(f.disputed) +
                " disputed of " + text(f.logs) + " day logs");
  for (const auto& part : risk.parts) {
    if (!part.value) {
      out.push_back(part.name + ": no data, its weight of " + text(part.weight) + " ppm goes to the others");
    } else {
      out.push_back(part.name + ": " + text(*part.value) + " ppm x " + text(part.share) + " ppm");
    }
  }
  out.push_back(risk.ppm ? "risk, rounded half-up: " + text(*risk.ppm) + " ppm" : "no coefficient: too little history");
  return out;
}

}  // namespace xh::contracts::credit
