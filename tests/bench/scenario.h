// What is measured: the transactions that prepare the ledger, and the jobs whose completion is counted. Everything is
// signed before the measurement starts.
//
// A job is one transaction and those that may be sent only when it is final (a worker confirms what is uploaded); its
// units count when all of them are final. Transfers: a unit is a transfer. Work logs: an upload, the worker's
// confirmation and the union's approval, each over the same 500 entries; a unit is an entry.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cast.h"
#include "chain/ledger/genesis.h"

namespace xh::bench {

enum class Scenario : std::uint8_t { kTransfers, kWorklogs };
[[nodiscard]] std::optional<Scenario> scenario_named(std::string_view name);
[[nodiscard]] std::string_view name_of(Scenario scenario);
// Beyond what these two cores can do: so many units a second are made ready when no rate is given.
[[nodiscard]] double units_per_second_max(Scenario scenario);

struct Job {
  SignedTransaction first;
  std::vector<SignedTransaction> then;
};

struct Stage {
  std::string name;
  std::vector<SignedTransaction> transactions;  // in any order
};

inline constexpr std::uint32_t kDaysPerUpload = 10;
inline constexpr std::uint32_t kEntriesPerDay = 50;
inline constexpr std::int64_t kDepositFen = 100'000'000;

class Plan {
 public:
  Plan(Scenario scenario, const chain::Genesis& genesis, std::size_t account_count, chain::Timestamp now);

  [[nodiscard]] Scenario scenario() const { return scenario_; }
  [[nodiscard]] const Cast& cast() const { return cast_; }
  [[nodiscard]] const chain::ChainContext& chain() const { return chain_; }
  [[nodiscard]] std::uint32_t units_per_job() const;

  // An agreement's past days are used up one upload after the other.
  [[nodiscard]] std::size_t jobs_max() const;

  // Each stage needs those before it to be final.
  [[nodiscard]] std::vector<Stage> stages() const;
  // Signed on all cores.
  [[nodiscard]] std::vector<Job> jobs(std::size_t count) const;

  // Transfer number `job`: from account `job % accounts` to its neighbour.
  struct Movement {
    std::size_t from;
    std::size_t to;
    std::int64_t fen;
  };
  [[nodiscard]] Movement movement(std::size_t job) const;
  // Work logs: job number `job` is about the agreement of account `job % accounts`.
  [[nodiscard]] chain::RecordKey agreement_of(std::size_t account) const;
  [[nodiscard]] std::size_t account_of(std::size_t job) const { return job % cast_.accounts.size(); }

 private:
  [[nodiscard]] SignedTransaction registration(std::size_t from, std::size_t to) const;
  [[nodiscard]] SignedTransaction relations(std::size_t from, std::size_t to) const;
  [[nodiscard]] SignedTransaction deposits(std::size_t from, std::size_t to) const;
  [[nodiscard]] SignedTransaction agreement(std::size_t account) const;
  [[nodiscard]] SignedTransaction statement() const;
  [[nodiscard]] Job transfer_job(std::size_t number) const;
  [[nodiscard]] Job worklog_job(std::size_t number) const;

  Scenario scenario_;
  Cast cast_;
  chain::ChainContext chain_;
  chain::Timestamp genesis_time_;
  chain::Timestamp now_;
  Signer signer_;
};

}  // namespace xh::bench
