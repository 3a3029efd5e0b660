#include "p2p/peer_health.h"

#include <boost/test/unit_test.hpp>

#include "p2p/mesh_log.h"

namespace xh::p2p {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

const Clock::time_point kStart = Clock::time_point{} + std::chrono::hours(1000);

BOOST_AUTO_TEST_SUITE(peer_health)

BOOST_AUTO_TEST_CASE(back_off_doubles_to_its_cap_and_starts_over_after_reset) {
  Backoff backoff(200, 1000);
  for (const int expected : {200, 400, 800, 1000, 1000}) {
    BOOST_TEST((backoff.next(static_cast<std::uint64_t>(expected) / 2) == milliseconds(expected)));
  }
  backoff.reset();
  BOOST_TEST((backoff.next(0) == milliseconds(100)));
}

BOOST_AUTO_TEST_CASE(jitter_stays_within_the_upper_half) {
  for (std::uint64_t jitter = 0; jitter < 1000; ++jitter) {
    Backoff backoff(101, 101);
    const auto delay = backoff.next(jitter * 0x9e3779b97f4a7c15u);
    BOOST_REQUIRE((delay >= milliseconds(50) && delay <= milliseconds(101)));
  }
  Backoff highest(0xffffffffu, 0xffffffffu);
  BOOST_TEST((highest.next(~std::uint64_t{0}) <= milliseconds(0xffffffffLL)));
  BOOST_TEST((highest.next(~std::uint64_t{0}) >= milliseconds(0x7fffffffLL)));
}

BOOST_AUTO_TEST_CASE(points_add_up_to_a_ban_that_ends) {
  PeerScore score;
  BOOST_TEST(!score.add(kStart, 60, 5000));
  BOOST_TEST(score.value(kStart) == 60u);
  BOOST_TEST(score.add(kStart, 40, 5000));
  BOOST_TEST(score.banned(kStart));
  BOOST_TEST((score.ban_left(kStart) >= milliseconds(5000)));
  BOOST_TEST(!score.add(kStart + seconds(1), 100, 5000));  // no ban on top of a ban
  BOOST_TEST(score.banned(kStart + milliseconds(4999)));
  BOOST_TEST(!score.banned(kStart + milliseconds(5000)));
  BOOST_TEST(score.value(kStart + milliseconds(5000)) == 0u);
}

BOOST_AUTO_TEST_CASE(points_decay_even_while_small_ones_come_in) {
  PeerScore score;
  BOOST_TEST(!score.add(kStart, 50, 1000));
  BOOST_TEST(score.value(kStart + seconds(20)) == 30u);
  BOOST_TEST(score.value(kStart + seconds(60)) == 0u);
  // One point every 500 ms against a decay of one a second: a net gain of one a second, so the 100th second bans.
  PeerScore drip;
  int additions = 0;
  while (!drip.add(kStart + milliseconds(500 * additions), 1, 1000)) BOOST_REQUIRE(++additions < 1000);
  BOOST_TEST(additions >= 190);
  BOOST_TEST(additions <= 210);
  // One point every two seconds never does.
  PeerScore slow;
  for (int i = 0; i < 1000; ++i) BOOST_REQUIRE(!slow.add(kStart + seconds(2 * i), 1, 1000));
}

BOOST_AUTO_TEST_CASE(a_huge_number_of_points_does_not_overflow) {
  PeerScore score;
  BOOST_TEST(!score.add(kStart, 99, 1000));
  BOOST_TEST(score.add(kStart, 0xffffffffu, 1000));
}

BOOST_AUTO_TEST_CASE(warnings_that_strangers_cause_are_limited_and_counted) {
  std::vector<std::string> lines;
  MeshLog log([&](LogLevel, const std::string& line) { lines.push_back(line); });
  for (std::uint32_t i = 0; i < kWarningsPerWindow + 7; ++i) log.stranger(kStart, "knock");
  BOOST_TEST(lines.size() == kWarningsPerWindow);
  log.stranger(kStart + milliseconds(kWarningWindowMs), "knock again");
  BOOST_REQUIRE(lines.size() == kWarningsPerWindow + 2);
  BOOST_TEST(lines[kWarningsPerWindow].find("7 more") != std::string::npos);
  BOOST_TEST(lines.back() == "knock again");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::p2p
