#include <boost/test/unit_test.hpp>

#include "chain/merkle/list_tree.h"
#include "payroll_world.h"

namespace xh::contracts::payroll::test {
namespace {

struct Confirm {
  World world{"2026-03-10 20:00"};
  chain::AccountId e1 = world.employers[0];
  std::vector<chain::RecordKey> agreements;
  chain::RecordKey batch = world.new_key();

  Confirm() {
    std::vector<DayUpload> logs;
    for (std::size_t i = 0; i < kWorkers; ++i) {
      agreements.push_back(world.agree(world.terms(0, i)));
      logs.push_back({agreements[i],
                      day("2026-03-10"),
                      0,
                      {entry("a", i == 5 ? 1440 : 480, 10), entry("b", 60, 1)}});  // the last is flagged
    }
    BOOST_TEST_REQUIRE(world.submit(e1, logs, batch).ok());
  }
  LogRef ref(std::size_t i) const { return world.ref(agreements[i], "2026-03-10"); }
  DayKey key(std::size_t i) const { return {agreements[i], day("2026-03-10")}; }
  Answer approve_batch(std::vector<DayKey> exceptions, std::vector<DayKey> accept,
                       std::optional<chain::Hash256> root = {}) {
    const auto known = find_batch(world.state(), batch);
    return world.call(world.union_account, MethodId::kApproveBatch,
                      ApproveBatchArgs{batch, root ? *root : known->root, std::move(exceptions), std::move(accept)});
  }
  std::int64_t accrued(std::size_t i) const {
    const auto found = find_accrual(world.state(), agreements[i], 0);
    return found ? found->sums.amount.value : 0;
  }
};
constexpr std::int64_t kDayPay = 11 * 480 + 5850;

BOOST_AUTO_TEST_SUITE(payroll_confirmations)

BOOST_FIXTURE_TEST_CASE(an_agreement_needs_all_three_signatures, Confirm) {
  const auto terms = world.terms();
  const auto sign = [&](const chain::AccountId& sender, std::vector<chain::AccountId> others, const Terms& what,
                        chain::RecordKey k) {
    return world.call(sender, MethodId::kSignAgreement, SignAgreementArgs{k, what}, std::move(others));
  };
  BOOST_TEST(sign(e1, {terms.worker}, terms, world.new_key()).code == "SIGNATURE_MISSING");
  BOOST_TEST(sign(e1, {world.union_account}, terms, world.new_key()).code == "SIGNATURE_MISSING");
  BOOST_TEST(sign(terms.worker, {world.union_account}, terms, world.new_key()).code == "SIGNATURE_MISSING");
  BOOST_TEST(sign(world.union_account, {e1, terms.worker}, terms, world.new_key()).ok());  // whoever sends it
  BOOST_TEST(sign(e1, {terms.worker, world.union_account}, terms, agreements[0]).code == "AGREEMENT_KEY_USED");
  BOOST_TEST(sign(e1, {terms.worker, world.union_account}, terms, chain::RecordKey{}).code == "AGREEMENT_KEY_USED");
}

BOOST_FIXTURE_TEST_CASE(bad_terms_are_refused, Confirm) {
  const auto refused = [&](auto change) {
    auto terms = world.terms();
    change(terms);
    return world
        .call(e1, MethodId::kSignAgreement, SignAgreementArgs{world.new_key(), terms},
              {world.workers[0], world.union_account})
        .code;
  };
  BOOST_TEST(refused([](Terms&) {}) == "OK");
  BOOST_TEST(refused([](Terms& t) { t.zone = "Europe/Paris"; }) == "UNKNOWN_ZONE");
  BOOST_TEST(refused([](Terms& t) { t.holidays = "FR"; }) == "UNKNOWN_HOLIDAYS");
  BOOST_TEST(refused([](Terms& t) { t.items.clear(); }) == "BAD_TERMS");
  BOOST_TEST(refused([](Terms& t) { t.items[0].rate = chain::Fen{0}; }) == "BAD_TERMS");
  BOOST_TEST(refused([](Terms& t) { t.items[0].rate = chain::Fen{kMaxRateFen + 1}; }) == "BAD_TERMS");
  BOOST_TEST(refused([](Terms& t) { t.items[0].kind = PayKind::kAgreedAmount; }) == "BAD_TERMS");
  BOOST_TEST(refused([](Terms& t) { t.schedule.days = 0; }) == "BAD_TERMS");
  BOOST_TEST(refused([](Terms& t) { t.schedule.days = 32; }) == "BAD_TERMS");
  BOOST_TEST(refused([](Terms& t) { t.effective = chain::Day{std::numeric_limits<std::int64_t>::max()}; }) ==
             "BAD_TERMS");
  BOOST_TEST(refused([&](Terms& t) { t.union_account = world.employers[1]; }) == "NOT_THE_UNION");
  BOOST_TEST(refused([&](Terms& t) { t.worker = world.employers[1]; }) == "ROLE_REQUIRED");
  BOOST_TEST(refused([&](Terms& t) { t.worker = e1; }) == "PARTIES_NOT_DISTINCT");
}

BOOST_FIXTURE_TEST_CASE(an_agreement_is_ended_by_the_union_and_one_of_the_two, Confirm) {
  const auto end = [&](const chain::AccountId& sender, std::vector<chain::AccountId> others, const char* last) {
    return world.call(sender, MethodId::kEndAgreement, EndAgreementArgs{agreements[0], day(last)}, std::move(others))
        .code;
  };
  BOOST_TEST(end(e1, {world.workers[0]}, "2026-03-31") == "SIGNATURE_MISSING");
  BOOST_TEST(end(world.union_account, {}, "2026-03-31") == "SIGNATURE_MISSING");
  BOOST_TEST(end(world.union_account, {world.workers[0]}, "2026-03-09") == "BAD_LAST_DAY");
  BOOST_TEST(end(world.workers[0], {world.union_account}, "2026-03-31") == "OK");
  BOOST_TEST(end(world.workers[0], {world.union_account}, "2026-03-31") == "ALREADY_ENDED");
}

BOOST_FIXTURE_TEST_CASE(a_day_accrues_when_the_third_signature_is_there_in_any_order, Confirm) {
  BOOST_TEST(world.confirm(world.workers[0], {ref(0)}).ok());
  BOOST_TEST(accrued(0) == 0);
  BOOST_TEST(world.approve({ref(0)}).of<DayAccruedEvent>(EventKind::kDayAccrued).size() == 1u);
  BOOST_TEST(accrued(0) == kDayPay);
  BOOST_TEST(world.approve({ref(1)}).ok());
  BOOST_TEST(accrued(1) == 0);
  BOOST_TEST(world.confirm(world.workers[1], {ref(1)}).ok());
  BOOST_TEST(accrued(1) == kDayPay);
  BOOST_TEST(world.confirm(world.workers[1], {ref(1)}).ok());  // the same signature again
  BOOST_TEST(world.approve({ref(1)}).ok());
  BOOST_TEST(accrued(1) == kDayPay);
}

BOOST_FIXTURE_TEST_CASE(a_confirmation_names_version_and_hash_of_the_workers_own_log, Confirm) {
  auto wrong_hash = ref(0);
  wrong_hash.hash.bytes[0] ^= 1;
  auto wrong_version = ref(0);
  wrong_version.version = 2;
  auto version_zero = ref(0);
  version_zero.version = 0;
  auto other_day = ref(0);
  other_day.day = day("2026-03-09");
  const auto& worker = world.workers[0];
  BOOST_TEST(world.confirm(worker, {wrong_hash}).code == "HASH_MISMATCH");
  BOOST_TEST(world.confirm(worker, {wrong_version}).code == "UNKNOWN_LOG");
  BOOST_TEST(world.confirm(worker, {version_zero}).code == "UNKNOWN_LOG");
  BOOST_TEST(world.confirm(worker, {other_day}).code == "UNKNOWN_LOG");
  BOOST_TEST(world.confirm(worker, {ref(0), ref(1)}).code == "NOT_YOUR_LOG");
  BOOST_TEST(!world.log(agreements[0], "2026-03-10").worker_at.has_value());  // one bad name refuses all
  BOOST_TEST(world.confirm(e1, {ref(0)}).code == "ROLE_REQUIRED");
  BOOST_TEST(world.confirm(worker, {}).code == "EMPTY_LIST");
}

BOOST_FIXTURE_TEST_CASE(the_union_approves_an_upload_by_its_root_in_one_signature, Confirm) {
  std::vector<chain::Hash256> leaves;
  for (std::size_t i = 0; i < kWorkers; ++i) leaves.push_back(chain::list_leaf_hash(ref(i).hash.view()));
  BOOST_CHECK(find_batch(world.state(), batch)->root == chain::list_root(leaves));
  for (std::size_t i = 0; i < kWorkers; ++i) BOOST_TEST(world.confirm(world.workers[i], {ref(i)}).ok());
  BOOST_TEST(approve_batch({}, {}, chain::Hash256{}).code == "ROOT_MISMATCH");
  BOOST_TEST(approve_batch({}, {}).code == "FLAGS_UNDECIDED");
  BOOST_TEST(accrued(0) == 0);
  BOOST_TEST(approve_batch({key(0), key(5)}, {}).ok());
  BOOST_TEST(accrued(0) == 0);
  for (std::size_t i = 1; i < 5; ++i) BOOST_TEST(accrued(i) == kDayPay);
  BOOST_TEST(accrued(5) == 0);
  BOOST_TEST(approve_batch({}, {key(5)}).ok());
  BOOST_TEST(accrued(0) == kDayPay);
  BOOST_TEST(accrued(5) > 0);
}

BOOST_FIXTURE_TEST_CASE(exceptions_and_accepted_flags_must_belong_to_the_upload, Confirm) {
  const DayKey stranger{world.new_key(), day("2026-03-10")};
  BOOST_TEST(approve_batch({stranger}, {key(5)}).code == "UNKNOWN_LOG");
  BOOST_TEST(approve_batch({}, {key(5), stranger}).code == "UNKNOWN_LOG");
  BOOST_TEST(world.approve({ref(0)}, {key(1)}).code == "UNKNOWN_LOG");
  const auto worker_tries = world.call(world.workers[0], MethodId::kApproveBatch,
                                       ApproveBatchArgs{batch, find_batch(world.state(), batch)->root, {}, {}});
  BOOST_TEST(worker_tries.code == "ROLE_REQUIRED");
}

BOOST_FIXTURE_TEST_CASE(a_log_revised_since_must_be_left_out_of_the_uploads_approval, Confirm) {
  BOOST_TEST(world.submit(e1, {{agreements[0], day("2026-03-10"), 1, {entry("a", 400, 9)}}}).ok());
  BOOST_TEST(approve_batch({}, {key(5)}).code == "SUPERSEDED");
  BOOST_TEST(approve_batch({key(0)}, {key(5)}).ok());
  BOOST_TEST(!world.log(agreements[0], "2026-03-10").union_at.has_value());
}

BOOST_FIXTURE_TEST_CASE(a_worker_who_confirmed_cannot_reject_and_one_who_rejected_can_confirm, Confirm) {
  BOOST_TEST(world.confirm(world.workers[0], {ref(0)}).ok());
  BOOST_TEST(world.reject(world.workers[0], ref(0)).code == "ALREADY_CONFIRMED");
  BOOST_TEST(world.reject(world.workers[1], ref(1), DisputeReason::kOther).ok());
  BOOST_TEST(world.approve({ref(1)}).ok());
  BOOST_TEST(accrued(1) == 0);
  BOOST_TEST(world.confirm(world.workers[1], {ref(1)}).ok());
  BOOST_TEST(accrued(1) == kDayPay);
  BOOST_TEST(world.reject(world.workers[2], ref(1)).code == "NOT_YOUR_LOG");
}

BOOST_FIXTURE_TEST_CASE(the_union_rules_on_a_dispute_after_three_days, Confirm) {
  const auto decide = [&] {
    return world.call(world.union_account, MethodId::kDecideDispute, DecideDisputeArgs{ref(0)});
  };
  BOOST_TEST(decide().code == "NOT_DISPUTED");
  BOOST_TEST(world.reject(world.workers[0], ref(0), DisputeReason::kTooHigh).ok());
  world.at("2026-03-13 19:59:59.999");
  BOOST_TEST(decide().code == "TOO_EARLY");
  world.at("2026-03-13 20:00");
  BOOST_TEST(decide().ok());
  BOOST_TEST(accrued(0) == kDayPay);
  BOOST_TEST(world.reject(world.workers[0], ref(0)).code == "LOG_FINAL");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::contracts::payroll::test
