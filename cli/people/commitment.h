// Commitments of the ledger to data that stays off it (I4, OP-13, OP-73): what the union registers of a person, and
// what a worker's payout instruction names. The salt is 32 random bytes made per commitment and kept with the data:
// with both anyone can check, without the salt nothing can be shown, and destroying it ends the link.
//
//   person       H("xh/person/1", zero chain tag, salt || strict codec's encoding of PersonIdentity)
//   destination  cli/bank/payees.h: H("xh/commitment/1", zero chain tag, salt || "<bank account>|<CNAPS>|<name>")
// both of normalised values, the same on every ledger. Who calls: the people store. Pure.
#pragma once

#include <string>

#include "chain/codec/fields.h"
#include "chain/primitives/bytes.h"
#include "chain/primitives/result.h"
#include "cli/bank/payment_file.h"

namespace xh::cli {

inline constexpr std::size_t kMaxPersonNameBytes = 560;  // 140 characters, as pain.001 has them
inline constexpr std::size_t kMaxIdNumberBytes = 32;
inline constexpr std::size_t kMaxBankAccountBytes = 34;
inline constexpr std::size_t kMaxCnapsBytes = 12;

struct PersonIdentity {
  std::string name;
  std::string id_number;  // upper case, no spaces

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("name", &PersonIdentity::name, kMaxPersonNameBytes),
                      chain::field<2>("id_number", &PersonIdentity::id_number, kMaxIdNumberBytes));
  }
  friend bool operator==(const PersonIdentity&, const PersonIdentity&) = default;
};

struct BankDestination {
  std::string name;          // of the account's holder
  std::string bank_account;  // digits and letters, no spaces
  std::string cnaps;         // 12 digits of the branch

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("name", &BankDestination::name, kMaxPersonNameBytes),
                      chain::field<2>("bank_account", &BankDestination::bank_account, kMaxBankAccountBytes),
                      chain::field<3>("cnaps", &BankDestination::cnaps, kMaxCnapsBytes));
  }
  friend bool operator==(const BankDestination&, const BankDestination&) = default;
};

// Spaces around the name and inside numbers do not count, nor do capitals in numbers: what two people type for the same
// person or account gives the same bytes. Error: names the field that is missing or malformed (a name with control
// characters, an 18-digit ID number with a wrong check digit, a bank account that no payout file could carry).
[[nodiscard]] chain::Result<PersonIdentity> normalise(PersonIdentity identity);
[[nodiscard]] chain::Result<BankDestination> normalise(BankDestination destination);

[[nodiscard]] BankAccount bank_account_of(const BankDestination& destination);

// Of normalised values.
[[nodiscard]] chain::Hash256 person_commitment(const chain::Hash256& salt, const PersonIdentity& identity);
[[nodiscard]] chain::Hash256 destination_commitment(const chain::Hash256& salt, const BankDestination& destination);

}  // namespace xh::cli
