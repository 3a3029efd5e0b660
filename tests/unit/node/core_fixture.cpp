#include "tests/unit/node/core_fixture.h"

namespace xh::node::test {
namespace {

constexpr const char* kBlocks = "data/blocks";

}  // namespace

sim::SignedCall sample_call(const sim::Consortium& consortium, std::uint64_t n) {
  const contracts::lxr::Transfer transfer{
      sim::Consortium::account(sim::Who::kWorkerA), chain::Fen{1}, contracts::lxr::Purpose::kRefund, {}};
  return consortium.sign(sim::Who::kEmployer, contracts::ContractId::kLxr, contracts::lxr::MethodId::kTransfer,
                         transfer, n);
}

contracts::TransactionPtr sample_tx(const sim::Consortium& consortium, std::uint64_t n) {
  auto parsed =
      chain::parse_transaction(sample_call(consortium, n).wire, chain::TransactionHasher(consortium.context().tag),
                               consortium.genesis().chain_id);
  BOOST_REQUIRE(parsed.has_value());
  return std::make_shared<const chain::ParsedTransaction>(std::move(*parsed));
}

std::string CoreLedger::open(bool fresh) {
  ledger.reset();
  BOOST_REQUIRE(disk.create_dirs(kBlocks).has_value());
  auto opened = Ledger::open(consortium.genesis(), {disk, kBlocks, store}, fresh, [](const std::string&) {});
  if (!opened) return opened.error().message;
  ledger = std::move(*opened);
  return {};
}

void CoreLedger::restart() {
  ledger.reset();
  disk.crash();
  store.restart();
  BOOST_REQUIRE_EQUAL(open(false), "");
}

chain::Certificate CoreLedger::finalization(const chain::Header& header, std::uint32_t signers) const {
  const chain::Subject subject{chain::VoteKind::kFinalize, chain::Epoch{0}, header.view,
                               chain::View{header.view.value - 1}, chain::block_id_of(header)};
  const chain::VoteDigests digests(header.chain);
  std::vector<chain::Vote> votes;
  for (std::uint32_t i = 0; i < signers; ++i) {
    votes.push_back(chain::sign_vote(subject, chain::ValidatorIndex{i}, consortium.validator_key(i), digests));
  }
  return chain::make_certificate(subject, std::move(votes), kValidators);
}

chain::FinalBlock CoreLedger::commit(const std::vector<contracts::TransactionPtr>& transactions, bool certified) {
  auto& executor = ledger->executor();
  const auto& tip = ledger->tip().block;
  const contracts::BlockInput input{chain::Height{tip.height.value + 1}, chain::Timestamp{tip.timestamp.value + 1'000}};
  const auto executed = executor.build(executor.finalized(), input, transactions, {});
  BOOST_REQUIRE(executed.has_value());
  BOOST_REQUIRE_EQUAL(executed->included.size(), transactions.size());
  chain::Header header;
  header.chain = ledger->context().tag;
  header.height = input.height;
  header.view = chain::View{input.height.value};
  header.parent = tip.id;
  header.timestamp = input.time;
  header.transactions_root = executed->transactions_root;
  header.receipts_root = executed->receipts_root;
  header.state_root = executed->state_root;
  header.transaction_count = executed->transaction_count();
  header.receipt_count = executed->receipt_count();
  header.validator_set_hash = ledger->context().validator_set_hash;
  chain::FinalBlock out{{chain::encode(header), {}}, std::nullopt};
  for (const auto& tx : executed->included) out.block.transactions.push_back(tx->wire);
  if (certified) out.finalization = finalization(header);
  BOOST_REQUIRE(ledger->commit(header, out.block, *executed, out.finalization).has_value());
  return out;
}

void CoreLedger::take(const chain::FinalBlock& block) {
  const auto header = chain::decode<chain::Header>(block.block.header);
  const auto bodies = ledger->parse_bodies(block.block.transactions);
  BOOST_REQUIRE(header.has_value() && bodies.has_value());
  const auto executed =
      ledger->executor().execute(ledger->executor().finalized(), {header->height, header->timestamp}, *bodies);
  BOOST_REQUIRE(executed.has_value());
  BOOST_REQUIRE((executed->state_root == header->state_root));
  BOOST_REQUIRE(ledger->commit(*header, block.block, *executed, block.finalization).has_value());
}

}  // namespace xh::node::test
