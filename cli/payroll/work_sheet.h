// A sheet of work as payroll people keep it, turned into uploads: one row an entry, columns named in the first row in
// any order:
//
//   agreement, day, reference    required: record key (hex) or an alias, 2026-03-31, the entry's own number
//   start, end                   2026-03-31T08:30 (Asia/Shanghai, or with Z or +hh:mm)
//   minutes, orders              whole numbers; minutes are computed from start and end when left out
//   amount                       yuan, for pay items "agreed amount"
//   milestone                    of the project, reached with this entry
//   replaces                     version that this day's rows revise; the same in all rows of a day
//
// Used by `payroll check` and `payroll submit`. Stateless. All bad cells are reported, not the first only.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "cli/payroll/csv.h"
#include "contracts/payroll/calls.h"

namespace xh::cli {

struct SheetProblem {
  std::size_t line = 0;  // 0: the sheet as a whole
  std::string column;
  std::string message;
};

struct WorkSheet {
  std::vector<contracts::payroll::DayUpload> days;  // in the order of their first rows
  std::size_t entries = 0;
  std::vector<SheetProblem> problems;  // empty: the sheet can be uploaded
};

// Alias -> agreement; an Error for an unknown one.
using FindAgreement = std::function<chain::Result<chain::RecordKey>(const std::string& alias)>;

[[nodiscard]] WorkSheet read_work_sheet(std::string_view text, const FindAgreement& find_agreement);

// The sheet once more as UTF-8 with a byte order mark, with a last column "problem" that says what is wrong in each
// row.
[[nodiscard]] std::string mark_sheet(std::string_view text, const WorkSheet& sheet);

// Cuts days into uploads within the contract's limits, whole days together. Batch keys are the caller's.
[[nodiscard]] std::vector<contracts::payroll::SubmitWorkArgs> plan_uploads(const WorkSheet& sheet);

}  // namespace xh::cli
