// Events of the insurance contract: what receipts carry. Numbers are stable for ever. No personal data: a default names
// its contract by key and its subject by a hash that cannot be linked without that key (OP-41, I4).
#pragma once

#include "contracts/insurance/records.h"

namespace xh::contracts::insurance {

enum class EventKind : std::uint32_t {
  kRatesSet = 1,
  kClassified = 2,
  kContractSigned = 3,
  kContractEnded = 4,
  kOrderCoverSet = 5,
  kMonthBilled = 6,
  kMonthOverdue = 7,
  kMonthWaits = 8,
  kMonthPaid = 9,
  kDefault = 10,
  kHardshipStated = 11,
  kHardshipDecided = 12,
  kDefaultCured = 13,
  kContractTerminatedDefault = 14,
  kDefaultUnlinked = 15,
  kRenewalCheck = 16,
  kRemitted = 17,
  kPlanOffered = 18,
  kPlanAccepted = 19,
};

struct RatesSet {
  std::string city;
  chain::Hash256 source;
  std::vector<std::uint32_t> versions;  // of the rows, in their order

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("city", &RatesSet::city, kMaxCityBytes),
                      chain::field<2>("source", &RatesSet::source),
                      chain::field<3>("versions", &RatesSet::versions, kMaxRateRows));
  }
  friend bool operator==(const RatesSet&, const RatesSet&) = default;
};

// kRenewalCheck has the same content, undecided.
struct Classified {
  chain::RecordKey key;
  Classification classification;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("key", &Classified::key),
                      chain::field<2>("classification", &Classified::classification));
  }
  friend bool operator==(const Classified&, const Classified&) = default;
};

struct ContractSigned {
  chain::RecordKey contract;
  Contract content;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("contract", &ContractSigned::contract),
                      chain::field<2>("content", &ContractSigned::content));
  }
  friend bool operator==(const ContractSigned&, const ContractSigned&) = default;
};

struct ContractEnded {
  chain::RecordKey contract;
  chain::Day last;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("contract", &ContractEnded::contract),
                      chain::field<2>("last", &ContractEnded::last));
  }
  friend bool operator==(const ContractEnded&, const ContractEnded&) = default;
};

struct OrderCoverSet {
  chain::AccountId employer;
  CoverEntry entry;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("employer", &OrderCoverSet::employer),
                      chain::field<2>("entry", &OrderCoverSet::entry));
  }
  friend bool operator==(const OrderCoverSet&, const OrderCoverSet&) = default;
};

// kMonthOverdue and kMonthWaits have the same content.
struct MonthNotice {
  chain::RecordKey contract;
  chain::Day month;
  chain::Fen missing;           // of the worker's part
  chain::Timestamp due_at;      // before this moment
  chain::Timestamp default_at;  // from this moment on it is a default

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("contract", &MonthNotice::contract),
                      chain::field<2>("month", &MonthNotice::month), chain::field<3>("missing", &MonthNotice::missing),
                      chain::field<4>("due_at", &MonthNotice::due_at),
                      chain::field<5>("default_at", &MonthNotice::default_at));
  }
  friend bool operator==(const MonthNotice&, const MonthNotice&) = default;
};

struct DefaultEvent {
  chain::RecordKey contract;
  chain::Day month;
  chain::Fen amount;
  chain::Fen penalty;
  chain::Hash256 subject;  // SHA-256 of contract key and worker
  chain::Timestamp cure_by;

  static constexpr auto fields() {
    return std::tuple(
        chain::field<1>("contract", &DefaultEvent::contract), chain::field<2>("month", &DefaultEvent::month),
        chain::field<3>("amount", &DefaultEvent::amount), chain::field<4>("penalty", &DefaultEvent::penalty),
        chain::field<5>("subject", &DefaultEvent::subject), chain::field<6>("cure_by", &DefaultEvent::cure_by));
  }
  friend bool operator==(const DefaultEvent&, const DefaultEvent&) = default;
};

struct HardshipEvent {
  chain::RecordKey contract;
  chain::Day month;
  chain::Hash256 text;  // the worker's statement, or the union's reason
  chain::Timestamp cure_by;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("contract", &HardshipEvent::contract),
                      chain::field<2>("month", &HardshipEvent::month), chain::field<3>("text", &HardshipEvent::text),
                      chain::field<4>("cure_by", &HardshipEvent::cure_by));
  }
  friend bool operator==(const HardshipEvent&, const HardshipEvent&) = default;
};

struct DefaultUnlinked {
  chain::RecordKey record;

  static constexpr auto fields() { return std::tuple(chain::field<1>("record", &DefaultUnlinked::record)); }
  friend bool operator==(const DefaultUnlinked&, const DefaultUnlinked&) = default;
};

struct Remitted {
  chain::RecordKey withdrawal;
  chain::AccountId bank;
  chain::Fen amount;
  std::uint32_t months = 0;
  std::uint32_t order_months = 0;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("withdrawal", &Remitted::withdrawal), chain::field<2>("bank", &Remitted::bank),
                      chain::field<3>("amount", &Remitted::amount), chain::field<4>("months", &Remitted::months),
                      chain::field<5>("order_months", &Remitted::order_months));
  }
  friend bool operator==(const Remitted&, const Remitted&) = default;
};

struct PlanEvent {
  chain::RecordKey key;
  Plan plan;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("key", &PlanEvent::key), chain::field<2>("plan", &PlanEvent::plan));
  }
  friend bool operator==(const PlanEvent&, const PlanEvent&) = default;
};

}  // namespace xh::contracts::insurance
