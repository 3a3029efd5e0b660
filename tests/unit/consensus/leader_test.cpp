// R14: the schedule.
#include <set>

#include <boost/test/unit_test.hpp>

#include "consensus/leader.h"
#include "tests/unit/consensus/engine_fixture.h"

namespace xh::consensus::test {
namespace {

std::vector<std::uint32_t> first_views(const LeaderSchedule& schedule, std::size_t count) {
  std::vector<std::uint32_t> out;
  for (std::uint64_t view = 1; view <= count; ++view) out.push_back(schedule.leader_of(View(view)).value);
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(leader)

BOOST_AUTO_TEST_CASE(r14_every_validator_leads_once_a_round_in_the_same_order) {
  for (const std::size_t n : {4u, 7u, 10u, 64u}) {
    const auto config = make_config(n);
    const LeaderSchedule schedule(config.set, config.chain);
    const auto views = first_views(schedule, 2 * n);
    BOOST_TEST(std::set<std::uint32_t>(views.begin(), views.begin() + static_cast<std::ptrdiff_t>(n)).size() == n);
    for (std::size_t i = 0; i < n; ++i) BOOST_TEST(views[i] == views[i + n]);
  }
}

BOOST_AUTO_TEST_CASE(r14_order_follows_from_chain_epoch_and_set) {
  const auto config = make_config(10);
  const auto base = first_views(LeaderSchedule(config.set, config.chain), 10);
  BOOST_TEST(base == first_views(LeaderSchedule(config.set, config.chain), 10), boost::test_tools::per_element());
  auto other_chain = config;
  other_chain.chain.bytes[0] = 1;
  auto other_epoch = config;
  other_epoch.set.epoch = chain::Epoch(2);
  auto other_set = config;
  other_set.set.validators[3].name = "someone else";
  for (const auto& other : {other_chain, other_epoch, other_set}) {
    BOOST_TEST((base != first_views(LeaderSchedule(other.set, other.chain), 10)));
  }
}

BOOST_AUTO_TEST_CASE(r14_the_order_is_a_golden_vector) {
  const auto config = make_config(7);
  const std::vector<std::uint32_t> golden{5, 1, 4, 3, 0, 6, 2};
  BOOST_TEST(first_views(LeaderSchedule(config.set, config.chain), 7) == golden, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(r13_suspended_leader_is_passed_over_from_its_view_on) {
  const auto config = make_config(4);
  LeaderSchedule schedule(config.set, config.chain);
  const auto guilty = schedule.leader_of(View(9));
  BOOST_TEST(schedule.suspend(guilty, View(8)));
  BOOST_TEST((schedule.leader_of(View(5)) == guilty));
  BOOST_TEST((schedule.leader_of(View(9)) == schedule.leader_of(View(10))));
  BOOST_TEST((schedule.leader_of(View(13)) != guilty));
}

BOOST_AUTO_TEST_CASE(r13_no_more_than_f_are_suspended) {
  const auto config = make_config(4);
  LeaderSchedule schedule(config.set, config.chain);
  BOOST_TEST(schedule.suspend(ValidatorIndex(0), View(8)));
  BOOST_TEST(!schedule.suspend(ValidatorIndex(1), View(8)));
  BOOST_TEST(!schedule.suspend(ValidatorIndex(4), View(8)));
  BOOST_TEST(schedule.suspend(ValidatorIndex(0), View(20)));  // again: the earlier view stays
  for (std::uint64_t view = 8; view < 20; ++view) BOOST_TEST((schedule.leader_of(View(view)) != ValidatorIndex(0)));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace xh::consensus::test
