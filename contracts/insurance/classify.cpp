// A person of the union decides on a worker's contract (IN-06 to IN-08, OP-42, OP-43, S15).
#include <algorithm>

#include "contracts/identity/members.h"
#include "contracts/insurance/classification.h"
#include "contracts/insurance/events.h"
#include "contracts/insurance/handlers.h"
#include "contracts/insurance/months.h"

namespace xh::contracts::insurance {
namespace {

using identity::Role;

Outcome decide(Classification& classification, std::uint32_t months, const chain::Hash256& reason) {
  if (months != 0 && std::ranges::find(kTerms, months) == std::end(kTerms))
    return refuse("BAD_TERM", "OP-43", "a contract is decided for 3, 6 or 12 months, or 0 to decline");
  if (months != classification.rule_months && reason.is_zero()) {
    return refuse("NO_REASON", "OP-42",
                  "the rule proposes " + std::to_string(classification.rule_months) +
                      " months; a person who decides otherwise gives the hash of a written reason");
  }
  classification.is_decided = true;
  classification.months = months;
  classification.reason = reason;
  return {};
}

void save(Context& context, const chain::RecordKey& key, const Classification& classification) {
  context.write(classification_key(key), classification);
  emit_to(context, {classification.worker}, EventKind::kClassified, Classified{key, classification});
}

}  // namespace

Outcome classify(Context& context, const Classify& args) {
  if (auto ok = identity::require_sender(context, Role::kUnion); !ok) return ok;
  if (auto ok = identity::require_role(context, args.worker, Role::kWorker); !ok) return ok;
  const auto table = find_rates(context, args.city);
  if (!table || row_of(*table, first_of_month(today(context))) == nullptr)
    return refuse("NO_RATES", "OP-32", "the city '" + args.city + "' has no rates in force; set them first");
  auto classification = classify_now(context, args.worker, args.city);
  if (auto ok = decide(classification, args.months, args.reason); !ok) return ok;
  const auto key = context.new_record_key();
  auto book = worker_book(context, args.worker);
  book.classification = key;
  context.write(worker_key(args.worker), book);
  save(context, key, classification);
  return {};
}

Outcome overturn(Context& context, const Overturn& args) {
  if (auto ok = identity::require_sender(context, Role::kUnion); !ok) return ok;
  const auto key = worker_book(context, args.worker).classification;
  auto classification = context.read<Classification>(classification_key(key));
  if (!classification)
    return refuse("NOT_CLASSIFIED", "OP-42", "the worker was not classified yet; insurance.classify does that");
  if (classification->is_used)
    return refuse("CLASSIFICATION_USED", "OP-42", "a contract was signed on this decision; classify again");
  if (classification->is_decided && classification->months == args.months)
    return refuse("NOTHING_CHANGES", "OP-42", "that is the decision already");
  if (args.reason.is_zero())
    return refuse("NO_REASON", "OP-42", "a decision is overturned with the hash of a written reason");
  if (auto ok = decide(*classification, args.months, args.reason); !ok) return ok;
  save(context, key, *classification);
  return {};
}

}  // namespace xh::contracts::insurance
