// Anything that a member may sign is answered with a receipt: extreme numbers, foreign keys, damaged bytes. No CHECK,
// no overflow (run under the sanitizers too), and the money stays right.
#include <boost/test/unit_test.hpp>
#include <random>
#include <set>

#include "payroll_world.h"

namespace xh::contracts::payroll::test {
namespace {

class Hostile {
 public:
  explicit Hostile(std::uint32_t seed) : random_(seed) {
    world_.set_parameter("payroll.advance_ppm", 500'000);
    world_.set_parameter("tax.regime", 1);
    world_.deposit(world_.employers[0], 1'000'000);
    for (std::size_t w = 0; w < 2; ++w) agreements_.push_back(world_.agree(world_.terms(0, w)));
    batches_.push_back(world_.new_key());
    BOOST_TEST_REQUIRE(
        world_.submit(world_.employers[0], {{agreements_[0], day("2026-03-02"), 0, {entry("a", 60, 1)}}}, batches_[0])
            .ok());
  }

  void attack() {
    const auto method = one_of<std::uint32_t>({1, 2, 3, 3, 4, 4, 5, 6, 6, 7, 8, 9, 10, 11, 12, 15, 16, 17});
    auto args = arguments(method);
    if (pick(8) == 0 && !args.empty())
      args[pick(static_cast<std::uint32_t>(args.size()))] ^= static_cast<std::uint8_t>(1u << pick(8));
    if (world_.raw(sender_of(method), co_signers(), method, std::move(args)).ok()) accepted_.insert(method);
    if (pick(100) == 0) world_.at(chain::Timestamp{world_.now().value + chain::kDayMs});
  }
  void finish() {
    world_.at(chain::Timestamp{world_.now().value + 100 * chain::kDayMs});
    BOOST_TEST(world_.supply() == 1'000'000);
    BOOST_TEST(world_.balance(world_.employers[0]) >= 0);
  }
  [[nodiscard]] const std::set<std::uint32_t>& accepted() const { return accepted_; }

 private:
  std::uint32_t pick(std::uint32_t below) {
    return std::uniform_int_distribution<std::uint32_t>(0, below - 1)(random_);
  }
  template <class T>
  T one_of(std::initializer_list<T> values) {
    return *(values.begin() + pick(static_cast<std::uint32_t>(values.size())));
  }
  chain::AccountId anyone() {
    return one_of(
        {world_.employers[0], world_.employers[1], world_.workers[0], world_.workers[1], world_.union_account});
  }
  chain::AccountId sender_of(std::uint32_t method) {
    if (pick(5) == 0) return anyone();
    switch (static_cast<MethodId>(method)) {
      case MethodId::kSignAgreement:
      case MethodId::kEndAgreement:
      case MethodId::kSubmitWork:
      case MethodId::kAmendAgreement:
      case MethodId::kReverseDay:
        return world_.employers[0];
      case MethodId::kConfirmWork:
      case MethodId::kRejectWork:
      case MethodId::kRejectMany:
      case MethodId::kDrawAdvance:
        return world_.workers[pick(2)];
      default:
        return world_.union_account;
    }
  }
  std::vector<chain::AccountId> co_signers() {
    if (pick(3) == 0) return {};
    return {world_.union_account, world_.workers[0], world_.workers[1]};
  }
  std::int64_t number() {
    constexpr auto kMax = std::numeric_limits<std::int64_t>::max();
    return one_of<std::int64_t>(
        {0, 1, -1, kMax, -kMax - 1, 480, kMaxEntryFen, kMaxEntryFen + 1, world_.now().value, world_.now().value + 1});
  }
  std::uint32_t small() { return one_of<std::uint32_t>({0, 1, 2, 60, 1440, 1441, 10'000, 10'001, ~std::uint32_t{0}}); }
  chain::Day any_day() {
    return pick(5) == 0 ? chain::Day{number()} : day(one_of({"2026-03-01", "2026-03-02", "2026-03-03"}));
  }
  chain::RecordKey agreement() { return pick(5) == 0 ? world_.new_key() : agreements_[pick(2)]; }
  chain::Fen money() { return chain::Fen{number()}; }

  LogRef any_ref() {
    const auto key = agreements_[pick(2)];
    const auto d = any_day();
    const auto log = find_day_log(world_.state(), key, d);
    LogRef ref{key, d, log && pick(4) != 0 ? log->version : small(), log ? log->hash : chain::Hash256{}};
    return ref;
  }
  DayKey any_key() { return {agreement(), any_day()}; }

  WorkEntry any_entry() {
    WorkEntry out = entry(one_of<std::string>({"a", "b", ""}), pick(3) == 0 ? small() : 30, pick(3) == 0 ? small() : 2,
                          pick(5) == 0 ? number() : 0);
    if (pick(6) == 0) out.start = chain::Timestamp{number()};
    if (pick(6) == 0) out.end = chain::Timestamp{number()};
    if (pick(6) == 0) out.milestone = one_of<std::string>({"draft", "sequel"});
    return out;
  }
  Terms any_terms() {
    auto out = world_.terms(0, pick(2));
    if (pick(2) == 0) return out;
    out.effective = any_day();
    out.schedule = {one_of({ScheduleKind::kMonthly, ScheduleKind::kCycle}), small()};
    out.items[0].rate = money();
    if (pick(2) == 0) extend(out);
    return out;
  }
  Terms any_amendment() {
    auto out = any_terms();
    if (pick(2) == 0) return out;
    out.schedule = world_.terms().schedule;
    out.effective = chain::Day{world_.now().value / chain::kDayMs + 1};
    return out;
  }
  // Mostly acceptable, so that days are priced by it.
  void extend(Terms& terms) {
    const auto amount = [&] { return pick(4) == 0 ? money() : chain::Fen{1'000}; };
    terms.items[0].rate = chain::Fen{480};
    terms.items[0].tiers = {{pick(4) == 0 ? small() : 2, amount()}};
    terms.items[0].night_ppm = pick(4) == 0 ? small() : 300'000;
    terms.items.push_back({"project", PayKind::kMilestones, {}, {}, 0, {{"draft", amount()}}});
    terms.factors = PayFactors{1'320, pick(4) == 0 ? small() : 360, amount(), amount(), amount(), amount(), true};
    terms.form = pick(4) == 0 ? EmploymentForm::kPartTime : EmploymentForm::kCrowdsourcing;
    if (pick(8) == 0) terms.trade = one_of<std::string>({"freight", "alchemy"});
  }

  chain::Bytes arguments(std::uint32_t method) {
    switch (static_cast<MethodId>(method)) {
      case MethodId::kSignAgreement:
        return chain::encode(SignAgreementArgs{agreement(), any_terms()});
      case MethodId::kEndAgreement:
        return chain::encode(EndAgreementArgs{agreement(), any_day()});
      case MethodId::kSubmitWork: {
        SubmitWorkArgs args{pick(4) == 0 ? batches_[0] : world_.new_key(), {}};
        for (std::uint32_t i = pick(3); i > 0; --i)
          args.logs.push_back({agreement(), any_day(), pick(2) == 0 ? pick(4) : small(), {any_entry()}});
        return chain::encode(args);
      }
      case MethodId::kConfirmWork:
        return chain::encode(ConfirmWorkArgs{{any_ref()}});
      case MethodId::kRejectWork:
        return chain::encode(RejectWorkArgs{any_ref(), static_cast<DisputeReason>(pick(4))});
      case MethodId::kApproveWork:
        return chain::encode(
            ApproveWorkArgs{{any_ref()}, pick(2) == 0 ? std::vector<DayKey>{} : std::vector{any_key()}});
      case MethodId::kApproveBatch:
        return chain::encode(ApproveBatchArgs{batches_[0],
                                              find_batch(world_.state(), batches_[0])->root,
                                              pick(2) == 0 ? std::vector<DayKey>{} : std::vector{any_key()},
                                              {}});
      case MethodId::kDecideDispute:
        return chain::encode(DecideDisputeArgs{any_ref()});
      case MethodId::kAmendAgreement:
        return chain::encode(AmendAgreementArgs{agreement(), any_amendment()});
      case MethodId::kRejectMany:
        return chain::encode(RejectManyArgs{{any_ref()}, static_cast<DisputeReason>(pick(4))});
      case MethodId::kRejectFlags:
        return chain::encode(RejectFlagsArgs{any_ref(), FlagReason::kOther});
      case MethodId::kCloseReview:
        return chain::encode(CloseReviewArgs{pick(2), ReviewOutcome::kNoted});
      case MethodId::kReverseDay:
        return chain::encode(
            ReverseDayArgs{any_ref(), pick(3) == 0 ? std::vector<WorkEntry>{} : std::vector{any_entry()}});
      case MethodId::kDrawAdvance:
        return chain::encode(
            DrawAdvanceArgs{agreement(), world_.employers[pick(2)], pick(2) == 0 ? money() : chain::Fen{5}});
      case MethodId::kRemitTax: {
        chain::Hash256 destination;
        destination.bytes[0] = 1;
        return chain::encode(RemitTaxArgs{pick(2) == 0 ? anyone() : world_.bank, money(), destination});
      }
    }
    return {};
  }

  std::mt19937 random_;
  World world_{"2026-03-03 20:00"};
  std::vector<chain::RecordKey> agreements_;
  std::vector<chain::RecordKey> batches_;
  std::set<std::uint32_t> accepted_;
};

BOOST_AUTO_TEST_SUITE(payroll_hostile)

BOOST_AUTO_TEST_CASE(whatever_a_member_signs_gets_a_receipt_and_no_money_out_of_nothing) {
  std::set<std::uint32_t> accepted;
  for (std::uint32_t seed = 1; seed <= 20; ++seed) {
    BOOST_TEST_CONTEXT("seed " << seed) {
      Hostile hostile(seed);
      for (int i = 0; i < 3000; ++i) hostile.attack();
      hostile.finish();
      accepted.insert(hostile.accepted().begin(), hostile.accepted().end());
    }
  }
  // Almost every method went through somewhere: the test reaches behind the first checks.
  for (const std::uint32_t method : {1u, 2u, 3u, 4u, 5u, 6u, 7u, 8u, 9u, 10u, 11u, 15u, 16u})
    BOOST_TEST(accepted.contains(method), "method " << method);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::contracts::payroll::test
