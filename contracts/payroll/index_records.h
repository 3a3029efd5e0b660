// What is kept to compare and to find: a worker's minutes and times, a party's counters and lists.
// Part of records.h, which includes it. Plain values.
#pragma once

#include "contracts/payroll/terms.h"

namespace xh::contracts::payroll {

// All minutes of a worker's civil day, over agreements (OP-26).
struct AgreementMinutes {
  chain::RecordKey agreement;
  std::uint64_t minutes = 0;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("agreement", &AgreementMinutes::agreement),
                      chain::field<2>("minutes", &AgreementMinutes::minutes));
  }
  friend bool operator==(const AgreementMinutes&, const AgreementMinutes&) = default;
};
struct WorkerDay {
  static constexpr std::size_t kMaxAgreements = 64;  // more in one day cannot be summed: flagged
  std::vector<AgreementMinutes> minutes;

  static constexpr auto fields() { return std::tuple(chain::field<1>("minutes", &WorkerDay::minutes, kMaxAgreements)); }
};

// The times of a worker's entries that start within one UTC day, grouped by day log; compared with those of the days
// around (an entry lasts at most 24 hours), so overlaps are found over midnight, over zones and over employers.
struct TimeSpan {
  std::uint32_t start_ms = 0;  // since the UTC day began
  std::uint32_t length_ms = 0;
  std::uint32_t entry = 0;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("start_ms", &TimeSpan::start_ms),
                      chain::field<2>("length_ms", &TimeSpan::length_ms), chain::field<3>("entry", &TimeSpan::entry));
  }
  friend bool operator==(const TimeSpan&, const TimeSpan&) = default;
};
struct LogSpans {
  chain::RecordKey agreement;
  chain::Day day;
  std::vector<TimeSpan> spans;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("agreement", &LogSpans::agreement), chain::field<2>("day", &LogSpans::day),
                      chain::field<3>("spans", &LogSpans::spans, kMaxEntriesPerLog));
  }
  friend bool operator==(const LogSpans&, const LogSpans&) = default;
};
struct WorkerSpans {
  static constexpr std::size_t kMaxLogs = 16;  // more in one day cannot be compared: flagged
  std::vector<LogSpans> logs;

  static constexpr auto fields() { return std::tuple(chain::field<1>("logs", &WorkerSpans::logs, kMaxLogs)); }
};

// What a worker did for an employer in a week, day by day from Monday.
struct WeekSums {
  chain::Day monday;
  std::vector<std::uint64_t> minutes;  // seven
  std::vector<std::uint64_t> orders;   // seven
  bool watched = false;                // a calendar item will look at it when it is over
  bool reported = false;               // above the part-time limits

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("monday", &WeekSums::monday), chain::field<2>("minutes", &WeekSums::minutes, 7),
                      chain::field<3>("orders", &WeekSums::orders, 7), chain::field<4>("watched", &WeekSums::watched),
                      chain::field<5>("reported", &WeekSums::reported));
  }
  friend bool operator==(const WeekSums&, const WeekSums&) = default;
};
struct WorkWeeks {
  static constexpr std::size_t kMaxWeeks = 12;  // the newest that have work
  std::vector<WeekSums> weeks;                  // ascending

  static constexpr auto fields() { return std::tuple(chain::field<1>("weeks", &WorkWeeks::weeks, kMaxWeeks)); }
};

// A matter that the union has to look at, beside the flagged logs. Numbered from 0 without gaps.
enum class ReviewKind : std::uint32_t { kPartTimeLimit = 0 };
constexpr ReviewKind enum_max(ReviewKind) {
  return ReviewKind::kPartTimeLimit;
}
constexpr std::string_view enum_name(ReviewKind) {
  return "PARTTIME_LIMIT_EXCEEDED";
}
enum class ReviewOutcome : std::uint32_t { kOpen = 0, kNoted = 1, kReclassify = 2, kUnfounded = 3 };
constexpr ReviewOutcome enum_max(ReviewOutcome) {
  return ReviewOutcome::kUnfounded;
}
constexpr std::string_view enum_name(ReviewOutcome outcome) {
  switch (outcome) {
    case ReviewOutcome::kOpen:
      return "open";
    case ReviewOutcome::kNoted:
      return "noted";
    case ReviewOutcome::kReclassify:
      return "reclassify";
    case ReviewOutcome::kUnfounded:
      return "unfounded";
  }
  return "";
}
struct Review {
  ReviewKind kind = ReviewKind::kPartTimeLimit;
  chain::RecordKey agreement;
  chain::AccountId employer;
  chain::AccountId worker;
  chain::Day monday;
  std::uint64_t minutes = 0;  // of the week, when it was reported
  std::uint32_t days = 0;     // on which was worked
  chain::Timestamp opened_at;
  ReviewOutcome outcome = ReviewOutcome::kOpen;
  std::optional<chain::Timestamp> closed_at;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("kind", &Review::kind), chain::field<2>("agreement", &Review::agreement),
                      chain::field<3>("employer", &Review::employer), chain::field<4>("worker", &Review::worker),
                      chain::field<5>("monday", &Review::monday), chain::field<6>("minutes", &Review::minutes),
                      chain::field<7>("days", &Review::days), chain::field<8>("opened_at", &Review::opened_at),
                      chain::field<9>("outcome", &Review::outcome), chain::field<10>("closed_at", &Review::closed_at));
  }
  friend bool operator==(const Review&, const Review&) = default;
};
struct ReviewBook {
  std::uint64_t count = 0;

  static constexpr auto fields() { return std::tuple(chain::field<1>("count", &ReviewBook::count)); }
};

// Counters of a party and the size of its index lists; only employers have late uploads and flags.
struct PartyBook {
  std::uint64_t agreements = 0;
  std::uint64_t late_uploads = 0;
  std::uint64_t flagged_logs = 0;
  std::uint64_t shortages = 0;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("agreements", &PartyBook::agreements),
                      chain::field<2>("late_uploads", &PartyBook::late_uploads),
                      chain::field<3>("flagged_logs", &PartyBook::flagged_logs),
                      chain::field<4>("shortages", &PartyBook::shortages));
  }
  friend bool operator==(const PartyBook&, const PartyBook&) = default;
};
struct AgreementPage {
  std::vector<chain::RecordKey> agreements;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("agreements", &AgreementPage::agreements, kIndexPageSize));
  }
};
struct FlaggedLog {
  chain::RecordKey agreement;
  chain::Day day;
  std::uint32_t version = 0;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("agreement", &FlaggedLog::agreement), chain::field<2>("day", &FlaggedLog::day),
                      chain::field<3>("version", &FlaggedLog::version));
  }
  friend bool operator==(const FlaggedLog&, const FlaggedLog&) = default;
};
struct FlagPage {
  std::vector<FlaggedLog> logs;

  static constexpr auto fields() { return std::tuple(chain::field<1>("logs", &FlagPage::logs, kIndexPageSize)); }
};

}  // namespace xh::contracts::payroll
