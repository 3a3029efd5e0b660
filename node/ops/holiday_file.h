// Tables of days off as data files (genesis/holidays/*.json):
// {"name","source","holidays":["2026-01-01",...],"working_weekend_days":[...]}. The genesis tool reads them; the ledger
// holds what was read, with its source.
#pragma once

#include <filesystem>
#include <vector>

#include "chain/ledger/genesis.h"
#include "chain/primitives/result.h"

namespace xh::node {

inline constexpr std::size_t kMaxHolidayFileBytes = 1024 * 1024;

// Errors name the file: no such file, no such JSON, a name or source missing, a day that does not exist or does not
// ascend, a "working weekend day" that is no Saturday or Sunday or is a holiday too.
[[nodiscard]] chain::Result<chain::HolidayTable> read_holiday_file(const std::filesystem::path& file);
// Where the tables that come with the program lie: share/xinghuo/genesis/holidays beside the program's folder, else the
// source tree it was built from. kNotFound naming both when neither is there.
[[nodiscard]] chain::Result<std::filesystem::path> holiday_folder();

}  // namespace xh::node
