#include "tests/sim/node/byzantine/proposals.h"

namespace xh::sim {

std::optional<OwnProposal> own_proposal(const LiarKit& kit, const Frame& frame) {
  auto message = read_frame<consensus::ProposalMessage>(frame);
  if (!message || message->vote.signer != kit.self()) return std::nullopt;
  auto header = chain::decode<chain::Header>(message->header);
  if (!header) return std::nullopt;
  return OwnProposal{std::move(*message), std::move(*header)};
}

consensus::ProposalMessage with_header(const LiarKit& kit, const OwnProposal& from, const chain::Header& header) {
  auto out = from.message;
  out.header = chain::encode(header);
  auto subject = out.vote.subject;
  subject.block = chain::block_id_of(header);
  out.vote = kit.sign(subject);
  return out;
}

consensus::ProposalMessage another_block(LiarKit& kit, const OwnProposal& from, chain::Timestamp time) {
  auto header = from.header;
  header.timestamp = time;
  auto* replica = kit.replica();
  const bool on_tip = replica != nullptr && replica->ledger().tip().block.id == header.parent &&
                      time > replica->ledger().tip().block.timestamp;
  if (!on_tip) return with_header(kit, from, header);
  auto& executor = replica->ledger().executor();
  const auto built = executor.build(executor.finalized(), {header.height, time, header.view}, {}, {});
  if (!built) return with_header(kit, from, header);
  header.transactions_root = built->transactions_root;
  header.receipts_root = built->receipts_root;
  header.state_root = built->state_root;
  header.transaction_count = built->transaction_count();
  header.receipt_count = built->receipt_count();
  auto out = with_header(kit, from, header);
  out.transactions.clear();
  return out;
}

}  // namespace xh::sim
