// A ledger in memory for payroll tests: genesis tables and members, one overlay, calls and calendar items through the
// registry. Time moves only by at(); a calendar item runs with its due time as effective time, like in the executor.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "contracts/engine/calendar.h"
#include "contracts/payroll/calls.h"
#include "contracts/payroll/events.h"
#include "contracts/payroll/queries.h"

namespace xh::contracts::payroll::test {

inline constexpr std::size_t kEmployers = 3;
inline constexpr std::size_t kWorkers = 6;

struct Answer {
  std::string code;  // "OK" or the refusal's
  std::string rule;
  std::string message;
  std::vector<chain::LedgerEvent> events;

  [[nodiscard]] bool ok() const { return code == "OK"; }
  template <class Event>
  [[nodiscard]] std::vector<Event> of(EventKind kind) const {
    std::vector<Event> out;
    for (const auto& event : events) {
      if (event.contract == static_cast<std::uint32_t>(ContractId::kPayroll) &&
          event.kind == static_cast<std::uint32_t>(kind)) {
        out.push_back(*chain::decode<Event>(event.data));
      }
    }
    return out;
  }
};
std::ostream& operator<<(std::ostream& out, const Answer& answer);

class Nothing final : public chain::StateView {
 public:
  [[nodiscard]] chain::RecordPtr find(const chain::StateKey&) const override { return nullptr; }
};

class World {
 public:
  explicit World(const std::string& now = "2026-03-01 08:00", std::size_t worker_count = kWorkers);

  chain::AccountId union_account;
  chain::AccountId bank;
  std::vector<chain::AccountId> employers;
  std::vector<chain::AccountId> workers;

  // Wall time in Asia/Shanghai, "2026-03-18 23:58:59.999" (seconds and milliseconds may be left out).
  [[nodiscard]] chain::Timestamp wall(const std::string& text) const;
  // Moves the clock forward and runs what has come due on the way. Gives what the calendar did.
  Answer at(const std::string& text) { return at(wall(text)); }
  Answer at(chain::Timestamp time);
  [[nodiscard]] chain::Timestamp now() const { return now_; }

  template <chain::Message Args>
  Answer call(const chain::AccountId& sender, MethodId method, const Args& args,
              std::vector<chain::AccountId> co_signers = {}) {
    return call_of(ContractId::kPayroll, sender, method, args, std::move(co_signers));
  }

  // A call of any contract.
  template <class Method, chain::Message Args>
  Answer call_of(ContractId contract, const chain::AccountId& sender, Method method, const Args& args,
                 std::vector<chain::AccountId> co_signers = {}) {
    return execute(contract, sender, std::move(co_signers), static_cast<std::uint32_t>(method), chain::encode(args));
  }

  Answer raw(const chain::AccountId& sender, std::vector<chain::AccountId> co_signers, std::uint32_t method,
             chain::Bytes args) {
    return execute(ContractId::kPayroll, sender, std::move(co_signers), method, std::move(args));
  }

  // Terms of S01: 480 fen an order, 650 fen an hour, paid on the 10th.
  [[nodiscard]] Terms terms(std::size_t employer = 0, std::size_t worker = 0,
                            const std::string& effective = "2026-03-01") const;
  chain::RecordKey agree(const Terms& terms);  // checks that it went through
  void deposit(const chain::AccountId& to, std::int64_t fen);
  [[nodiscard]] std::int64_t balance(const chain::AccountId& of);
  [[nodiscard]] std::int64_t supply();
  [[nodiscard]] std::uint64_t postings() const { return vouchers_; }  // VoucherIssued events so far

  Answer submit(const chain::AccountId& employer, std::vector<DayUpload> logs,
                std::optional<chain::RecordKey> batch = {});
  Answer confirm(const chain::AccountId& worker, std::vector<LogRef> logs) {
    return call(worker, MethodId::kConfirmWork, ConfirmWorkArgs{std::move(logs)});
  }
  Answer approve(std::vector<LogRef> logs, std::vector<DayKey> accept = {}) {
    return call(union_account, MethodId::kApproveWork, ApproveWorkArgs{std::move(logs), std::move(accept)});
  }
  Answer reject(const chain::AccountId& worker, const LogRef& log, DisputeReason reason = DisputeReason::kTooLow) {
    return call(worker, MethodId::kRejectWork, RejectWorkArgs{log, reason});
  }
  [[nodiscard]] LogRef ref(const chain::RecordKey& agreement, const std::string& day) const;
  [[nodiscard]] DayLog log(const chain::RecordKey& agreement, const std::string& day) const;

  // Of the calendar items since the last reset: the most records that one wrote, and the largest of them in bytes.
  struct Touched {
    std::size_t records = 0;
    std::size_t largest = 0;
  };
  [[nodiscard]] Touched touched() const { return touched_; }
  void reset_touched() { touched_ = {}; }

  [[nodiscard]] const chain::StateView& state() const { return state_; }
  // As if genesis had brought the parameter with this value from the beginning.
  void set_parameter(const std::string& name, std::int64_t value);
  chain::RecordKey new_key();
  // The context of a reader, for functions that need one.
  [[nodiscard]] Context reader();

 private:
  Answer execute(ContractId contract, const chain::AccountId& sender, std::vector<chain::AccountId> co_signers,
                 std::uint32_t method, chain::Bytes args);
  Answer run_item(const DueItem& item, std::uint64_t sequence);
  Answer finish(Context& context, chain::Overlay& overlay, const Outcome& outcome);
  [[nodiscard]] CallInfo call_info() const;

  Nothing nothing_;
  chain::Overlay state_;
  chain::ChainTag chain_;
  chain::Timestamp now_;
  std::uint64_t next_sequence_ = 0;
  std::uint64_t next_key_ = 1;
  std::uint64_t vouchers_ = 0;
  Touched touched_;
  std::map<std::pair<chain::Timestamp, std::uint64_t>, DueItem> due_;
};

[[nodiscard]] chain::Day day(const std::string& text);
[[nodiscard]] WorkEntry entry(const std::string& reference, std::uint32_t minutes, std::uint32_t orders,
                              std::int64_t agreed = 0);
// With times: minutes from start to end.
[[nodiscard]] WorkEntry shift(const std::string& reference, chain::Timestamp start, chain::Timestamp end,
                              std::uint32_t orders, std::int64_t agreed = 0);
[[nodiscard]] chain::Zone london();

}  // namespace xh::contracts::payroll::test
