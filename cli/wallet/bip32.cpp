#include "cli/wallet/bip32.h"

#include <secp256k1.h>

#include <algorithm>
#include <charconv>

#include "chain/primitives/check.h"
#include "cli/wallet/hmac_sha512.h"

namespace xh::cli {
namespace {

using chain::Bytes;
using chain::BytesView;
using chain::invalid;

constexpr std::size_t kMaxSteps = 16;
constexpr std::size_t kCompressedBytes = 33;

const secp256k1_context* signing_context() {
  static const secp256k1_context* const context = secp256k1_context_create(SECP256K1_CONTEXT_SIGN);
  return context;
}

Bytes compressed_public_key(BytesView secret) {
  secp256k1_pubkey point;
  CHECK(secp256k1_ec_pubkey_create(signing_context(), &point, secret.data()) == 1);
  Bytes out(kCompressedBytes);
  std::size_t size = out.size();
  secp256k1_ec_pubkey_serialize(signing_context(), out.data(), &size, &point, SECP256K1_EC_COMPRESSED);
  return out;
}

ExtendedKey split(const Sha512Bytes& digest) {
  ExtendedKey out;
  out.key = SecretBytes(Bytes(digest.begin(), digest.begin() + 32));
  out.chain_code = SecretBytes(Bytes(digest.begin() + 32, digest.end()));
  return out;
}

chain::Result<std::uint32_t> parse_step(std::string_view step) {
  const bool hardened = step.ends_with('\'') || step.ends_with('h');
  if (hardened) step.remove_suffix(1);
  std::uint32_t index = 0;
  const auto [end, error] = std::from_chars(step.data(), step.data() + step.size(), index);
  if (error != std::errc{} || end != step.data() + step.size() || index >= kHardened)
    return invalid("derivation path has a step that is no number below 2^31");
  return hardened ? index | kHardened : index;
}

}  // namespace

chain::Result<ExtendedKey> master_from_seed(BytesView seed) {
  if (seed.size() < 16 || seed.size() > 64) return invalid("a seed has 16 to 64 bytes");
  ExtendedKey out = split(hmac_sha512(chain::as_bytes("Bitcoin seed"), seed));
  if (secp256k1_ec_seckey_verify(signing_context(), out.key.get().data()) != 1)
    return invalid("this seed yields no key");
  return out;
}

chain::Result<ExtendedKey> derive_child(const ExtendedKey& parent, std::uint32_t index) {
  SecretBytes data;
  if (index >= kHardened) {
    data.get().push_back(0);
    chain::append(data.get(), parent.key.get());
  } else {
    data.get() = compressed_public_key(parent.key.get());
  }
  chain::append_be32(data.get(), index);
  ExtendedKey out = split(hmac_sha512(parent.chain_code.get(), data.get()));
  // BIP-32: child = left half + parent, modulo the group order; libsecp256k1 refuses what the BIP calls invalid.
  const SecretBytes tweak = std::exchange(out.key, SecretBytes(parent.key.get()));
  if (secp256k1_ec_seckey_tweak_add(signing_context(), out.key.get().data(), tweak.get().data()) != 1) {
    return invalid("this child index yields no key: take the next one");
  }
  out.depth = static_cast<std::uint8_t>(parent.depth + 1);
  out.index = index;
  return out;
}

chain::Result<ExtendedKey> derive_path(BytesView seed, std::string_view path) {
  if (path != "m" && !path.starts_with("m/")) return invalid("a derivation path begins with m/");
  if (static_cast<std::size_t>(std::ranges::count(path, '/')) > kMaxSteps)
    return invalid("derivation path has too many steps");
  auto key = master_from_seed(seed);
  path.remove_prefix(1);
  while (key && !path.empty()) {
    path.remove_prefix(1);
    const auto step = parse_step(path.substr(0, path.find('/')));
    if (!step) return std::unexpected(step.error());
    path.remove_prefix(std::min(path.find('/'), path.size()));
    key = derive_child(*key, *step);
  }
  return key;
}

std::string standard_path(std::uint32_t address_index) {
  return "m/44'/" + std::to_string(kCoinType) + "'/0'/0/" + std::to_string(address_index);
}

}  // namespace xh::cli
