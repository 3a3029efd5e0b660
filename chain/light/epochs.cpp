#include "chain/light/epochs.h"

#include "chain/codec/codec.h"

namespace xh::chain {
namespace {

Status check_last_header(const Header& header, const ChainTag& chain, const ValidatorSet& present) {
  if (header.chain != chain) return invalid("header is of another ledger");
  if (header.epoch != present.epoch) return invalid("header is not of epoch " + std::to_string(present.epoch.value));
  if (header.validator_set_hash != validator_set_hash(present, chain))
    return invalid("header names another validator set");
  if (header.next_validator_set_hash.is_zero())
    return invalid("header is not its epoch's last: it names no next validators");
  return {};
}

Status check_next_set(const Header& header, const ChainTag& chain, const ValidatorSet& next) {
  if (next.epoch.value != header.epoch.value + 1) return invalid("the next set is not of the next epoch");
  if (auto ok = check_validator_set(next); !ok) return invalid("next set: " + ok.error().message);
  if (validator_set_hash(next, chain) != header.next_validator_set_hash) {
    return invalid("the next set is not the one that the header names");
  }
  return {};
}

}  // namespace

Result<ValidatorSet> follow_epoch(const ChainTag& chain, const ValidatorSet& present, const EpochLink& link) {
  const auto header = decode<Header>(link.header);
  if (!header) return invalid("header: " + header.error().message);
  if (auto ok = check_last_header(*header, chain, present); !ok) return std::unexpected(ok.error());
  if (auto ok = check_next_set(*header, chain, link.next); !ok) return std::unexpected(ok.error());
  const auto& subject = link.finalization.subject;
  if (subject.kind != VoteKind::kFinalize) return invalid("the certificate is no finalization: it proves nothing");
  if (subject.block != block_id_of(link.header, chain)) return invalid("the finalization is of another block");
  if (auto ok = VoteVerifier(present, chain).verify(link.finalization); !ok) return std::unexpected(ok.error());
  return link.next;
}

Result<ValidatorSet> follow_epochs(const ChainContext& context, std::span<const EpochLink> links) {
  if (links.size() > kMaxEpochLinks) return invalid("too many epoch links");
  ValidatorSet set = context.validators;
  for (std::size_t i = 0; i < links.size(); ++i) {
    auto next = follow_epoch(context.tag, set, links[i]);
    if (!next) return invalid("epoch link " + std::to_string(i + 1) + ": " + next.error().message);
    set = std::move(*next);
  }
  return set;
}

}  // namespace xh::chain
