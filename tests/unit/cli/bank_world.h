// What the tests of bank files share: S05's three payments, their payees, and the batch as the ledger has it.
#pragma once

#include "chain/codec/address.h"
#include "chain/crypto/sha256.h"
#include "cli/bank/payees.h"
#include "cli/bank/payout_plan.h"
#include "contracts/lxr/records.h"

namespace xh::cli::test {

inline constexpr const char* kChainId = "test-1";

template <class T>
T filled(std::uint8_t n) {
  T out;
  out.bytes.fill(n);
  return out;
}

struct BankWorld {
  BankWorld() {
    bank = filled<chain::AccountId>(0xba);
    payer = {"洛小茸工会", "51001", "102651000001"};
    const std::int64_t fen[] = {289'031, 266'381, 244'588};
    const char* names[] = {"王芳", "李 <强> & 子", "=HYPERLINK(\"x\")"};
    for (std::uint8_t i = 0; i < 3; ++i) {
      const BankAccount at{names[i], "622202" + std::to_string(1000 + i), "10265100000" + std::to_string(i)};
      const auto salt = filled<chain::Hash256>(static_cast<std::uint8_t>(0x50 + i));
      contracts::lxr::QueueLine line;
      line.withdrawal = filled<chain::RecordKey>(static_cast<std::uint8_t>(0xc0 + i));
      line.account = filled<chain::AccountId>(static_cast<std::uint8_t>(0x10 + i));
      line.amount = chain::Fen{fen[i]};
      line.destination = destination_of(at, salt);
      waiting.push_back(line);
      at_.push_back(at);
      salts_.push_back(salt);
    }
  }

  [[nodiscard]] std::string payees_csv() const {
    std::string out = "account,name,bank_account,cnaps,salt,bank_name\n";
    for (std::size_t i = 0; i < waiting.size(); ++i) {
      std::string name = at_[i].name;
      for (std::size_t q = name.find('"'); q != std::string::npos; q = name.find('"', q + 2)) name.insert(q, 1, '"');
      out += chain::to_address(waiting[i].account) + ",\"" + name + "\"," + at_[i].number + "," + at_[i].cnaps + "," +
             chain::to_hex(salts_[i].view()) + ",工商银行\n";
    }
    return out;
  }
  [[nodiscard]] PayeeList payees() const { return PayeeList::read(payees_csv()).value(); }

  [[nodiscard]] PaymentFile file() const {
    PaymentFile out;
    out.message_id = message_id(kChainId, bank, 1);
    out.created = chain::Timestamp{1'775'815'200'123};  // 2026-04-10 18:00:00.123 in Shanghai
    out.execution = chain::Day{20'553};                 // 2026-04-10
    out.payer = payer;
    out.lines = plan_payout(waiting, payees()).lines;
    return out;
  }
  [[nodiscard]] contracts::lxr::PayoutBatch batch(std::string_view bytes) const {
    contracts::lxr::PayoutBatch out;
    out.count = waiting.size();
    out.control_sum = chain::Fen{800'000};
    out.file_hash = chain::sha256(chain::as_bytes(bytes));
    return out;
  }

  chain::AccountId bank;
  BankAccount payer;
  std::vector<contracts::lxr::QueueLine> waiting;

 private:
  std::vector<BankAccount> at_;
  std::vector<chain::Hash256> salts_;
};

template <class T>
std::string why(const chain::Result<T>& result) {
  return result ? std::string() : result.error().message;
}

// The first occurrence of a text in a file becomes another.
inline std::string with(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  return at == std::string::npos ? std::string() : text.replace(at, from.size(), to);
}

}  // namespace xh::cli::test
