// The arguments of the payroll contract's methods (contract 3), as clients build and encode them. Method numbers are
// stable for ever. What each method checks is said in payroll.h.
#pragma once

#include "contracts/payroll/index_records.h"

namespace xh::contracts::payroll {

enum class MethodId : std::uint32_t {
  kSignAgreement = 1,
  kEndAgreement = 2,
  kSubmitWork = 3,
  kConfirmWork = 4,
  kRejectWork = 5,
  kApproveWork = 6,
  kApproveBatch = 7,
  kDecideDispute = 8,
  kAmendAgreement = 9,
  kRejectMany = 10,
  kRejectFlags = 11,
  kCloseReview = 12,
  kReverseDay = 15,
  kDrawAdvance = 16,
  kRemitTax = 17,
};

// Joint transaction of employer, worker and union (PY-01, PY-02).
struct SignAgreementArgs {
  chain::RecordKey agreement;  // random, made by the client, never used before
  Terms terms;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("agreement", &SignAgreementArgs::agreement),
                      chain::field<2>("terms", &SignAgreementArgs::terms));
  }
};

// Joint transaction of the union and one of the other two. What is open then is paid at the next paydays.
struct EndAgreementArgs {
  chain::RecordKey agreement;
  chain::Day last_day;  // not before today in the agreement's zone

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("agreement", &EndAgreementArgs::agreement),
                      chain::field<2>("last_day", &EndAgreementArgs::last_day));
  }
};

struct DayUpload {
  chain::RecordKey agreement;
  chain::Day day;
  std::uint32_t replaces = 0;  // 0: the day's first upload; n: revises version n, which must be the current one
  std::vector<WorkEntry> entries;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("agreement", &DayUpload::agreement), chain::field<2>("day", &DayUpload::day),
                      chain::field<3>("replaces", &DayUpload::replaces),
                      chain::field<4>("entries", &DayUpload::entries, kMaxEntriesPerLog));
  }
};

// The employer's daily upload: all or nothing. Sent again with the same batch key and content it changes nothing and
// says so.
struct SubmitWorkArgs {
  chain::RecordKey batch;  // random, made by the client
  std::vector<DayUpload> logs;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("batch", &SubmitWorkArgs::batch),
                      chain::field<2>("logs", &SubmitWorkArgs::logs, kMaxLogsPerUpload));
  }
};

// The worker agrees: one signature, many days. All must name the current versions.
struct ConfirmWorkArgs {
  std::vector<LogRef> logs;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("logs", &ConfirmWorkArgs::logs, kMaxRefsPerCall));
  }
};

struct RejectWorkArgs {
  LogRef log;
  DisputeReason reason = DisputeReason::kTooLow;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("log", &RejectWorkArgs::log), chain::field<2>("reason", &RejectWorkArgs::reason));
  }
};

struct DayKey {
  chain::RecordKey agreement;
  chain::Day day;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("agreement", &DayKey::agreement), chain::field<2>("day", &DayKey::day));
  }
  friend auto operator<=>(const DayKey&, const DayKey&) = default;
};

// The union agrees, log by log. A flagged log needs accept_flags: the human decision of OP-26.
struct ApproveWorkArgs {
  std::vector<LogRef> logs;
  std::vector<DayKey> accept_flags;  // which of `logs`

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("logs", &ApproveWorkArgs::logs, kMaxRefsPerCall),
                      chain::field<2>("accept_flags", &ApproveWorkArgs::accept_flags, kMaxRefsPerCall));
  }
};

// The union agrees to a whole upload by its root: the RFC 9162 list root over the logs' content hashes, in the upload's
// order.
struct ApproveBatchArgs {
  chain::RecordKey batch;
  chain::Hash256 root;
  std::vector<DayKey> exceptions;    // left open
  std::vector<DayKey> accept_flags;  // every flagged log is either here or in exceptions

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("batch", &ApproveBatchArgs::batch),
                      chain::field<2>("root", &ApproveBatchArgs::root),
                      chain::field<3>("exceptions", &ApproveBatchArgs::exceptions, kMaxLogsPerUpload),
                      chain::field<4>("accept_flags", &ApproveBatchArgs::accept_flags, kMaxLogsPerUpload));
  }
};

// The union rules, payroll.dispute_decision_days after the rejection, that the enterprise's current version stands
// (OP-11). A ruling for the worker is a revision by the enterprise.
struct DecideDisputeArgs {
  LogRef log;

  static constexpr auto fields() { return std::tuple(chain::field<1>("log", &DecideDisputeArgs::log)); }
};

// Joint transaction of employer, worker and union: the terms from terms.effective on. Parties, zone, holidays and
// schedule stay as they are; the day is not before today, nor before the last amendment's, and nothing was uploaded for
// it yet.
struct AmendAgreementArgs {
  chain::RecordKey agreement;
  Terms terms;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("agreement", &AmendAgreementArgs::agreement),
                      chain::field<2>("terms", &AmendAgreementArgs::terms));
  }
};

// The worker says no to many days for one reason: all or nothing.
struct RejectManyArgs {
  std::vector<LogRef> logs;
  DisputeReason reason = DisputeReason::kTooLow;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("logs", &RejectManyArgs::logs, kMaxRefsPerCall),
                      chain::field<2>("reason", &RejectManyArgs::reason));
  }
};

// The union looked at a flagged day and turns it down (OP-26): it is disputed until the enterprise revises it or the
// union rules. Accepting is approve_work with accept_flags.
struct RejectFlagsArgs {
  LogRef log;
  FlagReason reason = FlagReason::kPaddedHours;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("log", &RejectFlagsArgs::log),
                      chain::field<2>("reason", &RejectFlagsArgs::reason));
  }
};

struct CloseReviewArgs {
  std::uint64_t number = 0;
  ReviewOutcome outcome = ReviewOutcome::kNoted;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("number", &CloseReviewArgs::number),
                      chain::field<2>("outcome", &CloseReviewArgs::outcome));
  }
};

// Joint transaction of employer (who sends it), worker and union: a day that all three confirmed was something else
// (S04 row 9). The day gets a new version, final at once; the one named stays readable beside it. What the day brings
// more is paid on the next payday; what was paid too much is deducted on the next ones, within the limits of the law.
struct ReverseDayArgs {
  LogRef log;                       // the final version
  std::vector<WorkEntry> entries;  // what the day really was; none: no work

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("log", &ReverseDayArgs::log),
                      chain::field<2>("entries", &ReverseDayArgs::entries, kMaxEntriesPerLog));
  }
};

// The worker draws on accrued and funded pay before the payday (OP-20), up to payroll.advance_ppm of it.
struct DrawAdvanceArgs {
  chain::RecordKey agreement;
  chain::AccountId employer;  // of the agreement: whose account pays
  chain::Fen amount;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("agreement", &DrawAdvanceArgs::agreement),
                      chain::field<2>("employer", &DrawAdvanceArgs::employer),
                      chain::field<3>("amount", &DrawAdvanceArgs::amount));
  }
};

// The union sends withheld tax to the tax office (OP-22): a withdrawal from the tax account, settled by the bank.
struct RemitTaxArgs {
  chain::AccountId bank;
  chain::Fen amount;
  chain::Hash256 destination;  // salted commitment to the tax office's account, opened to the bank off chain

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("bank", &RemitTaxArgs::bank), chain::field<2>("amount", &RemitTaxArgs::amount),
                      chain::field<3>("destination", &RemitTaxArgs::destination));
  }
};

}  // namespace xh::contracts::payroll
