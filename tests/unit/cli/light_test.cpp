// `light` and `voucher verify`: a fact is checked with the genesis alone, and no node is asked.
#include <boost/test/unit_test.hpp>

#include "chain/codec/codec.h"
#include "chain/light/fact.h"
#include "chain/merkle/list_tree.h"
#include "cli/files.h"
#include "contracts/lxr/events.h"
#include "tests/unit/cli/test_support.h"

namespace xh::cli {
namespace {

using test::Tool;
namespace lxr = contracts::lxr;

// A block of two receipts, the first with a voucher, finalized by three of four.
chain::Fact make_fact(const chain::Genesis& genesis) {
  const auto context = chain::make_context(genesis);
  chain::Receipt receipt;
  receipt.code = "OK";
  receipt.height = chain::Height{1};
  lxr::VoucherIssued voucher;
  voucher.number = {2026, 12};
  voucher.amount = chain::Fen{691665};
  voucher.purpose = lxr::Purpose::kWage;
  receipt.events.push_back({static_cast<std::uint32_t>(contracts::ContractId::kLxr),
                            static_cast<std::uint32_t>(lxr::EventKind::kVoucherIssued),
                            {},
                            chain::encode(voucher)});
  const chain::SaltedReceipt salted{{}, chain::encode(receipt)};
  const std::vector<chain::Hash256> leaves{chain::list_leaf_hash(chain::receipt_leaf(salted)), chain::Hash256{}};
  chain::Header header = chain::genesis_header(genesis, context, {});
  header.height = chain::Height{1};
  header.timestamp.value += 1;
  header.receipts_root = chain::list_root(leaves);
  header.receipt_count = 2;
  chain::Fact out{context.chain_id,
                  context.genesis_hash,
                  chain::encode(header),
                  {},
                  chain::ReceiptFact{salted, chain::prove_inclusion(leaves, 0)},
                  {},
                  {},
                  {}};
  const chain::Subject subject{chain::VoteKind::kFinalize, {}, chain::View{1}, {}, chain::block_id_of(header)};
  const chain::VoteDigests digests(context.tag);
  std::vector<chain::Vote> votes;
  for (std::uint8_t i = 0; i < 3; ++i)
    votes.push_back(chain::sign_vote(subject, chain::ValidatorIndex{i}, test::validator_key(i), digests));
  out.finality.finalization = chain::make_certificate(subject, votes, 4);
  return out;
}

struct Light {
  Light() {
    genesis = tool.home.file("genesis.json", pretty_json(chain::to_json(test::small_genesis())));
    fact = tool.home.file("fact.json", pretty_json(chain::to_json(make_fact(test::small_genesis()))));
  }
  test::Result run(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"--lang", "en", "--genesis", genesis});
    return tool.run(std::move(arguments));
  }
  Tool tool;
  std::string genesis;
  std::string fact;
};

BOOST_AUTO_TEST_SUITE(light)

BOOST_AUTO_TEST_CASE(a_true_fact_verifies_and_no_node_is_asked) {
  Light light;
  const auto result = light.run({"-o", "json", "light", "verify", light.fact});
  BOOST_REQUIRE_MESSAGE(result.exit == 0, result.out + result.err);
  const auto data = result.json().at("data");
  BOOST_TEST(data.at("verified").as_bool());
  BOOST_TEST(data.at("signers").as_array().size() == 3u);
  BOOST_TEST(data.at("receipt").at("events").as_array()[0].at("type").as_string() == "lxr.voucher_issued");
  BOOST_TEST(light.tool.network.requests.empty());
}

BOOST_AUTO_TEST_CASE(a_nodes_whole_answer_verifies_too) {
  Light light;
  const auto content = read_file(light.fact, 1 << 20).value();
  const auto answer =
      light.tool.home.file("answer.json", R"({"schema_version":1,"data":{"code":"OK","fact":)" + content + "}}");
  BOOST_TEST(light.run({"light", "verify", answer}).exit == 0);
}

BOOST_AUTO_TEST_CASE(a_changed_amount_is_false) {
  Light light;
  auto fact = make_fact(test::small_genesis());
  auto receipt = chain::decode<chain::Receipt>(fact.receipt->receipt.receipt).value();
  receipt.message = "something else";
  fact.receipt->receipt.receipt = chain::encode(receipt);
  const auto file = light.tool.home.file("false.json", pretty_json(chain::to_json(fact)));
  const auto result = light.run({"-o", "json", "light", "verify", file});
  BOOST_TEST(result.exit == 5);
  BOOST_TEST(!result.json().at("success").as_bool());
  BOOST_TEST(!result.json().at("data").at("verified").as_bool());
}

BOOST_AUTO_TEST_CASE(a_minority_of_signers_is_false) {
  Light light;
  auto fact = make_fact(test::small_genesis());
  fact.finality.finalization.signers = {0b011};
  fact.finality.finalization.signatures.pop_back();
  const auto file = light.tool.home.file("false.json", pretty_json(chain::to_json(fact)));
  BOOST_TEST(light.run({"light", "verify", file}).exit == 5);
}

BOOST_AUTO_TEST_CASE(another_genesis_makes_it_false_and_none_is_exit_3) {
  Light light;
  auto other = test::small_genesis();
  other.time.value += 1;
  const auto file = light.tool.home.file("other.json", pretty_json(chain::to_json(other)));
  BOOST_TEST(light.tool.run({"--genesis", file, "light", "verify", light.fact}).exit == 5);
  Tool bare;
  BOOST_TEST(bare.run({"light", "verify", light.fact}).exit == 3);
  BOOST_TEST(light.run({"light", "verify", light.genesis}).exit == 4);
}

BOOST_AUTO_TEST_CASE(init_remembers_the_genesis) {
  Light light;
  const auto made = light.tool.run({"light", "init", light.genesis});
  BOOST_REQUIRE_MESSAGE(made.exit == 0, made.err);
  BOOST_TEST(light.tool.run({"light", "verify", light.fact}).exit == 0);
}

BOOST_AUTO_TEST_CASE(a_voucher_is_shown_in_figures_and_in_capitals) {
  Light light;
  const auto result = light.run({"voucher", "verify", light.fact});
  BOOST_REQUIRE_MESSAGE(result.exit == 0, result.err);
  BOOST_TEST(result.out.find("6,916.65") != std::string::npos);
  BOOST_TEST(result.out.find("人民币陆仟玖佰壹拾陆元陆角伍分") != std::string::npos);
  BOOST_TEST(result.out.find("2026") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(show_says_that_nothing_was_checked) {
  Light light;
  BOOST_TEST(light.run({"light", "show", light.fact}).out.find("not checked") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::cli
