// Contracts: signed by worker, union and the employer that owes a share; renewed, ended (IN-06, IN-07, OP-34, OP-35,
// OP-43, OP-44).
#include <algorithm>

#include "contracts/identity/members.h"
#include "contracts/insurance/classification.h"
#include "contracts/insurance/default_parameters.h"
#include "contracts/insurance/events.h"
#include "contracts/insurance/handlers.h"
#include "contracts/insurance/index.h"
#include "contracts/insurance/insurance.h"
#include "contracts/insurance/months.h"

namespace xh::contracts::insurance {
namespace {

using chain::Day;
using identity::Role;

Outcome check_employer(const Context& context, const Terms& terms, Day from) {
  const bool owes_share = terms.scheme == Scheme::kEmployee && mode_of(context, from) == Mode::kStrict;
  if (terms.employer.is_zero()) {
    if (owes_share)
      return refuse("EMPLOYER_REQUIRED", "OP-34", "the employee scheme needs the employer that owes its share");
    if (terms.order_cover != Trade::kNone)
      return refuse("EMPLOYER_REQUIRED", "R-12", "cover by the order is paid by an employer; name it");
    return {};
  }
  if (terms.scheme == Scheme::kFlexible && terms.order_cover == Trade::kNone) {
    return refuse("EMPLOYER_NOT_NEEDED", "OP-35",
                  "nobody owes a share in the flexible scheme; name an employer only for cover by the order");
  }
  return identity::require_role(context, terms.employer, Role::kEmployer);
}

Outcome check_parties(const Context& context, const Terms& terms, Day from) {
  const auto union_account = identity::union_account(context);
  if (auto ok = identity::require_role(context, terms.worker, Role::kWorker); !ok) return ok;
  if (auto ok = check_employer(context, terms, from); !ok) return ok;
  if (terms.worker == union_account || terms.worker == terms.employer || terms.employer == union_account)
    return refuse("PARTIES_NOT_DISTINCT", "IN-06", "worker, union and employer must be different accounts");
  const bool employer_signed = terms.employer.is_zero() || context.signed_by(terms.employer);
  if (!context.signed_by(terms.worker) || !context.signed_by(union_account) || !employer_signed) {
    return refuse("SIGNATURE_MISSING", "IN-06",
                  "worker and union, and the employer that the terms name, sign in one joint transaction");
  }
  return {};
}

bool is_housing_rate(std::int64_t ppm, const RateRow& row) {
  return ppm == 0 || (ppm >= row.housing_min_ppm && ppm <= row.housing_max_ppm);
}

Outcome check_terms(const Context& context, const Terms& terms, Day from) {
  const auto table = find_rates(context, terms.city);
  const auto* row = table ? row_of(*table, from) : nullptr;
  if (row == nullptr)
    return refuse("NO_RATES", "OP-32", "the city '" + terms.city + "' has no rates for that month; set them first");
  if (!is_housing_rate(terms.housing_employer_ppm, row->row) || !is_housing_rate(terms.housing_worker_ppm, row->row)) {
    return refuse("BAD_HOUSING_RATE", "OP-44",
                  "a housing fund rate is 0 or lies between " + std::to_string(row->row.housing_min_ppm) + " and " +
                      std::to_string(row->row.housing_max_ppm) + " ppm");
  }
  if (terms.scheme == Scheme::kFlexible && terms.housing_employer_ppm != 0)
    return refuse("BAD_HOUSING_RATE", "OP-44", "flexible workers pay the housing fund themselves");
  if (terms.base.value < 0 || terms.base.value > kMaxBaseFen)
    return refuse("BAD_BASE", "OP-36", "the chosen base is 0 for the floor, or a positive sum");
  return {};
}

OutcomeOf<Classification> usable_classification(const Context& context, const WorkerBook& book, std::uint32_t months) {
  auto decision = context.read<Classification>(classification_key(book.classification));
  if (!decision || !decision->is_decided)
    return refuse("NOT_CLASSIFIED", "IN-06", "the union has to decide on the worker first (insurance.classify)");
  if (decision->is_used)
    return refuse("CLASSIFICATION_USED", "IN-07", "a contract was signed on the last decision; classify again");
  if (decision->months == 0)
    return refuse("CONTRACT_DECLINED", "IN-06",
                  "the contract was declined; factors that fell short: " + short_factors(*decision) +
                      "; ask the union to overturn it");
  const auto days = context.parameter(parameters::kClassificationDays, context.now()).value;
  if (context.now().value - decision->at.value > days * chain::kDayMs)
    return refuse("CLASSIFICATION_OLD", "IN-06",
                  "the decision is older than " + std::to_string(days) + " days; classify again");
  if (months < 1 || months > decision->months)
    return refuse("BAD_TERM", "OP-43", "the decision allows 1 to " + std::to_string(decision->months) + " months");
  return std::move(*decision);
}

Outcome check_months(const WorkerBook& book, Day from, Day last) {
  for (const auto& ref : book.contracts) {
    if (from <= ref.last && last >= ref.from)
      return refuse("CONTRACT_OVERLAP", "IN-06",
                    "another contract of the worker has months up to " + to_text(ref.last).substr(0, 7));
  }
  if (book.contracts.size() >= kMaxContractsPerWorker)
    return refuse("TOO_MANY", "IN-06", "the worker has as many contracts as the ledger keeps");
  return {};
}

struct NewContract {
  chain::RecordKey key;
  Terms terms;
  Day from;
  std::uint32_t months = 0;
  chain::RecordKey renews;
};

Day renewal_day(const Context& context, Day last) {
  return add_days(add_months(last, 1), -context.parameter(parameters::kRenewalDays, context.now()).value);
}

Outcome make_contract(Context& context, const NewContract& made) {
  if (made.key.is_zero() || context.exists(contract_key(made.key)))
    return refuse("CONTRACT_KEY_USED", "IN-06", "the contract's key is in use or zero; make a new random key");
  if (auto ok = check_parties(context, made.terms, made.from); !ok) return ok;
  if (auto ok = check_terms(context, made.terms, made.from); !ok) return ok;
  auto book = worker_book(context, made.terms.worker);
  auto decision = usable_classification(context, book, made.months);
  if (!decision) return std::unexpected(decision.error());
  const Day last = add_months(made.from, static_cast<std::int64_t>(made.months) - 1);
  if (auto ok = check_months(book, made.from, last); !ok) return ok;
  decision->is_used = true;
  context.write(classification_key(book.classification), *decision);
  OpenContract contract{made.key, {}, true};
  contract.content = {
      made.terms,          made.from,   last,         made.from, ContractState::kActive, context.now(), std::nullopt,
      book.classification, made.renews, std::nullopt, {}};
  save_contract(context, contract);
  book.contracts.push_back({made.key, made.from, last});
  context.write(worker_key(made.terms.worker), book);
  list_contract(context, made.key);
  queue(context, contract, kBillItem, local_midnight(context, add_months(made.from, 1)));
  queue(context, contract, kRenewalItem, std::max(context.now(), local_midnight(context, renewal_day(context, last))));
  emit_to(context, parties_of(contract.content), EventKind::kContractSigned,
          ContractSigned{made.key, contract.content});
  return {};
}

}  // namespace

Outcome sign(Context& context, const Sign& args) {
  if (!is_plausible(args.from) || first_of_month(args.from) != args.from)
    return refuse("BAD_MONTH", "IN-06", "the first month is named by its first day");
  const Day present = first_of_month(today(context));
  if (args.from < present || args.from > add_months(present, 12))
    return refuse("BAD_MONTH", "R-02", "a contract begins this month or within a year: the past is not paid after");
  return make_contract(context, {args.contract, args.terms, args.from, args.months, {}});
}

Outcome renew(Context& context, const Renew& args) {
  auto contract = open_contract(context, args.contract);
  if (!contract) return refuse("UNKNOWN_CONTRACT", "IN-07", "there is no insurance contract with that key");
  auto& content = contract->content;
  if (content.state == ContractState::kTerminated)
    return refuse("CONTRACT_OVER", "IN-07", "the contract was terminated; a new one is signed, not renewed");
  if (content.renewed) return refuse("ALREADY_RENEWED", "IN-07", "the contract was renewed before");
  const Day now = today(context);
  if (now < renewal_day(context, content.last))
    return refuse("RENEWAL_TOO_EARLY", "OP-43",
                  "the renewal check comes on " + to_text(renewal_day(context, content.last)));
  const Day from = std::max(add_months(content.last, 1), first_of_month(now));
  if (auto ok = make_contract(context, {args.next, content.terms, from, args.months, args.contract}); !ok) return ok;
  content.renewed = from;
  contract->is_changed = true;
  save_contract(context, *contract);
  return {};
}

Outcome end(Context& context, const End& args) {
  auto contract = open_contract(context, args.contract);
  if (!contract) return refuse("UNKNOWN_CONTRACT", "IN-06", "there is no insurance contract with that key");
  auto& content = contract->content;
  const auto& worker = content.terms.worker;
  if (!context.signed_by(worker) || !context.signed_by(identity::union_account(context)))
    return refuse("SIGNATURE_MISSING", "IN-06", "worker and union end a contract in one joint transaction");
  if (content.state != ContractState::kActive) return refuse("CONTRACT_OVER", "IN-06", "the contract is over already");
  const Day first = std::max({first_of_month(today(context)), content.next_month, content.from});
  if (!is_plausible(args.last) || first_of_month(args.last) != args.last || args.last < first ||
      args.last >= content.last)
    return refuse("BAD_MONTH", "IN-06",
                  "the last month is named by its first day and lies from " + to_text(first) + " to before " +
                      to_text(content.last));
  content.last = args.last;
  contract->is_changed = true;
  save_contract(context, *contract);
  auto book = worker_book(context, worker);
  const auto ref = std::ranges::find(book.contracts, contract->key, &ContractRef::contract);
  CHECK(ref != book.contracts.end());
  ref->last = args.last;
  context.write(worker_key(worker), book);
  emit_to(context, parties_of(content), EventKind::kContractEnded, ContractEnded{contract->key, args.last});
  return {};
}

}  // namespace xh::contracts::insurance
