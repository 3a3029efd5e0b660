#include "contracts/payroll/flags.h"

#include <algorithm>

#include "contracts/payroll/default_parameters.h"
#include "contracts/payroll/weeks.h"

namespace xh::contracts::payroll {
namespace {

using chain::Day;
using chain::kDayMs;
using chain::kMinuteMs;
using chain::Timestamp;

constexpr std::uint32_t kNoEntry = ~std::uint32_t{0};

class FlagList {
 public:
  void add(Flag flag) {
    ++out_.count;
    if (out_.listed.size() < kMaxFlagsPerLog) out_.listed.push_back(std::move(flag));
  }
  [[nodiscard]] Flags take() { return std::move(out_); }

 private:
  Flags out_;
};

// An entry's time on the common axis; `entry` is kNoEntry for entries of other logs.
struct Stretch {
  std::int64_t start = 0;
  std::int64_t end = 0;
  std::uint32_t entry = kNoEntry;

  [[nodiscard]] bool own() const { return entry != kNoEntry; }
  [[nodiscard]] bool same_times(const Stretch& other) const { return start == other.start && end == other.end; }
};

// For each own entry: the first other one found, by kind.
struct Conflict {
  bool found = false;
  std::uint32_t other = kNoEntry;
};

void note(std::vector<Conflict>& conflicts, const Stretch& one, const Stretch& other) {
  if (one.own() && !conflicts[one.entry].found) conflicts[one.entry] = {true, other.entry};
}

class WorkerTimes {
 public:
  WorkerTimes(Context& context, const OpenAgreement& agreement, const DayContent& content)
      : context_(context), agreement_(agreement), content_(content) {
    // The UTC days that the civil day reaches into.
    first_ = utc_day(local_time(*agreement.zone, content.day, 0));
    last_ = utc_day(Timestamp{local_time(*agreement.zone, content.day, kDayMs).value - 1});
  }

  void compare(FlagList& flags) {
    load();
    std::ranges::sort(stretches_, {}, [](const Stretch& s) { return std::tuple(s.start, s.end, s.entry); });
    find_conflicts();
    for (std::uint32_t i = 0; i < content_.entries.size(); ++i) {
      report(flags, FlagKind::kIdenticalTimes, i, identical_[i]);
      report(flags, FlagKind::kOverlap, i, overlapping_[i]);
    }
    if (!complete_) flags.add({FlagKind::kOverlapUnchecked, 0, true, {}});
  }

 private:
  [[nodiscard]] bool is_own(const LogSpans& log) const {
    return log.agreement == content_.agreement && log.day == content_.day;
  }

  // An entry lasts at most a day, so whatever meets ours starts on a UTC day next to ours at most.
  void load() {
    for (Day day = add_days(first_, -1); day <= add_days(last_, 1); day = add_days(day, 1)) {
      const auto key = worker_spans_key(agreement_.terms().worker, day);
      auto spans = context_.read<WorkerSpans>(key).value_or(WorkerSpans{});
      const bool had_own = std::erase_if(spans.logs, [&](const LogSpans& log) { return is_own(log); }) > 0;
      for (const auto& log : spans.logs) add_stretches(day, log.spans, false);
      LogSpans own = own_spans(day);
      add_stretches(day, own.spans, true);
      if (own.spans.empty() && !had_own) continue;
      if (!own.spans.empty()) store_own(spans, std::move(own));
      context_.write(key, spans);
    }
  }

  void store_own(WorkerSpans& spans, LogSpans own) {
    if (spans.logs.size() == WorkerSpans::kMaxLogs)
      complete_ = false;
    else
      spans.logs.push_back(std::move(own));
  }

  [[nodiscard]] LogSpans own_spans(Day day) const {
    LogSpans out{content_.agreement, content_.day, {}};
    for (std::uint32_t i = 0; i < content_.entries.size(); ++i) {
      const auto& entry = content_.entries[i];
      if (!entry.start || utc_day(*entry.start) != day) continue;
      out.spans.push_back({static_cast<std::uint32_t>(entry.start->value - day.value * kDayMs),
                           static_cast<std::uint32_t>(end_of(entry).value - entry.start->value), i});
    }
    return out;
  }

  void add_stretches(Day day, const std::vector<TimeSpan>& spans, bool own) {
    for (const auto& span : spans) {
      const std::int64_t start = day.value * kDayMs + span.start_ms;
      stretches_.push_back({start, start + span.length_ms, own ? span.entry : kNoEntry});
    }
  }

  // In order of start: what overlaps an earlier stretch overlaps the one of them that ends last, and of any overlapping
  // pair each member is met once as the later one, as that last-ending one, or as overlapping it (then it was noted at
  // its own turn).
  void find_conflicts() {
    identical_.resize(content_.entries.size());
    overlapping_.resize(content_.entries.size());
    const Stretch* longest = nullptr;
    for (std::size_t i = 0; i < stretches_.size(); ++i) {
      const Stretch& now = stretches_[i];
      if (i > 0 && now.same_times(stretches_[i - 1])) {
        note(identical_, now, stretches_[i - 1]);
        note(identical_, stretches_[i - 1], now);
      }
      if (longest != nullptr && longest->end > now.start && !now.same_times(*longest)) {
        note(overlapping_, now, *longest);
        note(overlapping_, *longest, now);
      }
      if (longest == nullptr || now.end > longest->end) longest = &now;
    }
  }

  void report(FlagList& flags, FlagKind kind, std::uint32_t entry, const Conflict& conflict) const {
    if (!conflict.found) return;
    const bool elsewhere = conflict.other == kNoEntry;
    flags.add({kind, entry, elsewhere, elsewhere ? std::string() : content_.entries[conflict.other].reference});
  }

  Context& context_;
  const OpenAgreement& agreement_;
  const DayContent& content_;
  Day first_;
  Day last_;
  std::vector<Stretch> stretches_;
  std::vector<Conflict> identical_;
  std::vector<Conflict> overlapping_;
  bool complete_ = true;
};

void examine_minutes(Context& context, const OpenAgreement& agreement, const DayContent& content, FlagList& flags) {
  const auto key = worker_day_key(agreement.terms().worker, content.day);
  auto day = context.read<WorkerDay>(key).value_or(WorkerDay{});
  const bool had_own =
      std::erase_if(day.minutes, [&](const AgreementMinutes& m) { return m.agreement == content.agreement; }) > 0;
  std::uint64_t total = content.sums.minutes;
  for (const auto& other : day.minutes) total += other.minutes;
  const auto limit = context.parameter(parameters::kMaxDayMinutes, context.now()).value;
  if (total > static_cast<std::uint64_t>(std::max<std::int64_t>(limit, 0))) {
    flags.add({FlagKind::kDayAbove1440, 0, total != content.sums.minutes, {}});
  }
  if (content.sums.minutes == 0 && !had_own) return;
  if (content.sums.minutes > 0) {
    if (day.minutes.size() == WorkerDay::kMaxAgreements)
      flags.add({FlagKind::kOverlapUnchecked, 0, true, {}});
    else
      day.minutes.push_back({content.agreement, content.sums.minutes});
  }
  context.write(key, day);
}

std::int64_t orders_per_hour(const Context& context, const std::string& trade) {
  if (trade.empty()) return context.parameter(parameters::kMaxOrdersPerHour, context.now()).value;
  return context.parameter(parameters::kTradeOrdersPerHour + trade, context.now()).value;  // asked for at signing
}

// An entry has at least an hour's allowance: one order in three minutes is no sign of anything.
void examine_entries(const Context& context, const Terms& terms, const DayContent& content, FlagList& flags) {
  const auto limit = orders_per_hour(context, terms.trade);
  for (std::uint32_t i = 0; i < content.entries.size(); ++i) {
    const auto& entry = content.entries[i];
    const std::int64_t minutes = std::max<std::int64_t>(entry.minutes, 60);
    if (entry.minutes > 0 && std::int64_t{entry.orders} * 60 > limit * minutes)
      flags.add({FlagKind::kOrdersPerHour, i, false, {}});
    if (entry.start && entry.end &&
        std::int64_t{entry.minutes} * kMinuteMs >= entry.end->value - entry.start->value + kMinuteMs) {
      flags.add({FlagKind::kMinutesAboveSpan, i, false, {}});
    }
  }
}

}  // namespace

Day utc_day(Timestamp at) {
  return Day{at.value / kDayMs - (at.value % kDayMs < 0 ? 1 : 0)};
}

Flags examine(Context& context, const OpenAgreement& agreement, const Terms& terms, const DayContent& content,
              const std::optional<DayLog>& replaced) {
  FlagList flags;
  examine_minutes(context, agreement, content, flags);
  examine_entries(context, terms, content, flags);
  if (count_week(context, agreement, content, replaced)) flags.add({FlagKind::kWeekOutlier, 0, false, {}});
  const bool timed =
      std::ranges::any_of(content.entries, [](const WorkEntry& entry) { return entry.start.has_value(); });
  if (timed || replaced) WorkerTimes(context, agreement, content).compare(flags);
  return flags.take();
}

}  // namespace xh::contracts::payroll
