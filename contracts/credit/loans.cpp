// Applications and offers (CR-05, CR-06): the worker applies with a consent in force, the bank assesses for the second
// time and offers or declines with reasons, the worker accepts.
#include <algorithm>

#include "contracts/credit/handlers.h"
#include "contracts/credit/rules.h"
#include "contracts/identity/members.h"

namespace xh::contracts::credit {
namespace {

using identity::Role;

constexpr std::int64_t kMostDays = 3'660;
constexpr std::int64_t kMostRatePpm =
    360'000;  // what a court would still let stand is the bank's business; this is not

Outcome check_amount(chain::Fen amount, std::uint32_t months) {
  if (amount.value <= 0) return refuse("BAD_AMOUNT", "OP-01", "the amount must be at least one fen");
  if (months < 1 || months > kMaxLoanMonths)
    return refuse("BAD_MONTHS", "CR-06", "a loan runs for 1 to " + std::to_string(kMaxLoanMonths) + " months");
  return {};
}

Outcome check_offer(const Context& context, const Offer& offer, chain::Fen asked) {
  if (auto ok = check_amount(offer.amount, offer.months); !ok) return ok;
  if (offer.amount > asked) return refuse("BAD_OFFER", "CR-05", "an offer is at most what the worker asked for");
  if (offer.guarantee.value < 0 || offer.guarantee > offer.amount)
    return refuse("BAD_OFFER", "CR-05", "the guarantee lies between nothing and the amount of the loan");
  if (offer.rate_ppm < 0 || offer.rate_ppm > kMostRatePpm)
    return refuse("BAD_OFFER", "CR-05", "the yearly rate lies between 0 and " + std::to_string(kMostRatePpm) + " ppm");
  const auto days = number_now(context, "credit.offer.max_days", 1, kMostDays);
  if (offer.expires_at <= context.now() || offer.expires_at > days_from_now(context, days))
    return refuse("BAD_OFFER", "CR-05", "an offer ends within " + std::to_string(days) + " days from now");
  return {};
}

Outcome require_before_running(const OpenLoan& loan) {
  const auto state = loan.content.state;
  if (state == LoanState::kApplied || state == LoanState::kOffered) return {};
  return refuse("WRONG_STATE", "CR-05", "the loan is " + std::string(enum_name(state)) + "; nothing of it is open");
}

void queue_end(Context& context, const OpenLoan& loan) {
  DueItem item;
  item.due = loan.content.offer->expires_at;
  item.contract = static_cast<std::uint32_t>(ContractId::kCredit);
  item.kind = static_cast<std::uint32_t>(ItemKind::kOfferEnds);
  item.record = loan.key;
  item.accounts = loan.parties();
  context.schedule(std::move(item));
}

void end_before_running(Context& context, OpenLoan& loan, LoanState state) {
  release_guarantee(context, loan, {});
  loan.content.state = state;
  loan.content.closed_at = context.now();
  change_loan(context, loan);
}

}  // namespace

OutcomeOf<OpenLoan> open_loan(const Context& context, const chain::RecordKey& key, Side side) {
  auto loan = find_loan(context, key);
  if (!loan) return refuse("UNKNOWN_LOAN", "CR-05", "there is no loan " + chain::to_hex(key.view()));
  const auto& owner = side == Side::kWorker ? loan->worker : loan->bank;
  if (context.info().sender != owner) {
    return refuse("NOT_YOUR_LOAN", "CR-05",
                  side == Side::kWorker ? "only the loan's worker may do this" : "only the loan's bank may do this");
  }
  return OpenLoan{key, std::move(*loan)};
}

Outcome require_state(const OpenLoan& loan, LoanState state, std::string_view what_to_do) {
  if (loan.content.state == state) return {};
  return refuse("WRONG_STATE", "CR-05",
                "the loan is " + std::string(enum_name(loan.content.state)) + "; " + std::string(what_to_do));
}

void save_loan(Context& context, const OpenLoan& loan) {
  context.write(loan_key(loan.key), loan.content);
}

void change_loan(Context& context, const OpenLoan& loan) {
  save_loan(context, loan);
  emit(context, EventKind::kLoanChanged, LoanChanged{loan.key, loan.content}, loan.parties());
}

Outcome apply_loan(Context& context, const ApplyLoan& args) {
  if (auto ok = require_worker(context); !ok) return ok;
  if (auto ok = identity::require_role(context, args.bank, Role::kBank); !ok) return ok;
  if (auto ok = check_amount(args.amount, args.months); !ok) return ok;
  const auto worker = context.info().sender;
  const auto consent = valid_consent(context, worker, args.bank, purpose_of(args.scene));
  if (!consent) return std::unexpected(consent.error());
  auto file = file_of(context, worker);
  if (file.loans.size() >= kMaxWorkerLoans)
    return refuse("TOO_MANY_LOANS", "CR-05", "the file holds as many loans as it can");
  OpenLoan loan;
  loan.key = context.new_record_key();
  loan.content.worker = worker;
  loan.content.bank = args.bank;
  loan.content.scene = args.scene;
  loan.content.channel = args.scene == Scene::kHomeLoan ? Channel::kHousingFund : Channel::kNone;
  loan.content.amount = args.amount;
  loan.content.months = args.months;
  loan.content.applied_at = context.now();
  file.loans.push_back(loan.key);
  save_file(context, worker, file);
  list_loan(context, args.bank, loan.key);
  list_loan(context, identity::union_account(context), loan.key);
  change_loan(context, loan);
  return {};
}

Outcome withdraw_loan(Context& context, const LoanRef& args) {
  auto loan = open_loan(context, args.loan, Side::kWorker);
  if (!loan) return std::unexpected(loan.error());
  if (auto ok = require_before_running(*loan); !ok) return ok;
  end_before_running(context, *loan, LoanState::kClosed);
  return {};
}

Outcome offer_loan(Context& context, const OfferLoan& args) {
  if (auto ok = identity::require_sender(context, Role::kBank); !ok) return ok;
  auto loan = open_loan(context, args.loan, Side::kBank);
  if (!loan) return std::unexpected(loan.error());
  if (auto ok = require_state(*loan, LoanState::kApplied, "only an open application is offered"); !ok) return ok;
  if (auto ok = check_offer(context, args.offer, loan->content.amount); !ok) return ok;
  loan->content.offer = args.offer;
  loan->content.state = LoanState::kOffered;
  queue_end(context, *loan);
  change_loan(context, *loan);
  return {};
}

Outcome decline_loan(Context& context, const DeclineLoan& args) {
  auto loan = open_loan(context, args.loan, Side::kBank);
  if (!loan) return std::unexpected(loan.error());
  if (auto ok = require_before_running(*loan); !ok) return ok;
  if (args.reasons.empty())
    return refuse("NO_REASONS", "R-10c", "name at least one reason: the worker may ask a human to look at it again");
  loan->content.reasons = args.reasons;
  end_before_running(context, *loan, LoanState::kDeclined);
  return {};
}

Outcome accept_loan(Context& context, const LoanRef& args) {
  if (auto ok = require_worker(context); !ok) return ok;
  auto loan = open_loan(context, args.loan, Side::kWorker);
  if (!loan) return std::unexpected(loan.error());
  if (auto ok = require_state(*loan, LoanState::kOffered, "only an offer is accepted"); !ok) return ok;
  const auto& offer = *loan->content.offer;
  if (context.now() >= offer.expires_at) return refuse("OFFER_ENDED", "CR-05", "the offer has ended; apply again");
  if (loan->content.reserved < offer.guarantee)
    return refuse("GUARANTEE_MISSING", "CR-05", "the offer rests on the union's guarantee; ask the union for it");
  loan->content.state = LoanState::kRunning;
  loan->content.running_since = context.now();
  loan->content.outstanding = offer.amount;
  change_loan(context, *loan);
  return {};
}

Outcome run_offer_ends(Context& context, const DueItem& item) {
  auto content = find_loan(context, item.record);
  if (!content || content->state != LoanState::kOffered) return {};  // erased, declined or running
  OpenLoan loan{item.record, std::move(*content)};
  end_before_running(context, loan, LoanState::kClosed);
  return {};
}

}  // namespace xh::contracts::credit
