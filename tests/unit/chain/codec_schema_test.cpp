// The published schema chain/codec/ledger.proto is what the structs say, and protoc's own code reads and writes the same bytes.
#include <boost/test/unit_test.hpp>
#include <fstream>
#include <sstream>

#include "chain/ledger/genesis.h"
#include "chain/ledger/receipt.h"
#include "chain/light/fact.h"
#include "ledger.pb.h"
#include "tests/unit/chain/schema_text.h"
#include "tests/unit/chain/random_messages.h"

namespace xh::chain {
namespace {

std::string read_file(const std::string& path) {
  std::ifstream in(path);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

// Random values of T: ours encode, protoc's class parses them without unknown fields and writes the same bytes back, ours decodes the same value.
template <class T, class Generated>
void agrees_with_protoc(std::uint64_t seed) {
  test::Random random(seed);
  for (int round = 0; round < 200; ++round) {
    const T value = random.message<T>();
    const Bytes ours = encode(value);
    BOOST_TEST(ours.size() == encoded_size(value));
    Generated generated;
    BOOST_REQUIRE(generated.ParseFromArray(ours.data(), static_cast<int>(ours.size())));
    const std::string theirs = generated.SerializeAsString();
    BOOST_REQUIRE(as_string(ours) == theirs);
    const auto back = decode<T>(ours);
    BOOST_REQUIRE_MESSAGE(back.has_value(), (back ? "" : back.error().message));
    BOOST_REQUIRE(*back == value);
  }
}

BOOST_AUTO_TEST_SUITE(codec_schema)

BOOST_AUTO_TEST_CASE(published_proto_file_says_what_the_structs_say) {
  test::SchemaText schema;
  schema.add<Transaction>();
  schema.add<TransactionBody>();
  schema.add<Block>();
  schema.add<Header>();
  schema.add<FinalBlock>();
  schema.add<Vote>();
  schema.add<ValidatorSet>();
  schema.add<KeyPolicy>();
  schema.add<Receipt>();
  schema.add<SaltedReceipt>();
  schema.add<Genesis>();
  schema.add<Fact>();
  const auto published = read_file(XH_SOURCE_DIR "/chain/codec/ledger.proto");
  const auto begin = published.find("\nmessage ");
  BOOST_REQUIRE(begin != std::string::npos);
  BOOST_TEST(published.substr(begin) == schema.text());
}

BOOST_AUTO_TEST_CASE(protoc_reads_and_writes_the_same_bytes) {
  agrees_with_protoc<Transaction, pb::Transaction>(1);
  agrees_with_protoc<TransactionBody, pb::TransactionBody>(2);
  agrees_with_protoc<Block, pb::Block>(3);
  agrees_with_protoc<Header, pb::Header>(4);
  agrees_with_protoc<FinalBlock, pb::FinalBlock>(5);
  agrees_with_protoc<Vote, pb::Vote>(6);
  agrees_with_protoc<ValidatorSet, pb::ValidatorSet>(7);
  agrees_with_protoc<Receipt, pb::Receipt>(8);
  agrees_with_protoc<Genesis, pb::Genesis>(9);
  agrees_with_protoc<Fact, pb::Fact>(10);
  agrees_with_protoc<EpochLink, pb::EpochLink>(11);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::chain
