#include "cast.h"

#include <algorithm>

#include "chain/codec/codec.h"
#include "chain/crypto/sha256.h"
#include "chain/primitives/check.h"

namespace xh::bench {
namespace {

constexpr std::string_view kSeed = "xinghuo-bench/1/";
constexpr std::int64_t kExpiryFirstMs = 30 * chain::kMinuteMs;
constexpr std::uint64_t kExpirySpreadMinutes = 60;  // clients do not agree on a minute: used keys lie in many buckets

chain::Hash256 derived(std::string_view what, std::uint64_t serial) {
  chain::Bytes number;
  chain::append_be64(number, serial);
  return chain::Sha256().update(chain::as_bytes(kSeed)).update(chain::as_bytes(what)).update(number).finish();
}

std::vector<Actor> many(const std::string& name, std::size_t count) {
  std::vector<Actor> out;
  out.reserve(count);
  for (std::size_t i = 0; i < count; ++i) out.push_back(make_actor(name + std::to_string(i)));
  return out;
}

}  // namespace

Actor make_actor(const std::string& name) {
  const auto secret = chain::Sha256().update(chain::as_bytes(kSeed)).update(chain::as_bytes(name)).finish();
  auto key = chain::SecretKey::from_bytes(secret.view());
  CHECK(key.has_value());  // fails for 2^-127 of all names; ours are fixed
  const auto account = chain::account_id_of({1, {key->public_key()}});
  return {std::move(*key), account};
}

chain::KeyPolicy policy_of(const Actor& actor) {
  return {1, {actor.key.public_key()}};
}

Cast::Cast(std::size_t account_count)
    : union_member(make_actor("union")),
      employers(many("employer", 2)),
      bank(make_actor("bank")),
      accounts(many("account", account_count)) {}

std::vector<std::string> genesis_members() {
  const Cast cast(0);
  const auto line = [](const std::string& name, const std::string& roles, const Actor& actor) {
    return name + ":" + roles + ":" + chain::to_hex(actor.key.public_key().view());
  };
  return {line("union", "union", cast.union_member), line("employer1", "employer", cast.employers[0]),
          line("employer2", "employer", cast.employers[1]), line("bank", "bank", cast.bank)};
}

Signer::Signer(std::string chain_id, const chain::ChainTag& chain, chain::Timestamp now)
    : chain_id_(std::move(chain_id)), hasher_(chain), now_(now) {}

SignedTransaction Signer::sign(std::uint64_t serial, const Actor& sender, chain::Call call,
                               const std::vector<const Actor*>& co_signers) const {
  chain::TransactionBody body;
  body.chain_id = chain_id_;
  body.account = sender.account;
  std::ranges::copy_n(derived("key", serial).bytes.begin(), chain::IdempotencyKey::kSize, body.key.bytes.begin());
  body.expires_at.value =
      now_.value + kExpiryFirstMs + static_cast<std::int64_t>(serial % kExpirySpreadMinutes) * chain::kMinuteMs;
  body.blinding = chain::retag<chain::Blinding>(derived("blinding", serial));
  for (const auto* actor : co_signers) body.co_signers.push_back(actor->account);
  std::ranges::sort(body.co_signers);
  body.call = std::move(call);
  chain::Transaction tx{chain::encode(body), {}};
  const auto id = hasher_.id_of(tx.body);
  tx.signatures.push_back({sender.key.public_key(), sender.key.sign(id.view())});
  for (const auto* actor : co_signers) tx.signatures.push_back({actor->key.public_key(), actor->key.sign(id.view())});
  std::ranges::sort(tx.signatures, {}, &chain::KeySignature::key);
  return {chain::encode(tx), id};
}

}  // namespace xh::bench
