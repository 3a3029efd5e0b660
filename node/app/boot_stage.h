// The time before a node has a ledger to run on: what only peers can give (a snapshot for a fresh node, blocks for one
// whose log lost some) is fetched here, on a mesh of its own that is gone before the node's begins. Neither API nor
// admin socket is open meanwhile; the log says what is waited for.
//
// Caller: node/app/runtime, once, before the ledger is opened. Blocks. Threading: the caller's thread becomes the core
// thread of the stage. Limits and rules: node/core/boot.h.
#pragma once

#include "node/app/data_folder.h"
#include "p2p/mesh.h"

namespace xh::node {

enum class BootEnd : std::uint8_t { kReady, kStopped };  // stopped: SIGTERM or SIGINT came first

// Errors: kNotYet when the port cannot be bound, kLocal for the disk.
[[nodiscard]] chain::Result<BootEnd> run_boot_stage(const NodeConfig& config, const chain::Genesis& genesis,
                                                    const p2p::NodeIdentity& identity, p2p::MeshConfig mesh,
                                                    p2p::LogSink log, DataFolder& data);

}  // namespace xh::node
