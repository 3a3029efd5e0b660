// Awareness content, classes, offers and recommendations, by signed request (docs/api.md). Content is for every member;
// class, risk profile and recommendations for the worker and the union; an offer for those whom its kind is for
// (FN-06).
#include "contracts/guidance/classes.h"
#include "node/api/service_read.h"

namespace xh::node::api {
namespace {

namespace guidance = contracts::guidance;
using guidance::ListKind;

json::object content_json(const contracts::Context& context, const chain::RecordKey& key,
                          const guidance::Content& content) {
  auto out = keyed(chain::to_json(content), key);
  if (const auto reads = context.read<guidance::Reads>(guidance::reads_key(key))) out["reads"] = reads->count;
  if (content.terms.starts_at)
    out["signed_up"] = contracts::list_count(context, guidance::list_of(ListKind::kSignedUp, key));
  return out;
}

json::value content_row(const ServiceAsk& ask, const chain::Hash256& item) {
  const auto key = chain::retag<chain::RecordKey>(item);
  const auto content = guidance::find_content(ask.context, key);
  if (!content) return nullptr;
  return content_json(ask.context, key, *content);
}

json::value offer_row(const ServiceAsk& ask, const chain::Hash256& item) {
  const auto key = chain::retag<chain::RecordKey>(item);
  const auto offer = guidance::find_offer(ask.context, key);
  if (!offer) return nullptr;
  return keyed(chain::to_json(*offer), key);
}

json::value account_row(const ServiceAsk& ask, const chain::Hash256& item) {
  const auto account = chain::retag<chain::AccountId>(item);
  ask.subjects.push_back(account);
  return json::value(chain::to_address(account));
}

json::object recommendations_json(const contracts::Context& context, const chain::AccountId& worker) {
  json::array items;
  for (const auto& row : guidance::recommend(context, worker)) {
    auto item = keyed(chain::to_json(row.content), row.offer);
    item["goals_met"] = row.goals_met;
    item["risk_left"] = row.risk_left;
    json::array reasons;
    for (const auto& reason : row.reasons) reasons.push_back(json::value(reason));
    item["reasons"] = std::move(reasons);
    items.push_back(std::move(item));
  }
  return {{"class", std::string(enum_name(guidance::class_of(context, worker)))}, {"items", std::move(items)}};
}

json::object class_json(const contracts::Context& context, const chain::AccountId& worker) {
  json::object out{{"effective", std::string(enum_name(guidance::class_of(context, worker)))},
                   {"rule_now", chain::to_json(guidance::derive_now(context, worker))}};
  if (const auto found = guidance::find_class(context, worker)) out["classification"] = chain::to_json(*found);
  return out;
}

using Row = json::value (*)(const ServiceAsk&, const chain::Hash256&);
Answer<json::value> list_answer(const ServiceAsk& ask, const contracts::ListName& list, std::uint64_t page, Row row) {
  return json::value(list_json(ask.context, list, page, [&](const chain::Hash256& item) { return row(ask, item); }));
}

// /v1/guidance/contents[/{key}[/signed_up]]
Task<Answer<Response>> content_route(Services& services, const Request& request, const Caller& caller) {
  const auto page = page_of(request);
  if (!page) co_return std::unexpected(page.error());
  const bool all = request.path.size() == 3;
  const auto key = all ? Answer<chain::RecordKey>(chain::RecordKey{}) : record_of(request.path[3]);
  if (!key) co_return std::unexpected(key.error());
  const bool people = request.path.size() > 4;
  const ServiceRead read = [=, key = *key, page = *page](const ServiceAsk& ask) -> Answer<json::value> {
    if (all) return list_answer(ask, guidance::all_of(ListKind::kContents), page, content_row);
    if (people && !ask.is_union()) return not_a_party();
    if (people) return list_answer(ask, guidance::list_of(ListKind::kSignedUp, key), page, account_row);
    const auto content = guidance::find_content(ask.context, key);
    if (!content) return missing("there is no such content");
    return json::value(content_json(ask.context, key, *content));
  };
  co_return co_await answer_service(services, caller, read);
}

// /v1/guidance/offers[/{key}[/interested]]: the whole list for the union
Task<Answer<Response>> offer_route(Services& services, const Request& request, const Caller& caller) {
  const auto page = page_of(request);
  if (!page) co_return std::unexpected(page.error());
  const bool all = request.path.size() == 3;
  const auto key = all ? Answer<chain::RecordKey>(chain::RecordKey{}) : record_of(request.path[3]);
  if (!key) co_return std::unexpected(key.error());
  const bool people = request.path.size() > 4;
  const ServiceRead read = [=, key = *key, page = *page](const ServiceAsk& ask) -> Answer<json::value> {
    if ((all || people) && !ask.is_union()) return not_a_party();
    if (all) return list_answer(ask, guidance::all_of(ListKind::kOffers), page, offer_row);
    if (people) return list_answer(ask, guidance::list_of(ListKind::kInterested, key), page, account_row);
    const auto offer = guidance::find_offer(ask.context, key);
    if (!offer) return missing("there is no such offer");
    if (!ask.is_union()) {
      if (const auto may = guidance::may_see(ask.context, ask.caller.account, offer->terms.kind); !may)
        return problem(http::status::forbidden, may.error().code, may.error().message);
    }
    return json::value(keyed(chain::to_json(*offer), key));
  };
  co_return co_await answer_service(services, caller, read);
}

// /v1/guidance/accounts/{a}/recommendations|class|risk|interests|lectures
Task<Answer<Response>> person_route(Services& services, const Request& request, const Caller& caller) {
  const auto account = chain::from_address(request.path[3]);
  if (!account) co_return bad_input(account.error().message);
  const auto page = page_of(request);
  if (!page) co_return std::unexpected(page.error());
  const std::string part = request.path[4];
  const ServiceRead read = [=, id = *account, page = *page](const ServiceAsk& ask) -> Answer<json::value> {
    if (!ask.may_read_of(id)) return not_a_party();
    ask.subjects.push_back(id);
    if (part == "recommendations") return json::value(recommendations_json(ask.context, id));
    if (part == "class") return json::value(class_json(ask.context, id));
    if (part == "interests") return list_answer(ask, guidance::list_of(ListKind::kInterestOf, id), page, offer_row);
    if (part == "lectures") return list_answer(ask, guidance::list_of(ListKind::kLecturesOf, id), page, content_row);
    if (part != "risk") return missing("no such part of an account");
    const auto risk = guidance::find_risk(ask.context, id);
    if (!risk) return missing("no risk profile is declared");
    return json::value(chain::to_json(*risk));
  };
  co_return co_await answer_service(services, caller, read);
}

// /v1/guidance/objections
Task<Answer<Response>> objections_route(Services& services, const Request& request, const Caller& caller) {
  const auto page = page_of(request);
  if (!page) co_return std::unexpected(page.error());
  const ServiceRead read = [page = *page](const ServiceAsk& ask) -> Answer<json::value> {
    if (!ask.is_union()) return not_a_party();
    return list_answer(ask, guidance::all_of(ListKind::kObjections), page, account_row);
  };
  co_return co_await answer_service(services, caller, read);
}

}  // namespace

Task<Answer<Response>> get_guidance(Services& services, const Request& request, const Caller& caller) {
  const auto& path = request.path;
  const std::string kind = path.size() > 2 ? path[2] : "";
  const std::string part = path.size() == 5 ? path[4] : "";
  if (kind == "contents" && (path.size() <= 4 || part == "signed_up"))
    co_return co_await content_route(services, request, caller);
  if (kind == "offers" && (path.size() <= 4 || part == "interested"))
    co_return co_await offer_route(services, request, caller);
  if (kind == "accounts" && path.size() == 5) co_return co_await person_route(services, request, caller);
  if (kind == "objections" && path.size() == 3) co_return co_await objections_route(services, request, caller);
  co_return missing("no such record of guidance: see docs/api.md");
}

}  // namespace xh::node::api
