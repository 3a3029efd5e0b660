#include "chain/crypto/sha256.h"

#include <cryptopp/sha.h>

#include <new>

namespace xh::chain {
namespace {

using Impl = CryptoPP::SHA256;
Impl& impl(std::uint8_t* storage) { return *std::launder(reinterpret_cast<Impl*>(storage)); }
const Impl& impl(const std::uint8_t* storage) { return *std::launder(reinterpret_cast<const Impl*>(storage)); }

}  // namespace

static_assert(sizeof(Impl) <= 512 && alignof(Impl) <= 16);

Sha256::Sha256() { new (storage_) Impl(); }
Sha256::Sha256(const Sha256& other) { new (storage_) Impl(impl(other.storage_)); }
Sha256& Sha256::operator=(const Sha256& other) {
  impl(storage_) = impl(other.storage_);
  return *this;
}
Sha256::~Sha256() { impl(storage_).~Impl(); }

Sha256& Sha256::update(BytesView data) {
  impl(storage_).Update(data.data(), data.size());
  return *this;
}

Hash256 Sha256::finish() {
  Hash256 out;
  impl(storage_).Final(out.bytes.data());
  return out;
}

Hash256 sha256(BytesView data) { return Sha256{}.update(data).finish(); }

}  // namespace xh::chain
