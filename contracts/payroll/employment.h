// The legal side of an agreement: employment form (PY-18) and who of a chain of companies is what (AC-15). Part of
// terms.h, which includes it. Plain values; the checks are in agreement_checks.cpp.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <tuple>

#include "chain/codec/fields.h"
#include "chain/primitives/bytes.h"

namespace xh::contracts::payroll {

enum class EmploymentForm : std::uint32_t {
  kUnstated = 0,
  kDispatch = 1,
  kPostOutsourcing = 2,
  kBusinessOutsourcing = 3,
  kShortTerm = 4,
  kSelfEmployed = 5,  // dependent self-employment, registered as an individual business
  kPartTime = 6,
  kCrowdsourcing = 7,
};
constexpr EmploymentForm enum_max(EmploymentForm) {
  return EmploymentForm::kCrowdsourcing;
}
constexpr std::string_view enum_name(EmploymentForm form) {
  switch (form) {
    case EmploymentForm::kUnstated:
      return "unstated";
    case EmploymentForm::kDispatch:
      return "dispatch";
    case EmploymentForm::kPostOutsourcing:
      return "post_outsourcing";
    case EmploymentForm::kBusinessOutsourcing:
      return "business_outsourcing";
    case EmploymentForm::kShortTerm:
      return "short_term";
    case EmploymentForm::kSelfEmployed:
      return "dependent_self_employment";
    case EmploymentForm::kPartTime:
      return "part_time";
    case EmploymentForm::kCrowdsourcing:
      return "crowdsourcing";
  }
  return "";
}

// Members that play a part of their own beside the employer; whoever is not named is the employer. Said on record and
// nothing else: the employer of the terms uploads, and its account pays.
struct ChainRoles {
  std::optional<chain::AccountId> manager;
  std::optional<chain::AccountId> contract_signer;
  std::optional<chain::AccountId> wage_payer;
  std::optional<chain::AccountId> tax_payer;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("manager", &ChainRoles::manager),
                      chain::field<2>("contract_signer", &ChainRoles::contract_signer),
                      chain::field<3>("wage_payer", &ChainRoles::wage_payer),
                      chain::field<4>("tax_payer", &ChainRoles::tax_payer));
  }
  friend bool operator==(const ChainRoles&, const ChainRoles&) = default;
};

}  // namespace xh::contracts::payroll
