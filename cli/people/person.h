// One person of the union's off-chain store: what the ledger must never hold (OP-13, OP-73, OP-79). Plain values; the
// store seals them (store.h). Limits: those of fields(). Pure, thread-safe.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "chain/primitives/types.h"
#include "cli/people/commitment.h"

namespace xh::cli {

inline constexpr std::size_t kMaxPersonRefBytes = 64;
inline constexpr std::size_t kMaxPhoneBytes = 32;
inline constexpr std::size_t kMaxAddressBytes = 280;
inline constexpr std::size_t kMaxMaritalStatusBytes = 32;
inline constexpr std::size_t kMaxPurposeBytes = 200;
inline constexpr std::size_t kMaxFormerSalts = 16;  // of changed names or bank accounts; the oldest go

// The wage ledger is kept for three years after the last settlement (R-10g); until then an erasure blocks.
inline constexpr std::int64_t kWageRetentionYears = 3;

// A commitment that the ledger may still hold though the data changed.
struct FormerIdentity {
  PersonIdentity identity;
  chain::Hash256 salt;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("identity", &FormerIdentity::identity),
                      chain::field<2>("salt", &FormerIdentity::salt));
  }
  friend bool operator==(const FormerIdentity&, const FormerIdentity&) = default;
};
struct FormerDestination {
  BankDestination bank;
  chain::Hash256 salt;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("bank", &FormerDestination::bank),
                      chain::field<2>("salt", &FormerDestination::salt));
  }
  friend bool operator==(const FormerDestination&, const FormerDestination&) = default;
};

struct Person {
  std::string ref;  // the union's own number, no personal data: [A-Za-z0-9._-]
  PersonIdentity identity;
  chain::Hash256 identity_salt;
  std::optional<chain::AccountId> account;  // once registered
  std::string phone;
  std::string bank_account;
  std::string cnaps;
  chain::Hash256 destination_salt;  // zero: no bank account yet
  std::string address;
  std::string marital_status;                 // off by default (OP-79)
  std::string marital_purpose;                // what the person agreed to it for
  std::optional<chain::Day> last_settlement;  // of a wage
  std::optional<chain::Timestamp> blocked_at;
  std::optional<chain::Day> blocked_until;  // first day on which it may be destroyed
  std::vector<FormerIdentity> former_identities;
  std::vector<FormerDestination> former_destinations;

  static constexpr auto fields() {
    using chain::field;
    return std::tuple(field<1>("ref", &Person::ref, kMaxPersonRefBytes), field<2>("identity", &Person::identity),
                      field<3>("identity_salt", &Person::identity_salt), field<4>("account", &Person::account),
                      field<5>("phone", &Person::phone, kMaxPhoneBytes),
                      field<6>("bank_account", &Person::bank_account, kMaxBankAccountBytes),
                      field<7>("cnaps", &Person::cnaps, kMaxCnapsBytes),
                      field<8>("destination_salt", &Person::destination_salt),
                      field<9>("address", &Person::address, kMaxAddressBytes),
                      field<10>("marital_status", &Person::marital_status, kMaxMaritalStatusBytes),
                      field<11>("marital_purpose", &Person::marital_purpose, kMaxPurposeBytes),
                      field<12>("last_settlement", &Person::last_settlement),
                      field<13>("blocked_at", &Person::blocked_at), field<14>("blocked_until", &Person::blocked_until),
                      field<15>("former_identities", &Person::former_identities, kMaxFormerSalts),
                      field<16>("former_destinations", &Person::former_destinations, kMaxFormerSalts));
  }
  friend bool operator==(const Person&, const Person&) = default;
};

// What a command line or a line of a sheet says; nothing said leaves a field as it is.
struct PersonChange {
  std::optional<std::string> account, name, id_number, phone, bank_account, cnaps, address, marital_status,
      marital_purpose, last_settlement;
};

[[nodiscard]] chain::Status check_ref(const std::string& ref);
// The person after the change; new salts for the commitments whose data changed, the former ones kept. Errors name the
// field. Rules: marital status only with the purpose that the person agreed to (OP-79); a last settlement never moves
// back.
[[nodiscard]] chain::Result<Person> changed(Person person, const PersonChange& change);
[[nodiscard]] bool has_destination(const Person& person);
[[nodiscard]] BankDestination payout_of(const Person& person);

// The first day on which the wage ledger need not be kept any more.
[[nodiscard]] std::optional<chain::Day> hold_ends(const Person& person);
// What is left of a person while the wage ledger must be kept: nothing that a wage does not need.
[[nodiscard]] Person reduced_to_wage_ledger(Person person);

}  // namespace xh::cli
