// Calls of the insurance contract: method numbers and arguments. Used by the contract and by everyone who builds its
// transactions. Months are named by their first day.
#pragma once

#include "contracts/insurance/records.h"

namespace xh::contracts::insurance {

inline constexpr std::size_t kMaxRemittedMonths = 1000;

enum class MethodId : std::uint32_t {
  kSetRates = 1,         // insurance.set_rates, union
  kClassify = 2,         // insurance.classify, union
  kOverturn = 3,         // insurance.overturn, union
  kSign = 4,             // insurance.sign, worker + union, and the employer that the terms name
  kRenew = 5,            // insurance.renew, the same parties
  kEnd = 6,              // insurance.end, worker + union
  kSetOrderCover = 7,    // insurance.set_order_cover, employer + union
  kPayMonth = 8,         // insurance.pay_month, worker (union: its own subsidy)
  kStateHardship = 9,    // insurance.state_hardship, worker
  kDecideHardship = 10,  // insurance.decide_hardship, union
  kRemit = 11,           // insurance.remit, union
  kOfferPlan = 12,       // insurance.offer_plan, union
  kAcceptPlan = 13,      // insurance.accept_plan, worker
};

// The city's whole table; rows that months were charged by have to be in it unchanged.
struct SetRates {
  std::string city;
  chain::Hash256 source;  // of the text that the figures come from
  std::vector<RateRow> rows;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("city", &SetRates::city, kMaxCityBytes),
                      chain::field<2>("source", &SetRates::source),
                      chain::field<3>("rows", &SetRates::rows, kMaxRateRows));
  }
  friend bool operator==(const SetRates&, const SetRates&) = default;
};

// The ledger computes the rule score; the union's person decides: 0 declines, 3, 6 or 12 months. A decision other than
// the rule's needs the hash of a written reason. No score is ever an argument.
struct Classify {
  chain::AccountId worker;
  std::string city;  // whose contribution the income is compared with
  std::uint32_t months = 0;
  chain::Hash256 reason;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("worker", &Classify::worker),
                      chain::field<2>("city", &Classify::city, kMaxCityBytes),
                      chain::field<3>("months", &Classify::months), chain::field<4>("reason", &Classify::reason));
  }
  friend bool operator==(const Classify&, const Classify&) = default;
};
// Changes the worker's latest decision (S15).
struct Overturn {
  chain::AccountId worker;
  std::uint32_t months = 0;
  chain::Hash256 reason;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("worker", &Overturn::worker), chain::field<2>("months", &Overturn::months),
                      chain::field<3>("reason", &Overturn::reason));
  }
  friend bool operator==(const Overturn&, const Overturn&) = default;
};

struct Sign {
  chain::RecordKey contract;  // a new random key
  Terms terms;
  chain::Day from;           // first month
  std::uint32_t months = 0;  // at most what the classification allows

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("contract", &Sign::contract), chain::field<2>("terms", &Sign::terms),
                      chain::field<3>("from", &Sign::from), chain::field<4>("months", &Sign::months));
  }
  friend bool operator==(const Sign&, const Sign&) = default;
};
// The same terms from the month after the contract's last one.
struct Renew {
  chain::RecordKey contract;
  chain::RecordKey next;  // a new random key
  std::uint32_t months = 0;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("contract", &Renew::contract), chain::field<2>("next", &Renew::next),
                      chain::field<3>("months", &Renew::months));
  }
  friend bool operator==(const Renew&, const Renew&) = default;
};
struct End {
  chain::RecordKey contract;
  chain::Day last;  // last month: this one or a later one

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("contract", &End::contract), chain::field<2>("last", &End::last));
  }
  friend bool operator==(const End&, const End&) = default;
};

// From that month on the employer pays per-order cover for everyone; trade none ends it.
struct SetOrderCover {
  chain::AccountId employer;
  CoverEntry entry;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("employer", &SetOrderCover::employer),
                      chain::field<2>("entry", &SetOrderCover::entry));
  }
  friend bool operator==(const SetOrderCover&, const SetOrderCover&) = default;
};

struct PayMonth {
  chain::RecordKey contract;
  chain::Day month;
  chain::Fen amount;  // what the worker means to pay: all that is missing, nothing less (OP-38); 0: whatever it is

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("contract", &PayMonth::contract), chain::field<2>("month", &PayMonth::month),
                      chain::field<3>("amount", &PayMonth::amount));
  }
  friend bool operator==(const PayMonth&, const PayMonth&) = default;
};

struct StateHardship {
  chain::RecordKey contract;
  chain::Day month;
  chain::Hash256 statement;  // of the text kept off chain

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("contract", &StateHardship::contract),
                      chain::field<2>("month", &StateHardship::month),
                      chain::field<3>("statement", &StateHardship::statement));
  }
  friend bool operator==(const StateHardship&, const StateHardship&) = default;
};
// More days to cure, after the worker was heard.
struct DecideHardship {
  chain::RecordKey contract;
  chain::Day month;
  std::uint32_t days = 0;
  chain::Hash256 reason;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("contract", &DecideHardship::contract),
                      chain::field<2>("month", &DecideHardship::month), chain::field<3>("days", &DecideHardship::days),
                      chain::field<4>("reason", &DecideHardship::reason));
  }
  friend bool operator==(const DecideHardship&, const DecideHardship&) = default;
};

struct MonthName {
  chain::RecordKey contract;
  chain::Day month;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("contract", &MonthName::contract), chain::field<2>("month", &MonthName::month));
  }
  friend bool operator==(const MonthName&, const MonthName&) = default;
};
struct OrderMonthName {
  chain::AccountId employer;
  chain::Day month;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("employer", &OrderMonthName::employer),
                      chain::field<2>("month", &OrderMonthName::month));
  }
  friend bool operator==(const OrderMonthName&, const OrderMonthName&) = default;
};
// All or nothing: the amount is exactly what the named months hold in escrow. One withdrawal, settled by the bank.
struct Remit {
  chain::AccountId bank;
  chain::Hash256 destination;  // commitment to the agency's bank account
  chain::Fen amount;
  std::vector<MonthName> months;
  std::vector<OrderMonthName> order_months;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("bank", &Remit::bank), chain::field<2>("destination", &Remit::destination),
                      chain::field<3>("amount", &Remit::amount),
                      chain::field<4>("months", &Remit::months, kMaxRemittedMonths),
                      chain::field<5>("order_months", &Remit::order_months, kMaxRemittedMonths));
  }
  friend bool operator==(const Remit&, const Remit&) = default;
};

struct OfferPlan {
  chain::AccountId worker;
  chain::Hash256 offer;
  chain::Timestamp expires_at;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("worker", &OfferPlan::worker), chain::field<2>("offer", &OfferPlan::offer),
                      chain::field<3>("expires_at", &OfferPlan::expires_at));
  }
  friend bool operator==(const OfferPlan&, const OfferPlan&) = default;
};
struct AcceptPlan {
  chain::RecordKey plan;

  static constexpr auto fields() { return std::tuple(chain::field<1>("plan", &AcceptPlan::plan)); }
  friend bool operator==(const AcceptPlan&, const AcceptPlan&) = default;
};

}  // namespace xh::contracts::insurance
