// Random loans, repayments, calls, consents and erasures in a random order: money is neither made nor lost, what the
// union has reserved is what its guarantees say, and nothing is told without a consent in force.
#include "contracts/lxr/events.h"
#include "credit_world.h"

namespace xh::contracts::credit::test {
namespace {

using chain::Fen;
using contracts::test::Numbers;

constexpr std::int64_t kUnionFen = 400'000;
constexpr std::int64_t kWorkerFen = 60'000;
constexpr std::size_t kSteps = 1'000;

class RandomLife {
 public:
  explicit RandomLife(std::uint64_t seed) : numbers_(seed) {
    ledger_.deposit(the_union(), kUnionFen);
    ledger_.deposit(worker(), kWorkerFen);
  }

  void step() {
    switch (numbers_.below(12)) {
      case 0:
        return grant();
      case 1:
        send(worker(), MethodId::kRevokeConsent, RevokeConsent{bank().id, purpose()});
        return;
      case 2:
        return apply();
      case 3:
        return offer();
      case 4:
        return guarantee();
      case 5:
        send(worker(), MethodId::kAcceptLoan, LoanRef{loan(LoanState::kOffered)});
        return;
      case 6:
        return report();
      case 7:
        return call_guarantee();
      case 8:
        send(worker(), MethodId::kRepayGuarantee, LoanAmount{loan(LoanState::kRunning), amount(9'000)});
        return;
      case 9:
        return end();
      case 10:
        return ask();
      default:
        ledger_.run_to(
            chain::Timestamp{ledger_.time().value + static_cast<std::int64_t>(numbers_.below(25)) * chain::kDayMs + 1});
    }
  }

  void check() {
    const auto supply = ledger_.balance(the_union()).available.value + ledger_.balance(the_union()).reserved.value +
                        ledger_.balance(bank()).available.value + ledger_.balance(worker()).available.value;
    BOOST_REQUIRE_EQUAL(supply, kUnionFen + kWorkerFen);
    std::int64_t reserved = 0;
    for (const auto& key : ledger_.file().loans) {
      const auto content = ledger_.loan(key);
      reserved += content.reserved.value;
      BOOST_REQUIRE(content.reserved.value >= 0 && content.recourse.value >= 0 && content.outstanding.value >= 0);
      BOOST_REQUIRE(content.recourse <= content.called);
      const bool open = content.state == LoanState::kOffered || content.state == LoanState::kRunning;
      BOOST_REQUIRE(open || content.reserved.value == 0);
    }
    BOOST_REQUIRE_EQUAL(ledger_.balance(the_union()).reserved.value, reserved);
  }

  std::size_t accepted = 0;  // calls that went through, so that the test cannot pass by doing nothing
  std::size_t told = 0;
  std::size_t called = 0;

 private:
  template <chain::Message Args>
  chain::Receipt send(const Actor& from, MethodId method, const Args& args) {
    auto receipt = ledger_.call(from, method, args);
    if (receipt.ok()) {
      ++accepted;
      if (method == MethodId::kCallGuarantee) ++called;
    } else {
      BOOST_REQUIRE(receipt.events.empty());
    }
    return receipt;
  }

  ConsentPurpose purpose() { return static_cast<ConsentPurpose>(1 + numbers_.below(2)); }
  Fen amount(std::uint64_t most) { return Fen{static_cast<std::int64_t>(1 + numbers_.below(most))}; }
  // Mostly a loan in that state, sometimes any.
  chain::RecordKey loan(LoanState wanted) {
    const auto loans = ledger_.file().loans;
    if (loans.empty()) return {};
    std::vector<chain::RecordKey> fitting;
    for (const auto& key : loans) {
      if (ledger_.loan(key).state == wanted) fitting.push_back(key);
    }
    const bool any = fitting.empty() || numbers_.below(5) == 0;
    return any ? loans[numbers_.below(loans.size())] : fitting[numbers_.below(fitting.size())];
  }

  // Mostly all that the bank wants, so that loans come to run.
  void guarantee() {
    const auto key = loan(LoanState::kOffered);
    const auto content = find_loan(ledger_.view().context(), key);
    const bool full = content && content->offer && numbers_.below(4) > 0;
    send(the_union(), MethodId::kGuarantee, LoanAmount{key, full ? content->offer->guarantee : amount(40'000)});
  }

  // Mostly of a loan that is late, for what may be covered.
  void call_guarantee() {
    auto key = loan(LoanState::kRunning);
    for (const auto& other : ledger_.file().loans) {
      if (numbers_.below(4) > 0 && ledger_.loan(other).default_since) key = other;
    }
    const auto content = find_loan(ledger_.view().context(), key);
    const auto most = content && content->reserved.value > 0 ? content->reserved.value + 100 : 40'000;
    send(bank(), MethodId::kCallGuarantee, LoanAmount{key, amount(static_cast<std::uint64_t>(most))});
  }

  void grant() {
    GrantConsent args;
    args.recipient = bank().id;
    args.purpose = purpose();
    args.indicators = {"score", "loan_repayment"};
    args.expires_at =
        chain::Timestamp{ledger_.time().value + static_cast<std::int64_t>(1 + numbers_.below(120)) * chain::kDayMs};
    args.text = hash_of(9);
    send(worker(), MethodId::kGrantConsent, args);
  }
  void apply() {
    const auto scene = numbers_.below(4) == 0 ? Scene::kHomeLoan : Scene::kGapLoan;
    send(worker(), MethodId::kApplyLoan, ApplyLoan{bank().id, scene, amount(60'000), 12});
  }
  void offer() {
    Offer terms;
    terms.amount = amount(20'000);
    terms.months = 12;
    terms.guarantee = Fen{static_cast<std::int64_t>(numbers_.below(static_cast<std::uint64_t>(terms.amount.value)))};
    terms.expires_at = chain::Timestamp{ledger_.time().value + 30 * chain::kDayMs};
    send(bank(), MethodId::kOfferLoan, OfferLoan{loan(LoanState::kApplied), terms});
  }
  void report() {
    const auto key = loan(LoanState::kRunning);
    const auto content = find_loan(ledger_.view().context(), key);
    RecordRepayment args;
    args.loan = key;
    args.due_day = civil_day_of(ledger_.view().context(), ledger_.time());
    args.outstanding = content ? content->outstanding : Fen{};
    if (numbers_.below(6) == 0) {
      args.paid_day = args.due_day;
      args.outstanding.value -= static_cast<std::int64_t>(numbers_.below(5'000));
    } else {
      args.arrears = amount(9'000);
      args.unpaid_since = content ? content->default_since.value_or(args.due_day) : args.due_day;
    }
    send(bank(), MethodId::kRecordRepayment, args);
  }
  void end() {
    const auto kind = numbers_.below(20);
    if (kind == 0) send(bank(), MethodId::kCloseLoan, LoanRef{loan(LoanState::kRunning)});
    if (kind == 1) send(worker(), MethodId::kWithdrawLoan, LoanRef{loan(LoanState::kApplied)});
    if (kind == 2) send(bank(), MethodId::kDeclineLoan, DeclineLoan{loan(LoanState::kApplied), {Reason::kOther}});
  }
  void ask() {
    const auto wanted = purpose();
    const auto consent = find_consent(ledger_.view().context(), worker().id, bank().id, wanted);
    const auto before = ledger_.file().disclosures;
    const auto receipt = send(bank(), MethodId::kDisclose, Disclose{worker().id, wanted, {"score"}});
    const bool may = consent && !consent->revoked_at && ledger_.time() < consent->expires_at;
    BOOST_REQUIRE_EQUAL(receipt.ok(), may);
    BOOST_REQUIRE_EQUAL(ledger_.file().disclosures, before + (may ? 1 : 0));
    told += may ? 1 : 0;
  }

  CreditLedger ledger_;
  Numbers numbers_;
};

BOOST_AUTO_TEST_SUITE(credit_property)

BOOST_AUTO_TEST_CASE(random_lives_keep_the_money_and_the_consents) {
  std::size_t accepted = 0;
  std::size_t told = 0;
  std::size_t called = 0;
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    BOOST_TEST_CONTEXT("seed " << seed) {
      RandomLife life(seed);
      for (std::size_t i = 0; i < kSteps; ++i) {
        life.step();
        life.check();
      }
      accepted += life.accepted;
      told += life.told;
      called += life.called;
    }
  }
  BOOST_TEST(accepted > 600u);
  BOOST_TEST(told > 30u);
  BOOST_TEST(called > 3u);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::contracts::credit::test
