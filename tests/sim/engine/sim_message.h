// What travels between simulated nodes: the engine's messages, and the fake driver's block, sync and transaction
// traffic.
#pragma once

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "consensus/message.h"
#include "tests/sim/engine/sim_block.h"

namespace xh::sim {

struct ProposalWire {
  SimBlock block;  // header and transaction numbers; a receiver that lacks a transaction asks for the whole block
  chain::Vote vote;
  std::vector<chain::Certificate> justification;
};
struct BlockRequest {
  chain::BlockId id;
};
struct BlockResponse {
  SimBlock block;
};
struct SyncRequest {
  std::uint64_t from_height = 0;  // the first wanted
  std::uint64_t to_height = 0;
};
struct SyncResponse {
  std::vector<SimBlock> blocks;
};
struct TransactionWire {
  std::uint64_t number = 0;
};

using SimMessage = std::variant<consensus::VotesMessage, consensus::CertificatesMessage, ProposalWire,
                                consensus::CertificateRequest, consensus::RestartQuery, consensus::RestartAnswer,
                                BlockRequest, BlockResponse, SyncRequest, SyncResponse, TransactionWire>;

}  // namespace xh::sim
