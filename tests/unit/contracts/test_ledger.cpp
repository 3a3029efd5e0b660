#include "test_ledger.h"

#include <algorithm>
#include <limits>

#include "contracts/credit/default_parameters.h"
#include "contracts/dispute/default_parameters.h"
#include "contracts/engine/default_parameters.h"
#include "contracts/guidance/default_parameters.h"
#include "contracts/identity/members.h"
#include "contracts/insurance/default_parameters.h"
#include "contracts/lxr/calls.h"
#include "contracts/matching/default_parameters.h"
#include "contracts/payroll/default_parameters.h"

namespace xh::contracts::test {
namespace {

using identity::Role;

template <class T>
std::string why(const chain::Result<T>& result) {
  return result ? std::string() : result.error().message;
}

chain::GenesisMember member(std::string name, std::uint32_t roles, std::uint8_t n) {
  return {std::move(name), roles | identity::bit(Role::kMember), actor(n).policy};
}

chain::Validator validator(std::uint8_t n) {
  chain::Validator out;
  out.name = "v" + std::to_string(n);
  out.operator_account = actor(1).id;
  out.key = key_of(static_cast<std::uint8_t>(100 + n));
  out.node_key.bytes[0] = n;
  out.address = "127.0.0.1:" + std::to_string(26'656 + n);
  return out;
}

}  // namespace

chain::PublicKey key_of(std::uint8_t n) {
  chain::Bytes secret(32, 0);
  secret[31] = n;
  return chain::SecretKey::from_bytes(secret)->public_key();
}

chain::KeyPolicy policy_of(std::uint32_t threshold, std::vector<std::uint8_t> numbers) {
  chain::KeyPolicy policy;
  policy.threshold = threshold;
  for (const auto n : numbers) policy.keys.push_back(key_of(n));
  std::ranges::sort(policy.keys);
  return policy;
}

Actor actor(std::uint8_t n) {
  auto policy = policy_of(1, {n});
  const auto id = chain::account_id_of(policy);
  return {std::move(policy), id};
}

chain::Genesis test_genesis() {
  chain::Genesis genesis;
  genesis.chain_id = "xh-test";
  genesis.time = chain::Timestamp{kStartMs};
  for (std::uint8_t n = 1; n <= 4; ++n) genesis.validators.push_back(validator(n));
  genesis.members = {member("union", identity::bit(Role::kUnion), 1), member("bank", identity::bit(Role::kBank), 2),
                     member("employer", identity::bit(Role::kEmployer), 3),
                     member("worker a", identity::bit(Role::kWorker), 4),
                     member("worker b", identity::bit(Role::kWorker), 5)};
  genesis.zones = {{"Asia/Shanghai", {{std::numeric_limits<std::int64_t>::min(), 8 * 3600}}}};
  genesis.holidays = {{"CN", "none: test", {}, {}}};
  genesis.parameters = default_parameters(genesis.time);
  for (auto& parameter : payroll::default_parameters(genesis.time)) genesis.parameters.push_back(std::move(parameter));
  for (auto& parameter : insurance::default_parameters(genesis.time))
    genesis.parameters.push_back(std::move(parameter));
  for (auto& parameter : credit::default_parameters(genesis.time)) genesis.parameters.push_back(std::move(parameter));
  for (auto& parameter : matching::default_parameters(genesis.time)) genesis.parameters.push_back(std::move(parameter));
  for (auto& parameter : dispute::default_parameters(genesis.time)) genesis.parameters.push_back(std::move(parameter));
  for (auto& parameter : guidance::default_parameters(genesis.time)) genesis.parameters.push_back(std::move(parameter));
  genesis.blinding.bytes[0] = 7;
  return genesis;
}

TestLedger::TestLedger(chain::Genesis from, const Registry& methods) : genesis(std::move(from)), registry(methods) {
  reopen();
}

void TestLedger::reopen() {
  executor.reset();
  auto opened = BlockExecutor::open(genesis, registry, store);
  BOOST_REQUIRE_MESSAGE(opened.has_value(), why(opened));
  executor = std::move(*opened);
}

BlockInput TestLedger::next(std::int64_t after_ms) const {
  const auto height = height_of(executor->finalized()).value + 1;
  return {chain::Height{height}, chain::Timestamp{time().value + after_ms}, chain::View{height}};
}

TransactionPtr TestLedger::make_tx(const Actor& from, ContractId contract, std::uint32_t method, chain::Bytes args,
                                   const TxOptions& options) {
  chain::TransactionBody body;
  body.chain_id = genesis.chain_id;
  body.account = from.id;
  chain::Bytes key(8, 0);
  chain::append_be64(key, options.key ? *options.key : next_key_++);
  body.key = *chain::to_fixed<chain::IdempotencyKey>(key);
  body.expires_at = chain::Timestamp{time().value + options.lifetime_ms};
  body.blinding.bytes[0] = static_cast<std::uint8_t>(next_key_);
  body.blinding.bytes[1] = static_cast<std::uint8_t>(next_key_ >> 8);
  body.call = {static_cast<std::uint32_t>(contract), method, std::move(args)};
  auto keys = options.signing_keys;
  if (keys.empty()) {
    keys = from.policy.keys;
    for (const auto& co : options.co_signers) keys.insert(keys.end(), co.policy.keys.begin(), co.policy.keys.end());
  }
  for (const auto& co : options.co_signers) body.co_signers.push_back(co.id);
  std::ranges::sort(body.co_signers);
  std::ranges::sort(keys);
  chain::Transaction envelope;
  envelope.body = chain::encode(body);
  for (const auto& k : keys) envelope.signatures.push_back({k, {}});
  const chain::TransactionHasher hasher(executor->chain().tag);
  auto parsed = chain::parse_transaction(chain::encode(envelope), hasher, genesis.chain_id);
  BOOST_REQUIRE_MESSAGE(parsed.has_value(), why(parsed));
  return std::make_shared<const chain::ParsedTransaction>(std::move(*parsed));
}

std::vector<chain::Receipt> TestLedger::block(const std::vector<TransactionPtr>& txs, std::int64_t after_ms) {
  auto executed = executor->execute(executor->finalized(), next(after_ms), txs);
  BOOST_REQUIRE_MESSAGE(executed.has_value(), why(executed));
  chain::BlockId id;
  id.bytes[0] = static_cast<std::uint8_t>(height_of(executed->state).value);
  BOOST_REQUIRE(executor->commit(executed->state, id).has_value());
  std::vector<chain::Receipt> receipts;
  for (const auto& salted : executed->receipts) {
    auto receipt = chain::decode<chain::Receipt>(salted.receipt);
    BOOST_REQUIRE(receipt.has_value());
    receipts.push_back(std::move(*receipt));
  }
  return receipts;
}

void TestLedger::deposit(const Actor& to, std::int64_t fen) {
  stated_fen += fen;
  run_ok(actor(2), ContractId::kLxr, lxr::MethodId::kCustodyStatement,
         lxr::FileStatement{chain::Fen{stated_fen}, time()});
  lxr::ConfirmDeposit confirm;
  confirm.deposits.push_back({to.id, chain::Fen{fen}, "receipt-" + std::to_string(next_key_)});
  run_ok(actor(2), ContractId::kLxr, lxr::MethodId::kConfirmDeposit, confirm);
}

std::uint64_t Numbers::next() {
  state_ += 0x9e3779b97f4a7c15;
  std::uint64_t z = state_;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

}  // namespace xh::contracts::test
