// State of the insurance contract: tables, keys and records. Who calls: the contract's own files; API and CLI to show
// them. Rate tables, order-cover terms and index heads are leaves of no record; all else is personal.
#pragma once

#include "contracts/insurance/history.h"
#include "contracts/insurance/payday.h"
#include "contracts/insurance/rates.h"

namespace xh::contracts::insurance {

inline constexpr std::size_t kMaxContractsPerWorker = 512;
inline constexpr std::size_t kMaxOpenMonths = 64;
inline constexpr std::size_t kMaxDefaultsShown = 64;
inline constexpr std::size_t kMaxPlansPerWorker = 64;
inline constexpr std::size_t kMaxIncomeMonths = 24;
inline constexpr std::size_t kMaxMonthEmployers = 16;
inline constexpr std::size_t kMaxCoverEntries = 64;
inline constexpr std::size_t kIndexPageSize = 32;

// Table numbers, stable for ever.
inline constexpr std::uint8_t kRateTable = 1;            // city -> RateTable
inline constexpr std::uint8_t kContractTable = 2;        // contract -> Contract
inline constexpr std::uint8_t kMonthTable = 3;           // contract, month -> Month
inline constexpr std::uint8_t kWorkerTable = 4;          // worker -> WorkerBook
inline constexpr std::uint8_t kIncomeTable = 5;          // worker -> Income
inline constexpr std::uint8_t kOrderCoverTable = 6;      // employer -> OrderCover
inline constexpr std::uint8_t kOrderMonthTable = 7;      // employer, month -> OrderMonth
inline constexpr std::uint8_t kClassificationTable = 8;  // classification -> Classification
inline constexpr std::uint8_t kDefaultTable = 9;         // default -> Default
inline constexpr std::uint8_t kPlanTable = 10;           // plan -> Plan
inline constexpr std::uint8_t kMonthIndexTable = 11;     // month -> IndexHead
inline constexpr std::uint8_t kMonthPageTable = 12;      // month, page -> ContractPage: contracts with that month
inline constexpr std::uint8_t kContractIndexTable = 13;  // one record: IndexHead
inline constexpr std::uint8_t kContractPageTable = 14;   // page -> ContractPage: all contracts

[[nodiscard]] inline StateKey rate_key(std::string_view city) {
  return StateKey(ContractId::kInsurance, kRateTable).add_last(city);
}
[[nodiscard]] inline StateKey contract_key(const chain::RecordKey& contract) {
  return StateKey(ContractId::kInsurance, kContractTable).add(contract);
}
[[nodiscard]] inline StateKey month_key(const chain::RecordKey& contract, chain::Day month) {
  return StateKey(ContractId::kInsurance, kMonthTable).add(contract).add(static_cast<std::uint64_t>(month.value));
}
[[nodiscard]] inline StateKey worker_key(const chain::AccountId& worker) {
  return StateKey(ContractId::kInsurance, kWorkerTable).add(worker);
}
[[nodiscard]] inline StateKey income_key(const chain::AccountId& worker) {
  return StateKey(ContractId::kInsurance, kIncomeTable).add(worker);
}
[[nodiscard]] inline StateKey order_cover_key(const chain::AccountId& employer) {
  return StateKey(ContractId::kInsurance, kOrderCoverTable).add(employer);
}
[[nodiscard]] inline StateKey order_month_key(const chain::AccountId& employer, chain::Day month) {
  return StateKey(ContractId::kInsurance, kOrderMonthTable).add(employer).add(static_cast<std::uint64_t>(month.value));
}
[[nodiscard]] inline StateKey classification_key(const chain::RecordKey& classification) {
  return StateKey(ContractId::kInsurance, kClassificationTable).add(classification);
}
[[nodiscard]] inline StateKey default_key(const chain::RecordKey& record) {
  return StateKey(ContractId::kInsurance, kDefaultTable).add(record);
}
[[nodiscard]] inline StateKey plan_key(const chain::RecordKey& plan) {
  return StateKey(ContractId::kInsurance, kPlanTable).add(plan);
}
[[nodiscard]] inline StateKey month_index_key(chain::Day month) {
  return StateKey(ContractId::kInsurance, kMonthIndexTable).add(static_cast<std::uint64_t>(month.value));
}
[[nodiscard]] inline StateKey month_page_key(chain::Day month, std::uint64_t page) {
  return StateKey(ContractId::kInsurance, kMonthPageTable).add(static_cast<std::uint64_t>(month.value)).add(page);
}
[[nodiscard]] inline StateKey contract_index_key() {
  return {ContractId::kInsurance, kContractIndexTable};
}
[[nodiscard]] inline StateKey contract_page_key(std::uint64_t page) {
  return StateKey(ContractId::kInsurance, kContractPageTable).add(page);
}

enum class ContractState : std::uint32_t { kActive = 0, kEnded = 1, kTerminated = 2 };
constexpr ContractState enum_max(ContractState) {
  return ContractState::kTerminated;
}
constexpr std::string_view enum_name(ContractState state) {
  switch (state) {
    case ContractState::kActive:
      return "active";
    case ContractState::kEnded:
      return "ended";
    case ContractState::kTerminated:
      return "terminated";
  }
  return "";
}

struct Contract {
  Terms terms;
  chain::Day from;        // first month, by its first day
  chain::Day last;        // last month
  chain::Day next_month;  // the next one to be billed
  ContractState state = ContractState::kActive;
  chain::Timestamp signed_at;
  std::optional<chain::Timestamp> ended_at;
  chain::RecordKey classification;      // that allowed it
  chain::RecordKey renews;              // the contract before this one, zero: none
  std::optional<chain::Day> renewed;    // first month of the contract after this one
  std::vector<chain::Day> open_months;  // with money missing, oldest first

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("terms", &Contract::terms), chain::field<2>("from", &Contract::from),
                      chain::field<3>("last", &Contract::last), chain::field<4>("next_month", &Contract::next_month),
                      chain::field<5>("state", &Contract::state), chain::field<6>("signed_at", &Contract::signed_at),
                      chain::field<7>("ended_at", &Contract::ended_at),
                      chain::field<8>("classification", &Contract::classification),
                      chain::field<9>("renews", &Contract::renews), chain::field<10>("renewed", &Contract::renewed),
                      chain::field<11>("open_months", &Contract::open_months, kMaxOpenMonths));
  }
  friend bool operator==(const Contract&, const Contract&) = default;
};

// Three sums: who bears, or who paid.
struct Parts {
  chain::Fen worker;
  chain::Fen subsidy;  // from the union
  chain::Fen employer;

  [[nodiscard]] chain::Fen total() const { return chain::Fen{worker.value + subsidy.value + employer.value}; }
  static constexpr auto fields() {
    return std::tuple(chain::field<1>("worker", &Parts::worker), chain::field<2>("subsidy", &Parts::subsidy),
                      chain::field<3>("employer", &Parts::employer));
  }
  friend bool operator==(const Parts&, const Parts&) = default;
};

// Which withdrawal carried a month's money to the agency.
struct Remittance {
  chain::RecordKey withdrawal;
  chain::Fen amount;
  chain::Timestamp at;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("withdrawal", &Remittance::withdrawal),
                      chain::field<2>("amount", &Remittance::amount), chain::field<3>("at", &Remittance::at));
  }
  friend bool operator==(const Remittance&, const Remittance&) = default;
};

// One month of one contract (IN-12): what is due and why, what arrived, what was remitted.
struct Month {
  chain::RecordKey contract;
  chain::Day month;
  chain::AccountId worker;
  std::vector<chain::AccountId> employers;  // that paid wages in it, and the contract's: they may read it
  Case kind = Case::kNone;
  chain::Fen gross;  // wages that count for the base
  chain::Fen fee;    // service fees that the subsidy is a share of
  chain::Fen base;
  std::vector<ChargeLine> lines;
  chain::Fen personal;              // part of the flexible pension that goes to the person's own account
  Parts due;                        // charged, or billed as case C
  Parts paid;                       // into the escrow account
  std::uint32_t rates_version = 0;  // of the city's table
  std::uint32_t mode_version = 0;   // of the parameter ins.mode
  MonthState state = MonthState::kOpen;
  bool waits = false;               // an employer owes wages of this month
  bool waited = false;              // ever: then the worker was not late
  bool is_overdue = false;          // the due date's attempt was made and failed
  chain::Timestamp due_at;          // the moment after the due date
  chain::Timestamp default_at;      // the moment after the days of grace
  chain::Timestamp paid_at;         // zero: not yet
  chain::RecordKey default_record;  // zero: none
  bool is_closed = false;           // the contract was terminated before anything of it was paid
  bool is_unlinked = false;         // its default is no longer shown (OP-41)
  chain::Fen remitted;
  std::optional<Remittance> remittance;  // the last one

  [[nodiscard]] chain::Fen missing_worker() const { return chain::Fen{due.worker.value - paid.worker.value}; }
  // Case C is charged when it is collected: until then it is a bill that a wage may still replace.
  [[nodiscard]] bool is_charged() const {
    return kind != Case::kNone && (kind != Case::kC || paid.total().value != 0 || due.total().value == 0);
  }
  [[nodiscard]] bool is_paid() const { return is_charged() && due == paid; }

  static constexpr auto fields() {
    return std::tuple(
        chain::field<1>("contract", &Month::contract), chain::field<2>("month", &Month::month),
        chain::field<3>("worker", &Month::worker), chain::field<4>("employers", &Month::employers, kMaxMonthEmployers),
        chain::field<5>("kind", &Month::kind), chain::field<6>("gross", &Month::gross),
        chain::field<7>("fee", &Month::fee), chain::field<8>("base", &Month::base),
        chain::field<9>("lines", &Month::lines, kMaxChargeLines), chain::field<10>("personal", &Month::personal),
        chain::field<11>("due", &Month::due), chain::field<12>("paid", &Month::paid),
        chain::field<13>("rates_version", &Month::rates_version),
        chain::field<14>("mode_version", &Month::mode_version), chain::field<15>("state", &Month::state),
        chain::field<16>("waits", &Month::waits), chain::field<17>("waited", &Month::waited),
        chain::field<18>("is_overdue", &Month::is_overdue), chain::field<19>("due_at", &Month::due_at),
        chain::field<20>("default_at", &Month::default_at), chain::field<21>("paid_at", &Month::paid_at),
        chain::field<22>("default_record", &Month::default_record), chain::field<23>("is_closed", &Month::is_closed),
        chain::field<24>("is_unlinked", &Month::is_unlinked), chain::field<25>("remitted", &Month::remitted),
        chain::field<26>("remittance", &Month::remittance));
  }
  friend bool operator==(const Month&, const Month&) = default;
};

struct ContractRef {
  chain::RecordKey contract;
  chain::Day from;
  chain::Day last;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("contract", &ContractRef::contract), chain::field<2>("from", &ContractRef::from),
                      chain::field<3>("last", &ContractRef::last));
  }
  friend bool operator==(const ContractRef&, const ContractRef&) = default;
};

// Where to find what a worker has here.
struct WorkerBook {
  std::vector<ContractRef> contracts;      // as signed: ascending months
  std::vector<chain::RecordKey> defaults;  // still shown, oldest first
  chain::RecordKey classification;         // the latest, zero: none
  std::vector<chain::RecordKey> plans;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("contracts", &WorkerBook::contracts, kMaxContractsPerWorker),
                      chain::field<2>("defaults", &WorkerBook::defaults, kMaxDefaultsShown),
                      chain::field<3>("classification", &WorkerBook::classification),
                      chain::field<4>("plans", &WorkerBook::plans, kMaxPlansPerWorker));
  }
  friend bool operator==(const WorkerBook&, const WorkerBook&) = default;
};

// Wages of a worker by the month, as payroll told them, contract or not.
struct IncomeMonth {
  chain::Day month;
  chain::Fen gross;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("month", &IncomeMonth::month), chain::field<2>("gross", &IncomeMonth::gross));
  }
  friend bool operator==(const IncomeMonth&, const IncomeMonth&) = default;
};
struct Income {
  std::vector<IncomeMonth> months;  // ascending, the latest kMaxIncomeMonths

  static constexpr auto fields() { return std::tuple(chain::field<1>("months", &Income::months, kMaxIncomeMonths)); }
  friend bool operator==(const Income&, const Income&) = default;
};

// An employer's standing cover for all who deliver for it, contracted or not.
struct CoverEntry {
  chain::Day from;  // first month
  Trade trade = Trade::kNone;
  std::string city;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("from", &CoverEntry::from), chain::field<2>("trade", &CoverEntry::trade),
                      chain::field<3>("city", &CoverEntry::city, kMaxCityBytes));
  }
  friend bool operator==(const CoverEntry&, const CoverEntry&) = default;
};
struct OrderCover {
  std::vector<CoverEntry> entries;  // ascending

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("entries", &OrderCover::entries, kMaxCoverEntries));
  }
  friend bool operator==(const OrderCover&, const OrderCover&) = default;
};

// Order cover of an employer's month, over all workers.
struct OrderMonth {
  std::uint64_t orders = 0;
  chain::Fen due;
  chain::Fen paid;
  chain::Fen remitted;
  std::optional<Remittance> remittance;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("orders", &OrderMonth::orders), chain::field<2>("due", &OrderMonth::due),
                      chain::field<3>("paid", &OrderMonth::paid), chain::field<4>("remitted", &OrderMonth::remitted),
                      chain::field<5>("remittance", &OrderMonth::remittance));
  }
  friend bool operator==(const OrderMonth&, const OrderMonth&) = default;
};

// One part of the open rule score (OP-42).
struct Factor {
  std::string name;          // "income_cover", "punctuality", "months_worked"
  std::int64_t measure = 0;  // cover in ppm, months counted, months with income
  std::int64_t points = 0;   // 0 to 1000
  std::int64_t weight = 0;
  bool is_short = false;  // below the points that the shortest term asks for

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("name", &Factor::name, 32), chain::field<2>("measure", &Factor::measure),
                      chain::field<3>("points", &Factor::points), chain::field<4>("weight", &Factor::weight),
                      chain::field<5>("is_short", &Factor::is_short));
  }
  friend bool operator==(const Factor&, const Factor&) = default;
};

struct Classification {
  chain::AccountId worker;
  std::string city;
  chain::Timestamp at;
  std::vector<Factor> factors;
  std::int64_t score = 0;         // 0 to 1000
  std::uint32_t rule_months = 0;  // what the rule proposes; 0: declined
  bool is_decided = false;        // false: a renewal check that waits for a person
  std::uint32_t months = 0;       // what the person decided
  chain::Hash256 reason;          // of the person's text; zero when he follows the rule
  bool is_used = false;           // a contract was signed on it

  static constexpr auto fields() {
    return std::tuple(
        chain::field<1>("worker", &Classification::worker),
        chain::field<2>("city", &Classification::city, kMaxCityBytes), chain::field<3>("at", &Classification::at),
        chain::field<4>("factors", &Classification::factors, 8), chain::field<5>("score", &Classification::score),
        chain::field<6>("rule_months", &Classification::rule_months),
        chain::field<7>("is_decided", &Classification::is_decided), chain::field<8>("months", &Classification::months),
        chain::field<9>("reason", &Classification::reason), chain::field<10>("is_used", &Classification::is_used));
  }
  friend bool operator==(const Classification&, const Classification&) = default;
};

// A month in default. After OP-41's years only `is_unlinked` is left of it.
struct Default {
  chain::RecordKey contract;
  chain::AccountId worker;
  chain::Day month;
  chain::Timestamp at;
  chain::Timestamp cure_by;
  std::optional<chain::Timestamp> ended;
  bool is_cured = false;
  chain::Fen amount;
  chain::Fen penalty;        // a receivable, taken from nothing (OP-39)
  chain::Hash256 statement;  // of the worker, heard before termination; zero: none
  bool is_unlinked = false;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("contract", &Default::contract), chain::field<2>("worker", &Default::worker),
                      chain::field<3>("month", &Default::month), chain::field<4>("at", &Default::at),
                      chain::field<5>("cure_by", &Default::cure_by), chain::field<6>("ended", &Default::ended),
                      chain::field<7>("is_cured", &Default::is_cured), chain::field<8>("amount", &Default::amount),
                      chain::field<9>("penalty", &Default::penalty), chain::field<10>("statement", &Default::statement),
                      chain::field<11>("is_unlinked", &Default::is_unlinked));
  }
  friend bool operator==(const Default&, const Default&) = default;
};

// A commercial insurance plan for an active worker (IN-17): the offer is a document kept off chain.
struct Plan {
  chain::AccountId worker;
  chain::Hash256 offer;
  chain::Timestamp offered_at;
  chain::Timestamp expires_at;
  std::optional<chain::Timestamp> accepted_at;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("worker", &Plan::worker), chain::field<2>("offer", &Plan::offer),
                      chain::field<3>("offered_at", &Plan::offered_at),
                      chain::field<4>("expires_at", &Plan::expires_at),
                      chain::field<5>("accepted_at", &Plan::accepted_at));
  }
  friend bool operator==(const Plan&, const Plan&) = default;
};

struct IndexHead {
  std::uint64_t count = 0;

  static constexpr auto fields() { return std::tuple(chain::field<1>("count", &IndexHead::count)); }
  friend bool operator==(const IndexHead&, const IndexHead&) = default;
};
struct ContractPage {
  std::vector<chain::RecordKey> contracts;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("contracts", &ContractPage::contracts, kIndexPageSize));
  }
  friend bool operator==(const ContractPage&, const ContractPage&) = default;
};

}  // namespace xh::contracts::insurance
