// What an insurance contract's parties agree on, and the words for it. Plain values. Who calls: everyone who reads or
// makes insurance contracts.
#pragma once

#include <string>
#include <string_view>

#include "chain/codec/fields.h"
#include "chain/primitives/bytes.h"
#include "chain/primitives/types.h"

namespace xh::contracts::insurance {

enum class Mode : std::uint32_t { kStrict = 0, kAsWritten = 1 };  // OP-34

enum class Scheme : std::uint32_t {
  kEmployee = 0,  // five insurances, employer's and employee's shares
  kFlexible = 1,  // pension and medical, all by the person
};
constexpr Scheme enum_max(Scheme) {
  return Scheme::kFlexible;
}
constexpr std::string_view enum_name(Scheme scheme) {
  return scheme == Scheme::kFlexible ? "flexible" : "employee";
}

// Of the per-order injury cover.
enum class Trade : std::uint32_t { kNone = 0, kRideHailing = 1, kDelivery = 2, kDeliveryHigh = 3, kFreight = 4 };
constexpr Trade enum_max(Trade) {
  return Trade::kFreight;
}
constexpr std::string_view enum_name(Trade trade) {
  switch (trade) {
    case Trade::kNone:
      return "none";
    case Trade::kRideHailing:
      return "ride_hailing";
    case Trade::kDelivery:
      return "delivery";
    case Trade::kDeliveryHigh:
      return "delivery_high";
    case Trade::kFreight:
      return "freight";
  }
  return "";
}

// Why the worker bears what he bears in a month (IN-09 to IN-11).
enum class Case : std::uint32_t {
  kNone = 0,  // nothing charged yet
  kA = 1,     // wage of a cooperating enterprise; strict employee scheme: of the contract's employer
  kB = 2,     // any other wage
  kC = 3,     // no wage
};
constexpr Case enum_max(Case) {
  return Case::kC;
}
constexpr std::string_view enum_name(Case value) {
  switch (value) {
    case Case::kNone:
      return "none";
    case Case::kA:
      return "A";
    case Case::kB:
      return "B";
    case Case::kC:
      return "C";
  }
  return "";
}

struct Terms {
  chain::AccountId worker;
  chain::AccountId employer;  // that owes a share (strict employee scheme) or order cover; zero: none
  Scheme scheme = Scheme::kFlexible;
  std::string city;                       // whose rate table
  chain::Fen base;                        // flexible scheme and case C: the worker's choice, clamped; 0: the floor
  std::int64_t housing_employer_ppm = 0;  // housing fund (IN-16, OP-44); 0: off
  std::int64_t housing_worker_ppm = 0;
  Trade order_cover = Trade::kNone;  // the employer pays for each order

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("worker", &Terms::worker), chain::field<2>("employer", &Terms::employer),
                      chain::field<3>("scheme", &Terms::scheme), chain::field<4>("city", &Terms::city, 32),
                      chain::field<5>("base", &Terms::base),
                      chain::field<6>("housing_employer_ppm", &Terms::housing_employer_ppm),
                      chain::field<7>("housing_worker_ppm", &Terms::housing_worker_ppm),
                      chain::field<8>("order_cover", &Terms::order_cover));
  }
  friend bool operator==(const Terms&, const Terms&) = default;
};

}  // namespace xh::contracts::insurance
