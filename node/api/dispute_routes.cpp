// Disputes, legal aid and liability rules, by signed request (docs/api.md): the two sides, the union, and the regulator
// for what has come to it.
#include "contracts/dispute/records.h"
#include "node/api/service_read.h"

namespace xh::node::api {
namespace {

namespace dispute = contracts::dispute;
using contracts::identity::Role;
using dispute::ListKind;

// Escalated, appealed, or one that the union is a party of and so does not decide.
bool is_regulators(const contracts::Context& context, const dispute::Dispute& value) {
  const auto union_account = contracts::identity::union_account(context);
  return value.escalated || value.appellant || value.filer == union_account || value.respondent == union_account;
}

bool may_read(const ServiceAsk& ask, const dispute::Dispute& value) {
  return ask.may_read_of(value.filer) || ask.caller.account == value.respondent ||
         (ask.is(Role::kRegulator) && is_regulators(ask.context, value));
}

json::value dispute_row(const ServiceAsk& ask, const chain::Hash256& item) {
  const auto key = chain::retag<chain::RecordKey>(item);
  const auto value = dispute::find_dispute(ask.context, key);
  if (!value || !may_read(ask, *value)) return nullptr;
  ask.subjects.push_back(value->filer);
  ask.subjects.push_back(value->respondent);
  return keyed(chain::to_json(*value), key);
}

json::value aid_row(const ServiceAsk& ask, const chain::Hash256& item) {
  const auto key = chain::retag<chain::RecordKey>(item);
  const auto value = dispute::find_aid(ask.context, key);
  if (!value) return nullptr;
  ask.subjects.push_back(value->account);
  return keyed(chain::to_json(*value), key);
}

// /v1/disputes/desk/open|escalated|aid
Task<Answer<Response>> desk_route(Services& services, const Request& request, const Caller& caller) {
  const auto page = page_of(request);
  if (!page) co_return std::unexpected(page.error());
  const std::string part = request.path[3];
  const ServiceRead read = [=, page = *page](const ServiceAsk& ask) -> Answer<json::value> {
    const bool as_regulator = part == "escalated" && ask.is(Role::kRegulator);
    if (!ask.is_union() && !as_regulator) return not_a_party();
    const auto kind = part == "open"  ? ListKind::kOpenDisputes
                      : part == "aid" ? ListKind::kOpenAid
                                      : ListKind::kEscalated;
    if (part != "open" && part != "aid" && part != "escalated") return missing("desks are open, escalated and aid");
    return json::value(list_json(ask.context, dispute::desk(kind), page, [&](const chain::Hash256& item) {
      return kind == ListKind::kOpenAid ? aid_row(ask, item) : dispute_row(ask, item);
    }));
  };
  co_return co_await answer_service(services, caller, read);
}

// /v1/disputes/accounts/{a}[/aid]
Task<Answer<Response>> party_route(Services& services, const Request& request, const Caller& caller) {
  const auto account = chain::from_address(request.path[3]);
  if (!account) co_return bad_input(account.error().message);
  const auto page = page_of(request);
  if (!page) co_return std::unexpected(page.error());
  const bool aid = request.path.size() > 4;
  const ServiceRead read = [=, id = *account, page = *page](const ServiceAsk& ask) -> Answer<json::value> {
    if (!ask.may_read_of(id)) return not_a_party();
    const auto list = dispute::list_of(aid ? ListKind::kAidOf : ListKind::kDisputesOf, id);
    return json::value(list_json(ask.context, list, page, [&](const chain::Hash256& item) {
      return aid ? aid_row(ask, item) : dispute_row(ask, item);
    }));
  };
  co_return co_await answer_service(services, caller, read);
}

Answer<json::value> aid_json(const ServiceAsk& ask, const chain::RecordKey& key) {
  const auto value = dispute::find_aid(ask.context, key);
  if (!value) return missing("there is no such request");
  const bool adviser = value->adviser && *value->adviser == ask.caller.account;
  if (!ask.may_read_of(value->account) && !adviser) return not_a_party();
  return aid_row(ask, chain::retag<chain::Hash256>(key));
}

Answer<json::value> liability_json(const ServiceAsk& ask, const chain::RecordKey& agreement) {
  const auto value = dispute::find_liability(ask.context, agreement);
  if (!value) return missing("nothing is declared for this agreement");
  const bool party = ask.caller.account == value->lender || ask.caller.account == value->terms.borrower;
  if (!ask.may_read_of(value->worker) && !party) return not_a_party();
  ask.subjects.push_back(value->worker);
  return json::value(chain::to_json(*value));
}

Answer<json::value> dispute_json(const ServiceAsk& ask, const chain::RecordKey& key) {
  const auto value = dispute::find_dispute(ask.context, key);
  if (!value) return missing("there is no such dispute");
  if (!may_read(ask, *value)) return not_a_party();
  return dispute_row(ask, chain::retag<chain::Hash256>(key));
}

// /v1/disputes/{key}, /v1/disputes/aid/{key}, /v1/disputes/liability/{agreement}
Task<Answer<Response>> record_route(Services& services, const Caller& caller, const std::string& text,
                                    Answer<json::value> (*give)(const ServiceAsk&, const chain::RecordKey&)) {
  const auto key = record_of(text);
  if (!key) co_return std::unexpected(key.error());
  const ServiceRead read = [give, key = *key](const ServiceAsk& ask) { return give(ask, key); };
  co_return co_await answer_service(services, caller, read);
}

}  // namespace

Task<Answer<Response>> get_disputes(Services& services, const Request& request, const Caller& caller) {
  const auto& path = request.path;
  if (path.size() == 3) co_return co_await record_route(services, caller, path[2], dispute_json);
  const std::string kind = path.size() > 3 ? path[2] : "";
  const bool aid_of = path.size() == 5 && path[4] == "aid";
  if (kind == "desk" && path.size() == 4) co_return co_await desk_route(services, request, caller);
  if (kind == "accounts" && (path.size() == 4 || aid_of)) co_return co_await party_route(services, request, caller);
  if (kind == "aid" && path.size() == 4) co_return co_await record_route(services, caller, path[3], aid_json);
  if (kind == "liability" && path.size() == 4)
    co_return co_await record_route(services, caller, path[3], liability_json);
  co_return missing("no such record of disputes: see docs/api.md");
}

}  // namespace xh::node::api
