// What the payroll contract keeps in the state, and under which keys. Read by this contract, by queries.h and, through it, by API and CLI.
//
// A day log is split: DayLog (small, rewritten at each confirmation) and DayContent (the entries, written once per version), so that a
// confirmation does not rewrite fifty entries. Superseded versions stay: their header under kSupersededTable, their content where it was.
#pragma once

#include "contracts/engine/context.h"
#include "contracts/lxr/balances.h"
#include "contracts/payroll/terms.h"

namespace xh::contracts::payroll {

inline constexpr std::uint8_t kAgreementTable = 1;    // agreement -> Agreement
inline constexpr std::uint8_t kBookTable = 2;         // agreement -> AgreementBook
inline constexpr std::uint8_t kDayLogTable = 3;       // agreement, day -> DayLog (current version)
inline constexpr std::uint8_t kSupersededTable = 4;   // agreement, day, version -> DayLog as it was when replaced
inline constexpr std::uint8_t kContentTable = 5;      // agreement, day, version -> DayContent
inline constexpr std::uint8_t kBatchTable = 6;        // batch -> Batch
inline constexpr std::uint8_t kAccrualTable = 7;      // agreement, period -> Accrual
inline constexpr std::uint8_t kSettlementTable = 8;   // agreement, sequence -> Settlement
inline constexpr std::uint8_t kWorkerDayTable = 9;    // worker, civil day -> WorkerDay
inline constexpr std::uint8_t kWorkerSpansTable = 10; // worker, UTC day -> WorkerSpans
inline constexpr std::uint8_t kPartyTable = 11;       // account -> PartyBook
inline constexpr std::uint8_t kPartyAgreementsTable = 12;  // account, page -> AgreementPage
inline constexpr std::uint8_t kPartyFlagsTable = 13;       // employer account, page -> FlagPage

// A parameter as it was used: the number and its place in the parameter's history.
struct UsedParameter {
  std::int64_t value = 0;
  std::uint32_t version = 0;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("value", &UsedParameter::value), chain::field<2>("version", &UsedParameter::version));
  }
  friend bool operator==(const UsedParameter&, const UsedParameter&) = default;
};

struct Agreement {
  Terms terms;
  chain::Timestamp signed_at;
  std::uint32_t version = 1;  // of this contract's calculation rules
  UsedParameter fee_ppm;      // in force at signing; a payday uses and shows the one in force then
  UsedParameter cutoff_s;
  std::optional<chain::Day> last_day;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("terms", &Agreement::terms), chain::field<2>("signed_at", &Agreement::signed_at),
                      chain::field<3>("version", &Agreement::version), chain::field<4>("fee_ppm", &Agreement::fee_ppm),
                      chain::field<5>("cutoff_s", &Agreement::cutoff_s), chain::field<6>("last_day", &Agreement::last_day));
  }
  friend bool operator==(const Agreement&, const Agreement&) = default;
};

// The moving part of an agreement.
struct AgreementBook {
  std::vector<chain::Day> open_days;     // uploaded, not settled or settled and disputed; ascending
  std::uint64_t next_period = 0;         // the first period whose payday has not run
  std::uint64_t settlements = 0;         // how many there are
  std::vector<std::uint64_t> arrears;    // settlements not fully paid, oldest first
  bool payday_queued = false;
  bool retry_queued = false;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("open_days", &AgreementBook::open_days, kMaxOpenDays),
                      chain::field<2>("next_period", &AgreementBook::next_period),
                      chain::field<3>("settlements", &AgreementBook::settlements),
                      chain::field<4>("arrears", &AgreementBook::arrears, kMaxArrears),
                      chain::field<5>("payday_queued", &AgreementBook::payday_queued),
                      chain::field<6>("retry_queued", &AgreementBook::retry_queued));
  }
  friend bool operator==(const AgreementBook&, const AgreementBook&) = default;
};

// The content that everybody signs by its hash: H("xh/work-entries/1", zero chain tag, this struct's encoding). See content_hash().
struct DayContent {
  chain::RecordKey agreement;
  chain::Day day;
  std::uint32_t version = 0;
  DaySums sums;
  std::vector<WorkEntry> entries;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("agreement", &DayContent::agreement), chain::field<2>("day", &DayContent::day),
                      chain::field<3>("version", &DayContent::version), chain::field<4>("sums", &DayContent::sums),
                      chain::field<5>("entries", &DayContent::entries, kMaxEntriesPerLog));
  }
  friend bool operator==(const DayContent&, const DayContent&) = default;
};

enum class Timeliness : std::uint32_t { kOnTime = 0, kLate = 1 };
constexpr Timeliness enum_max(Timeliness) { return Timeliness::kLate; }
constexpr std::string_view enum_name(Timeliness t) { return t == Timeliness::kLate ? "LATE" : "ON_TIME"; }

enum class FlagDecision : std::uint32_t { kOpen = 0, kAccepted = 1 };
constexpr FlagDecision enum_max(FlagDecision) { return FlagDecision::kAccepted; }
constexpr std::string_view enum_name(FlagDecision d) { return d == FlagDecision::kAccepted ? "accepted" : "open"; }

struct DayLog {
  std::uint32_t version = 0;
  chain::Hash256 hash;              // of the DayContent of this version
  DaySums sums;
  chain::RecordKey batch;           // the upload that brought this version
  chain::Timestamp uploaded_at;
  Timeliness timeliness = Timeliness::kOnTime;  // of the day's first upload (OP-07)
  chain::Day settle_day;            // the civil day this log counts for in daily accrual; the next one when LATE (OP-09)
  UsedParameter cutoff_s;
  std::uint32_t entries = 0;
  std::vector<Flag> flags;
  std::uint32_t flag_count = 0;     // may exceed what is listed
  FlagDecision flag_decision = FlagDecision::kOpen;
  std::optional<chain::Timestamp> worker_at;  // when the worker confirmed this version
  std::optional<chain::Timestamp> union_at;   // when the union approved this version
  std::optional<chain::Timestamp> disputed_at;
  DisputeReason dispute_reason = DisputeReason::kTooLow;
  bool ruled = false;               // the union ruled that this version stands
  std::optional<std::uint64_t> accrued_period;  // set once, by three-party confirmation
  std::uint64_t settlement = 0;     // 1 + sequence of the last settlement that paid on this log; 0: none yet
  chain::Fen settled;               // paid for this day so far

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("version", &DayLog::version), chain::field<2>("hash", &DayLog::hash),
                      chain::field<3>("sums", &DayLog::sums), chain::field<4>("batch", &DayLog::batch),
                      chain::field<5>("uploaded_at", &DayLog::uploaded_at), chain::field<6>("timeliness", &DayLog::timeliness),
                      chain::field<7>("settle_day", &DayLog::settle_day), chain::field<8>("cutoff_s", &DayLog::cutoff_s),
                      chain::field<9>("entries", &DayLog::entries), chain::field<10>("flags", &DayLog::flags, kMaxFlagsPerLog),
                      chain::field<11>("flag_count", &DayLog::flag_count),
                      chain::field<12>("flag_decision", &DayLog::flag_decision),
                      chain::field<13>("worker_at", &DayLog::worker_at), chain::field<14>("union_at", &DayLog::union_at),
                      chain::field<15>("disputed_at", &DayLog::disputed_at),
                      chain::field<16>("dispute_reason", &DayLog::dispute_reason), chain::field<17>("ruled", &DayLog::ruled),
                      chain::field<18>("accrued_period", &DayLog::accrued_period),
                      chain::field<19>("settlement", &DayLog::settlement), chain::field<20>("settled", &DayLog::settled));
  }
  friend bool operator==(const DayLog&, const DayLog&) = default;

  [[nodiscard]] bool flags_open() const { return flag_count > 0 && flag_decision == FlagDecision::kOpen; }
  // Three parties signed this version (the employer by uploading it), or two and a ruling.
  [[nodiscard]] bool confirmed() const {
    return (worker_at || ruled) && union_at && !disputed_at && !flags_open();
  }
};

struct Batch {
  chain::AccountId employer;
  chain::Timestamp uploaded_at;
  chain::Hash256 root;     // RFC 9162 list root over the items' hashes
  std::vector<LogRef> logs;  // as uploaded; the same upload again has the same

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("employer", &Batch::employer), chain::field<2>("uploaded_at", &Batch::uploaded_at),
                      chain::field<3>("root", &Batch::root), chain::field<4>("logs", &Batch::logs, kMaxLogsPerUpload));
  }
  friend bool operator==(const Batch&, const Batch&) = default;
};

// What three parties confirmed for a period (PY-08). Money moves on payday only (OP-20).
struct Accrual {
  chain::Day from;
  chain::Day to;
  chain::Day payday;
  std::vector<chain::Day> days;  // in the order of their confirmation
  DaySums sums;                  // sums.amount: gross

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("from", &Accrual::from), chain::field<2>("to", &Accrual::to),
                      chain::field<3>("payday", &Accrual::payday), chain::field<4>("days", &Accrual::days, kMaxOpenDays),
                      chain::field<5>("sums", &Accrual::sums));
  }
  friend bool operator==(const Accrual&, const Accrual&) = default;
};

// Why a day was paid.
enum class PayBasis : std::uint32_t {
  kConfirmed = 0,  // all three signed
  kSilence = 1,    // not answered by payday: the enterprise's figure, open to dispute (OP-10)
  kAdmitted = 2,   // the worker claims more: the enterprise's figure is the undisputed part (OP-11)
};
constexpr PayBasis enum_max(PayBasis) { return PayBasis::kAdmitted; }
constexpr std::string_view enum_name(PayBasis basis) {
  switch (basis) {
    case PayBasis::kConfirmed: return "confirmed";
    case PayBasis::kSilence: return "silence";
    case PayBasis::kAdmitted: return "admitted";
  }
  return "";
}

struct SettledDay {
  chain::Day day;
  std::uint32_t version = 0;
  chain::Hash256 hash;
  PayBasis basis = PayBasis::kConfirmed;
  Timeliness timeliness = Timeliness::kOnTime;
  DaySums sums;
  chain::Fen paid_before;  // for this day, in earlier settlements
  chain::Fen amount;       // sums.amount - paid_before

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("day", &SettledDay::day), chain::field<2>("version", &SettledDay::version),
                      chain::field<3>("hash", &SettledDay::hash), chain::field<4>("basis", &SettledDay::basis),
                      chain::field<5>("timeliness", &SettledDay::timeliness), chain::field<6>("sums", &SettledDay::sums),
                      chain::field<7>("paid_before", &SettledDay::paid_before), chain::field<8>("amount", &SettledDay::amount));
  }
  friend bool operator==(const SettledDay&, const SettledDay&) = default;
};

// Why a day waits.
enum class HoldReason : std::uint32_t { kDisputed = 0, kFlagged = 1 };
constexpr HoldReason enum_max(HoldReason) { return HoldReason::kFlagged; }
constexpr std::string_view enum_name(HoldReason r) { return r == HoldReason::kFlagged ? "flagged" : "disputed"; }

struct HeldDay {
  chain::Day day;
  std::uint32_t version = 0;
  HoldReason reason = HoldReason::kDisputed;
  chain::Fen amount;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("day", &HeldDay::day), chain::field<2>("version", &HeldDay::version),
                      chain::field<3>("reason", &HeldDay::reason), chain::field<4>("amount", &HeldDay::amount));
  }
  friend bool operator==(const HeldDay&, const HeldDay&) = default;
};

// The payslip: all that is needed to recompute every amount to the fen (explain.h).
struct Settlement {
  chain::RecordKey agreement;
  std::uint64_t sequence = 0;
  chain::AccountId employer;
  chain::AccountId worker;
  chain::AccountId union_account;
  chain::Day from;    // period
  chain::Day to;
  chain::Day payday;  // after OP-16
  chain::Timestamp settled_at;
  std::uint32_t terms_version = 1;
  std::vector<PayItem> items;
  std::vector<SettledDay> days;
  std::vector<HeldDay> held;  // not paid now, and why
  chain::Fen gross;
  UsedParameter fee_ppm;
  chain::Fen fee;  // on top, from the employer (OP-18)
  chain::Fen net;  // to the worker; equals gross while taxes and contributions are not part of this slice
  std::optional<lxr::VoucherNumber> wage_voucher;  // none: nothing to pay, or in arrears
  std::optional<lxr::VoucherNumber> fee_voucher;
  std::optional<chain::Timestamp> wage_paid_at;
  std::optional<chain::Timestamp> fee_paid_at;
  std::uint32_t attempts = 0;

  static constexpr auto fields() {
    return std::tuple(
        chain::field<1>("agreement", &Settlement::agreement), chain::field<2>("sequence", &Settlement::sequence),
        chain::field<3>("employer", &Settlement::employer), chain::field<4>("worker", &Settlement::worker),
        chain::field<5>("union_account", &Settlement::union_account), chain::field<6>("from", &Settlement::from),
        chain::field<7>("to", &Settlement::to), chain::field<8>("payday", &Settlement::payday),
        chain::field<9>("settled_at", &Settlement::settled_at), chain::field<10>("terms_version", &Settlement::terms_version),
        chain::field<11>("items", &Settlement::items, kMaxPayItems),
        chain::field<12>("days", &Settlement::days, kMaxDaysPerSettlement),
        chain::field<13>("held", &Settlement::held, kMaxOpenDays), chain::field<14>("gross", &Settlement::gross),
        chain::field<15>("fee_ppm", &Settlement::fee_ppm), chain::field<16>("fee", &Settlement::fee),
        chain::field<17>("net", &Settlement::net), chain::field<18>("wage_voucher", &Settlement::wage_voucher),
        chain::field<19>("fee_voucher", &Settlement::fee_voucher), chain::field<20>("wage_paid_at", &Settlement::wage_paid_at),
        chain::field<21>("fee_paid_at", &Settlement::fee_paid_at), chain::field<22>("attempts", &Settlement::attempts));
  }
  friend bool operator==(const Settlement&, const Settlement&) = default;
  [[nodiscard]] bool paid() const { return wage_paid_at && fee_paid_at; }
};

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

// The times of a worker's entries that start within one UTC day, grouped by day log; compared with those of the days around (an entry
// lasts at most 24 hours), so overlaps are found over midnight, over zones and over employers.
struct TimeSpan {
  std::uint32_t start_ms = 0;   // since the UTC day began
  std::uint32_t length_ms = 0;
  std::uint32_t entry = 0;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("start_ms", &TimeSpan::start_ms), chain::field<2>("length_ms", &TimeSpan::length_ms),
                      chain::field<3>("entry", &TimeSpan::entry));
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

[[nodiscard]] StateKey agreement_key(const chain::RecordKey& agreement);
[[nodiscard]] StateKey book_key(const chain::RecordKey& agreement);
[[nodiscard]] StateKey day_log_key(const chain::RecordKey& agreement, chain::Day day);
[[nodiscard]] StateKey superseded_key(const chain::RecordKey& agreement, chain::Day day, std::uint32_t version);
[[nodiscard]] StateKey content_key(const chain::RecordKey& agreement, chain::Day day, std::uint32_t version);
[[nodiscard]] StateKey batch_key(const chain::RecordKey& batch);
[[nodiscard]] StateKey accrual_key(const chain::RecordKey& agreement, std::uint64_t period);
[[nodiscard]] StateKey settlement_key(const chain::RecordKey& agreement, std::uint64_t sequence);
[[nodiscard]] StateKey worker_day_key(const chain::AccountId& worker, chain::Day day);
[[nodiscard]] StateKey worker_spans_key(const chain::AccountId& worker, chain::Day utc_day);
[[nodiscard]] StateKey party_key(const chain::AccountId& account);
[[nodiscard]] StateKey party_agreements_key(const chain::AccountId& account, std::uint64_t page);
[[nodiscard]] StateKey party_flags_key(const chain::AccountId& employer, std::uint64_t page);

// What employer, worker and union sign (OP-12). The same on every ledger: the agreement's random key makes it unique.
[[nodiscard]] chain::Hash256 content_hash(const DayContent& content);
// The root that approve_batch signs, over the logs' hashes in the upload's order.
[[nodiscard]] chain::Hash256 batch_root(const std::vector<LogRef>& logs);

}  // namespace xh::contracts::payroll
