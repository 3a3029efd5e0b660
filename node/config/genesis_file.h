// The genesis document as a file.
//
// Callers: node/app/runtime and node/ops read it; the genesis tool writes it. Invariant: what load_genesis gives can
// start a ledger: it has passed chain::check_genesis and contracts::check_genesis_state. Stateless. Limit:
// chain::kMaxGenesisBytes.
#pragma once

#include <filesystem>
#include <string>

#include "chain/ledger/genesis.h"
#include "chain/primitives/result.h"

namespace xh::node {

// The document without any check of what it says: what the genesis tool works on. kNotFound, kLocal: unreadable;
// kInvalid: names the place in the document. The file's name goes before each error.
[[nodiscard]] chain::Result<chain::Genesis> read_genesis(const std::filesystem::path& file);
// Can a ledger start from it? chain::check_genesis, then what the contracts require.
[[nodiscard]] chain::Status check_complete_genesis(const chain::Genesis& genesis);
// read_genesis and check_complete_genesis.
[[nodiscard]] chain::Result<chain::Genesis> load_genesis(const std::filesystem::path& file);

// Readable JSON, a line per list item that is itself simple; the same genesis gives the same bytes.
[[nodiscard]] std::string genesis_text(const chain::Genesis& genesis);

}  // namespace xh::node
