// Terms of a pay agreement from the command line or a JSON file. In a file, parties may be key names, days
// "2026-03-01"; the rest is as the API shows terms (amounts in fen). `payroll template` writes such a file.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "cli/commands/write.h"
#include "cli/payroll/pay_item_text.h"
#include "contracts/payroll/terms.h"

namespace xh::cli {

struct TermsOptions {
  std::string file;  // Terms as JSON; everything below is then left out
  std::string employer;
  std::string worker;
  std::string union_account;
  std::string effective;
  std::string zone = "Asia/Shanghai";
  std::string holidays = "CN";
  std::vector<std::string> items;  // pay_item_text.h
  std::uint32_t monthly = 0;       // payday of the next month
  std::uint32_t cycle = 0;         // days of a cycle
  std::string form;
  std::string trade;
  std::string manager;  // AC-15: key names or addresses
  std::string contract_signer;
  std::string wage_payer;
  std::string tax_payer;
  std::string night;  // "22:00-06:00"
  std::string day_floor;
  std::string day_cap;
  std::string period_floor;
  std::string period_cap;
  bool min_wage_top_up = false;
};
void add_terms_options(CLI::App& command, TermsOptions& options);

[[nodiscard]] Outcome<contracts::payroll::Terms> read_terms(Session& session, const TermsOptions& options);

// A terms file to be filled in, with one of each thing that terms may have.
[[nodiscard]] json::object terms_template();

// The parties but the acting one become co-signers: by the key names they were given as or have here, else by
// address. Exit 2 when
// the acting account is no party.
[[nodiscard]] Outcome<void> add_co_signers(Session& session, const contracts::payroll::Terms& terms,
                                           const TermsOptions& options, WriteOptions& write);

}  // namespace xh::cli
