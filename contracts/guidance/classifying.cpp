// Worker classes: the rule derives, the union signs, the worker may object.
#include "contracts/guidance/classes.h"
#include "contracts/guidance/handlers.h"
#include "contracts/identity/members.h"

namespace xh::contracts::guidance {
namespace {

using identity::Role;

void save(Context& context, EventKind kind, const chain::AccountId& worker, const Classification& classification) {
  context.write(class_key(worker), classification);
  emit(context, kind, ClassChanged{worker, classification}, {worker});
}

// A new look takes an objection's answer from nobody: what is objected to stays objected to until it is signed.
Outcome classify_one(Context& context, const chain::AccountId& worker) {
  if (auto ok = identity::require_role(context, worker, Role::kWorker); !ok) return ok;
  auto classification = find_class(context, worker).value_or(Classification{});
  const auto derived = derive_now(context, worker);
  const bool same = classification.signed_at && derived.worker_class == classification.derived.worker_class;
  classification.derived = derived;
  classification.derived_at = context.now();
  if (classification.state == ClassState::kSigned && !same) classification.state = ClassState::kDerived;
  save(context, EventKind::kClassDerived, worker, classification);
  return {};
}

}  // namespace

Outcome classify(Context& context, const Classify& args) {
  if (auto ok = identity::require_sender(context, Role::kUnion); !ok) return ok;
  if (args.workers.empty()) return refuse("EMPTY_LIST", "FN-01", "name the workers to look at");
  for (std::size_t i = 0; i < args.workers.size(); ++i) {
    if (auto ok = classify_one(context, args.workers[i]); !ok) return in_line(i, std::move(ok.error()));
  }
  return {};
}

Outcome sign_class(Context& context, const SignClass& args) {
  if (auto ok = identity::require_sender(context, Role::kUnion); !ok) return ok;
  auto classification = find_class(context, args.worker);
  if (!classification) return refuse("NO_CLASS", "FN-01", "the rule has not looked at this worker; classify first");
  const bool departs = args.worker_class != classification->derived.worker_class;
  const bool answers = classification->state == ClassState::kObjected;
  const bool has_reason = args.reason && !args.reason->is_zero();
  if ((departs || answers) && !has_reason) {
    return refuse("REASON_REQUIRED", "FN-01",
                  "a class that departs from the rule, or answers an objection, is signed with a reason");
  }
  classification->decided = args.worker_class;
  classification->signed_at = context.now();
  classification->reason = args.reason;
  classification->state = ClassState::kSigned;
  list_remove(context, all_of(ListKind::kObjections), chain::retag<chain::Hash256>(args.worker));
  save(context, EventKind::kClassSigned, args.worker, *classification);
  return {};
}

Outcome object_class(Context& context, const ObjectClass& args) {
  const auto sender = context.info().sender;
  if (auto ok = identity::require_sender(context, Role::kWorker); !ok) return ok;
  if (args.objection.is_zero())
    return refuse("NO_OBJECTION", "FN-01", "an objection is named by its salted hash, the text stays off chain");
  auto classification = find_class(context, sender);
  if (!classification) return refuse("NO_CLASS", "FN-01", "you have not been classified");
  if (classification->state == ClassState::kObjected)
    return refuse("ALREADY_OBJECTED", "FN-01", "your objection waits for the union; nothing counts until then");
  classification->objection = args.objection;
  classification->state = ClassState::kObjected;
  list_add(context, all_of(ListKind::kObjections), chain::retag<chain::Hash256>(sender));
  save(context, EventKind::kClassObjected, sender, *classification);
  return {};
}

}  // namespace xh::contracts::guidance
