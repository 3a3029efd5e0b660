// Terms of a pay agreement from the command line or a JSON file.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "cli/commands/write.h"
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
  std::vector<std::string> items;  // NAME:KIND[:RATE]
  std::uint32_t monthly = 0;       // payday of the next month
  std::uint32_t cycle = 0;         // days of a cycle
};
void add_terms_options(CLI::App& command, TermsOptions& options);

[[nodiscard]] Outcome<contracts::payroll::Terms> read_terms(Session& session, const TermsOptions& options);

// "配送:per_order:6.50", "工时:per_minute:25" (yuan an hour), "约定:agreed_amount". Exit 2 names what is wrong.
[[nodiscard]] Outcome<contracts::payroll::PayItem> parse_pay_item(const std::string& text);

// The parties but the acting one become co-signers: by the key names they were given as, else by address. Exit 2 when
// the acting account is no party.
[[nodiscard]] Outcome<void> add_co_signers(Session& session, const contracts::payroll::Terms& terms,
                                           const TermsOptions& options, WriteOptions& write);

}  // namespace xh::cli
