// What payroll knows of workers and employers by the month: for credit (OP-76), classification (OP-42), the employer's
// risk coefficient (OP-81) and statistics (IN-01). Who calls: credit, matching, API; written by this contract only.
// Pure reads; core thread. A month is named by its first civil day (Asia/Shanghai or the agreement's zone).
#pragma once

#include <vector>

#include "contracts/engine/context.h"

namespace xh::contracts::payroll {

inline constexpr std::size_t kMaxHistoryMonths = 60;

// Of settled work, by the month the days lie in. Corrections change the month they correct.
struct WorkerMonth {
  chain::Day month;
  chain::Fen gross;                 // settled for days of this month
  std::uint32_t days = 0;           // days with settled work
  std::uint32_t confirmed = 0;      // of them confirmed by the worker himself
  std::uint32_t flagged = 0;        // of them that had flags when they were settled
  std::uint32_t disputes_lost = 0;  // disputes of this worker that the union decided for the enterprise
  std::uint64_t minutes = 0;
  std::uint64_t orders = 0;

  static constexpr auto fields() {
    return std::tuple(
        chain::field<1>("month", &WorkerMonth::month), chain::field<2>("gross", &WorkerMonth::gross),
        chain::field<3>("days", &WorkerMonth::days), chain::field<4>("confirmed", &WorkerMonth::confirmed),
        chain::field<5>("flagged", &WorkerMonth::flagged),
        chain::field<6>("disputes_lost", &WorkerMonth::disputes_lost),
        chain::field<7>("minutes", &WorkerMonth::minutes), chain::field<8>("orders", &WorkerMonth::orders));
  }
  friend bool operator==(const WorkerMonth&, const WorkerMonth&) = default;
};
// Oldest first, the last `count` months that have a record.
[[nodiscard]] std::vector<WorkerMonth> worker_months(const Context& context, const chain::AccountId& worker,
                                                     std::size_t count);

// Of an employer, by the month in which it happened.
struct EmployerMonth {
  chain::Day month;
  std::uint32_t logs = 0;      // day logs uploaded, revisions not counted
  std::uint32_t late = 0;      // of them late (OP-07)
  std::uint32_t disputed = 0;  // rejections by workers
  std::uint32_t paydays = 0;   // vaults decided
  std::uint32_t short_paydays = 0;
  std::uint32_t arrears_days = 0;  // days on which wages were in arrears
  chain::Fen due;                  // wages that fell due
  chain::Fen granted;              // of them paid on payday

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("month", &EmployerMonth::month), chain::field<2>("logs", &EmployerMonth::logs),
                      chain::field<3>("late", &EmployerMonth::late),
                      chain::field<4>("disputed", &EmployerMonth::disputed),
                      chain::field<5>("paydays", &EmployerMonth::paydays),
                      chain::field<6>("short_paydays", &EmployerMonth::short_paydays),
                      chain::field<7>("arrears_days", &EmployerMonth::arrears_days),
                      chain::field<8>("due", &EmployerMonth::due), chain::field<9>("granted", &EmployerMonth::granted));
  }
  friend bool operator==(const EmployerMonth&, const EmployerMonth&) = default;
};
[[nodiscard]] std::vector<EmployerMonth> employer_months(const Context& context, const chain::AccountId& employer,
                                                         std::size_t count);

// For the handlers of this contract: the record of the month that a day lies in, to be changed and written back.
inline constexpr std::uint8_t kWorkerMonthTable = 43;    // worker, month -> WorkerMonth
inline constexpr std::uint8_t kEmployerMonthTable = 44;  // employer, month -> EmployerMonth
[[nodiscard]] WorkerMonth open_worker_month(const Context& context, const chain::AccountId& worker, chain::Day day);
void save_worker_month(Context& context, const chain::AccountId& worker, const WorkerMonth& month);
[[nodiscard]] EmployerMonth open_employer_month(const Context& context, const chain::AccountId& employer,
                                                chain::Day day);
void save_employer_month(Context& context, const chain::AccountId& employer, const EmployerMonth& month);

// Which months of an account have a record, ascending: the way to the last N of them.
struct MonthIndex {
  static constexpr std::size_t kMaxMonths = 1'200;  // older ones keep their records, the index forgets them
  std::vector<chain::Day> months;

  static constexpr auto fields() { return std::tuple(chain::field<1>("months", &MonthIndex::months, kMaxMonths)); }
};

}  // namespace xh::contracts::payroll
