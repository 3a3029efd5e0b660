// Agreements by the names that people give them: <home>/agreements.json maps an alias to a record key; and the reads of
// payroll records that several commands share.
#pragma once

#include <string>
#include <vector>

#include "cli/session.h"
#include "contracts/payroll/records.h"

namespace xh::cli {

// A record key in hex, or an alias of this home.
[[nodiscard]] Outcome<chain::RecordKey> find_agreement(Session& session, const std::string& name);
// All aliases of this home.
[[nodiscard]] Outcome<std::map<std::string, chain::RecordKey>> agreement_aliases(Session& session);
[[nodiscard]] Outcome<void> remember_agreement(Session& session, const std::string& alias,
                                               const chain::RecordKey& agreement);

[[nodiscard]] std::string agreement_target(const chain::RecordKey& agreement, const std::string& rest = {});

// A day log as a node shows it, with its content: the hash that will be signed is computed here from what is shown, and
// exit 5 says that the node's hash is another.
struct ShownDay {
  contracts::payroll::LogRef ref;
  contracts::payroll::DayContent content;
  std::uint32_t flag_count = 0;
  bool flags_open = false;
  bool worker_confirmed = false;
  bool union_approved = false;
  bool disputed = false;
};
[[nodiscard]] Outcome<ShownDay> fetch_day(Session& session, const chain::RecordKey& agreement, chain::Day day);
// The days of the agreement that wait for a payday.
[[nodiscard]] Outcome<std::vector<chain::Day>> fetch_open_days(Session& session, const chain::RecordKey& agreement);

// A settlement out of an API answer, without the members that the API adds.
[[nodiscard]] Outcome<contracts::payroll::Settlement> read_settlement(const json::value& value,
                                                                      const std::string& where);

}  // namespace xh::cli
