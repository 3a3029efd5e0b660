// Any bytes: the strict decoder refuses them, or they are the one encoding of what it read.
#include <algorithm>

#include "chain/codec/codec.h"
#include "chain/ledger/evidence.h"
#include "chain/ledger/genesis.h"
#include "chain/light/fact.h"
#include "chain/primitives/check.h"

namespace {

template <class T>
void one_encoding_only(xh::chain::BytesView bytes) {
  const auto value = xh::chain::decode<T>(bytes);
  if (value) CHECK(std::ranges::equal(xh::chain::encode(*value), bytes));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace xh::chain;  // NOLINT: a fuzz target is one function
  const BytesView bytes(data, size);
  one_encoding_only<Transaction>(bytes);
  one_encoding_only<TransactionBody>(bytes);
  one_encoding_only<Header>(bytes);
  one_encoding_only<FinalBlock>(bytes);
  one_encoding_only<Certificate>(bytes);
  one_encoding_only<Receipt>(bytes);
  one_encoding_only<Genesis>(bytes);
  one_encoding_only<Fact>(bytes);
  one_encoding_only<EpochLink>(bytes);
  one_encoding_only<Evidence>(bytes);
  return 0;
}
