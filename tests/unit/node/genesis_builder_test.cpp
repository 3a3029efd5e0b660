// Genesis documents from options: what is made, what is refused, and that files read back to the same ledger.
#include <boost/test/unit_test.hpp>

#include "chain/codec/address.h"
#include "contracts/engine/registry.h"
#include "contracts/identity/members.h"
#include "node/config/genesis_file.h"
#include "node/config/private_file.h"
#include "node/config/validator_key.h"
#include "node/ops/genesis_builder.h"
#include "node/ops/holiday_file.h"
#include "node/ops/time_text.h"
#include "p2p/node_identity.h"
#include "tests/unit/node/temporary_folder.h"

using namespace xh;
using namespace xh::node;

namespace {

chain::PublicKey fixed_key(std::uint8_t number) {
  chain::Bytes secret(32, 0);
  secret.back() = number;
  return chain::SecretKey::from_bytes(secret)->public_key();
}
std::string hex(std::uint8_t number) {
  return chain::to_hex(fixed_key(number).view());
}

GenesisSpec spec_of_four() {
  GenesisSpec out;
  out.chain_id = "xinghuo-test-1";
  out.time = *parse_rfc3339("2026-03-01T00:00:00Z");
  out.clock = chain::ClockMode::kDriven;
  for (const auto& text :
       {"union:union:" + hex(1), "acme:employer:" + hex(2), "bank:bank:" + hex(3), "office:regulator:" + hex(4)}) {
    out.members.push_back(*parse_member(text));
  }
  out.holidays.push_back(*read_holiday_file(std::filesystem::path(XH_SOURCE_DIR) / "genesis" / "holidays" / "cn.json"));
  out.blinding.bytes.fill(7);
  return out;
}

ValidatorSpec validator(const std::string& name, std::uint8_t number) {
  const chain::Bytes seed(32, number);
  return {"", name, fixed_key(static_cast<std::uint8_t>(100 + number)),
          p2p::NodeIdentity::from_seed(seed)->public_key(), "127.0.0.1:" + std::to_string(26'000 + number)};
}

chain::Genesis complete_genesis() {
  auto genesis = build_genesis(spec_of_four());
  BOOST_REQUIRE_MESSAGE(genesis, (genesis ? "" : genesis.error().message));
  std::uint8_t number = 0;
  for (const auto* name : {"union", "acme", "bank", "office"})
    BOOST_REQUIRE(add_validator(*genesis, validator(name, ++number)));
  return *genesis;
}

template <class T>
std::string why(const chain::Result<T>& refused) {
  BOOST_REQUIRE(!refused);
  return refused.error().message;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(genesis_builder)

BOOST_AUTO_TEST_CASE(member_with_several_roles_and_a_threshold) {
  const auto member = parse_member("工会:union+member:" + hex(2) + "," + hex(1) + "," + hex(3) + "/2");
  BOOST_REQUIRE(member);
  BOOST_TEST(member->name == "工会");
  BOOST_TEST(member->roles == (contracts::identity::Role::kUnion | contracts::identity::Role::kMember));
  BOOST_TEST(member->policy.threshold == 2u);
  BOOST_TEST(member->policy.keys.size() == 3u);
  BOOST_TEST(std::ranges::is_sorted(member->policy.keys));
}

BOOST_AUTO_TEST_CASE(without_a_threshold_every_key_must_sign) {
  BOOST_TEST(parse_member("e:employer:" + hex(1) + "," + hex(2))->policy.threshold == 2u);
  BOOST_TEST(parse_member("e:employer:" + hex(1))->policy.threshold == 1u);
}

BOOST_AUTO_TEST_CASE(unfit_members_are_refused_with_their_text) {
  const auto key = hex(1);
  const std::vector<std::string> unfit = {"",
                                          "e",
                                          "e:employer",
                                          "e:boss:" + key,
                                          "e::" + key,
                                          ":employer:" + key,
                                          "e:employer:zz",
                                          "e:employer:" + key + "/2",
                                          "e:employer:" + key + "/0",
                                          "e:employer:" + key + "/x",
                                          "e:employer:" + key + "," + key,
                                          "e:employer:" + key + ":x",
                                          "e:employer:" + std::string(64, 'f')};
  for (const auto& bad : unfit) {
    BOOST_TEST(why(parse_member(bad)).starts_with("member '" + bad + "': "), bad);
  }
}

BOOST_AUTO_TEST_CASE(genesis_brings_every_parameter_that_the_contracts_require) {
  const auto genesis = complete_genesis();
  for (const auto& name : contracts::all_contracts().required_parameters()) {
    BOOST_TEST(std::ranges::count(genesis.parameters, name, &chain::Parameter::name) == 1, name);
  }
  BOOST_TEST(!contracts::all_contracts().required_parameters().empty());
  for (const auto& parameter : genesis.parameters) BOOST_TEST(!parameter.source.empty(), parameter.name);
  const auto ok = check_complete_genesis(genesis);
  BOOST_TEST_REQUIRE(ok.has_value(), (ok ? "" : ok.error().message));
}

BOOST_AUTO_TEST_CASE(same_input_gives_the_same_hash_and_another_blinding_another) {
  const auto one = complete_genesis();
  BOOST_TEST((chain::genesis_hash(one) == chain::genesis_hash(complete_genesis())));
  auto blinded = one;
  blinded.blinding.bytes[0] ^= 1;
  BOOST_TEST((chain::genesis_hash(one) != chain::genesis_hash(blinded)));
}

BOOST_AUTO_TEST_CASE(written_file_reads_back_to_the_same_genesis) {
  const test::TemporaryFolder folder;
  const auto genesis = complete_genesis();
  BOOST_REQUIRE(write_new_file(folder.path() / "genesis.json", genesis_text(genesis), kPublicFileMode));
  const auto back = load_genesis(folder.path() / "genesis.json");
  BOOST_TEST_REQUIRE(back.has_value(), (back ? "" : back.error().message));
  BOOST_TEST((*back == genesis));
}

BOOST_AUTO_TEST_CASE(genesis_without_a_required_parameter_is_refused_by_its_name) {
  auto genesis = complete_genesis();
  std::erase_if(genesis.parameters, [](const auto& p) { return p.name == "fee.ppm"; });
  const auto refused = check_complete_genesis(genesis);
  BOOST_REQUIRE(!refused);
  BOOST_TEST(refused.error().message.find("fee.ppm") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(genesis_with_fewer_than_four_validators_is_refused) {
  auto genesis = complete_genesis();
  genesis.validators.pop_back();
  BOOST_TEST(!check_complete_genesis(genesis));
}

BOOST_AUTO_TEST_CASE(genesis_with_a_text_above_its_limit_is_refused) {
  auto genesis = complete_genesis();
  genesis.members[1].name.assign(65, 'x');
  BOOST_TEST(!check_complete_genesis(genesis));
}

BOOST_AUTO_TEST_CASE(a_ledger_has_exactly_one_union) {
  auto none = spec_of_four();
  none.members.erase(none.members.begin());
  BOOST_TEST(!build_genesis(none));
  auto two = spec_of_four();
  two.members.push_back(*parse_member("second:union:" + hex(9)));
  BOOST_TEST(!build_genesis(two));
}

BOOST_AUTO_TEST_CASE(chosen_parameter_replaces_the_default_and_an_unknown_one_is_refused) {
  auto spec = spec_of_four();
  spec.parameter_changes = {*parse_parameter("fee.ppm=50000@board decision 3", spec.time)};
  const auto genesis = build_genesis(spec);
  BOOST_REQUIRE(genesis);
  const auto fee = std::ranges::find(genesis->parameters, "fee.ppm", &chain::Parameter::name);
  BOOST_TEST(fee->value == 50'000);
  BOOST_TEST(fee->source == "board decision 3");
  spec.parameter_changes = {*parse_parameter("fee.pmm=1", spec.time)};
  BOOST_TEST(why(build_genesis(spec)).find("fee.pmm") != std::string::npos);
  for (const auto* bad : {"", "fee.ppm", "=5", "fee.ppm=", "fee.ppm=x", "fee.ppm=1x@s", "a@b=5"})
    BOOST_TEST(!parse_parameter(bad, {}), bad);
}

BOOST_AUTO_TEST_CASE(more_zones_are_added_once) {
  auto spec = spec_of_four();
  spec.more_zones = {"America/New_York", "Europe/London"};
  const auto genesis = build_genesis(spec);
  BOOST_REQUIRE(genesis);
  BOOST_TEST(genesis->zones.size() == 3u);
  spec.more_zones = {"Mars/Olympus"};
  BOOST_TEST(!build_genesis(spec));
}

BOOST_AUTO_TEST_CASE(chain_id_of_odd_characters_or_length_is_refused) {
  for (const auto& bad : {std::string(), std::string("Xinghuo"), std::string("a b"), std::string(49, 'a')}) {
    auto spec = spec_of_four();
    spec.chain_id = bad;
    BOOST_TEST(!build_genesis(spec), bad);
  }
}

BOOST_AUTO_TEST_CASE(validator_may_be_named_by_its_operators_address) {
  auto genesis = build_genesis(spec_of_four());
  auto spec = validator("union", 1);
  spec.operated_by = chain::to_address(chain::account_id_of(genesis->members[0].policy));
  BOOST_REQUIRE(add_validator(*genesis, spec));
  BOOST_TEST(genesis->validators[0].name == "union");
  BOOST_TEST((genesis->validators[0].operator_account == chain::account_id_of(genesis->members[0].policy)));
}

BOOST_AUTO_TEST_CASE(unfit_validators_are_refused) {
  auto genesis = build_genesis(spec_of_four());
  BOOST_REQUIRE(add_validator(*genesis, validator("union", 1)));
  BOOST_TEST(!add_validator(*genesis, validator("nobody", 2)));
  BOOST_TEST(!add_validator(*genesis, validator("union", 2)));  // the name is taken
  auto same_key = validator("bank", 2);
  same_key.key = validator("union", 1).key;
  BOOST_TEST(!add_validator(*genesis, same_key));
  auto same_node_key = validator("bank", 2);
  same_node_key.node_key = validator("union", 1).node_key;
  BOOST_TEST(!add_validator(*genesis, same_node_key));
  auto no_port = validator("bank", 2);
  no_port.address = "127.0.0.1";
  BOOST_TEST(!add_validator(*genesis, no_port));
  BOOST_TEST(genesis->validators.size() == 1u);
}

BOOST_AUTO_TEST_SUITE_END()
