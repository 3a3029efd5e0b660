#include "credit_world.h"

namespace xh::contracts::credit::test {
namespace {

constexpr std::int64_t kMorningMs = 8 * chain::kHourMs;
constexpr std::int64_t kShanghaiMs = 8 * chain::kHourMs;

}  // namespace

void CreditLedger::run_to(std::string_view text) {
  run_to(chain::Timestamp{day(text).value * chain::kDayMs - kShanghaiMs + kMorningMs});
}

void CreditLedger::run_to(chain::Timestamp until) {
  for (auto due = executor->next_due(executor->finalized()); due && *due < until;
       due = executor->next_due(executor->finalized())) {
    block({}, std::max<std::int64_t>(1, due->value - time().value));
  }
  if (until > time()) block({}, until.value - time().value);
}

void CreditLedger::consent(ConsentPurpose purpose, std::vector<std::string> indicators, std::int64_t days) {
  GrantConsent args;
  args.recipient = purpose == ConsentPurpose::kEmployment ? employer().id : bank().id;
  args.purpose = purpose;
  args.indicators = std::move(indicators);
  args.expires_at = chain::Timestamp{time().value + days * chain::kDayMs};
  args.text = hash_of(9);
  call_ok(worker(), MethodId::kGrantConsent, args);
}

chain::RecordKey CreditLedger::apply(std::int64_t fen, Scene scene) {
  const auto receipt = call_ok(worker(), MethodId::kApplyLoan, ApplyLoan{bank().id, scene, chain::Fen{fen}, 12});
  const auto events = contracts::test::events_of<LoanChanged>(receipt, ContractId::kCredit, EventKind::kLoanChanged);
  return events.at(0).loan;
}

void CreditLedger::offer(const chain::RecordKey& key, std::int64_t fen, std::int64_t guarantee) {
  Offer terms;
  terms.amount = chain::Fen{fen};
  terms.months = 12;
  terms.rate_ppm = 48'000;
  terms.guarantee = chain::Fen{guarantee};
  terms.expires_at = chain::Timestamp{time().value + 14 * chain::kDayMs};
  terms.reasons = {Reason::kIncomeStability};
  call_ok(bank(), MethodId::kOfferLoan, OfferLoan{key, terms});
}

chain::RecordKey CreditLedger::running_loan(std::int64_t fen) {
  consent(ConsentPurpose::kGapLoan, {"score"});
  const auto key = apply(fen);
  offer(key, fen, fen);
  call_ok(the_union(), MethodId::kGuarantee, LoanAmount{key, chain::Fen{fen}});
  call_ok(worker(), MethodId::kAcceptLoan, LoanRef{key});
  return key;
}

chain::Genesis genesis_with(std::string_view parameter, std::int64_t value) {
  auto genesis = contracts::test::test_genesis();
  bool found = false;
  for (auto& entry : genesis.parameters) {
    if (entry.name != parameter) continue;
    entry.value = value;
    found = true;
  }
  BOOST_REQUIRE(found);
  return genesis;
}

}  // namespace xh::contracts::credit::test
