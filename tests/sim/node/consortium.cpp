#include "tests/sim/node/consortium.h"

#include <algorithm>
#include <limits>

#include "contracts/credit/default_parameters.h"
#include "contracts/dispute/default_parameters.h"
#include "contracts/guidance/default_parameters.h"
#include "contracts/engine/default_parameters.h"
#include "contracts/identity/members.h"
#include "contracts/insurance/default_parameters.h"
#include "contracts/matching/default_parameters.h"
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

// Shorter times than production's, so that a minute of simulated time holds many views and every timer runs out now and
// then, but not so short that the core's own constants (a sync request is given three seconds) go past ten timeouts.
chain::ConsensusParams fast_consensus() {
  chain::ConsensusParams out;
  out.delta_ms = 400;
  out.max_timeout_ms = 6'000;
  out.heartbeat_ms = 5'000;
  return out;
}

}  // namespace

chain::KeyPolicy Consortium::policy(std::uint8_t number) {
  return {1, {secret(number).public_key()}};
}
std::string Consortium::zone(std::size_t i) {
  return "Sim/Zone" + std::to_string(i);
}
chain::AccountId Consortium::account(Who who) {
  return chain::account_id_of(policy(static_cast<std::uint8_t>(who)));
}

Consortium::Consortium(std::size_t validators, std::size_t spares) {
  genesis_.chain_id = "xh-sim";
  genesis_.time = chain::Timestamp{kStartMs};
  genesis_.consensus = fast_consensus();
  for (std::size_t i = 0; i < validators + spares; ++i) {
    validator_keys_.push_back(secret(static_cast<std::uint8_t>(100 + i)));
    chain::Validator v;
    v.name = "v" + std::to_string(i);
    v.operator_account = account(Who::kUnion);
    v.key = validator_keys_.back().public_key();
    v.node_key.bytes[0] = static_cast<std::uint8_t>(i + 1);
    v.address = "v" + std::to_string(i) + ":1";
    if (i < validators) genesis_.validators.push_back(v);
    validators_.push_back(std::move(v));
  }
  genesis_.members = {member("union", Role::kUnion, Who::kUnion), member("bank", Role::kBank, Who::kBank),
                      member("employer", Role::kEmployer, Who::kEmployer),
                      member("worker a", Role::kWorker, Who::kWorkerA),
                      member("worker b", Role::kWorker, Who::kWorkerB)};
  genesis_.zones = {{"Asia/Shanghai", {{std::numeric_limits<std::int64_t>::min(), 8 * 3600}}}};
  for (std::size_t i = 0; i < kZones; ++i) {
    const std::int64_t behind_s = static_cast<std::int64_t>(i) * kZoneStepMs / chain::kSecondMs;
    genesis_.zones.push_back({zone(i), {{std::numeric_limits<std::int64_t>::min(), 8 * 3600 - behind_s}}});
  }
  genesis_.holidays = {{"CN", "none: simulation", {}, {}}};
  genesis_.parameters = contracts::default_parameters(genesis_.time);
  for (auto& parameter : genesis_.parameters) {
    if (parameter.name == contracts::kSnapshotBlocks) parameter.value = kSnapshotEvery;
  }
  for (auto& parameter : contracts::payroll::default_parameters(genesis_.time))
    genesis_.parameters.push_back(std::move(parameter));
  for (auto& parameter : contracts::insurance::default_parameters(genesis_.time))
    genesis_.parameters.push_back(std::move(parameter));
  for (auto& parameter : contracts::credit::default_parameters(genesis_.time))
    genesis_.parameters.push_back(std::move(parameter));
  for (auto& parameter : contracts::matching::default_parameters(genesis_.time))
    genesis_.parameters.push_back(std::move(parameter));
  for (auto& parameter : contracts::dispute::default_parameters(genesis_.time))
    genesis_.parameters.push_back(std::move(parameter));
  for (auto& parameter : contracts::guidance::default_parameters(genesis_.time))
    genesis_.parameters.push_back(std::move(parameter));
  genesis_.blinding.bytes[0] = 7;
  context_ = chain::make_context(genesis_);
}

SignedCall Consortium::sign_call(Who from, chain::Call call, std::uint64_t key, std::int64_t expires_ms,
                                 const std::vector<Who>& co_signers) const {
  chain::TransactionBody body;
  body.chain_id = genesis_.chain_id;
  body.account = account(from);
  chain::Bytes key_bytes(8, 0);
  chain::append_be64(key_bytes, key);
  body.key = *chain::to_fixed<chain::IdempotencyKey>(key_bytes);
  body.expires_at = chain::Timestamp{expires_ms};
  for (const auto who : co_signers) body.co_signers.push_back(account(who));
  for (std::size_t i = 0; i < 8; ++i) body.blinding.bytes[i] = static_cast<std::uint8_t>(key >> (8 * i));
  body.call = std::move(call);
  chain::Transaction tx;
  tx.body = chain::encode(body);
  const chain::TransactionHasher hasher(context_.tag);
  const auto id = hasher.id_of(tx.body);
  const auto add_signature = [&](Who who) {
    const auto signer = secret(static_cast<std::uint8_t>(who));
    tx.signatures.push_back({signer.public_key(), signer.sign(id.view())});
  };
  add_signature(from);
  for (const auto who : co_signers) add_signature(who);
  std::ranges::sort(tx.signatures, {}, &chain::KeySignature::key);
  return {chain::encode(tx), id, key};
}

}  // namespace xh::sim
