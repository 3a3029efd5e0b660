// Vouchers (OP-24): shown and saved with their proof, verified with the genesis alone; what a file says about itself
// must be what was proven.
#include <boost/test/unit_test.hpp>

#include "chain/codec/codec.h"
#include "chain/light/fact.h"
#include "chain/merkle/list_tree.h"
#include "cli/calls/call_table.h"
#include "cli/files.h"
#include "contracts/lxr/events.h"
#include "tests/unit/cli/test_support.h"

namespace xh::cli {
namespace {

using test::Tool;
namespace lxr = contracts::lxr;
using chain::Fen;

lxr::VoucherIssued voucher(std::uint64_t serial, std::int64_t fen, lxr::Purpose purpose) {
  lxr::VoucherIssued out;
  out.number = {2026, serial};
  out.amount = Fen{fen};
  out.from.bytes.fill(1);
  out.to.bytes.fill(2);
  out.purpose = purpose;
  out.at = chain::Timestamp{1'775'815'200'000};
  return out;
}

chain::Receipt receipt_of(const std::vector<lxr::VoucherIssued>& vouchers) {
  chain::Receipt out;
  out.code = "OK";
  out.height = chain::Height{1};
  for (const auto& v : vouchers) {
    out.events.push_back({static_cast<std::uint32_t>(contracts::ContractId::kLxr),
                          static_cast<std::uint32_t>(lxr::EventKind::kVoucherIssued),
                          {},
                          chain::encode(v)});
  }
  return out;
}

// A final block that holds the receipt.
chain::Fact fact_of(const chain::Genesis& genesis, const chain::Receipt& receipt) {
  const auto context = chain::make_context(genesis);
  const chain::SaltedReceipt salted{{}, chain::encode(receipt)};
  const std::vector<chain::Hash256> leaves{chain::list_leaf_hash(chain::receipt_leaf(salted)), chain::Hash256{}};
  chain::Header header = chain::genesis_header(genesis, context, {});
  header.height = chain::Height{1};
  header.timestamp.value += 1;
  header.receipts_root = chain::list_root(leaves);
  header.receipt_count = 2;
  chain::Fact out;
  out.chain_id = context.chain_id;
  out.genesis_hash = context.genesis_hash;
  out.header = chain::encode(header);
  out.receipt = chain::ReceiptFact{salted, chain::prove_inclusion(leaves, 0)};
  const chain::Subject subject{chain::VoteKind::kFinalize, {}, chain::View{1}, {}, chain::block_id_of(header)};
  const chain::VoteDigests digests(context.tag);
  std::vector<chain::Vote> votes;
  for (std::uint8_t i = 0; i < 3; ++i)
    votes.push_back(chain::sign_vote(subject, chain::ValidatorIndex{i}, test::validator_key(i), digests));
  out.finality.finalization = chain::make_certificate(subject, votes, 4);
  return out;
}

// A node that shows the receipt, and a voucher file that was saved from it.
struct World {
  World() {
    const auto receipt =
        receipt_of({voucher(12, 691'665, lxr::Purpose::kWage), voucher(13, 5, lxr::Purpose::kInterest)});
    auto answer = receipt_to_json(receipt);
    answer["fact"] = chain::to_json(fact_of(test::small_genesis(), receipt));
    tool.key("me");
    tool.network.status();
    tool.network.data("GET /v1/receipts/1/0?proof=1", chain::json::serialize(answer));
    answer.erase("fact");
    tool.network.data("GET /v1/receipts/1/0", chain::json::serialize(answer));
    genesis = tool.home.file("light-genesis.json", pretty_json(chain::to_json(test::small_genesis())));
  }
  std::string saved() {
    const auto path = (tool.home.path() / "voucher.json").string();
    const auto result = tool.ask({"voucher", "show", "1/0", "--save", path});
    BOOST_REQUIRE_MESSAGE(result.exit == 0, result.err);
    return path;
  }
  test::Result verify(const std::string& file) {
    return tool.run({"-o", "json", "--lang", "en", "--genesis", genesis, "voucher", "verify", file});
  }
  Tool tool;
  std::string genesis;
};

BOOST_AUTO_TEST_SUITE(vouchers)

BOOST_AUTO_TEST_CASE(show_gives_number_parties_purpose_figures_and_capitals) {
  World world;
  const auto result = world.tool.ask({"-o", "json", "voucher", "show", "1/0"});
  BOOST_REQUIRE_MESSAGE(result.exit == 0, result.err);
  const auto rows = result.json().at("data").at("vouchers").as_array();
  BOOST_REQUIRE(rows.size() == 2u);
  BOOST_TEST(rows[0].at("year").to_number<int>() == 2026);
  BOOST_TEST(rows[0].at("serial").to_number<int>() == 12);
  BOOST_TEST(rows[0].at("amount").as_string() == "691665");
  BOOST_TEST(rows[0].at("capital").as_string() == "人民币陆仟玖佰壹拾陆元陆角伍分");
  BOOST_TEST(rows[0].at("purpose").as_string() == "wage");
  BOOST_TEST(std::string_view(rows[0].at("from").as_string()).starts_with("xh1"));
  BOOST_TEST(rows[1].at("purpose").as_string() == "interest");
  BOOST_TEST(rows[1].at("capital").as_string() == "人民币伍分");
}

BOOST_AUTO_TEST_CASE(a_saved_voucher_verifies_offline_with_block_and_signers) {
  World world;
  const auto file = world.saved();
  const auto asked = world.tool.network.requests.size();
  const auto result = world.verify(file);
  BOOST_REQUIRE_MESSAGE(result.exit == 0, result.out + result.err);
  BOOST_TEST(world.tool.network.requests.size() == asked);
  const auto data = result.json().at("data");
  BOOST_TEST(data.at("vouchers").as_array().size() == 2u);
  BOOST_TEST(data.at("signers").as_array().size() == 3u);
  BOOST_TEST(data.at("block_id").as_string().size() == 64u);
}

BOOST_AUTO_TEST_CASE(a_voucher_file_that_says_another_amount_party_or_capital_than_its_proof_is_false) {
  World world;
  const auto content = read_file(world.saved(), 1 << 20).value();
  const auto address = chain::to_address(voucher(1, 1, lxr::Purpose::kWage).to);
  int n = 0;
  for (const auto& [from, to] : {std::pair<std::string, std::string>{"\"691665\"", "\"791665\""},
                                 {"陆仟玖佰", "柒仟玖佰"},
                                 {"\"wage\"", "\"fee\""},
                                 {"\"serial\": 12", "\"serial\": 14"},
                                 {address, chain::to_address(voucher(1, 1, lxr::Purpose::kWage).from)}}) {
    auto changed = content;
    const auto at = changed.find(from);
    BOOST_REQUIRE_MESSAGE(at != std::string::npos, from);
    changed.replace(at, from.size(), to);
    const auto result = world.verify(world.tool.home.file("changed-" + std::to_string(++n) + ".json", changed));
    BOOST_TEST(result.exit == 5, from);
    BOOST_TEST(!result.json().at("data").at("verified").as_bool());
  }
}

BOOST_AUTO_TEST_CASE(a_voucher_file_that_leaves_a_voucher_out_is_false) {
  World world;
  auto document = chain::parse_json(read_file(world.saved(), 1 << 20).value()).value();
  document.as_object()["vouchers"].as_array().pop_back();
  BOOST_TEST(world.verify(world.tool.home.file("less.json", pretty_json(document))).exit == 5);
}

BOOST_AUTO_TEST_CASE(a_receipt_without_vouchers_is_no_voucher) {
  World world;
  world.tool.network.data("GET /v1/receipts/2/0", chain::json::serialize(receipt_to_json(receipt_of({}))));
  BOOST_TEST(world.tool.ask({"voucher", "show", "2/0"}).exit == 4);
  const auto fact = fact_of(test::small_genesis(), receipt_of({}));
  BOOST_TEST(world.verify(world.tool.home.file("none.json", pretty_json(chain::to_json(fact)))).exit == 4);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::cli
