// People as a sheet (CSV with a header in any order): ref, account, name, id_number, phone, bank_account, cnaps,
// address, marital_status, marital_purpose, last_settlement. An empty cell leaves a field as it is. Stateless. Limits:
// kMaxPeople rows, kMaxPeopleSheetBytes.
#pragma once

#include <boost/json.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/people/person.h"

namespace xh::cli {

inline constexpr std::size_t kMaxPeopleSheetBytes = 64 * 1024 * 1024;

inline constexpr std::size_t kMaxPayoutRows = 150'000;

struct PersonRow {
  std::size_t line = 0;
  std::string ref;
  PersonChange change;
};
// Errors name the line or the column: one that is unknown or stands twice, no ref column, a ref twice.
[[nodiscard]] chain::Result<std::vector<PersonRow>> read_people_sheet(std::string_view text);
[[nodiscard]] std::string people_sheet(std::span<const Person> people);
// A payee list as `payroll bank-file` reads it (cli/bank/payees.h): a row for each destination that the ledger may
// name.
struct PayoutRow {
  chain::AccountId account;
  BankDestination bank;
  chain::Hash256 salt;
};
[[nodiscard]] std::string payee_list(std::span<const PayoutRow> rows);
// The personal data by column name; empty ones left out.
[[nodiscard]] boost::json::object person_fields(const Person& person);

}  // namespace xh::cli
