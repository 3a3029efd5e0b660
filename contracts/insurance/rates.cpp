#include "contracts/insurance/rates.h"

#include <algorithm>

#include "contracts/engine/calendar.h"
#include "contracts/insurance/records.h"

namespace xh::contracts::insurance {
namespace {

using chain::Day;

constexpr std::int64_t kWhole = 1'000'000;  // ppm

bool is_city(std::string_view city) {
  constexpr std::string_view kAllowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-";
  return !city.empty() && city.size() <= kMaxCityBytes && city.find_first_not_of(kAllowed) == std::string_view::npos;
}

bool is_first_of_month(Day day) {
  return is_plausible(day) && first_of_month(day) == day;
}

bool is_part(std::int64_t ppm) {
  return ppm >= 0 && ppm <= kWhole;
}

bool are_parts(const RateRow& row) {
  for (const auto& share : {row.pension, row.medical, row.unemployment, row.injury, row.maternity}) {
    if (!is_part(share.employer_ppm) || !is_part(share.worker_ppm)) return false;
  }
  return is_part(row.flexible_pension_ppm) && is_part(row.flexible_medical_ppm) && row.flexible_personal_ppm >= 0 &&
         row.flexible_personal_ppm <= row.flexible_pension_ppm;
}

Outcome check_row(const RateRow& row) {
  if (!is_first_of_month(row.from) || (row.to && !is_first_of_month(*row.to)))
    return refuse("BAD_RATE_ROW", "OP-32", "a row begins and ends on the first day of a month");
  if (row.to && *row.to <= row.from) return refuse("BAD_RATE_ROW", "OP-32", "the row ends before it begins");
  if (row.floor.value < 1 || row.ceiling < row.floor || row.ceiling.value > kMaxBaseFen) {
    return refuse("BAD_RATE_ROW", "OP-36",
                  "floor and ceiling must ascend and lie between 1 and " + std::to_string(kMaxBaseFen) + " fen");
  }
  if (!are_parts(row))
    return refuse("BAD_RATE_ROW", "OP-32", "rates lie between 0 and 1,000,000 ppm, the personal part within its rate");
  if (row.housing_min_ppm < 0 || row.housing_max_ppm < row.housing_min_ppm || row.housing_max_ppm > kWhole)
    return refuse("BAD_RATE_ROW", "OP-44", "the housing fund's limits must ascend within 0 to 1,000,000 ppm");
  for (const auto& fen : {row.order_injury.ride_hailing, row.order_injury.delivery, row.order_injury.delivery_high,
                          row.order_injury.freight}) {
    if (fen.value < 0 || fen.value > kMaxOrderFen)
      return refuse("BAD_RATE_ROW", "R-12", "cover of an order costs 0 to " + std::to_string(kMaxOrderFen) + " fen");
  }
  return {};
}

Outcome check_joint(const RateRow& before, const RateRow& after) {
  if (!before.to || *before.to > after.from) {
    return refuse(
        "RATE_OVERLAP", "OP-32",
        "the row begins on " + to_text(after.from) + " while the row before is still in force; end that first");
  }
  if (*before.to < after.from) {
    return refuse("RATE_GAP", "OP-32",
                  "no row is in force from " + to_text(*before.to) + " to " + to_text(after.from) + "; close the gap");
  }
  return {};
}

Outcome check_rows(const std::vector<RateRow>& rows) {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (auto ok = check_row(rows[i]); !ok) return in_line(i, std::move(ok.error()));
    if (i == 0) continue;
    if (auto ok = check_joint(rows[i - 1], rows[i]); !ok) return in_line(i, std::move(ok.error()));
  }
  if (rows.back().to)
    return in_line(rows.size() - 1,
                   {"RATE_GAP", "OP-32", "the last row must stay open: months after it would have no rates"});
  return {};
}

bool is_same_but_end(RateRow a, const RateRow& b) {
  a.to = b.to;
  return a == b;
}

// What months were charged by stands, up to the end of the last month that was.
bool keeps(const VersionedRow& old, const RateRow& row, Day used) {
  if (!is_same_but_end(old.row, row)) return false;
  return old.row.to == row.to || !row.to || (*row.to > used && (!old.row.to || *old.row.to > used));
}

Outcome check_used(const RateTable& table, const std::vector<RateRow>& rows) {
  if (table.rows.empty()) return {};
  if (rows.front().from > table.rows.front().row.from) {
    return refuse("RATE_GAP", "OP-32",
                  "contracts may reach back to " + to_text(table.rows.front().row.from) + ", where the table begins");
  }
  if (!table.used) return {};
  for (const auto& old : table.rows) {
    if (old.row.from > *table.used) break;
    const auto same = std::ranges::find_if(rows, [&](const RateRow& row) { return keeps(old, row, *table.used); });
    if (same == rows.end()) {
      return refuse("RATE_ROW_USED", "OP-32",
                    "months up to " + to_text(*table.used) + " were charged by the row from " + to_text(old.row.from) +
                        "; send it again as it is and add a row");
    }
  }
  return {};
}

std::uint32_t version_of(RateTable& table, const RateRow& row, const chain::Hash256& source,
                         chain::Hash256& source_of_row) {
  const auto old = std::ranges::find_if(table.rows, [&](const VersionedRow& v) { return is_same_but_end(v.row, row); });
  source_of_row = old == table.rows.end() ? source : old->source;
  return old == table.rows.end() ? ++table.versions : old->version;
}

}  // namespace

std::optional<RateTable> find_rates(const Context& context, std::string_view city) {
  return context.read<RateTable>(rate_key(city));
}

OutcomeOf<RateTable> replace_rates(Context& context, std::string_view city, const std::vector<RateRow>& rows,
                                   const chain::Hash256& source) {
  if (!is_city(city)) {
    return refuse("BAD_CITY", "OP-32",
                  "a city's name has 1 to " + std::to_string(kMaxCityBytes) + " letters, digits and '-'");
  }
  if (source.is_zero()) return refuse("NO_SOURCE", "OP-32", "a rate table names the hash of the text it was read from");
  if (rows.empty()) return refuse("EMPTY_LIST", "OP-32", "a rate table needs at least one row");
  if (auto ok = check_rows(rows); !ok) return std::unexpected(ok.error());
  auto old = find_rates(context, city).value_or(RateTable{});
  if (auto ok = check_used(old, rows); !ok) return std::unexpected(ok.error());
  RateTable table;
  for (const auto& row : rows) {
    VersionedRow versioned{row, 0, {}};
    versioned.version = version_of(old, row, source, versioned.source);
    table.rows.push_back(std::move(versioned));
  }
  table.versions = old.versions;
  table.used = old.used;
  context.write_public(rate_key(city), table);
  return table;
}

const VersionedRow* row_of(const RateTable& table, Day month) {
  const auto after = std::ranges::upper_bound(table.rows, month, {}, [](const VersionedRow& v) { return v.row.from; });
  return after == table.rows.begin() ? nullptr : &*std::prev(after);
}

void mark_used(Context& context, std::string_view city, RateTable& table, Day month) {
  if (table.used && *table.used >= month) return;
  table.used = month;
  context.write_public(rate_key(city), table);
}

chain::Fen order_rate(const OrderInjury& rates, Trade trade) {
  switch (trade) {
    case Trade::kNone:
      return {};
    case Trade::kRideHailing:
      return rates.ride_hailing;
    case Trade::kDelivery:
      return rates.delivery;
    case Trade::kDeliveryHigh:
      return rates.delivery_high;
    case Trade::kFreight:
      return rates.freight;
  }
  return {};
}

}  // namespace xh::contracts::insurance
