// credit score: the pure query of the scenarios (parts in, score and reasons out), and the loan commands of the group.
// Who calls: credit.cpp.
#pragma once

#include "cli/commands/commands.h"

namespace xh::cli {

// Asks no node. The rules are those of the ledger's genesis in force on the day, or the defaults without a genesis.
void add_credit_score_command(CLI::App& group, Session& session);
// credit_loans.cpp
void add_credit_loan_commands(CLI::App& group, Session& session);

}  // namespace xh::cli
