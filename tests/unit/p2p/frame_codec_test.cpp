#include "p2p/frame_codec.h"

#include <boost/test/unit_test.hpp>
#include <random>

namespace xh::p2p {
namespace {

chain::Bytes hello_bytes() {
  chain::Bytes out;
  append_hello(out, Hello{});
  return out;
}

// Runs a whole stream through a decoder, in pieces of the given size.
chain::Result<std::vector<InboundFrame>> decode(const chain::Bytes& stream, std::size_t piece) {
  FrameDecoder decoder;
  std::vector<InboundFrame> frames;
  for (std::size_t at = 0; at < stream.size(); at += piece) {
    auto input = chain::BytesView(stream).subspan(at, std::min(piece, stream.size() - at));
    for (;;) {
      auto frame = decoder.next(input);
      if (!frame) return std::unexpected(frame.error());
      if (!*frame) break;
      frames.push_back(std::move(**frame));
    }
  }
  return frames;
}

void refuses(const chain::Bytes& after_hello, std::string_view why) {
  auto stream = hello_bytes();
  chain::append(stream, after_hello);
  for (const std::size_t piece : {std::size_t{1}, stream.size()}) {
    const auto frames = decode(stream, piece);
    BOOST_REQUIRE(!frames.has_value());
    BOOST_TEST((frames.error().fault == chain::Fault::kInvalid));
    BOOST_TEST(frames.error().message.find(why) != std::string::npos, frames.error().message);
  }
}

BOOST_AUTO_TEST_SUITE(frame_codec)

BOOST_AUTO_TEST_CASE(the_bytes_of_hello_and_of_a_fragment_are_fixed) {
  Hello hello;
  hello.network_id.bytes.fill(0xab);
  chain::Bytes out;
  append_hello(out, hello);
  append_fragment(out, FrameKind::kBlocks, true, chain::Bytes{1, 2, 3});
  std::string network;
  for (int i = 0; i < 32; ++i) network += "ab";
  BOOST_TEST(chain::to_hex(out) ==
             "10000028"
             "58485032"
             "0001"
             "0001" +
                 network +
                 "01010003"
                 "010203");
}

BOOST_AUTO_TEST_CASE(hello_survives_its_encoding) {
  Hello hello{.oldest_version = 2, .newest_version = 700, .network_id = {}};
  hello.network_id.bytes[5] = 9;
  chain::Bytes out;
  append_hello(out, hello);
  const auto parsed = parse_hello(chain::BytesView(out).subspan(kFragmentHeaderBytes));
  BOOST_REQUIRE(parsed.has_value());
  BOOST_TEST((*parsed == hello));
}

BOOST_AUTO_TEST_CASE(a_bad_hello_is_refused) {
  const auto payload = [] {
    const auto bytes = hello_bytes();
    return chain::Bytes(bytes.begin() + kFragmentHeaderBytes, bytes.end());
  };
  BOOST_TEST(parse_hello(payload()).has_value());
  auto short_one = payload();
  short_one.pop_back();
  BOOST_TEST(!parse_hello(short_one).has_value());
  auto other_magic = payload();
  other_magic[0] ^= 1;
  BOOST_TEST(!parse_hello(other_magic).has_value());
  auto empty_range = payload();
  empty_range[5] = 9;  // oldest 9, newest 1
  BOOST_TEST(!parse_hello(empty_range).has_value());
}

BOOST_AUTO_TEST_CASE(any_cut_of_the_stream_gives_the_same_frames) {
  auto stream = hello_bytes();
  const chain::Bytes fragment(kFragmentBytes, 7);
  append_fragment(stream, FrameKind::kSync, true, fragment);
  append_fragment(stream, FrameKind::kVotes, false, chain::Bytes{1, 2, 3});
  append_fragment(stream, FrameKind::kPing, false, chain::Bytes(kPingBytes, 4));
  append_fragment(stream, FrameKind::kBlocks, false, {});
  append_fragment(stream, FrameKind::kSync, false, chain::Bytes{9});
  for (const std::size_t piece :
       {std::size_t{1}, std::size_t{2}, std::size_t{3}, std::size_t{5}, std::size_t{1000}, stream.size()}) {
    const auto frames = decode(stream, piece);
    BOOST_REQUIRE(frames.has_value());
    BOOST_REQUIRE(frames->size() == 5u);
    BOOST_TEST(((*frames)[0].kind == FrameKind::kHello && !(*frames)[0].lane()));
    BOOST_TEST(((*frames)[1].kind == FrameKind::kVotes && (*frames)[1].payload == chain::Bytes{1, 2, 3}));
    BOOST_TEST(((*frames)[2].kind == FrameKind::kPing));
    BOOST_TEST(((*frames)[3].lane() == Lane::kBlocks && (*frames)[3].payload.empty()));
    auto whole = fragment;
    whole.push_back(9);
    BOOST_TEST(((*frames)[4].lane() == Lane::kSync && (*frames)[4].payload == whole));
  }
}

BOOST_AUTO_TEST_CASE(a_stream_that_breaks_the_format_is_refused) {
  refuses({4, 0, 0, 0}, "unknown lane");
  refuses({255, 0, 0, 0}, "unknown lane");
  refuses({0, 2, 0, 0}, "unknown fragment flag");
  refuses({0, 0, 0xff, 0xff}, "longer than the limit");
  refuses({0, 1, 0, 5}, "short fragment");
  refuses({17, 0, 0, 9}, "control frame of wrong length");
  refuses({18, 1, 0, 8}, "control frame of wrong length");
  refuses({16, 0, 0, 40}, "a second hello");
  chain::Bytes empty_tail;
  append_fragment(empty_tail, FrameKind::kVotes, true, chain::Bytes(kFragmentBytes, 1));
  append_fragment(empty_tail, FrameKind::kVotes, false, {});
  refuses(empty_tail, "empty last fragment");
  FrameDecoder decoder;
  const chain::Bytes vote_first = {0, 0, 0, 0};
  chain::BytesView input = vote_first;
  BOOST_TEST(!decoder.next(input).has_value());
}

BOOST_AUTO_TEST_CASE(a_frame_never_grows_beyond_its_lanes_limit) {
  for (const auto lane : kAllLanes) {
    FrameDecoder decoder;
    auto start = hello_bytes();
    chain::BytesView input = start;
    BOOST_REQUIRE(decoder.next(input).has_value());
    chain::Bytes fragment;
    append_fragment(fragment, static_cast<FrameKind>(lane), true, chain::Bytes(kFragmentBytes, 1));
    bool refused = false;
    while (!refused) {
      input = fragment;
      refused = !decoder.next(input).has_value();
      BOOST_REQUIRE(decoder.buffered_bytes() <= max_frame_bytes(lane));
    }
    BOOST_TEST(decoder.buffered_bytes() + kFragmentBytes > max_frame_bytes(lane));
  }
}

BOOST_AUTO_TEST_CASE(random_bytes_never_do_more_than_be_refused) {
  std::mt19937 random(20261120);
  for (int round = 0; round < 2000; ++round) {
    chain::Bytes stream = round % 2 == 0 ? hello_bytes() : chain::Bytes{};
    const auto length = random() % 200;
    for (std::uint32_t i = 0; i < length; ++i) {
      // Small numbers are frequent, so that headers are often right.
      stream.push_back(static_cast<std::uint8_t>(random() % 3 == 0 ? random() : random() % 3));
    }
    const auto in_one = decode(stream, std::max<std::size_t>(stream.size(), 1));
    const auto in_bytes = decode(stream, 1);
    BOOST_REQUIRE(in_one.has_value() == in_bytes.has_value());
    if (in_one) BOOST_REQUIRE(in_one->size() == in_bytes->size());
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::p2p
