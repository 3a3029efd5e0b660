#include "tests/sim/engine/sim_block.h"

#include "chain/crypto/sha256.h"

namespace xh::sim {

chain::BlockId id_of(const SimBlock& block) {
  chain::Bytes bytes(block.info.parent.bytes.begin(), block.info.parent.bytes.end());
  chain::append_be64(bytes, block.info.height.value);
  chain::append_be64(bytes, block.info.view.value);
  chain::append_be64(bytes, block.info.epoch.value);
  chain::append_be64(bytes, static_cast<std::uint64_t>(block.info.timestamp.value));
  chain::append_be64(bytes, block.info.proposer.value);
  chain::append_be64(bytes, block.salt);
  chain::append_be64(bytes, block.rotten ? 1 : 0);
  chain::append_be64(bytes, block.info.last_of_epoch ? 1 : 0);
  for (const auto t : block.transactions) chain::append_be64(bytes, t);
  return chain::retag<chain::BlockId>(chain::sha256(bytes));
}

SimBlock sealed(SimBlock block) {
  block.info.id = id_of(block);
  return block;
}

SimBlock genesis_block() {
  SimBlock genesis;
  genesis.info.epoch = chain::Epoch(1);
  genesis.info.timestamp = chain::Timestamp(1'000'000);
  return sealed(genesis);
}

}  // namespace xh::sim
