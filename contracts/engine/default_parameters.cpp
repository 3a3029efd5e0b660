#include "contracts/engine/default_parameters.h"

#include <array>

namespace xh::contracts {
namespace {

struct DefaultParameter {
  std::string_view name;
  std::int64_t value;
  std::string_view source;
};

constexpr std::int64_t kCv = 1'000'000;  // micro-CV

constexpr auto kDefaults = std::to_array<DefaultParameter>({
    {kSnapshotBlocks, kSnapshotBlocksDefault, "docs/decisions/0012 (16 h of heartbeats; no rule names it)"},
    {"lxr.withdrawal.daily_limit_fen", 5'000'000, "OP-30"},
    {"identity.recovery_days", 7, "OP-73 (proposed: a week to notice and to cancel)"},
    {"lxr.autoredeem", 1, "OP-29"},
    {"lxr.statement_max_age_h", 72, "OP-27 (proposed: a weekend between two statements of a bank)"},
    {"cv.resource.room.night", 200 * kCv, "CV-11"},
    {"cv.resource.room.week", 500 * kCv, "CV-34, OP-45"},
    {"cv.resource.vehicle.day", 150 * kCv, "CV-11"},
    {"cv.resource.tool.day", 50 * kCv, "OP-45 (fixture; the documents name no price)"},
    {"cv.resource.workspace.day", 150 * kCv, "CV-33"},
    {"cv.resource.workspace.week", 200 * kCv, "CV-34"},
    {"cv.demand.peak_ppm", 1'500'000, "CV-13"},
    {"cv.demand.normal_ppm", 1'000'000, "CV-13"},
    {"cv.demand.low_ppm", 800'000, "CV-13"},
    {"cv.rating.good_ppm", 1'000'000, "CV-14"},
    {"cv.rating.medium_ppm", 700'000, "CV-14"},
    {"cv.rating.bad_ppm", 300'000, "CV-14"},
    {"cv.credit.wait_days", 7, "OP-51"},
    {"cv.credit.automatic_days", 14, "OP-51"},
    {"cv.act.max_age_days", 7, "OP-51 (leaves a week to rate)"},
});

// Upper limits keep every product of the resource formula within 128 bits and every due time within the ledger's range.
struct Range {
  std::string_view prefix;
  std::int64_t max;
};
constexpr auto kRanges = std::to_array<Range>({
    {"lxr.withdrawal.", 1'000'000'000'000'000},
    {"identity.recovery_days", 366},
    {"lxr.autoredeem", 1},
    {"lxr.statement_max_age_h", 87'600},
    {"ins.", 10'000'000},
    {"ins.mode", 1},
    {"ins.subsidy_ppm", 1'000'000},
    {"ins.penalty_ppm", 1'000'000},
    {"ins.due_day", 28},
    {"ins.grace_days", 366},
    {"ins.cure_days", 366},
    {"ins.hardship_days", 3'660},
    {"ins.default_years", 100},
    {"ins.renewal_days", 366},
    {"ins.classification_days", 3'660},
    {"ins.weight_", 1'000},
    {"cv.resource.", 1'000'000'000 * kCv},
    {"cv.demand.", 1'000'000'000},
    {"cv.rating.", 10'000'000},
    {"cv.credit.", 3'660},
    {"cv.act.", 3'660},
    {kSnapshotBlocks, 1'000'000'000},
    {"payroll.min_hour_fen", 10'000'000},
    {"payroll.reminder_hours", 8'760},
    {"payroll.escalation_hours", 8'760},
    {"payroll.week_outlier_ppm", 1'000'000'000},
    {"match.weight.", 100},
    {"match.skill.", 100},
    {"match.place.", 100},
    {"match.reliability.", 100},
    {"match.opening.", 3'660},
    {"match.answer_days", 3'660},
    {"match.fee_fen", 1'000'000'000'000},
    {"dispute.", 3'660},
    {"guidance.", 1'000'000'000'000},
    {"guidance.class.months", 60},
});

}  // namespace

std::vector<chain::Parameter> default_parameters(chain::Timestamp from) {
  std::vector<chain::Parameter> out;
  for (const auto& [name, value, source] : kDefaults)
    out.push_back({std::string(name), from, value, std::string(source)});
  return out;
}

chain::Status check_ranges(const std::vector<chain::Parameter>& parameters) {
  for (const auto& parameter : parameters) {
    for (const auto& range : kRanges) {
      if (!parameter.name.starts_with(range.prefix) || (parameter.value >= 0 && parameter.value <= range.max)) continue;
      return chain::invalid("parameter '" + parameter.name + "' must be between 0 and " + std::to_string(range.max));
    }
  }
  return {};
}

void require_parameters(Registry& registry, std::string_view prefix) {
  for (const auto& parameter : kDefaults) {
    if (parameter.name.starts_with(prefix)) registry.require_parameter(std::string(parameter.name));
  }
}

}  // namespace xh::contracts
