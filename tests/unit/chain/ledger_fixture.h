// A small ledger for tests of chain: fixed keys, a genesis with four validators, signed transactions, certificates.
// Everything follows from numbers, so golden files can be made of it. Test support.
#pragma once

#include <limits>

#include "chain/codec/codec.h"
#include "chain/crypto/schnorr.h"
#include "chain/ledger/genesis.h"
#include "chain/ledger/transaction.h"
#include "chain/ledger/vote.h"

namespace xh::chain::test {

[[nodiscard]] inline SecretKey secret_key(std::uint8_t number) {
  Bytes bytes(32, 0);
  bytes[31] = number;
  return std::move(*SecretKey::from_bytes(bytes));
}

template <class F>
[[nodiscard]] F filled(std::uint8_t byte) {
  F out;
  out.bytes.fill(byte);
  return out;
}

[[nodiscard]] inline KeyPolicy single_key(std::uint8_t number) {
  return {1, {secret_key(number).public_key()}};
}

inline constexpr std::uint8_t kFirstValidatorKey = 101;

[[nodiscard]] inline Validator sample_validator(std::uint8_t i) {
  return {"validator " + std::to_string(i), account_id_of(single_key(1)),
          secret_key(static_cast<std::uint8_t>(kFirstValidatorKey + i)).public_key(),
          filled<NodeKey>(static_cast<std::uint8_t>(0xa0 + i)), "10.0.0." + std::to_string(i + 1) + ":26656"};
}

// Every kind of field: text beyond ASCII, negative and extreme numbers, lists, nested lists.
[[nodiscard]] inline Genesis sample_genesis() {
  Genesis out;
  out.chain_id = "xinghuo-golden-1";
  out.time = Timestamp{1'767'225'600'000};
  out.clock = ClockMode::kDriven;
  for (std::uint8_t i = 0; i < 4; ++i) out.validators.push_back(sample_validator(i));
  out.members = {{"工会 (union)", 1, single_key(1)}, {"bank", 2, single_key(2)}, {"employer", 4, single_key(3)}};
  out.zones = {{"Asia/Shanghai", {{std::numeric_limits<std::int64_t>::min(), 29'143}, {-2'177'481'943, 28'800}}}};
  out.holidays = {{"CN", "a made-up table", {Day{20'454}, Day{20'455}}, {Day{20'458}}}};
  out.parameters = {{"fee.ppm", out.time, 60'000, "OP-18"}, {"test.negative", out.time, -7, "none"}};
  out.blinding = filled<Blinding>(0x77);
  return out;
}

// Transaction number n of the employer, signed.
[[nodiscard]] inline Bytes sample_transaction(std::uint8_t n, const ChainContext& context) {
  TransactionBody body;
  body.chain_id = context.chain_id;
  body.account = account_id_of(single_key(3));
  body.key = filled<IdempotencyKey>(n);
  body.expires_at = Timestamp{1'767'225'600'000 + n};
  body.blinding = filled<Blinding>(static_cast<std::uint8_t>(0x10 + n));
  body.call = {2, n, Bytes{1, 2, n}};
  Transaction tx;
  tx.body = encode(body);
  const auto key = secret_key(3);
  tx.signatures.push_back({key.public_key(), key.sign(TransactionHasher(context.tag).id_of(tx.body).view())});
  return encode(tx);
}

// A certificate by the first `signers` validators of sample_genesis().
[[nodiscard]] inline Certificate certificate_of(const Subject& subject, const ChainContext& context,
                                                std::uint8_t signers) {
  const VoteDigests digests(context.tag);
  std::vector<Vote> votes;
  for (std::uint8_t i = 0; i < signers; ++i) {
    votes.push_back(
        sign_vote(subject, ValidatorIndex{i}, secret_key(static_cast<std::uint8_t>(kFirstValidatorKey + i)), digests));
  }
  return make_certificate(subject, std::move(votes), context.validators.size());
}

}  // namespace xh::chain::test
