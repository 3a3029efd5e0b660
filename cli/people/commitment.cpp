#include "cli/people/commitment.h"

#include <algorithm>

#include "chain/codec/codec.h"
#include "chain/codec/domain.h"
#include "chain/codec/wire.h"
#include "cli/bank/payees.h"

namespace xh::cli {
namespace {

constexpr std::size_t kResidentIdDigits = 18;

std::string trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1));
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// Spaces and hyphens out, letters to upper case.
std::string number_text(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == ' ' || c == '\t' || c == '-') continue;
    out += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return out;
}

chain::Status check_number(std::string_view text, const std::string& what, std::size_t max_bytes) {
  if (text.empty()) return chain::invalid(what + " is missing");
  if (text.size() > max_bytes)
    return chain::invalid(what + " is longer than " + std::to_string(max_bytes) + " characters");
  const auto plain = [](char c) { return is_digit(c) || (c >= 'A' && c <= 'Z'); };
  if (!std::ranges::all_of(text, plain))
    return chain::invalid(what + " holds other characters than letters and digits");
  return {};
}

// GB 11643: weights 2^(17-i) mod 11, the check character closes the sum to 1 mod 11.
chain::Status check_resident_id(std::string_view text) {
  if (text.size() != kResidentIdDigits || !std::all_of(text.begin(), text.end() - 1, is_digit)) return {};
  int sum = 0;
  for (const char c : text) sum = (sum * 2 + (c == 'X' ? 10 : c - '0')) % 11;
  if (sum != 1) return chain::invalid("ID number: the check digit is wrong; look at it again");
  return {};
}

chain::Status check_name(std::string_view name) {
  if (name.empty()) return chain::invalid("name is missing");
  if (name.size() > kMaxPersonNameBytes)
    return chain::invalid("name is longer than " + std::to_string(kMaxPersonNameBytes) + " bytes");
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
  if (std::ranges::any_of(name, is_control)) return chain::invalid("name holds control characters");
  if (!chain::wire::is_valid_utf8(name)) return chain::invalid("name is not UTF-8");
  return {};
}

}  // namespace

chain::Result<PersonIdentity> normalise(PersonIdentity identity) {
  identity.name = trimmed(identity.name);
  identity.id_number = number_text(identity.id_number);
  if (auto ok = check_name(identity.name); !ok) return std::unexpected(ok.error());
  if (auto ok = check_number(identity.id_number, "ID number", kMaxIdNumberBytes); !ok)
    return std::unexpected(ok.error());
  if (auto ok = check_resident_id(identity.id_number); !ok) return std::unexpected(ok.error());
  return identity;
}

chain::Result<BankDestination> normalise(BankDestination destination) {
  destination.name = trimmed(destination.name);
  destination.bank_account = number_text(destination.bank_account);
  destination.cnaps = number_text(destination.cnaps);
  if (const auto objection = objection_to(bank_account_of(destination)); !objection.empty())
    return chain::invalid(objection);
  return destination;
}

BankAccount bank_account_of(const BankDestination& destination) {
  return {destination.name, destination.bank_account, destination.cnaps};
}

chain::Hash256 person_commitment(const chain::Hash256& salt, const PersonIdentity& identity) {
  chain::Bytes bytes(salt.bytes.begin(), salt.bytes.end());
  chain::append(bytes, chain::encode(identity));
  return chain::tagged_hash(chain::tags::kPerson, {}, bytes);
}

chain::Hash256 destination_commitment(const chain::Hash256& salt, const BankDestination& destination) {
  return destination_of(bank_account_of(destination), salt);
}

}  // namespace xh::cli
