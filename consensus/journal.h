// What the voting journal holds (R12). A record has exactly one member set. The driver appends records in the order
// given, each checksummed, and passes them back in that order at the next start (Engine). Records of views at or below
// the last final view may be dropped once that block is in the block log; the engine ignores them anyway.
#pragma once

#include <optional>
#include <tuple>

#include "chain/codec/fields.h"
#include "chain/ledger/vote.h"
#include "consensus/types.h"

namespace xh::consensus {

// This node held notarization(view) of `block`, and its executor accepted the block (R5).
struct CertifiedRecord {
  chain::View view;
  chain::BlockId block;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("view", &CertifiedRecord::view),
                      chain::field<2>("block", &CertifiedRecord::block));
  }
  friend bool operator==(const CertifiedRecord&, const CertifiedRecord&) = default;
};

struct JournalRecord {
  std::optional<chain::Vote> vote;  // own
  std::optional<chain::Certificate> certificate;
  std::optional<BlockInfo> block;  // its header and bodies are durable: the driver stores them before this record
  std::optional<CertifiedRecord> certified;
  std::optional<chain::Epoch> signing_forbidden;  // this key signs nothing more in this epoch

  static constexpr auto fields() {
    using chain::field;
    return std::tuple(field<1>("vote", &JournalRecord::vote), field<2>("certificate", &JournalRecord::certificate),
                      field<3>("block", &JournalRecord::block), field<4>("certified", &JournalRecord::certified),
                      field<5>("signing_forbidden", &JournalRecord::signing_forbidden));
  }
  friend bool operator==(const JournalRecord&, const JournalRecord&) = default;
};

}  // namespace xh::consensus
