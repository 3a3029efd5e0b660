// Day logs, their content and the uploads that brought them.
// Part of records.h, which includes it. Plain values.
#pragma once

#include "contracts/payroll/agreement_records.h"

namespace xh::contracts::payroll {

// The content that everybody signs by its hash: H("xh/work-entries/1", zero chain tag, this struct's encoding). See
// content_hash().
struct DayContent {
  chain::RecordKey agreement;
  chain::Day day;
  std::uint32_t version = 0;
  DaySums sums;
  std::vector<WorkEntry> entries;
  std::uint32_t amendment = 0;  // whose terms the sums follow

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("agreement", &DayContent::agreement), chain::field<2>("day", &DayContent::day),
                      chain::field<3>("version", &DayContent::version), chain::field<4>("sums", &DayContent::sums),
                      chain::field<5>("entries", &DayContent::entries, kMaxEntriesPerLog),
                      chain::field<6>("amendment", &DayContent::amendment));
  }
  friend bool operator==(const DayContent&, const DayContent&) = default;
};

enum class Timeliness : std::uint32_t { kOnTime = 0, kLate = 1 };
constexpr Timeliness enum_max(Timeliness) {
  return Timeliness::kLate;
}
constexpr std::string_view enum_name(Timeliness t) {
  return t == Timeliness::kLate ? "LATE" : "ON_TIME";
}

enum class FlagDecision : std::uint32_t { kOpen = 0, kAccepted = 1, kRejected = 2 };
constexpr FlagDecision enum_max(FlagDecision) {
  return FlagDecision::kRejected;
}
constexpr std::string_view enum_name(FlagDecision d) {
  switch (d) {
    case FlagDecision::kOpen:
      return "open";
    case FlagDecision::kAccepted:
      return "accepted";
    case FlagDecision::kRejected:
      return "rejected";
  }
  return "";
}

struct DayLog {
  std::uint32_t version = 0;
  chain::Hash256 hash;  // of the DayContent of this version
  DaySums sums;
  chain::RecordKey batch;  // the upload that brought this version
  chain::Timestamp uploaded_at;
  Timeliness timeliness = Timeliness::kOnTime;  // of the day's first upload (OP-07)
  chain::Day settle_day;  // the civil day this log counts for in daily accrual; the next one when LATE (OP-09)
  UsedParameter cutoff_s;
  std::uint32_t entries = 0;
  std::vector<Flag> flags;
  std::uint32_t flag_count = 0;  // may exceed what is listed
  FlagDecision flag_decision = FlagDecision::kOpen;
  std::optional<chain::Timestamp> worker_at;  // when the worker confirmed this version
  std::optional<chain::Timestamp> union_at;   // when the union approved this version
  std::optional<chain::Timestamp> disputed_at;
  DisputeReason dispute_reason = DisputeReason::kTooLow;
  bool ruled = false;                           // the union ruled that this version stands
  std::optional<std::uint64_t> accrued_period;  // set once, by three-party confirmation
  std::uint64_t settlement = 0;  // 1 + sequence of the last settlement that paid on this log; 0: none yet
  chain::Fen settled;            // paid for this day so far
  std::uint32_t amendment = 0;   // whose terms the sums follow
  FlagReason flag_reason = FlagReason::kPaddedHours;  // when flag_decision is rejected

  static constexpr auto fields() {
    return std::tuple(
        chain::field<1>("version", &DayLog::version), chain::field<2>("hash", &DayLog::hash),
        chain::field<3>("sums", &DayLog::sums), chain::field<4>("batch", &DayLog::batch),
        chain::field<5>("uploaded_at", &DayLog::uploaded_at), chain::field<6>("timeliness", &DayLog::timeliness),
        chain::field<7>("settle_day", &DayLog::settle_day), chain::field<8>("cutoff_s", &DayLog::cutoff_s),
        chain::field<9>("entries", &DayLog::entries), chain::field<10>("flags", &DayLog::flags, kMaxFlagsPerLog),
        chain::field<11>("flag_count", &DayLog::flag_count), chain::field<12>("flag_decision", &DayLog::flag_decision),
        chain::field<13>("worker_at", &DayLog::worker_at), chain::field<14>("union_at", &DayLog::union_at),
        chain::field<15>("disputed_at", &DayLog::disputed_at),
        chain::field<16>("dispute_reason", &DayLog::dispute_reason), chain::field<17>("ruled", &DayLog::ruled),
        chain::field<18>("accrued_period", &DayLog::accrued_period),
        chain::field<19>("settlement", &DayLog::settlement), chain::field<20>("settled", &DayLog::settled),
        chain::field<21>("amendment", &DayLog::amendment), chain::field<22>("flag_reason", &DayLog::flag_reason));
  }
  friend bool operator==(const DayLog&, const DayLog&) = default;

  [[nodiscard]] bool flags_open() const { return flag_count > 0 && flag_decision == FlagDecision::kOpen; }
  // Three parties signed this version (the employer by uploading it), or two and a ruling.
  [[nodiscard]] bool confirmed() const { return (worker_at || ruled) && union_at && !disputed_at && !flags_open(); }
};

struct Batch {
  chain::AccountId employer;
  chain::Timestamp uploaded_at;
  chain::Hash256 root;       // RFC 9162 list root over the items' hashes
  std::vector<LogRef> logs;  // as uploaded; the same upload again has the same

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("employer", &Batch::employer),
                      chain::field<2>("uploaded_at", &Batch::uploaded_at), chain::field<3>("root", &Batch::root),
                      chain::field<4>("logs", &Batch::logs, kMaxLogsPerUpload));
  }
  friend bool operator==(const Batch&, const Batch&) = default;
};

}  // namespace xh::contracts::payroll
