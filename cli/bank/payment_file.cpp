#include "cli/bank/payment_file.h"

#include <algorithm>
#include <charconv>

#include "chain/codec/wire.h"
#include "chain/crypto/sha256.h"
#include "cli/output/money.h"

namespace xh::cli {
namespace {

constexpr std::size_t kTagDigits = 12;

std::string file_prefix(std::string_view chain_id, const chain::AccountId& bank) {
  const auto hash = chain::Sha256()
                        .update(chain::as_bytes("xh/payout-file/1"))
                        .update(chain::as_bytes(chain_id))
                        .update(bank.view())
                        .finish();
  return "XH-" + chain::to_hex(hash.view()).substr(0, kTagDigits) + "-";
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_account_character(char c) {
  return is_digit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

// A sign that begins a UTF-8 character: continuation bytes are 10xxxxxx.
bool begins_character(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
}
bool is_control(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
}

}  // namespace

chain::Fen sum_of(const PaymentFile& file) {
  chain::Fen sum;
  for (const auto& line : file.lines) {
    const auto next = chain::checked_add(sum, line.amount);
    if (!next) return chain::Fen{-1};  // no sum of ours
    sum = *next;
  }
  return sum;
}

std::string end_to_end_id(const chain::RecordKey& withdrawal) {
  return "XHW" + chain::to_hex(withdrawal.view().first(16));
}

std::string message_id(std::string_view chain_id, const chain::AccountId& bank, std::uint64_t number) {
  return file_prefix(chain_id, bank) + std::to_string(number);
}

std::optional<std::uint64_t> batch_number(std::string_view id, std::string_view chain_id,
                                          const chain::AccountId& bank) {
  const auto prefix = file_prefix(chain_id, bank);
  if (!id.starts_with(prefix)) return std::nullopt;
  id.remove_prefix(prefix.size());
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(id.data(), id.data() + id.size(), number);
  if (error != std::errc{} || end != id.data() + id.size() || number == 0) return std::nullopt;
  return number;
}

std::string bank_amount(chain::Fen amount) {
  auto text = format_fen(amount);
  std::erase(text, ',');
  return text;
}

std::string objection_to(const BankAccount& account) {
  if (account.name.empty()) return "the name is empty";
  if (!chain::wire::is_valid_utf8(account.name) || std::ranges::any_of(account.name, is_control))
    return "the name holds signs that are no text";
  if (account.name.find('|') != std::string::npos) return "the name holds a '|'";
  if (std::ranges::count_if(account.name, begins_character) > static_cast<std::ptrdiff_t>(kMaxNameCharacters))
    return "the name is longer than 140 characters";
  if (account.number.empty() || account.number.size() > kMaxAccountCharacters ||
      !std::ranges::all_of(account.number, is_account_character))
    return "the bank account must be 1 to 34 digits or letters";
  if (account.cnaps.size() != kCnapsDigits || !std::ranges::all_of(account.cnaps, is_digit))
    return "the CNAPS number must be 12 digits";
  return {};
}

}  // namespace xh::cli
