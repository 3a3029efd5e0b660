// Frames between nodes: one type byte, strict content, named limits.
#include "node/core/messages.h"
#include "tests/unit/node/core_fixture.h"

namespace xh::node {
namespace {

template <class T>
chain::Result<T> reread(const T& message) {
  const auto frame = frame_of(message);
  BOOST_REQUIRE(!frame.empty());
  BOOST_TEST(frame[0] == static_cast<std::uint8_t>(MessageTraits<T>::kType));
  return chain::decode<T>(chain::BytesView(frame).subspan(1));
}

BOOST_AUTO_TEST_SUITE(core_messages)

BOOST_AUTO_TEST_CASE(messages_survive_their_frames) {
  const TransactionsMessage transactions{{{1, 2}, {3}}};
  BOOST_TEST((reread(transactions)->transactions == transactions.transactions));
  BodiesRequest request;
  request.block.bytes[0] = 1;
  request.hashes.resize(3);
  BOOST_TEST((reread(request)->hashes == request.hashes));
  const FinalBlocksRequest blocks{chain::Height{7}, 128};
  BOOST_TEST(reread(blocks)->count == 128U);
  FinalBlocksAnswer answer{chain::Height{7}, {{{{1, 2, 3}, {{4}}}, std::nullopt}, {{{5}, {}}, chain::Certificate{}}}};
  const auto back = reread(answer);
  BOOST_REQUIRE(back.has_value());
  BOOST_TEST((back->blocks == answer.blocks));
}

BOOST_AUTO_TEST_CASE(lists_above_their_limits_are_refused) {
  TransactionsMessage transactions;
  transactions.transactions.assign(kMaxTransactionsPerMessage + 1, {1});
  BOOST_TEST(!reread(transactions).has_value());
  FinalBlocksAnswer answer;
  answer.blocks.resize(kMaxFinalBlocksPerAnswer + 1);
  BOOST_TEST(!reread(answer).has_value());
  BodiesRequest request;
  request.hashes.resize(chain::kMaxBlockTransactions + 1);
  BOOST_TEST(!reread(request).has_value());
}

BOOST_AUTO_TEST_CASE(trailing_and_missing_bytes_are_refused) {
  auto frame = frame_of(FinalBlocksRequest{chain::Height{7}, 1});
  frame.push_back(0);
  BOOST_TEST(!chain::decode<FinalBlocksRequest>(chain::BytesView(frame).subspan(1)).has_value());
  frame = frame_of(BlockRequest{});
  frame.pop_back();
  BOOST_TEST(!chain::decode<BlockRequest>(chain::BytesView(frame).subspan(1)).has_value());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::node
