// The union's guarantee (CR-05, AC-13): reserved on the union's own LXR, given back as the principal falls, paid to the
// bank by a transfer with a voucher when the loan has been in default for long enough, and owed to the union by the
// worker from then on.
#include <algorithm>

#include "contracts/credit/handlers.h"
#include "contracts/credit/profile.h"
#include "contracts/credit/rules.h"
#include "contracts/engine/calendar.h"
#include "contracts/identity/members.h"
#include "contracts/lxr/balances.h"

namespace xh::contracts::credit {
namespace {

constexpr std::int64_t kMostFen = 1'000'000'000'000;
constexpr std::int64_t kMostDays = 3'660;

std::string band_of(Grade grade) {
  switch (grade) {
    case Grade::kA:
      return "a";
    case Grade::kB:
      return "b";
    case Grade::kC:
      return "c";
    case Grade::kD:
      return "d";
    case Grade::kE:
      return "e";
    case Grade::kNone:
      break;
  }
  return "none";
}

chain::Fen cap_of(const Context& context, Scene scene, Grade grade) {
  const auto name = "credit.guarantee." + std::string(enum_name(scene)) + "." + band_of(grade) + "_fen";
  return chain::Fen{number_now(context, name, 0, kMostFen)};
}

// What the union guarantees of this worker in this scene already: the cap is the worker's, not the loan's.
chain::Fen reserved_for(const Context& context, const chain::AccountId& worker, Scene scene) {
  chain::Fen sum;
  for (const auto& key : file_of(context, worker).loans) {
    const auto loan = find_loan(context, key);
    if (loan && loan->scene == scene) sum.value += loan->reserved.value + loan->recourse.value;
  }
  return sum;
}

GuaranteeMoved moved(const OpenLoan& loan, chain::Fen amount) {
  GuaranteeMoved out;
  out.loan = loan.key;
  out.worker = loan.content.worker;
  out.bank = loan.content.bank;
  out.amount = amount;
  out.reserved = loan.content.reserved;
  return out;
}

Outcome check_guarantee(const Context& context, const OpenLoan& loan, chain::Fen amount) {
  if (auto ok = require_state(loan, LoanState::kOffered, "a guarantee is given for an offer"); !ok) return ok;
  const auto& offer = *loan.content.offer;
  if (context.now() >= offer.expires_at) return refuse("OFFER_ENDED", "CR-05", "the offer has ended");
  if (offer.guarantee.value == 0)
    return refuse("NO_GUARANTEE_ASKED", "CR-05", "the bank asked for no guarantee of this loan");
  if (loan.content.reserved.value > 0)
    return refuse("ALREADY_GUARANTEED", "CR-05", "the loan has its guarantee already");
  if (amount.value <= 0 || amount > offer.guarantee)
    return refuse("BAD_AMOUNT", "CR-05",
                  "guarantee at most the " + std::to_string(offer.guarantee.value) + " fen that the bank asked for");
  return {};
}

// The loan was late for the dated number of days.
Outcome require_default(const Context& context, const OpenLoan& loan) {
  const auto days = number_now(context, "credit.guarantee.default_days", 1, kMostDays);
  const auto today = civil_day_of(context, context.now());
  const auto& since = loan.content.default_since;
  if (since && add_days(*since, days) <= today) return {};
  return refuse("NOT_IN_DEFAULT", "CR-05",
                "a guarantee is called when an instalment has been unpaid for " + std::to_string(days) + " days");
}

void note_default(Context& context, const OpenLoan& loan, chain::Fen amount) {
  auto file = file_of(context, loan.content.worker);
  const auto known = std::ranges::find(file.loan_defaults, loan.key, &LoanDefault::loan);
  if (known != file.loan_defaults.end()) {
    known->amount.value += amount.value;
    known->ended.reset();
  } else {
    if (file.loan_defaults.size() >= kMaxLoanDefaults) file.loan_defaults.erase(file.loan_defaults.begin());
    file.loan_defaults.push_back({loan.key, context.now(), std::nullopt, amount});
  }
  save_file(context, loan.content.worker, file);
}

void end_default(Context& context, const OpenLoan& loan) {
  auto file = file_of(context, loan.content.worker);
  const auto known = std::ranges::find(file.loan_defaults, loan.key, &LoanDefault::loan);
  if (known == file.loan_defaults.end()) return;  // set aside by an upheld objection
  known->ended = context.now();
  save_file(context, loan.content.worker, file);
}

}  // namespace

void release_guarantee(Context& context, OpenLoan& loan, chain::Fen keep) {
  if (loan.content.reserved <= keep) return;
  const chain::Fen excess{loan.content.reserved.value - keep.value};
  const auto released = lxr::release(context, identity::union_account(context), excess);
  CHECK(released.has_value());  // it was reserved for this loan
  loan.content.reserved = keep;
  emit(context, EventKind::kGuaranteeReleased, moved(loan, excess), loan.parties());
}

Outcome guarantee(Context& context, const LoanAmount& args) {
  if (auto ok = identity::require_sender(context, identity::Role::kUnion); !ok) return ok;
  auto content = find_loan(context, args.loan);
  if (!content) return refuse("UNKNOWN_LOAN", "CR-05", "there is no loan " + chain::to_hex(args.loan.view()));
  OpenLoan loan{args.loan, std::move(*content)};
  if (auto ok = check_guarantee(context, loan, args.amount); !ok) return ok;
  const auto grade = grade_now(context, loan.content.worker);
  const auto cap = cap_of(context, loan.content.scene, grade);
  const auto before = reserved_for(context, loan.content.worker, loan.content.scene);
  const auto sum = chain::checked_add(before, args.amount);
  if (!sum || *sum > cap) {
    return refuse("OVER_CAP", "CR-05",
                  "the cap of grade " + std::string(enum_name(grade)) + " is " + std::to_string(cap.value) + " fen, " +
                      std::to_string(before.value) + " fen are guaranteed already");
  }
  const auto union_account = identity::union_account(context);
  if (lxr::balance_of(context, union_account).available < args.amount)
    return refuse("NO_FUNDS", "CR-05", "the union's available LXR does not cover the guarantee");
  if (auto ok = lxr::reserve(context, union_account, args.amount); !ok) return ok;
  loan.content.reserved = args.amount;
  loan.content.guarantee_grade = grade;
  save_loan(context, loan);
  auto event = moved(loan, args.amount);
  event.grade = grade;
  event.cap = cap;
  emit(context, EventKind::kGuaranteeReserved, event, loan.parties());
  return {};
}

Outcome call_guarantee(Context& context, const LoanAmount& args) {
  if (auto ok = identity::require_sender(context, identity::Role::kBank); !ok) return ok;
  auto loan = open_loan(context, args.loan, Side::kBank);
  if (!loan) return std::unexpected(loan.error());
  if (auto ok = require_state(*loan, LoanState::kRunning, "only a running loan's guarantee is called"); !ok) return ok;
  if (auto ok = require_default(context, *loan); !ok) return ok;
  const auto most = std::min(loan->content.reserved, loan->content.outstanding);
  if (args.amount.value <= 0 || args.amount > most)
    return refuse("OVER_GUARANTEE", "CR-05", "the guarantee covers " + std::to_string(most.value) + " fen");
  const auto union_account = identity::union_account(context);
  const auto released = lxr::release(context, union_account, args.amount);
  CHECK(released.has_value());  // it was reserved for this loan
  const auto voucher =
      lxr::post(context, union_account, loan->content.bank, args.amount, lxr::Purpose::kGuarantee, loan->key);
  if (!voucher) return std::unexpected(voucher.error());
  auto& content = loan->content;
  content.reserved.value -= args.amount.value;
  content.outstanding.value -= args.amount.value;
  content.arrears.value -= std::min(content.arrears.value, args.amount.value);
  content.called.value += args.amount.value;
  content.recourse.value += args.amount.value;
  if (content.arrears.value == 0) content.default_since.reset();
  note_default(context, *loan, args.amount);
  save_loan(context, *loan);
  auto event = moved(*loan, args.amount);
  event.voucher = *voucher;
  emit(context, EventKind::kGuaranteeCalled, event, loan->parties());
  return {};
}

Outcome repay_guarantee(Context& context, const LoanAmount& args) {
  auto loan = open_loan(context, args.loan, Side::kWorker);
  if (!loan) return std::unexpected(loan.error());
  if (args.amount.value <= 0 || args.amount > loan->content.recourse)
    return refuse("OVER_RECOURSE", "CR-05",
                  "the union is owed " + std::to_string(loan->content.recourse.value) + " fen for this loan");
  const auto voucher = lxr::post(context, loan->content.worker, identity::union_account(context), args.amount,
                                 lxr::Purpose::kGuarantee, loan->key);
  if (!voucher) return std::unexpected(voucher.error());
  loan->content.recourse.value -= args.amount.value;
  if (loan->content.recourse.value == 0) end_default(context, *loan);
  save_loan(context, *loan);
  auto event = moved(*loan, args.amount);
  event.voucher = *voucher;
  emit(context, EventKind::kGuaranteeRepaid, event, loan->parties());
  return {};
}

}  // namespace xh::contracts::credit
