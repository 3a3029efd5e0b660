// The command groups of the tool: each adds its subcommands to the parser; a chosen command's action runs after parsing
// (session.h). State that options write into lives as long as the parser.
#pragma once

#include <CLI/CLI.hpp>

#include "cli/session.h"

namespace xh::cli {

void add_keys_commands(CLI::App& app, Session& session);
void add_config_commands(CLI::App& app, Session& session);
void add_tx_commands(CLI::App& app, Session& session);
void add_batch_command(CLI::App& app, Session& session);
void add_account_commands(CLI::App& app, Session& session);
void add_member_commands(CLI::App& app, Session& session);
void add_money_commands(CLI::App& app, Session& session);
void add_payout_commands(CLI::App& app, Session& session);
void add_payroll_commands(CLI::App& app, Session& session);
void add_bank_file_commands(CLI::App& payroll, Session& session);
void add_payroll_read_commands(CLI::App& payroll, Session& session);
void add_credit_commands(CLI::App& app, Session& session);
void add_insurance_commands(CLI::App& app, Session& session);
void add_matching_commands(CLI::App& app, Session& session);
void add_dispute_commands(CLI::App& app, Session& session);
void add_guidance_commands(CLI::App& app, Session& session);
void add_contribution_commands(CLI::App& app, Session& session);
void add_voucher_commands(CLI::App& app, Session& session);
void add_light_commands(CLI::App& app, Session& session);
void add_validators_commands(CLI::App& app, Session& session);
void add_query_commands(CLI::App& app, Session& session);
void add_people_commands(CLI::App& app, Session& session);
void add_doctor_commands(CLI::App& app, Session& session);

// A subcommand whose state is shared between its options and its action: bind(app) adds options, run gives the
// document.
template <class State, class Bind, class Run>
CLI::App* add_command(CLI::App& parent, Session& session, const std::string& name, const std::string& help, Bind bind,
                      Run run) {
  auto state = std::make_shared<State>();
  CLI::App* command = parent.add_subcommand(name, help);
  bind(*command, *state);
  command->callback(
      [&session, state, run] { session.choose([state, run]() -> Outcome<Document> { return run(*state); }); });
  return command;
}

struct NoOptions {};
inline void no_options(CLI::App& /*command*/, NoOptions& /*state*/) {}

}  // namespace xh::cli
