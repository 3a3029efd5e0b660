#include "chain/light/fact.h"

#include "chain/codec/codec.h"

namespace xh::chain {
namespace {

// What every header of one epoch has in common.
struct OneEpoch {
  const ChainTag& chain;
  Epoch epoch;
  Hash256 validator_set_hash;
};

Result<Header> decode_header(const OneEpoch& of, BytesView bytes) {
  auto header = decode<Header>(bytes);
  if (!header) return invalid("header: " + header.error().message);
  if (header->chain != of.chain) return invalid("header is of another ledger");
  if (header->epoch != of.epoch) {
    return invalid("header is of epoch " + std::to_string(header->epoch.value) + ", the epoch links vouch for epoch " +
                   std::to_string(of.epoch.value));
  }
  if (header->validator_set_hash != of.validator_set_hash) return invalid("header names another validator set");
  return header;
}

Status check_link(const Header& before, const BlockId& before_id, const Header& after) {
  if (after.parent != before_id) return invalid("a linked header does not follow the one before it");
  if (after.height.value != before.height.value + 1) return invalid("a linked header has the wrong height");
  if (after.timestamp <= before.timestamp) return invalid("a linked header's time is not above its parent's");
  return {};
}

Status check_receipt(const Header& header, const ReceiptFact& fact) {
  if (fact.proof.size != header.receipt_count) return invalid("receipt proof is for another number of receipts than the header's");
  if (!verify_inclusion(header.receipts_root, list_leaf_hash(receipt_leaf(fact.receipt)), fact.proof)) {
    return invalid("the receipt is not in the header's receipts root");
  }
  return {};
}

Status check_record(const Header& header, const RecordFact& fact) {
  const Hash256 key = map_key(fact.raw_key);
  if (!fact.value) {
    if (!fact.salt.is_zero()) return invalid("a record that is absent has no salt");
    if (!verify_absence(header.state_root, key, fact.proof)) return invalid("the record's absence is not proven by the header's state root");
    return {};
  }
  if (!verify_inclusion(header.state_root, key, map_value_hash(fact.salt, *fact.value), fact.proof)) {
    return invalid("the record is not in the header's state root");
  }
  return {};
}

Status check_transaction(const Header& header, const TransactionFact& fact) {
  if (fact.proof.size != header.transaction_count) return invalid("transaction proof is for another number of transactions than the header's");
  if (!verify_inclusion(header.transactions_root, list_leaf_hash(fact.hash.view()), fact.proof)) {
    return invalid("the transaction is not in the header's transactions root");
  }
  return {};
}

Status check_content(const Header& header, const Fact& fact) {
  if (fact.receipt.has_value() + fact.record.has_value() + fact.transaction.has_value() > 1) {
    return invalid("a fact proves one thing: a receipt, a record or a transaction");
  }
  if (fact.receipt) return check_receipt(header, *fact.receipt);
  if (fact.record) return check_record(header, *fact.record);
  if (fact.transaction) return check_transaction(header, *fact.transaction);
  return {};
}

}  // namespace

Result<Header> verify_final_header(const ChainContext& context, BytesView header, const Finality& finality) {
  return verify_final_header(context.tag, context.validators, header, finality);
}

Result<Header> verify_final_header(const ChainTag& chain, const ValidatorSet& set, BytesView header, const Finality& finality) {
  const OneEpoch of{chain, set.epoch, validator_set_hash(set, chain)};
  auto first = decode_header(of, header);
  if (!first) return first;
  if (finality.links.size() > kMaxLinks) return invalid("too many linked headers");
  Header last = *first;
  BlockId last_id = block_id_of(header, chain);
  for (const auto& bytes : finality.links) {
    auto next = decode_header(of, bytes);
    if (!next) return next;
    if (auto ok = check_link(last, last_id, *next); !ok) return std::unexpected(ok.error());
    last = *next;
    last_id = block_id_of(bytes, chain);
  }
  const auto& certificate = finality.finalization;
  if (certificate.subject.kind != VoteKind::kFinalize) return invalid("the certificate is no finalization: it proves nothing");
  if (certificate.subject.block != last_id) return invalid("the finalization is of another block");
  if (auto ok = VoteVerifier(set, chain).verify(certificate); !ok) return std::unexpected(ok.error());
  return first;
}

Result<VerifiedFact> verify_fact(const Genesis& genesis, const Fact& fact) {
  if (auto ok = check_genesis(genesis); !ok) return invalid("genesis: " + ok.error().message);
  const ChainContext context = make_context(genesis);
  if (fact.chain_id != context.chain_id || fact.genesis_hash != context.genesis_hash) {
    return invalid("the fact is of ledger '" + fact.chain_id + "' with another genesis than yours ('" + context.chain_id + "')");
  }
  const auto set = follow_epochs(context, fact.epochs);
  if (!set) return std::unexpected(set.error());
  auto header = verify_final_header(context.tag, *set, fact.header, fact.finality);
  if (!header) return std::unexpected(header.error());
  if (auto ok = check_content(*header, fact); !ok) return std::unexpected(ok.error());
  VerifiedFact out{*header, block_id_of(fact.header, context.tag), {}, {}};
  for (const auto signer : signers_of(fact.finality.finalization)) out.signers.push_back(set->validators[signer.value].name);
  if (fact.receipt) {
    auto receipt = decode<Receipt>(fact.receipt->receipt.receipt);
    if (!receipt) return invalid("receipt: " + receipt.error().message);
    out.receipt = std::move(*receipt);
  }
  return out;
}

}  // namespace xh::chain
