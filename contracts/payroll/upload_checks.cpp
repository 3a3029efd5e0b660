#include "contracts/payroll/upload_checks.h"

#include <algorithm>

#include "contracts/payroll/default_parameters.h"
#include "contracts/payroll/pay_rules.h"
#include "contracts/payroll/versions.h"

namespace xh::contracts::payroll {

using chain::Day;
using chain::kDayMs;

namespace {

Outcome check_times(const WorkEntry& entry, const OpenAgreement& agreement, Day day) {
  if (!entry.start) {
    return entry.end ? refuse("BAD_ENTRY", "PY-05", "an end without a start") : Outcome{};
  }
  if (!is_plausible(*entry.start) || !is_plausible(entry.end.value_or(*entry.start))) {
    return refuse("BAD_ENTRY", "PY-05", "its times must lie in the years 1970 to 9999");
  }
  if (civil_day(*agreement.zone, *entry.start) != day) {
    return refuse("WRONG_DAY", "OP-06", "it starts on another day in " + agreement.terms().zone);
  }
  if (entry.end && *entry.end < *entry.start) return refuse("BAD_ENTRY", "PY-05", "it ends before it starts");
  if (entry.end && entry.end->value - entry.start->value > kDayMs) {
    return refuse("ENTRY_TOO_LONG", "OP-26", "it lasts more than 24 hours from start to end");
  }
  return {};
}

Outcome check_entry(const WorkEntry& entry, const OpenAgreement& agreement, Day day, bool pays_agreed) {
  if (entry.reference.empty()) return refuse("BAD_ENTRY", "PY-05", "it has no reference");
  if (entry.minutes > kMaxEntryMinutes) {
    return refuse("ENTRY_TOO_LONG", "OP-26", std::to_string(entry.minutes) + " minutes; an entry has at most 1440");
  }
  if (entry.orders > kMaxEntryOrders)
    return refuse("BAD_ENTRY", "PY-05", "more than " + std::to_string(kMaxEntryOrders) + " orders");
  if (entry.agreed_amount.value < 0) return refuse("NEGATIVE_AMOUNT", "PY-05", "a negative amount");
  if (entry.agreed_amount.value > kMaxEntryFen)
    return refuse("BAD_ENTRY", "PY-05", "an amount above " + std::to_string(kMaxEntryFen) + " fen");
  if (entry.agreed_amount.value > 0 && !pays_agreed) {
    return refuse("AMOUNT_WITHOUT_ITEM", "PY-03",
                  "it carries an agreed amount, but the agreement has no pay item for such");
  }
  return check_times(entry, agreement, day);
}

// An entry may reach one milestone of the project; a day's log names each once.
Outcome check_milestone(const WorkEntry& entry, const Terms& terms, std::vector<std::string>& named) {
  if (entry.milestone.empty()) return {};
  const bool known = std::ranges::any_of(terms.items, [&](const PayItem& item) {
    return std::ranges::find(item.milestones, entry.milestone, &Milestone::name) != item.milestones.end();
  });
  if (!known) return refuse("UNKNOWN_MILESTONE", "PY-15", "the agreement has no milestone '" + entry.milestone + "'");
  if (std::ranges::find(named, entry.milestone) != named.end())
    return refuse("MILESTONE_DONE", "PY-15", "milestone '" + entry.milestone + "' is named twice; it is paid once");
  named.push_back(entry.milestone);
  return {};
}

Outcome check_references(const std::vector<WorkEntry>& entries) {
  std::vector<std::pair<std::string_view, std::size_t>> seen;
  seen.reserve(entries.size());
  for (std::size_t i = 0; i < entries.size(); ++i) seen.emplace_back(entries[i].reference, i);
  std::ranges::sort(seen);
  const auto twice = std::ranges::adjacent_find(seen, {}, [](const auto& pair) { return pair.first; });
  if (twice == seen.end()) return {};
  return refuse("DUPLICATE_REFERENCE", "PY-05",
                "entry " + std::to_string(std::next(twice)->second + 1) + " repeats the reference '" +
                    std::string(twice->first) + "'");
}

}  // namespace

// The refusal with the place it belongs to in front.
std::unexpected<Refusal> at(const std::string& where, Refusal refusal) {
  refusal.message = where + ": " + refusal.message;
  return std::unexpected(std::move(refusal));
}

Outcome check_entries(const DayUpload& log, const OpenAgreement& agreement, const Terms& terms) {
  if (log.entries.empty() && log.replaces == 0)
    return refuse("EMPTY_LOG", "PY-05", "a day's first upload needs an entry");
  const bool pays_agreed =
      std::ranges::any_of(terms.items, [](const PayItem& i) { return i.kind == PayKind::kAgreedAmount; });
  std::vector<std::string> milestones;
  for (std::size_t i = 0; i < log.entries.size(); ++i) {
    const auto& entry = log.entries[i];
    auto ok = check_entry(entry, agreement, log.day, pays_agreed);
    if (ok) ok = check_milestone(entry, terms, milestones);
    if (!ok) return at("entry " + std::to_string(i + 1) + " '" + entry.reference + "'", ok.error());
  }
  return check_references(log.entries);
}

Outcome check_day(const Context& context, const OpenAgreement& agreement, Day day) {
  const auto& terms = agreement.terms();
  if (terms.employer != context.info().sender) {
    return refuse("NOT_YOUR_AGREEMENT", "PY-04", "the agreement belongs to another employer");
  }
  if (!is_plausible(day)) return refuse("BAD_DAY", "PY-05", "the day must lie in the years 1 to 9999");
  if (day < terms.effective || (agreement.content.last_day && day > *agreement.content.last_day)) {
    return refuse("AGREEMENT_NOT_ACTIVE", "PY-03", "the agreement is not in force on that day");
  }
  if (day > civil_day(*agreement.zone, context.now()))
    return refuse("FUTURE_DAY", "PY-05", "the day has not come yet in " + terms.zone);
  return {};
}

OutcomeOf<PreparedDay> prepare_day(const Context& context, const OpenAgreement& agreement, const DayUpload& log) {
  if (auto ok = check_day(context, agreement, log.day); !ok) return std::unexpected(ok.error());
  const auto amendment = agreement.content.amendment_on(log.day);
  Terms terms = terms_of(context, agreement, amendment);
  if (auto ok = check_entries(log, agreement, terms); !ok) return std::unexpected(ok.error());
  if (log.replaces >= kMaxVersions)
    return refuse("TOO_MANY_VERSIONS", "OP-11", "the day was revised too often; let the union decide");
  auto min_hour = use_parameter(context, parameters::kMinHourFen, local_time(*agreement.zone, log.day, 0));
  min_hour.value = std::clamp<std::int64_t>(min_hour.value, 0, kMaxRateFen);
  auto sums = day_sums(rules_of(terms, amendment), log.entries, agreement.zone, min_hour);
  DayContent content{log.agreement, log.day, log.replaces + 1, std::move(sums), log.entries, amendment};
  return PreparedDay{std::move(terms), std::move(content)};
}

}  // namespace xh::contracts::payroll
