// Receipts of the terms' half: amendments, part-time limits, reminders, decisions on flags. Part of events.h, which
// includes it; kind numbers 13 to 19.
#pragma once

#include "contracts/payroll/records.h"

namespace xh::contracts::payroll {

// To employer and worker. Which limit was passed, with the figures of the week so far.
struct PartTimeLimitEvent {
  chain::RecordKey agreement;
  chain::Day monday;
  std::uint64_t minutes = 0;
  std::uint32_t days = 0;  // on which was worked
  UsedParameter week_limit;
  UsedParameter day_limit;
  bool over_week = false;
  bool over_average = false;
  std::uint64_t review = 0;  // number of the union's review

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("agreement", &PartTimeLimitEvent::agreement),
                      chain::field<2>("monday", &PartTimeLimitEvent::monday),
                      chain::field<3>("minutes", &PartTimeLimitEvent::minutes),
                      chain::field<4>("days", &PartTimeLimitEvent::days),
                      chain::field<5>("week_limit", &PartTimeLimitEvent::week_limit),
                      chain::field<6>("day_limit", &PartTimeLimitEvent::day_limit),
                      chain::field<7>("over_week", &PartTimeLimitEvent::over_week),
                      chain::field<8>("over_average", &PartTimeLimitEvent::over_average),
                      chain::field<9>("review", &PartTimeLimitEvent::review));
  }
};

// To one worker, about his own logs of an upload (OP-10).
struct ReminderEvent {
  chain::RecordKey batch;
  chain::AccountId worker;
  std::vector<LogRef> logs;  // not answered

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("batch", &ReminderEvent::batch),
                      chain::field<2>("worker", &ReminderEvent::worker),
                      chain::field<3>("logs", &ReminderEvent::logs, kMaxLogsPerUpload));
  }
};

// To the union alone: all logs of an upload that no worker answered (OP-10).
struct EscalatedEvent {
  chain::RecordKey batch;
  chain::AccountId employer;
  std::vector<LogRef> logs;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("batch", &EscalatedEvent::batch),
                      chain::field<2>("employer", &EscalatedEvent::employer),
                      chain::field<3>("logs", &EscalatedEvent::logs, kMaxLogsPerUpload));
  }
};

struct FlagsRejectedEvent {
  LogRef log;
  FlagReason reason = FlagReason::kPaddedHours;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("log", &FlagsRejectedEvent::log),
                      chain::field<2>("reason", &FlagsRejectedEvent::reason));
  }
};

struct AgreementAmendedEvent {
  chain::RecordKey agreement;
  Amendment amendment;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("agreement", &AgreementAmendedEvent::agreement),
                      chain::field<2>("amendment", &AgreementAmendedEvent::amendment));
  }
};

struct ReviewClosedEvent {
  std::uint64_t number = 0;
  Review review;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("number", &ReviewClosedEvent::number),
                      chain::field<2>("review", &ReviewClosedEvent::review));
  }
};

}  // namespace xh::contracts::payroll
