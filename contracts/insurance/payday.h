// What a wage makes due in social insurance, as payroll asks for it on a payday (IN-09 to IN-12, OP-33 to OP-38).
//
// Who calls: payroll only: charges_for() when it makes a settlement, collect() when it pays one. Invariants: charging
// is idempotent over the wages of a month (the due of their sum less what was charged before); a month's contribution
// is collected whole or not at all. Threading: core thread. Cost: constant.
#pragma once

#include <string>
#include <vector>

#include "contracts/engine/context.h"

namespace xh::contracts::insurance {

inline constexpr std::size_t kMaxChargeLines = 12;

// A wage as it is being settled.
struct WageFacts {
  chain::AccountId worker;
  chain::AccountId employer;
  chain::RecordKey agreement;  // reference of the postings
  chain::Day month;            // first day of the civil month that the period ends in
  chain::Fen gross;
  chain::Fen fee;            // service fee on this gross, what the subsidy is a share of
  std::uint64_t orders = 0;  // for the per-order injury cover
  bool cooperating = false;  // the employer, on this payday
};

// One insurance of the scheme: "pension", "medical", "unemployment", "injury", "maternity", "housing_fund",
// "order_injury".
struct ChargeLine {
  std::string name;
  chain::Fen employer;
  chain::Fen worker;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("name", &ChargeLine::name, 32),
                      chain::field<2>("employer", &ChargeLine::employer),
                      chain::field<3>("worker", &ChargeLine::worker));
  }
  friend bool operator==(const ChargeLine&, const ChargeLine&) = default;
};

// What a settlement is charged with. All zero and no lines for a worker without a contract that covers the month and an
// employer without order injury cover. `worker` + `subsidy` + `employer` - `refund` = the sum of the lines' two
// columns, where the lines say who is charged by the rates; who bears it in the end is in the sums (as-written mode:
// the worker bears the employer's column too, less the subsidy).
struct Charges {
  chain::RecordKey contract;  // zero: none
  chain::Day month;
  chain::Fen base;
  std::vector<ChargeLine> lines;
  chain::Fen worker;                // to be taken from the wage
  chain::Fen subsidy;               // to be taken from the union's account
  chain::Fen employer;              // to be taken from the employer's account, beside wage and fee
  std::uint32_t rates_version = 0;  // of the city's rate table
  // A later wage of the month raised the subsidy above what this wage adds to the contribution: the union pays so much
  // of it to the worker, who had borne it before. Not part of this wage's net: a posting of its own.
  chain::Fen refund;

  static constexpr auto fields() {
    return std::tuple(
        chain::field<1>("contract", &Charges::contract), chain::field<2>("month", &Charges::month),
        chain::field<3>("base", &Charges::base), chain::field<4>("lines", &Charges::lines, kMaxChargeLines),
        chain::field<5>("worker", &Charges::worker), chain::field<6>("subsidy", &Charges::subsidy),
        chain::field<7>("employer", &Charges::employer), chain::field<8>("rates_version", &Charges::rates_version),
        chain::field<9>("refund", &Charges::refund));
  }
  friend bool operator==(const Charges&, const Charges&) = default;
};

// Makes the month's record owe these charges (payroll settles a wage once) and says what they are.
[[nodiscard]] Charges charge_wage(Context& context, const WageFacts& wage);

// The employer's column arrives: employer -> escrow. Needs the money to be there (payroll granted it).
void collect_employer(Context& context, const WageFacts& wage, const Charges& charges);

// The worker's share and the union's subsidy: worker -> escrow, union -> escrow, and the month is paid when nothing of
// it is missing. False, and nothing moved: the worker's balance does not cover it, or the union's does not cover the
// subsidy; the month stays open and is tried again on its due date. Needs lxr::balance_of only; never refuses.
bool collect_worker(Context& context, const WageFacts& wage, const Charges& charges);

// The employer paid less than the wage of that month: the month waits for the wage and does not run into a default.
// `owes` false: everything of it is paid now.
void employer_owes_wage(Context& context, const chain::AccountId& worker, chain::Day month, bool owes);

// Where contributions wait for their remittance: an account that nobody holds keys of.
[[nodiscard]] chain::AccountId escrow_account();

}  // namespace xh::contracts::insurance
