// What the payroll contract writes into receipts. Kind numbers are stable for ever; parties of each event are the
// employer and the worker of its agreement (the union reads everything), for batch events the employer alone.
#pragma once

#include "contracts/payroll/payday_events.h"
#include "contracts/payroll/records.h"
#include "contracts/payroll/term_events.h"

namespace xh::contracts::payroll {

enum class EventKind : std::uint32_t {
  kAgreementSigned = 1,
  kAgreementEnded = 2,
  kBatchRecorded = 3,
  kDayRecorded = 4,
  kDayConfirmed = 5,
  kDayDisputed = 6,
  kDisputeDecided = 7,
  kDayAccrued = 8,
  kSettlement = 9,  // data: Settlement (records.h), the payslip
  kShortage = 10,
  kArrearsPaid = 11,  // data: Settlement, as it is now
  kDaysHeld = 12,     // a payday with nothing to pay; a settlement lists its own
  kPartTimeLimit = 13,
  kReminder = 14,
  kEscalated = 15,
  kFlagsRejected = 16,
  kAgreementAmended = 17,
  kReviewClosed = 18,
  // Paydays: payday_events.h. Those with a sum over several workers have the employer alone as party.
  kVaultDecided = 20,       // data: Vault
  kEnterpriseDefault = 21,  // wages are in arrears; data: ArrearsEvent
  kArrearsOpen = 22,        // daily while they are; data: ArrearsEvent
  kVaultCleared = 23,       // data: ArrearsEvent
  kNetBelowMinimum = 24,
  kCoverageWarning = 25,
  kDayReversed = 26,
  kAdvanceDrawn = 27,
  kTaxRemitted = 28,
};

struct AgreementSignedEvent {
  chain::RecordKey agreement;
  Agreement content;
  chain::Day first_payday;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("agreement", &AgreementSignedEvent::agreement),
                      chain::field<2>("content", &AgreementSignedEvent::content),
                      chain::field<3>("first_payday", &AgreementSignedEvent::first_payday));
  }
};

struct AgreementEndedEvent {
  chain::RecordKey agreement;
  chain::Day last_day;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("agreement", &AgreementEndedEvent::agreement),
                      chain::field<2>("last_day", &AgreementEndedEvent::last_day));
  }
};

struct BatchRecordedEvent {
  chain::RecordKey batch;
  chain::Hash256 root;
  std::uint32_t logs = 0;
  std::uint32_t entries = 0;
  std::uint32_t flagged = 0;
  std::uint32_t late = 0;
  bool repeated = false;  // the same upload again: nothing changed

  static constexpr auto fields() {
    return std::tuple(
        chain::field<1>("batch", &BatchRecordedEvent::batch), chain::field<2>("root", &BatchRecordedEvent::root),
        chain::field<3>("logs", &BatchRecordedEvent::logs), chain::field<4>("entries", &BatchRecordedEvent::entries),
        chain::field<5>("flagged", &BatchRecordedEvent::flagged), chain::field<6>("late", &BatchRecordedEvent::late),
        chain::field<7>("repeated", &BatchRecordedEvent::repeated));
  }
};

struct DayRecordedEvent {
  LogRef log;
  chain::Fen amount;
  std::uint32_t entries = 0;
  Timeliness timeliness = Timeliness::kOnTime;
  std::vector<Flag> flags;
  std::uint32_t flag_count = 0;
  bool repeated = false;       // this version was already there: nothing changed
  chain::Fen replaced_amount;  // of the version that this one supersedes

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("log", &DayRecordedEvent::log),
                      chain::field<2>("amount", &DayRecordedEvent::amount),
                      chain::field<3>("entries", &DayRecordedEvent::entries),
                      chain::field<4>("timeliness", &DayRecordedEvent::timeliness),
                      chain::field<5>("flags", &DayRecordedEvent::flags, kMaxFlagsPerLog),
                      chain::field<6>("flag_count", &DayRecordedEvent::flag_count),
                      chain::field<7>("repeated", &DayRecordedEvent::repeated),
                      chain::field<8>("replaced_amount", &DayRecordedEvent::replaced_amount));
  }
};

enum class Signer : std::uint32_t { kWorker = 0, kUnion = 1 };
constexpr Signer enum_max(Signer) {
  return Signer::kUnion;
}
constexpr std::string_view enum_name(Signer s) {
  return s == Signer::kUnion ? "union" : "worker";
}

struct DayConfirmedEvent {
  LogRef log;
  Signer by = Signer::kWorker;
  bool flags_accepted = false;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("log", &DayConfirmedEvent::log), chain::field<2>("by", &DayConfirmedEvent::by),
                      chain::field<3>("flags_accepted", &DayConfirmedEvent::flags_accepted));
  }
};

struct DayDisputedEvent {
  LogRef log;
  DisputeReason reason = DisputeReason::kTooLow;
  chain::Fen settled;  // already paid for this day

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("log", &DayDisputedEvent::log),
                      chain::field<2>("reason", &DayDisputedEvent::reason),
                      chain::field<3>("settled", &DayDisputedEvent::settled));
  }
};

struct DisputeDecidedEvent {
  LogRef log;

  static constexpr auto fields() { return std::tuple(chain::field<1>("log", &DisputeDecidedEvent::log)); }
};

// All three signed: the day counts for the period (PY-08).
struct DayAccruedEvent {
  LogRef log;
  std::uint64_t period = 0;
  chain::Fen amount;
  chain::Fen period_gross;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("log", &DayAccruedEvent::log),
                      chain::field<2>("period", &DayAccruedEvent::period),
                      chain::field<3>("amount", &DayAccruedEvent::amount),
                      chain::field<4>("period_gross", &DayAccruedEvent::period_gross));
  }
};

struct DaysHeldEvent {
  chain::RecordKey agreement;
  chain::Day payday;
  std::vector<HeldDay> held;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("agreement", &DaysHeldEvent::agreement),
                      chain::field<2>("payday", &DaysHeldEvent::payday),
                      chain::field<3>("held", &DaysHeldEvent::held, kMaxOpenDays));
  }
};

// The employer's balance did not cover a settlement: what is missing stays as arrears (docs/decisions/0005).
struct ShortageEvent {
  chain::RecordKey agreement;
  std::uint64_t settlement = 0;
  chain::Fen wage_due;
  chain::Fen fee_due;
  chain::Timestamp next_attempt;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("agreement", &ShortageEvent::agreement),
                      chain::field<2>("settlement", &ShortageEvent::settlement),
                      chain::field<3>("wage_due", &ShortageEvent::wage_due),
                      chain::field<4>("fee_due", &ShortageEvent::fee_due),
                      chain::field<5>("next_attempt", &ShortageEvent::next_attempt));
  }
};

}  // namespace xh::contracts::payroll
