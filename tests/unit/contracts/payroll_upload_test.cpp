#include <boost/test/unit_test.hpp>

#include "payroll_world.h"

namespace xh::contracts::payroll::test {
namespace {

struct Upload {
  World world{"2026-03-10 20:00"};
  chain::AccountId e1 = world.employers[0];
  chain::AccountId w1 = world.workers[0];
  chain::RecordKey k1 = world.agree(world.terms());

  chain::Timestamp at(const std::string& time) const { return world.wall("2026-03-10 " + time); }
  Answer put(std::vector<WorkEntry> entries, std::uint32_t replaces = 0, const std::string& date = "2026-03-10") {
    return world.submit(e1, {{k1, day(date), replaces, std::move(entries)}});
  }
  std::vector<Flag> flags_of_log(const chain::RecordKey& agreement, const std::string& date = "2026-03-10") const {
    return world.log(agreement, date).flags;
  }
};

BOOST_AUTO_TEST_SUITE(payroll_upload)

BOOST_FIXTURE_TEST_CASE(one_bad_line_refuses_the_whole_upload_and_is_named, Upload) {
  const auto k2 = world.agree(world.terms(0, 1));
  const auto answer =
      world.submit(e1, {{k1, day("2026-03-10"), 0, {entry("good", 60, 1)}},
                        {k2, day("2026-03-10"), 0, {entry("a", 60, 1), entry("b", 60, 1), entry("bad", 1441, 1)}}});
  BOOST_TEST(answer.code == "ENTRY_TOO_LONG");
  BOOST_TEST(answer.message.find("log 2 (2026-03-10)") != std::string::npos, answer.message);
  BOOST_TEST(answer.message.find("entry 3 'bad'") != std::string::npos, answer.message);
  BOOST_TEST(!find_day_log(world.state(), k1, day("2026-03-10")).has_value());
  BOOST_TEST(party_of(world.state(), e1).late_uploads == 0u);
}

BOOST_FIXTURE_TEST_CASE(bad_entries_are_refused_each_with_its_reason, Upload) {
  WorkEntry end_only = entry("a", 10, 1);
  end_only.end = at("10:00");
  WorkEntry absurd = entry("a", 10, 1);
  absurd.start = chain::Timestamp{std::numeric_limits<std::int64_t>::max()};
  const std::pair<WorkEntry, const char*> cases[] = {
      {entry("", 10, 1), "BAD_ENTRY"},
      {entry("a", 1441, 1), "ENTRY_TOO_LONG"},
      {entry("a", 10, 10'001), "BAD_ENTRY"},
      {entry("a", 10, 1, -1), "NEGATIVE_AMOUNT"},
      {entry("a", 10, 1, 5), "AMOUNT_WITHOUT_ITEM"},
      {end_only, "BAD_ENTRY"},
      {absurd, "BAD_ENTRY"},
      {shift("a", at("10:00"), chain::Timestamp{at("10:00").value + chain::kDayMs + 1}, 1), "ENTRY_TOO_LONG"},
      {shift("a", world.wall("2026-03-09 23:59:59.999"), at("10:00"), 1), "WRONG_DAY"},
      {shift("a", world.wall("2026-03-11 00:00"), world.wall("2026-03-11 01:00"), 1), "WRONG_DAY"},
  };
  for (const auto& [bad, code] : cases) BOOST_TEST(put({bad}).code == code);
  WorkEntry backwards = entry("a", 10, 1);
  backwards.start = at("10:00");
  backwards.end = at("09:00");
  BOOST_TEST(put({backwards}).code == "BAD_ENTRY");
  BOOST_TEST(put({}).code == "EMPTY_LOG");
}

BOOST_FIXTURE_TEST_CASE(a_reference_may_occur_once_in_a_day_log, Upload) {
  const auto answer = put({entry("I-1#1", 60, 1), entry("I-1#2", 60, 1), entry("I-1#1", 60, 1)});
  BOOST_TEST(answer.code == "DUPLICATE_REFERENCE");
  BOOST_TEST(answer.message.find("'I-1#1'") != std::string::npos, answer.message);
}

BOOST_FIXTURE_TEST_CASE(the_same_agreement_and_day_twice_in_an_upload_is_refused, Upload) {
  BOOST_TEST(world
                 .submit(e1, {{k1, day("2026-03-10"), 0, {entry("a", 60, 1)}},
                              {k1, day("2026-03-10"), 0, {entry("b", 60, 1)}}})
                 .code == "DUPLICATE_LOG");
}

BOOST_FIXTURE_TEST_CASE(only_the_agreements_employer_uploads, Upload) {
  BOOST_TEST(world.submit(world.employers[1], {{k1, day("2026-03-10"), 0, {entry("a", 60, 1)}}}).code ==
             "NOT_YOUR_AGREEMENT");
  BOOST_TEST(world.submit(w1, {{k1, day("2026-03-10"), 0, {entry("a", 60, 1)}}}).code == "ROLE_REQUIRED");
  BOOST_TEST(world.submit(e1, {{world.new_key(), day("2026-03-10"), 0, {entry("a", 60, 1)}}}).code ==
             "UNKNOWN_AGREEMENT");
}

BOOST_FIXTURE_TEST_CASE(days_outside_the_agreement_are_refused, Upload) {
  BOOST_TEST(put({entry("a", 60, 1)}, 0, "2026-02-28").code == "AGREEMENT_NOT_ACTIVE");
  BOOST_TEST(put({entry("a", 60, 1)}, 0, "2026-03-11").code == "FUTURE_DAY");
  BOOST_TEST(
      world.submit(e1, {{k1, chain::Day{std::numeric_limits<std::int64_t>::min()}, 0, {entry("a", 60, 1)}}}).code ==
      "BAD_DAY");
  BOOST_TEST(
      world.call(world.union_account, MethodId::kEndAgreement, EndAgreementArgs{k1, day("2026-03-10")}, {e1}).ok());
  world.at("2026-03-12 09:00");
  BOOST_TEST(put({entry("a", 60, 1)}, 0, "2026-03-11").code == "AGREEMENT_NOT_ACTIVE");
  BOOST_TEST(put({entry("a", 60, 1)}, 0, "2026-03-10").ok());  // late, but of a day of the agreement
}

BOOST_FIXTURE_TEST_CASE(other_content_does_not_overwrite_silently, Upload) {
  BOOST_TEST(put({entry("a", 60, 1)}).ok());
  const auto answer = put({entry("a", 60, 2)});
  BOOST_TEST(answer.code == "ALREADY_UPLOADED");
  BOOST_TEST(answer.message.find("replaces = 1") != std::string::npos, answer.message);
  BOOST_TEST(put({entry("a", 60, 2)}, 2).code == "NO_SUCH_VERSION");
  BOOST_TEST(put({entry("a", 60, 2)}, 1).ok());
  // A delayed retry of the first upload does not bring the old figure back.
  BOOST_TEST(put({entry("a", 60, 1)}).of<DayRecordedEvent>(EventKind::kDayRecorded).at(0).repeated);
  BOOST_TEST(world.log(k1, "2026-03-10").version == 2u);
  BOOST_TEST(world.log(k1, "2026-03-10").sums.orders == 2u);
}

BOOST_FIXTURE_TEST_CASE(a_revision_to_no_work_at_all_is_possible_and_needs_new_signatures, Upload) {
  BOOST_TEST(put({entry("a", 60, 1)}).ok());
  BOOST_TEST(world.confirm(w1, {world.ref(k1, "2026-03-10")}).ok());
  BOOST_TEST(put({}, 1).ok());
  BOOST_TEST(!world.log(k1, "2026-03-10").worker_at.has_value());
  BOOST_TEST(world.log(k1, "2026-03-10").sums.amount.value == 0);
}

BOOST_FIXTURE_TEST_CASE(a_batch_key_names_one_upload_for_ever, Upload) {
  const auto batch = world.new_key();
  const std::vector<DayUpload> logs{{k1, day("2026-03-10"), 0, {entry("a", 60, 1)}}};
  const auto first = world.submit(e1, logs, batch).of<BatchRecordedEvent>(EventKind::kBatchRecorded).at(0);
  BOOST_TEST(!first.repeated);
  const auto second = world.submit(e1, logs, batch).of<BatchRecordedEvent>(EventKind::kBatchRecorded).at(0);
  BOOST_TEST(second.repeated);
  BOOST_CHECK(second.root == first.root);
  BOOST_TEST(world.submit(e1, {{k1, day("2026-03-10"), 0, {entry("a", 61, 1)}}}, batch).code == "BATCH_KEY_REUSED");
  BOOST_TEST(world.submit(world.employers[1], logs, batch).code == "BATCH_KEY_REUSED");
  BOOST_TEST(world.submit(e1, logs, chain::RecordKey{}).code == "BATCH_KEY_REUSED");
}

BOOST_FIXTURE_TEST_CASE(limits_of_an_upload_hold, Upload) {
  std::vector<DayUpload> logs;
  for (int d = 1; d <= 10; ++d) {
    std::vector<WorkEntry> entries;
    for (std::size_t i = 0; i < 500; ++i) entries.push_back(entry("e" + std::to_string(i), 1, 0));
    logs.push_back({k1, add_days(day("2026-03-01"), d - 1), 0, entries});
  }
  auto too_many = logs;
  too_many.push_back({world.agree(world.terms(0, 1)), day("2026-03-10"), 0, {entry("a", 1, 0)}});
  BOOST_TEST(world.submit(e1, too_many).code == "UPLOAD_TOO_LARGE");
  BOOST_TEST(world.submit(e1, logs).ok());
  auto long_log = std::vector<DayUpload>{logs[0]};
  long_log[0].entries.push_back(entry("one more", 1, 0));
  BOOST_TEST(world.submit(e1, long_log).code == "MALFORMED_ARGUMENTS");
  BOOST_TEST(world.submit(e1, {}).code == "EMPTY_UPLOAD");
}

BOOST_FIXTURE_TEST_CASE(identical_times_are_two_entries_flagged_and_not_merged, Upload) {
  BOOST_TEST(put({shift("I-1#1", at("09:00"), at("11:00"), 3), shift("I-2#1", at("09:00"), at("11:00"), 4)}).ok());
  const auto log = world.log(k1, "2026-03-10");
  BOOST_TEST(log.sums.orders == 7u);
  BOOST_TEST_REQUIRE(log.flags.size() == 2u);
  for (std::uint32_t i = 0; i < 2; ++i) {
    BOOST_CHECK(log.flags[i].kind == FlagKind::kIdenticalTimes);
    BOOST_TEST(log.flags[i].entry == i);
    BOOST_TEST(log.flags[i].other_reference == (i == 0 ? "I-2#1" : "I-1#1"));
  }
}

BOOST_FIXTURE_TEST_CASE(overlaps_are_found_and_touching_shifts_are_none, Upload) {
  BOOST_TEST(put({shift("a", at("09:00"), at("11:00"), 1), shift("b", at("11:00"), at("12:00"), 1)}).ok());
  BOOST_TEST(flags_of_log(k1).empty());
  // a contains b and d; c stands alone.
  BOOST_TEST(put({shift("a", at("09:00"), at("14:00"), 1), shift("b", at("10:00"), at("10:30"), 1),
                  shift("c", at("15:00"), at("16:00"), 1), shift("d", at("13:00"), at("14:30"), 1)},
                 1)
                 .ok());
  const auto flags = flags_of_log(k1);
  BOOST_TEST_REQUIRE(flags.size() == 3u);
  BOOST_TEST(flags[0].entry == 0u);
  BOOST_TEST(flags[1].entry == 1u);
  BOOST_TEST(flags[1].other_reference == "a");
  BOOST_TEST(flags[2].entry == 3u);
}

BOOST_FIXTURE_TEST_CASE(a_shift_over_midnight_overlaps_the_next_days_log, Upload) {
  BOOST_TEST(put({shift("late", world.wall("2026-03-09 22:00"), at("02:00"), 1)}, 0, "2026-03-09").ok());
  BOOST_TEST(put({shift("early", at("01:00"), at("03:00"), 1)}).ok());
  BOOST_TEST_REQUIRE(flags_of_log(k1).size() == 1u);
  BOOST_CHECK(flags_of_log(k1)[0].kind == FlagKind::kOverlap);
  BOOST_TEST(flags_of_log(k1)[0].elsewhere);
}

BOOST_FIXTURE_TEST_CASE(overlaps_across_zones_and_employers_are_found, Upload) {
  auto terms = world.terms(1, 0);
  terms.zone = "Europe/London";
  const auto k2 = world.agree(terms);
  BOOST_TEST(put({shift("a", at("01:00"), at("03:00"), 1)}).ok());  // 17:00 to 19:00 of the 9th in London
  BOOST_TEST(
      world.submit(world.employers[1], {{k2, day("2026-03-09"), 0, {shift("b", at("02:00"), at("04:00"), 1)}}}).ok());
  BOOST_TEST(flags_of_log(k2, "2026-03-09").size() == 1u);
  const auto other = entries_meeting(world.state(), k2, day("2026-03-09"), 0);
  BOOST_TEST_REQUIRE(other.size() == 1u);
  BOOST_CHECK(other[0].agreement == k1);
  BOOST_CHECK(other[0].start == at("01:00"));
  BOOST_TEST(entries_meeting(world.state(), k1, day("2026-03-10"), 0).size() == 1u);
  BOOST_TEST(entries_meeting(world.state(), k1, day("2026-03-10"), 1).empty());
}

BOOST_FIXTURE_TEST_CASE(a_revision_forgets_the_times_of_the_version_it_replaces, Upload) {
  const auto k2 = world.agree(world.terms(1, 0));
  BOOST_TEST(put({shift("a", at("09:00"), at("12:00"), 1)}).ok());
  BOOST_TEST(put({shift("a", at("14:00"), at("15:00"), 1)}, 1).ok());
  BOOST_TEST(flags_of_log(k1).empty());
  BOOST_TEST(
      world.submit(world.employers[1], {{k2, day("2026-03-10"), 0, {shift("b", at("10:00"), at("11:00"), 1)}}}).ok());
  BOOST_TEST(flags_of_log(k2).empty());
}

BOOST_FIXTURE_TEST_CASE(more_than_1440_minutes_of_a_day_are_flagged_also_over_employers, Upload) {
  BOOST_TEST(put({entry("a", 1440, 1)}).ok());
  BOOST_TEST(flags_of_log(k1).empty());
  const auto k2 = world.agree(world.terms(1, 0));
  BOOST_TEST(world.submit(world.employers[1], {{k2, day("2026-03-10"), 0, {entry("b", 1, 1)}}}).ok());
  BOOST_TEST_REQUIRE(flags_of_log(k2).size() == 1u);
  BOOST_CHECK(flags_of_log(k2)[0].kind == FlagKind::kDayAbove1440);
  BOOST_TEST(flags_of_log(k2)[0].elsewhere);
  BOOST_TEST(put({entry("a", 800, 1), entry("b", 641, 1)}, 1).ok());
  BOOST_CHECK(flags_of_log(k1).at(0).kind == FlagKind::kDayAbove1440);
}

BOOST_FIXTURE_TEST_CASE(too_many_orders_an_hour_and_minutes_beyond_the_times_are_flagged, Upload) {
  WorkEntry padded = shift("c", at("09:00"), at("10:00"), 1);
  padded.minutes = 61;
  BOOST_TEST(put({entry("a", 60, 12), entry("b", 120, 25), padded, entry("d", 3, 1), entry("e", 0, 500)}).ok());
  const auto flags = flags_of_log(k1);
  BOOST_TEST_REQUIRE(flags.size() == 2u);
  BOOST_CHECK(flags[0].kind == FlagKind::kOrdersPerHour);
  BOOST_TEST(flags[0].entry == 1u);
  BOOST_CHECK(flags[1].kind == FlagKind::kMinutesAboveSpan);
  BOOST_TEST(flags[1].entry == 2u);
}

BOOST_FIXTURE_TEST_CASE(every_flag_counts_though_only_64_are_listed, Upload) {
  std::vector<WorkEntry> entries;
  for (int i = 0; i < 100; ++i) entries.push_back(shift("e" + std::to_string(i), at("09:00"), at("09:01"), 0));
  BOOST_TEST(put(entries).ok());
  BOOST_TEST(world.log(k1, "2026-03-10").flags.size() == kMaxFlagsPerLog);
  BOOST_TEST(world.log(k1, "2026-03-10").flag_count == 100u);
}

BOOST_FIXTURE_TEST_CASE(more_agreements_a_day_than_can_be_compared_are_flagged_not_swallowed, Upload) {
  for (std::size_t i = 0; i <= WorkerSpans::kMaxLogs; ++i) {
    const auto k = world.agree(world.terms(1, 1));
    const std::string minute = i < 10 ? "0" + std::to_string(i) : std::to_string(i);
    const auto from = at("09:" + minute);
    BOOST_TEST(world
                   .submit(world.employers[1],
                           {{k, day("2026-03-10"), 0, {shift("a", from, chain::Timestamp{from.value + 60'000}, 0)}}})
                   .ok());
    const auto flags = flags_of_log(k);
    BOOST_TEST(flags.size() == (i < WorkerSpans::kMaxLogs ? 0u : 1u));
    if (!flags.empty()) BOOST_CHECK(flags[0].kind == FlagKind::kOverlapUnchecked);
  }
}

BOOST_FIXTURE_TEST_CASE(an_employers_flagged_logs_are_listed_page_by_page, Upload) {
  for (int i = 0; i < 70; ++i) {
    const auto date = to_text(add_days(day("2026-03-01"), i % 9));
    BOOST_TEST(put({entry("a", 1440, 0), entry("b", 60 + static_cast<std::uint32_t>(i), 0)},
                   static_cast<std::uint32_t>(i / 9), date)
                   .ok());
  }
  BOOST_TEST(party_of(world.state(), e1).flagged_logs == 70u);
  BOOST_TEST(flag_page_count(world.state(), e1) == 2u);
  const auto newest = flags_of(world.state(), e1, 1);
  BOOST_TEST_REQUIRE(newest.size() == 6u);
  BOOST_TEST(!newest.back().superseded);
  BOOST_TEST(flags_of(world.state(), e1, 0).front().superseded);
  BOOST_TEST(flags_of(world.state(), e1, 0).front().flags.size() == 1u);
}

BOOST_FIXTURE_TEST_CASE(entries_stay_readable_with_their_references, Upload) {
  BOOST_TEST(put({entry("I-1#1", 60, 1), entry("I-1#2", 30, 2)}).ok());
  const auto content = find_content(world.state(), k1, day("2026-03-10"), 1);
  BOOST_REQUIRE(content.has_value());
  BOOST_TEST(content->entries.at(1).reference == "I-1#2");
  BOOST_CHECK(content_hash(*content) == world.log(k1, "2026-03-10").hash);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::contracts::payroll::test
