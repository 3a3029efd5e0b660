// A ledger with the insurance contract, Chengdu's fixture rates (reference.md section 10) and a payday in miniature:
// the method test.wage pays a wage and asks insurance/payday.h as payroll does.
#pragma once

#include "contracts/insurance/calls.h"
#include "contracts/insurance/events.h"
#include "contracts/lxr/balances.h"
#include "test_ledger.h"

namespace xh::contracts::test {

inline constexpr auto kInsurance = ContractId::kInsurance;
inline constexpr const char* kCity = "chengdu";

[[nodiscard]] chain::Day month(const std::string& text);  // "2026-03"
[[nodiscard]] insurance::RateRow fixture_row(const std::string& from = "2020-01");
[[nodiscard]] chain::Hash256 hash_of(std::uint8_t n);

enum class WageStep : std::uint32_t { kWhole = 0, kChargeOnly = 1, kCollectOnly = 2 };
constexpr WageStep enum_max(WageStep) {
  return WageStep::kCollectOnly;
}

struct Wage {
  chain::AccountId worker;
  chain::AccountId employer;
  chain::Day month;
  chain::Fen gross;
  chain::Fen fee;
  std::uint64_t orders = 0;
  bool cooperating = false;
  WageStep step = WageStep::kWhole;
  insurance::Charges charges;  // kCollectOnly: of an earlier kChargeOnly

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("worker", &Wage::worker), chain::field<2>("employer", &Wage::employer),
                      chain::field<3>("month", &Wage::month), chain::field<4>("gross", &Wage::gross),
                      chain::field<5>("fee", &Wage::fee), chain::field<6>("orders", &Wage::orders),
                      chain::field<7>("cooperating", &Wage::cooperating), chain::field<8>("step", &Wage::step),
                      chain::field<9>("charges", &Wage::charges));
  }
};
struct WagePaid {
  insurance::Charges charges;
  bool collected = false;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("charges", &WagePaid::charges),
                      chain::field<2>("collected", &WagePaid::collected));
  }
};

class InsuranceWorld {
 public:
  explicit InsuranceWorld(insurance::Mode mode = insurance::Mode::kStrict,
                          const std::string& start = "2026-03-01 08:00");

  void advance(const std::string& to);  // "2026-06-26 00:00", Shanghai; calendar receipts join `calendar`
  void set_rates(std::vector<insurance::RateRow> rows);
  // Classified by a person for `months`, then signed by all who have to.
  chain::Receipt sign(const Actor& worker, const insurance::Terms& terms, const std::string& from, std::uint32_t months,
                      std::uint8_t key = 1);
  void classify(const Actor& worker, std::uint32_t months);
  [[nodiscard]] insurance::Terms terms(const Actor& worker, insurance::Scheme scheme) const;

  WagePaid wage(Wage wage);
  [[nodiscard]] Wage wage_of(const Actor& worker, const Actor& employer, const std::string& month, std::int64_t gross,
                             bool cooperating = true) const;
  void employer_owes(const Actor& worker, const std::string& month, bool owes);

  [[nodiscard]] insurance::Contract contract(std::uint8_t key = 1) const;
  [[nodiscard]] insurance::Month month_record(const std::string& month, std::uint8_t key = 1) const;
  [[nodiscard]] std::int64_t balance(const chain::AccountId& account) const;
  template <chain::Message Event>
  [[nodiscard]] std::vector<Event> calendar_events(insurance::EventKind kind) const {
    std::vector<Event> out;
    for (const auto& receipt : calendar) {
      for (auto& event : events_of<Event>(receipt, kInsurance, kind)) out.push_back(std::move(event));
    }
    return out;
  }
  // When the calendar emitted an event of the kind last: "2026-06-26 00:00".
  [[nodiscard]] std::string last_time_of(insurance::EventKind kind) const;

  Actor the_union = actor(1);
  Actor bank = actor(2);
  Actor employer = actor(3);
  Actor worker = actor(4);
  Actor other = actor(5);
  Actor second_employer = actor(6);
  TestLedger ledger;
  std::vector<chain::Receipt> calendar;
};

[[nodiscard]] chain::RecordKey contract_id(std::uint8_t n = 1);

}  // namespace xh::contracts::test
