#include <boost/test/unit_test.hpp>

#include "node/ops/time_text.h"

using namespace xh::node;
using xh::chain::Timestamp;

BOOST_AUTO_TEST_SUITE(ops_time_text)

BOOST_AUTO_TEST_CASE(rfc3339_times_are_read_in_every_offset) {
  // 2026-03-01T00:00:00Z = 20513 days * 86400 s.
  BOOST_TEST(parse_rfc3339("2026-03-01T00:00:00Z")->value == 1'772'323'200'000);
  BOOST_TEST(parse_rfc3339("2026-03-01T08:00:00+08:00")->value == 1'772'323'200'000);
  BOOST_TEST(parse_rfc3339("2026-02-28T20:30:00-03:30")->value == 1'772'323'200'000);
  BOOST_TEST(parse_rfc3339("2026-03-01t00:00:00.25z")->value == 1'772'323'200'250);
  BOOST_TEST(parse_rfc3339("1970-01-01T00:00:00Z")->value == 0);
  BOOST_TEST(parse_rfc3339("2024-02-29T23:59:59.999Z")->value == 1'709'251'199'999);
}

BOOST_AUTO_TEST_CASE(what_is_no_time_is_refused) {
  for (const auto* bad :
       {"", "2026-03-01", "2026-03-01T00:00:00", "2026-02-29T00:00:00Z", "2026-03-01T24:00:00Z", "2026-03-01T00:60:00Z",
        "2026-03-01T00:00:60Z", "2026-03-01T00:00:00.1234Z", "2026-03-01T00:00:00.Z", "2026-03-01 00:00:00Z",
        "2026-03-01T00:00:00+8:00", "2026-03-01T00:00:00Zz", "1969-12-31T23:59:59Z", "2026-03-01T-1:00:00Z"}) {
    BOOST_TEST(!parse_rfc3339(bad), bad);
  }
}

BOOST_AUTO_TEST_CASE(written_times_read_back) {
  for (const std::int64_t ms : {0ll, 1ll, 999ll, 1'772'323'200'000ll, 1'772'323'200'250ll, 4'102'444'799'999ll}) {
    BOOST_TEST(parse_rfc3339(format_rfc3339(Timestamp{ms}))->value == ms);
  }
  BOOST_TEST(format_rfc3339(Timestamp{1'772'323'200'000}) == "2026-03-01T00:00:00Z");
  BOOST_TEST(format_rfc3339(Timestamp{1'772'323'200'050}) == "2026-03-01T00:00:00.050Z");
}

BOOST_AUTO_TEST_CASE(a_time_may_also_be_milliseconds) {
  BOOST_TEST(parse_time("1772323200250")->value == 1'772'323'200'250);
  BOOST_TEST(parse_time("2026-03-01T00:00:00Z")->value == 1'772'323'200'000);
  BOOST_TEST(!parse_time("-5"));
  BOOST_TEST(!parse_time(""));
  BOOST_TEST(!parse_time("99999999999999999999"));
}

BOOST_AUTO_TEST_CASE(durations_are_read_with_units_in_order) {
  BOOST_TEST(*parse_duration_ms("1d") == 86'400'000);
  BOOST_TEST(*parse_duration_ms("12h") == 43'200'000);
  BOOST_TEST(*parse_duration_ms("30m") == 1'800'000);
  BOOST_TEST(*parse_duration_ms("500ms") == 500);
  BOOST_TEST(*parse_duration_ms("1d12h30m15s500ms") == 131'415'500);
  for (const auto* bad :
       {"", "0d", "d", "5", "5x", "1h1d", "1h1h", "-1d", "1.5d", "1 d", "36526d", "999999999999999999999d"}) {
    BOOST_TEST(!parse_duration_ms(bad), bad);
  }
}

BOOST_AUTO_TEST_SUITE_END()
