#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <limits>

#include "contracts/engine/accounts.h"
#include "contracts/engine/genesis_state.h"
#include "contracts/engine/parameters.h"
#include "contracts/identity/members.h"
#include "test_ledger.h"

namespace xh::contracts::test {
namespace {

std::string refusal(const chain::Genesis& genesis) {
  chain::MemoryStateStore store;
  const auto opened = BlockExecutor::open(genesis, all_contracts(), store);
  return opened ? "" : opened.error().message;
}

chain::Hash256 genesis_root(const chain::Genesis& genesis) {
  const TestLedger ledger(genesis);
  return root_of(ledger.executor->finalized());
}

BOOST_AUTO_TEST_SUITE(engine_genesis_state)

BOOST_AUTO_TEST_CASE(genesis_that_lacks_a_required_parameter_is_refused_by_its_name) {
  for (const auto& name : all_contracts().required_parameters()) {
    auto genesis = test_genesis();
    std::erase_if(genesis.parameters, [&](const chain::Parameter& p) { return p.name == name; });
    BOOST_TEST(refusal(genesis) == "genesis lacks the parameter '" + name + "'");
  }
  auto late = test_genesis();
  const auto required =
      std::ranges::find(late.parameters, all_contracts().required_parameters().front(), &chain::Parameter::name);
  required->effective_from.value += 1;
  BOOST_TEST(refusal(late).find(required->name) != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_parameter_that_no_rule_can_compute_with_is_refused_by_its_name) {
  for (const auto* name :
       {"cv.credit.wait_days", "cv.rating.bad_ppm", "cv.resource.room.night", "lxr.withdrawal.daily_limit_fen"}) {
    for (const auto value : {std::int64_t{-1}, std::numeric_limits<std::int64_t>::max()}) {
      auto genesis = test_genesis();
      for (auto& parameter : genesis.parameters) {
        if (parameter.name == name) parameter.value = value;
      }
      BOOST_TEST(refusal(genesis).find(name) != std::string::npos);
    }
  }
}

BOOST_AUTO_TEST_CASE(genesis_needs_one_union_known_roles_and_the_unions_zone) {
  auto genesis = test_genesis();
  genesis.members[0].roles = identity::bit(identity::Role::kMember);
  BOOST_TEST(refusal(genesis).find("exactly one") != std::string::npos);
  genesis = test_genesis();
  genesis.members[1].roles |= identity::bit(identity::Role::kUnion);
  BOOST_TEST(refusal(genesis).find("exactly one") != std::string::npos);
  genesis = test_genesis();
  genesis.members[2].roles = 1U << 20;
  BOOST_TEST(refusal(genesis).find("'employer'") != std::string::npos);
  genesis = test_genesis();
  genesis.members[2].roles = 0;
  BOOST_TEST(refusal(genesis).find("'employer'") != std::string::npos);
  genesis = test_genesis();
  genesis.zones[0].name = "Europe/Berlin";
  BOOST_TEST(refusal(genesis).find("Asia/Shanghai") != std::string::npos);
  BOOST_TEST(refusal(test_genesis()) == "");
}

BOOST_AUTO_TEST_CASE(members_policies_and_parameters_are_in_the_first_state) {
  TestLedger ledger;
  auto view = ledger.view();
  BOOST_TEST((identity::union_account(view.context()) == actor(1).id));
  BOOST_TEST(identity::has_role(view.context(), actor(2).id, identity::Role::kBank));
  BOOST_TEST(!identity::has_role(view.context(), actor(3).id, identity::Role::kBank));
  BOOST_TEST((find_policy(view.context(), actor(4).id) == actor(4).policy));
  BOOST_TEST(view.context().parameter("cv.rating.bad_ppm", ledger.time()).value == 300'000);
  BOOST_TEST(height_of(ledger.executor->finalized()).value == 0u);
  BOOST_TEST(ledger.time().value == kStartMs);
}

BOOST_AUTO_TEST_CASE(the_root_is_the_same_everywhere_and_hides_behind_the_genesis_blinding) {
  BOOST_TEST((genesis_root(test_genesis()) == genesis_root(test_genesis())));
  auto other = test_genesis();
  other.blinding.bytes[31] = 1;
  BOOST_TEST((genesis_root(test_genesis()) != genesis_root(other)));
}

BOOST_AUTO_TEST_CASE(a_store_of_another_ledger_is_refused) {
  TestLedger ledger;
  auto other = test_genesis();
  other.chain_id = "xh-other";
  ledger.executor.reset();
  const auto opened = BlockExecutor::open(other, all_contracts(), ledger.store);
  BOOST_REQUIRE(!opened.has_value());
  BOOST_TEST((opened.error().fault == chain::Fault::kLocal));
}

BOOST_AUTO_TEST_CASE(a_parameter_changes_on_its_day_and_names_its_version) {
  auto genesis = test_genesis();
  genesis.parameters.push_back({"cv.rating.bad_ppm", chain::Timestamp{kStartMs + 1000}, 250'000, "test"});
  TestLedger ledger(genesis);
  auto view = ledger.view();
  const auto at = [&](std::int64_t ms) { return view.context().parameter("cv.rating.bad_ppm", chain::Timestamp{ms}); };
  BOOST_TEST(at(kStartMs + 999).value == 300'000);
  BOOST_TEST(at(kStartMs + 999).version == 1u);
  BOOST_TEST(at(kStartMs + 1000).value == 250'000);
  BOOST_TEST(at(kStartMs + 1000).version == 2u);
  BOOST_TEST(at(0).version == 1u);  // before the first entry: the first entry
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::contracts::test
