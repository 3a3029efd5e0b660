// Credit files, by signed request (docs/api.md): a worker's own report, free and as often as wanted (R-09c), the
// union's view of it, an employer's risk coefficient, loans of their worker and bank. Everything is derived now and the
// arithmetic goes with it. A bank reads no file here: it asks by credit.disclose, with consent.
#include <functional>

#include "contracts/credit/explain.h"
#include "contracts/credit/profile.h"
#include "contracts/identity/members.h"
#include "contracts/payroll/queries.h"
#include "node/api/presenter.h"
#include "node/api/routes.h"
#include "node/api/server.h"

namespace xh::node::api {
namespace {

namespace credit = contracts::credit;
using contracts::identity::Role;

constexpr std::size_t kObjectionsPerAnswer = 100;

bool is_union(const Caller& caller) {
  return (caller.roles & bit(Role::kUnion)) != 0;
}

std::unexpected<Problem> not_yours() {
  return problem(http::status::forbidden, "NOT_A_PARTY",
                 "only the person, a counterpart of the record and the union may read this");
}

struct Ask {
  Replica& replica;
  contracts::Context& context;
  const chain::StateView& state;
};
using Read = std::function<Answer<json::value>(const Ask&)>;

// The reader is named where it is made: GCC 12 destroys a temporary closure of a co_await expression twice.
Task<Answer<Response>> respond(Services& services, const Read& read, std::vector<chain::AccountId> subjects) {
  auto query = [&read](Replica& replica) {
    auto& executor = replica.ledger().executor();
    auto view = executor.view(executor.finalized(), contracts::time_of(executor.finalized()));
    const auto state = replica.ledger().state().finalized();
    return std::pair<Answer<json::value>, chain::Height>(read({replica, view.context(), *state}),
                                                         replica.ledger().height());
  };
  auto result = co_await services.core.query(query);
  if (!result.first) co_return std::unexpected(result.first.error());
  auto response = ok_response(std::move(*result.first), result.second);
  response.subjects = std::move(subjects);
  co_return response;
}

json::array lines(const std::vector<std::string>& texts) {
  json::array out;
  for (const auto& text : texts) out.push_back(json::value(text));
  return out;
}

template <class List>
json::array rows(const List& list) {
  json::array out;
  for (const auto& item : list) out.push_back(chain::to_json(item));
  return out;
}

json::value next_page(std::size_t count, std::size_t page_size, std::uint64_t page) {
  if (count < page_size) return nullptr;
  return json::value(std::to_string(page + 1));
}

json::object loan_json(const credit::Loan& loan, const chain::RecordKey& key) {
  auto out = chain::to_json(loan);
  out["loan"] = hex(key.view());
  return out;
}

json::object profile_json(contracts::Context& context, const chain::AccountId& worker) {
  const auto profile = credit::profile_of(context, worker);
  auto out = chain::to_json(profile);
  out["account"] = chain::to_address(worker);
  auto arithmetic = lines(credit::explain_parts(profile, credit::part_rules(credit::rules_now(context))));
  for (const auto& line : credit::explain_score(profile.score)) arithmetic.push_back(json::value(line));
  out["arithmetic"] = std::move(arithmetic);
  return out;
}

json::array loans_json(contracts::Context& context, const std::vector<chain::RecordKey>& keys) {
  json::array out;
  for (const auto& key : keys) {
    if (const auto loan = credit::find_loan(context, key)) out.push_back(loan_json(*loan, key));
  }
  return out;
}

json::array objections_json(contracts::Context& context, const chain::AccountId& worker, std::uint64_t from) {
  json::array out;
  for (const auto& listed : credit::objections_of(context, worker, from, kObjectionsPerAnswer)) {
    auto item = chain::to_json(listed.content);
    item["objection"] = hex(listed.key.view());
    out.push_back(std::move(item));
  }
  return out;
}

// All that the ledger knows of a worker's credit: the free report.
json::object report_json(contracts::Context& context, const chain::AccountId& worker) {
  auto out = profile_json(context, worker);
  const auto file = credit::file_of(context, worker);
  json::array months;
  for (const auto& month : contracts::payroll::worker_months(context, worker, contracts::payroll::kMaxHistoryMonths))
    months.push_back(chain::to_json(month));
  json::array contributions;
  for (const auto& month : contracts::insurance::months_of(context, worker, contracts::insurance::kMaxHistoryMonths)) {
    contributions.push_back(json::object{{"month", month.month.value},
                                         {"state", std::string(enum_name(month.state))},
                                         {"total", std::to_string(month.total.value)},
                                         {"worker", std::to_string(month.worker.value)}});
  }
  const auto last_page = file.disclosures == 0 ? 0 : (file.disclosures - 1) / credit::kPageSize;
  out["months"] = std::move(months);
  out["contributions"] = std::move(contributions);
  out["consents"] = rows(credit::consents_of(context, worker));
  out["disclosures"] = file.disclosures;
  out["last_disclosures"] = rows(credit::disclosures_of(context, worker, last_page));
  out["objections"] = objections_json(context, worker, 0);
  out["loans"] = loans_json(context, file.loans);
  out["loan_defaults"] = rows(file.loan_defaults);
  out["commitments"] = rows(file.commitments);
  out["attestations"] = rows(file.attestations);
  if (const auto erasure = credit::find_erasure(context, worker)) out["erasure"] = chain::to_json(*erasure);
  out["price"] = "free";
  return out;
}

// After an erasure the data may be stored only (R-10e): the person alone reads what is left.
bool may_read_file(const Ask& ask, const Caller& caller, const chain::AccountId& worker) {
  if (caller.account == worker) return true;
  return is_union(caller) && credit::require_usable(ask.context, worker).has_value();
}

// /v1/credit/accounts/{a}[/report|/access-log|/consents|/objections|/loans]
Task<Answer<Response>> account_route(Services& services, const Request& request, const Caller& caller) {
  const auto account = chain::from_address(request.path[3]);
  if (!account) co_return bad_input(account.error().message);
  const std::string part = request.path.size() > 4 ? request.path[4] : "";
  const auto page = parse_number(request.query_or("cursor", "0"), "cursor", ~std::uint32_t{0});
  if (!page) co_return std::unexpected(page.error());
  const Read read = [part, page = *page, id = *account, caller](const Ask& ask) -> Answer<json::value> {
    if (part == "loans") {  // of a worker, a bank, or all of the union
      if (caller.account != id && !is_union(caller)) return not_yours();
      const auto own = credit::file_of(ask.context, id).loans;
      const auto keys = own.empty() ? credit::loans_of(ask.context, id, page) : own;
      return json::object{
          {"items", loans_json(ask.context, keys)},
          {"next_cursor", own.empty() ? next_page(keys.size(), credit::kLoanPageSize, page) : json::value(nullptr)}};
    }
    if (!may_read_file(ask, caller, id)) return not_yours();
    if (part.empty()) return profile_json(ask.context, id);
    if (part == "report") return report_json(ask.context, id);
    if (part == "consents") return json::object{{"items", rows(credit::consents_of(ask.context, id))}};
    if (part == "access-log") {
      const auto entries = credit::disclosures_of(ask.context, id, page);
      return json::object{{"items", rows(entries)},
                          {"next_cursor", next_page(entries.size(), credit::kPageSize, page)}};
    }
    if (part == "objections") {
      const auto from = page * kObjectionsPerAnswer;
      const auto all = credit::file_of(ask.context, id).objections;
      const bool more = from + kObjectionsPerAnswer < all;
      return json::object{{"items", objections_json(ask.context, id, from)},
                          {"next_cursor", more ? json::value(std::to_string(page + 1)) : json::value(nullptr)}};
    }
    return missing("no such part of a credit file");
  };
  const std::vector subjects{*account};
  co_return co_await respond(services, read, subjects);
}

bool works_for(const chain::StateView& state, const chain::AccountId& worker, const chain::AccountId& employer) {
  namespace payroll = contracts::payroll;
  for (std::uint64_t page = 0;; ++page) {
    const auto keys = payroll::agreements_of(state, worker, page);
    for (const auto& key : keys) {
      const auto agreement = payroll::find_agreement(state, key);
      if (agreement && agreement->terms.employer == employer && agreement->terms.worker == worker) return true;
    }
    if (keys.size() < payroll::kIndexPageSize) return false;
  }
}

// /v1/credit/employers/{a}/risk
Task<Answer<Response>> risk_route(Services& services, const Request& request, const Caller& caller) {
  const auto employer = chain::from_address(request.path[3]);
  if (!employer) co_return bad_input(employer.error().message);
  const Read read = [id = *employer, caller](const Ask& ask) -> Answer<json::value> {
    if (caller.account != id && !is_union(caller) && !works_for(ask.state, caller.account, id)) return not_yours();
    const auto risk = credit::risk_now(ask.context, id);
    auto out = chain::to_json(risk);
    out["account"] = chain::to_address(id);
    out["arithmetic"] = lines(credit::explain_risk(risk));
    return json::value(std::move(out));
  };
  const std::vector subjects{*employer};
  co_return co_await respond(services, read, subjects);
}

// /v1/credit/loans/{record}
Task<Answer<Response>> loan_route(Services& services, const Request& request, const Caller& caller) {
  const auto key = chain::fixed_from_hex<chain::RecordKey>(request.path[3]);
  if (!key) co_return bad_input("a loan's key has 64 hex digits");
  const auto subject = std::make_shared<std::vector<chain::AccountId>>();
  const Read read = [key = *key, caller, subject](const Ask& ask) -> Answer<json::value> {
    const auto loan = credit::find_loan(ask.context, key);
    if (!loan) return missing("there is no such loan");
    if (caller.account != loan->worker && caller.account != loan->bank && !is_union(caller)) return not_yours();
    *subject = {loan->worker};
    return json::value(loan_json(*loan, key));
  };
  const std::vector<chain::AccountId> nobody;
  auto answer = co_await respond(services, read, nobody);
  if (answer) answer->subjects = *subject;
  co_return answer;
}

}  // namespace

Task<Answer<Response>> get_credit(Services& services, const Request& request, const Caller& caller) {
  const auto& path = request.path;
  const std::string kind = path.size() > 3 ? path[2] : "";
  if (kind == "accounts" && path.size() <= 5) co_return co_await account_route(services, request, caller);
  if (kind == "employers" && path.size() == 5 && path[4] == "risk")
    co_return co_await risk_route(services, request, caller);
  if (kind == "loans" && path.size() == 4) co_return co_await loan_route(services, request, caller);
  co_return missing("there is nothing at this path: see docs/api.md");
}

}  // namespace xh::node::api
