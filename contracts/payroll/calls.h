// The arguments of the payroll contract's methods (contract 3), as clients build and encode them. Method numbers are
// stable for ever. What each method checks is said in payroll.h.
#pragma once

#include "contracts/payroll/terms.h"

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

}  // namespace xh::contracts::payroll
