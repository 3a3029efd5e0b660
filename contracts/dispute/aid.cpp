// Legal aid (LG-03 to LG-05): advice, review of a labour contract, statutory compensation, recognition of an injury.
#include "contracts/dispute/default_parameters.h"
#include "contracts/dispute/handlers.h"
#include "contracts/identity/members.h"

namespace xh::contracts::dispute {
namespace {

using identity::Role;

Outcome require_side(const Context& context, const chain::AccountId& sender) {
  if (auto ok = identity::require_active(context, sender); !ok) return ok;
  if (identity::has_role(context, sender, Role::kWorker) || identity::has_role(context, sender, Role::kEmployer))
    return {};
  return refuse("ROLE_REQUIRED", "LG-03", "legal aid is for workers and employers");
}

OutcomeOf<AidRequest> require_request(const Context& context, const chain::RecordKey& key) {
  auto request = find_aid(context, key);
  if (!request) return refuse("UNKNOWN_REQUEST", "LG-03", "there is no request " + chain::to_hex(key.view()));
  if (request->state == AidState::kClosed) return refuse("REQUEST_CLOSED", "LG-03", "the request is closed");
  return std::move(*request);
}

// The other side's adviser in the same dispute cannot be this side's.
Outcome check_adviser(const Context& context, const AidRequest& request, const chain::AccountId& adviser) {
  if (auto ok = identity::require_active(context, adviser); !ok) return ok;
  if (adviser == request.account) return refuse("SAME_ADVISER", "LG-03", "nobody is his own adviser");
  if (!request.dispute) return {};
  const auto dispute = find_dispute(context, *request.dispute);
  CHECK(dispute.has_value());
  const auto& other = request.account == dispute->filer ? dispute->respondent : dispute->filer;
  const auto advises = context.read<Advises>(advises_key(*request.dispute, other));
  if (adviser == other || (advises && advises->adviser == adviser))
    return refuse("SAME_ADVISER", "LG-03", "one adviser does not advise both sides of a dispute");
  return {};
}

void save(Context& context, EventKind kind, const chain::RecordKey& key, const AidRequest& request) {
  context.write(aid_key(key), request);
  std::vector parties{request.account};
  if (request.adviser) parties.push_back(*request.adviser);
  emit(context, kind, AidChanged{key, request}, std::move(parties));
}

}  // namespace

Outcome request_aid(Context& context, const RequestAid& args) {
  const auto sender = context.info().sender;
  if (auto ok = require_side(context, sender); !ok) return ok;
  if (args.statement.is_zero())
    return refuse("NO_STATEMENT", "LG-03", "say what it is about: a salted hash, the text stays off chain");
  if (args.dispute) {
    const auto dispute = require_dispute(context, *args.dispute);
    if (!dispute) return std::unexpected(dispute.error());
    if (!is_party(*dispute, sender)) return refuse("NOT_A_PARTY", "LG-03", "the dispute is between others");
  }
  const auto open = list_of(ListKind::kOpenAidOf, sender);
  if (list_count(context, open) >= kMaxOpenPerAccount)
    return refuse("TOO_MANY_OPEN", "LG-03", "an account has at most 100 open requests");
  const auto key = context.new_record_key();
  const auto item = chain::retag<chain::Hash256>(key);
  AidRequest request;
  request.kind = args.kind;
  request.account = sender;
  request.dispute = args.dispute;
  request.statement = args.statement;
  request.requested_at = context.now();
  request.assign_due = days_from_now(context, parameters::kAidAssignDays);
  list_append(context, list_of(ListKind::kAidOf, sender), item);
  list_add(context, open, item);
  list_add(context, desk(ListKind::kOpenAid), item);
  queue(context, key, ItemKind::kAidDue, request.assign_due, {});
  save(context, EventKind::kAidRequested, key, request);
  return {};
}

Outcome assign_aid(Context& context, const AssignAid& args) {
  if (auto ok = identity::require_sender(context, Role::kUnion); !ok) return ok;
  auto request = require_request(context, args.request);
  if (!request) return std::unexpected(request.error());
  if (auto ok = check_adviser(context, *request, args.adviser); !ok) return ok;
  request->adviser = args.adviser;
  request->assigned_at = context.now();
  request->state = AidState::kAssigned;
  if (request->dispute) context.write(advises_key(*request->dispute, request->account), Advises{args.adviser});
  save(context, EventKind::kAidAssigned, args.request, *request);
  return {};
}

Outcome close_aid(Context& context, const CloseAid& args) {
  const auto sender = context.info().sender;
  if (auto ok = identity::require_active(context, sender); !ok) return ok;
  auto request = require_request(context, args.request);
  if (!request) return std::unexpected(request.error());
  const bool may = sender == request->account || (request->adviser && sender == *request->adviser) ||
                   identity::has_role(context, sender, Role::kUnion);
  if (!may) return refuse("NOT_A_PARTY", "LG-03", "a request is closed by who asked, the adviser or the union");
  if (args.result.is_zero()) return refuse("NO_RESULT", "LG-03", "name the advice given, by its salted hash");
  request->result = args.result;
  request->state = AidState::kClosed;
  const auto item = chain::retag<chain::Hash256>(args.request);
  list_remove(context, list_of(ListKind::kOpenAidOf, request->account), item);
  list_remove(context, desk(ListKind::kOpenAid), item);
  save(context, EventKind::kAidClosed, args.request, *request);
  return {};
}

Outcome run_aid_due(Context& context, const DueItem& item) {
  auto request = find_aid(context, item.record);
  CHECK(request.has_value());
  if (request->state != AidState::kRequested) return {};
  request->overdue = true;
  save(context, EventKind::kAidOverdue, item.record, *request);
  return {};
}

}  // namespace xh::contracts::dispute
