// Golden vectors of what people sign and upload, computed by an independent script (Python, hashlib, no code of ours):
// other clients must come to the same bytes and hashes.
#include <boost/test/unit_test.hpp>

#include "chain/codec/json.h"
#include "contracts/payroll/explain.h"
#include "contracts/payroll/pay_rules.h"
#include "payroll_world.h"

namespace xh::contracts::payroll::test {
namespace {

DayUpload sample_upload() {
  DayUpload log;
  for (std::uint8_t i = 0; i < 32; ++i) log.agreement.bytes[i] = static_cast<std::uint8_t>(i + 1);
  log.day = day("2026-03-18");
  log.entries = {entry("I-1#1", 60, 7), entry("I-1#2", 435, 33)};
  log.entries[0].start = chain::Timestamp{1'773'795'600'000};
  log.entries[0].end = chain::Timestamp{1'773'799'200'000};
  return log;
}

DayContent sample_content() {
  const auto log = sample_upload();
  const std::vector<PayItem> items{{"orders", PayKind::kPerOrder, chain::Fen{480}},
                                   {"time", PayKind::kPerMinute, chain::Fen{650}}};
  return {log.agreement, log.day, 1, day_sums(items, log.entries), log.entries};
}

chain::RecordKey filled(std::uint8_t byte) {
  chain::RecordKey key;
  key.bytes.fill(byte);
  return key;
}

BOOST_AUTO_TEST_SUITE(payroll_encoding)

BOOST_AUTO_TEST_CASE(day_content_has_its_golden_bytes_and_hash) {
  BOOST_TEST(chain::to_hex(chain::encode(sample_content())) ==
             "0a200102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f2010e4c00218012210082810ef03220580ac02e"
             "65328e6ff022a190a05492d"
             "31233110809aa7e79f671880d4deea9f67203c28072a0c0a05492d31233220b3032821");
  BOOST_TEST(chain::to_hex(content_hash(sample_content()).view()) ==
             "0496f423e2c21be608206c3150cf8f0d4dfb099ffc1cd51f36b4d068fa40a7f7");
}

BOOST_AUTO_TEST_CASE(batch_root_is_the_list_root_over_the_content_hashes) {
  std::vector<LogRef> logs(3);
  logs[0].hash = content_hash(sample_content());
  logs[1].hash = chain::retag<chain::Hash256>(filled(0x22));
  logs[2].hash = chain::retag<chain::Hash256>(filled(0x33));
  BOOST_TEST(chain::to_hex(batch_root(logs).view()) ==
             "e73e48f10b574c6c9f1540c706180bc119266cb9737329d0bbd8150b39d7695e");
}

BOOST_AUTO_TEST_CASE(upload_arguments_have_their_golden_bytes) {
  const SubmitWorkArgs args{filled(0xbb), {sample_upload()}};
  BOOST_TEST(
      chain::to_hex(chain::encode(args)) ==
      "0a20bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb124f0a200102030405060708090a0b0c0d0e0f101112"
      "13141516171819"
      "1a1b1c1d1e1f2010e4c00222190a05492d31233110809aa7e79f671880d4deea9f67203c2807220c0a05492d31233220b3032821");
}

BOOST_AUTO_TEST_CASE(a_payslip_survives_json_and_still_explains_itself) {
  World world{"2026-03-02 20:00"};
  const auto k = world.agree(world.terms());
  world.deposit(world.employers[0], 1'000'000);
  BOOST_TEST(world.submit(world.employers[0], {{k, day("2026-03-02"), 0, {entry("a", 480, 10)}}}).ok());
  const auto slip = world.at("2026-04-10 12:00").of<Settlement>(EventKind::kSettlement).at(0);
  const auto text = boost::json::serialize(chain::to_json(slip));
  BOOST_TEST(text.find("\"basis\":\"silence\"") != std::string::npos, text);
  const auto back = chain::from_json<Settlement>(boost::json::parse(text));
  BOOST_REQUIRE(back.has_value());
  BOOST_CHECK(*back == slip);
  BOOST_TEST(explain(*back).agrees());
}

BOOST_AUTO_TEST_CASE(money_is_shown_in_yuan_with_two_digits) {
  BOOST_TEST(yuan(chain::Fen{691'665}) == "6916.65");
  BOOST_TEST(yuan(chain::Fen{5}) == "0.05");
  BOOST_TEST(yuan(chain::Fen{-120}) == "-1.20");
  BOOST_TEST(yuan(chain::Fen{std::numeric_limits<std::int64_t>::min()}) == "-92233720368547758.08");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::contracts::payroll::test
