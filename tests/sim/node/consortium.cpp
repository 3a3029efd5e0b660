#include "tests/sim/node/consortium.h"

#include <limits>

#include "contracts/engine/default_parameters.h"
#include "contracts/identity/members.h"
#include "contracts/payroll/default_parameters.h"

namespace xh::sim {
namespace {

using contracts::identity::Role;

chain::SecretKey secret(std::uint8_t number) {
  chain::Bytes bytes(32, 0);
  bytes[31] = number;
  return std::move(*chain::SecretKey::from_bytes(bytes));
}

chain::GenesisMember member(std::string name, Role role, Who who) {
  const auto roles = contracts::identity::bit(role) | contracts::identity::bit(Role::kMember);
  return {std::move(name), roles, Consortium::policy(static_cast<std::uint8_t>(who))};
}

// Short times, so that a minute of simulated time holds many views and every timer runs out now and then.
chain::ConsensusParams fast_consensus() {
  chain::ConsensusParams out;
  out.delta_ms = 100;
  out.max_timeout_ms = 3'000;
  out.heartbeat_ms = 2'000;
  return out;
}

}  // namespace

chain::KeyPolicy Consortium::policy(std::uint8_t number) {
  return {1, {secret(number).public_key()}};
}
chain::AccountId Consortium::account(Who who) {
  return chain::account_id_of(policy(static_cast<std::uint8_t>(who)));
}

Consortium::Consortium(std::size_t validators) {
  genesis_.chain_id = "xh-sim";
  genesis_.time = chain::Timestamp{kStartMs};
  genesis_.consensus = fast_consensus();
  for (std::size_t i = 0; i < validators; ++i) {
    validator_keys_.push_back(secret(static_cast<std::uint8_t>(100 + i)));
    chain::Validator v;
    v.name = "v" + std::to_string(i);
    v.operator_account = account(Who::kUnion);
    v.key = validator_keys_.back().public_key();
    v.node_key.bytes[0] = static_cast<std::uint8_t>(i + 1);
    v.address = "v" + std::to_string(i) + ":1";
    genesis_.validators.push_back(std::move(v));
  }
  genesis_.members = {member("union", Role::kUnion, Who::kUnion), member("bank", Role::kBank, Who::kBank),
                      member("employer", Role::kEmployer, Who::kEmployer),
                      member("worker a", Role::kWorker, Who::kWorkerA),
                      member("worker b", Role::kWorker, Who::kWorkerB)};
  genesis_.zones = {{"Asia/Shanghai", {{std::numeric_limits<std::int64_t>::min(), 8 * 3600}}}};
  genesis_.holidays = {{"CN", "none: simulation", {}, {}}};
  genesis_.parameters = contracts::default_parameters(genesis_.time);
  for (auto& parameter : contracts::payroll::default_parameters(genesis_.time))
    genesis_.parameters.push_back(std::move(parameter));
  genesis_.blinding.bytes[0] = 7;
  context_ = chain::make_context(genesis_);
}

SignedCall Consortium::sign_call(Who from, chain::Call call, std::uint64_t key) const {
  chain::TransactionBody body;
  body.chain_id = genesis_.chain_id;
  body.account = account(from);
  chain::Bytes key_bytes(8, 0);
  chain::append_be64(key_bytes, key);
  body.key = *chain::to_fixed<chain::IdempotencyKey>(key_bytes);
  body.expires_at = chain::Timestamp{kStartMs + 12 * chain::kHourMs};
  for (std::size_t i = 0; i < 8; ++i) body.blinding.bytes[i] = static_cast<std::uint8_t>(key >> (8 * i));
  body.call = std::move(call);
  chain::Transaction tx;
  tx.body = chain::encode(body);
  const chain::TransactionHasher hasher(context_.tag);
  const auto signer = secret(static_cast<std::uint8_t>(from));
  const auto id = hasher.id_of(tx.body);
  tx.signatures.push_back({signer.public_key(), signer.sign(id.view())});
  return {chain::encode(tx), id, key};
}

}  // namespace xh::sim
