#include "cli/people/person.h"

#include <algorithm>

#include "chain/codec/address.h"
#include "chain/codec/wire.h"
#include "cli/output/time_text.h"
#include "cli/wallet/random.h"
#include "contracts/engine/calendar.h"

namespace xh::cli {
namespace {

constexpr std::int64_t kMonthsPerYear = 12;

chain::Status set_text(std::string& out, const std::optional<std::string>& text, const std::string& what,
                       std::size_t max_bytes) {
  if (!text) return {};
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
  if (text->size() > max_bytes) return chain::invalid(what + " is longer than " + std::to_string(max_bytes) + " bytes");
  if (std::ranges::any_of(*text, is_control) || !chain::wire::is_valid_utf8(*text))
    return chain::invalid(what + " holds control characters or is not UTF-8");
  out = *text;
  return {};
}

template <class T>
void keep_former(std::vector<T>& list, T former) {
  if (list.size() == kMaxFormerSalts) list.erase(list.begin());
  list.push_back(std::move(former));
}

chain::Status change_identity(Person& person, const PersonChange& change) {
  auto identity = person.identity;
  if (change.name) identity.name = *change.name;
  if (change.id_number) identity.id_number = *change.id_number;
  auto normal = normalise(std::move(identity));
  if (!normal) return std::unexpected(normal.error());
  if (*normal == person.identity) return {};
  if (!person.identity_salt.is_zero())
    keep_former(person.former_identities, FormerIdentity{person.identity, person.identity_salt});
  person.identity = std::move(*normal);
  person.identity_salt = random_fixed<chain::Hash256>();
  return {};
}

chain::Status change_destination(Person& person, const PersonChange& change, const Person& before) {
  if (change.bank_account) person.bank_account = *change.bank_account;
  if (change.cnaps) person.cnaps = *change.cnaps;
  if (person.bank_account.empty() && person.cnaps.empty()) {
    person.destination_salt = {};
  } else {
    auto normal = normalise(payout_of(person));
    if (!normal) return std::unexpected(normal.error());
    person.bank_account = normal->bank_account;
    person.cnaps = normal->cnaps;
    if (has_destination(before) && payout_of(before) == *normal) return {};
    person.destination_salt = random_fixed<chain::Hash256>();
  }
  if (has_destination(before))
    keep_former(person.former_destinations, FormerDestination{payout_of(before), before.destination_salt});
  return {};
}

chain::Status change_dates(Person& person, const PersonChange& change) {
  if (change.account && !change.account->empty()) {
    const auto account = chain::from_address(*change.account);
    if (!account) return chain::invalid("account: " + account.error().message);
    person.account = *account;
  }
  if (change.last_settlement && !change.last_settlement->empty()) {
    const auto day = parse_day(*change.last_settlement);
    if (!day) return chain::invalid("last settlement: " + day.error().message);
    if (person.last_settlement && *day < *person.last_settlement)
      return chain::invalid("last settlement: a later one is on file (" + contracts::to_text(*person.last_settlement) +
                            ")");
    person.last_settlement = *day;
  }
  return {};
}

chain::Status change_marital(Person& person, const PersonChange& change) {
  if (auto ok = set_text(person.marital_status, change.marital_status, "marital status", kMaxMaritalStatusBytes); !ok)
    return ok;
  if (auto ok =
          set_text(person.marital_purpose, change.marital_purpose, "purpose of the marital status", kMaxPurposeBytes);
      !ok)
    return ok;
  if (person.marital_status.empty()) {
    person.marital_purpose.clear();
    return {};
  }
  if (person.marital_purpose.empty())
    return chain::invalid(
        "marital status is kept only with the purpose that the person agreed to (OP-79): say --marital-purpose too");
  return {};
}

}  // namespace

chain::Status check_ref(const std::string& ref) {
  const auto plain = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '.' || c == '_' ||
           c == '-';
  };
  if (ref.empty() || ref.size() > kMaxPersonRefBytes || !std::ranges::all_of(ref, plain))
    return chain::invalid("a person's number is 1 to 64 letters, digits, '.', '_' or '-': not a name or an ID number");
  return {};
}

bool has_destination(const Person& person) {
  return !person.destination_salt.is_zero();
}

BankDestination payout_of(const Person& person) {
  return {person.identity.name, person.bank_account, person.cnaps};
}

chain::Result<Person> changed(Person person, const PersonChange& change) {
  const auto before = person;
  if (auto ok = check_ref(person.ref); !ok) return std::unexpected(ok.error());
  if (auto ok = change_identity(person, change); !ok) return std::unexpected(ok.error());
  if (auto ok = set_text(person.phone, change.phone, "phone", kMaxPhoneBytes); !ok) return std::unexpected(ok.error());
  if (auto ok = set_text(person.address, change.address, "address", kMaxAddressBytes); !ok)
    return std::unexpected(ok.error());
  if (auto ok = change_destination(person, change, before); !ok) return std::unexpected(ok.error());
  if (auto ok = change_dates(person, change); !ok) return std::unexpected(ok.error());
  if (auto ok = change_marital(person, change); !ok) return std::unexpected(ok.error());
  return person;
}

std::optional<chain::Day> hold_ends(const Person& person) {
  if (!person.last_settlement) return std::nullopt;
  return contracts::add_months(*person.last_settlement, kWageRetentionYears * kMonthsPerYear);
}

Person reduced_to_wage_ledger(Person person) {
  person.phone.clear();
  person.address.clear();
  person.marital_status.clear();
  person.marital_purpose.clear();
  return person;
}

}  // namespace xh::cli
