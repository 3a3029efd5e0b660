// Payroll and contribution records, by signed request: the parties of an agreement or act, and the union (docs/api.md).
#include <charconv>
#include <functional>

#include "contracts/contribution/records.h"
#include "contracts/engine/parameters.h"
#include "contracts/identity/members.h"
#include "contracts/lxr/balances.h"
#include "contracts/payroll/explain.h"
#include "contracts/payroll/queries.h"
#include "node/api/facts.h"
#include "node/api/presenter.h"
#include "node/api/routes.h"
#include "node/api/server.h"

namespace xh::node::api {
namespace {

namespace payroll = contracts::payroll;
using contracts::identity::Role;

constexpr std::uint64_t kSettlementsPerAnswer = 64;
constexpr std::size_t kContractSegment = 2;  // /v1/payroll/<here>

bool is_union(const Caller& caller) {
  return (caller.roles & bit(Role::kUnion)) != 0;
}

std::unexpected<Problem> not_yours() {
  return problem(http::status::forbidden, "NOT_A_PARTY",
                 "only the person, a counterpart of the record and the union may read this");
}

using Read = std::function<Answer<json::value>(Replica&, const chain::StateView&)>;
// Whose records an answer shows, filled while it is made: for the read log.
using Subjects = std::shared_ptr<std::vector<chain::AccountId>>;
Subjects no_subjects() {
  return std::make_shared<std::vector<chain::AccountId>>();
}

Task<Answer<Response>> respond(Services& services, const Read& read, Subjects subjects = no_subjects()) {
  auto query = [&read](Replica& replica) {
    const auto state = replica.ledger().state().finalized();
    return std::pair<Answer<json::value>, chain::Height>(read(replica, *state), replica.ledger().height());
  };
  auto result = co_await services.core.query(query);
  if (!result.first) co_return std::unexpected(result.first.error());
  auto response = ok_response(std::move(*result.first), result.second);
  response.subjects = std::move(*subjects);
  co_return response;
}

// Days since 1970-01-01 of a proleptic Gregorian date.
Answer<chain::Day> parse_day(const std::string& text) {
  int year = 0;
  unsigned month = 0;
  unsigned day = 0;
  char tail = 0;
  if (text.size() != 10 || std::sscanf(text.c_str(), "%4d-%2u-%2u%c", &year, &month, &day, &tail) != 3)
    return bad_input("a day is written YYYY-MM-DD");
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(month), std::chrono::day(day)};
  if (!date.ok()) return bad_input("there is no day " + text);
  return chain::Day{std::chrono::sys_days(date).time_since_epoch().count()};
}

json::object day_log_json(const payroll::DayLog& log, const std::optional<payroll::DayContent>& content) {
  auto out = chain::to_json(log);
  out["confirmed"] = log.confirmed();
  if (content) out["content"] = chain::to_json(*content);
  return out;
}

json::object term_json(const payroll::ExplainedTerm& term) {
  return {{"label", term.label},
          {"quantity", term.quantity},
          {"rate", std::to_string(term.rate.value)},
          {"computed", std::to_string(term.computed.value)},
          {"stated", std::to_string(term.stated.value)},
          {"text", term.text},
          {"agrees", term.agrees()}};
}

json::object explanation_json(const payroll::Settlement& settlement) {
  const auto explanation = payroll::explain(settlement);
  json::array days;
  for (const auto& day : explanation.days) {
    json::array items;
    for (const auto& item : day.items) items.push_back(term_json(item));
    days.push_back(json::object{{"day", day.day.value},
                                {"version", day.version},
                                {"amendment", day.amendment},
                                {"items", std::move(items)},
                                {"total", term_json(day.total)}});
  }
  const auto terms = [](const std::vector<payroll::ExplainedTerm>& list) {
    json::array out;
    for (const auto& term : list) out.push_back(term_json(term));
    return out;
  };
  json::array objections;
  for (const auto& text : explanation.objections) objections.push_back(json::value(text));
  return {{"days", std::move(days)},
          {"period", terms(explanation.period)},
          {"gross", term_json(explanation.gross)},
          {"fee", term_json(explanation.fee)},
          {"deductions", terms(explanation.deductions)},
          {"net", term_json(explanation.net)},
          {"objections", std::move(objections)}};
}

Answer<json::value> with_fact(Replica& replica, json::object out, const contracts::StateKey& key) {
  auto fact = record_fact(replica.ledger(), chain::Bytes(key.view().begin(), key.view().end()));
  if (!fact) return problem_of(fact.error());
  out["fact"] = chain::to_json(*fact);
  return json::value(std::move(out));
}

Answer<json::value> settlements_answer(const chain::StateView& state, const chain::RecordKey& id, std::uint64_t from) {
  json::array items;
  for (const auto& settlement : payroll::settlements(state, id, from, kSettlementsPerAnswer)) {
    auto item = chain::to_json(settlement);
    item["explanation"] = explanation_json(settlement);
    items.push_back(std::move(item));
  }
  json::value next = nullptr;
  if (items.size() == kSettlementsPerAnswer) next = std::to_string(from + items.size());
  return json::object{{"items", std::move(items)}, {"next_cursor", next}};
}

// /v1/payroll/agreements/{id}[/days[/{day}]|/settlements[/{n}]|/accrual]
Task<Answer<Response>> agreement_route(Services& services, const Request& request, const Caller& caller) {
  const auto id = chain::fixed_from_hex<chain::RecordKey>(request.path[3]);
  if (!id) co_return bad_input("an agreement's key has 64 hex digits");
  const std::string part = request.path.size() > 4 ? request.path[4] : "";
  const std::string item = request.path.size() > 5 ? request.path[5] : "";
  const bool proof = request.query_or("proof", "0") == "1";
  const auto number = parse_number(part == "settlements" && !item.empty() ? item : request.query_or("cursor", "0"),
                                   "number", ~std::uint64_t{0});
  if (!number) co_return std::unexpected(number.error());
  const auto day = part == "days" && !item.empty() ? parse_day(item) : Answer<chain::Day>(chain::Day{0});
  if (!day) co_return std::unexpected(day.error());
  std::optional<std::uint32_t> version;
  if (request.query.contains("version")) {
    const auto wanted = parse_number(request.query.at("version"), "version", ~std::uint32_t{0});
    if (!wanted) co_return std::unexpected(wanted.error());
    version = static_cast<std::uint32_t>(*wanted);
  }
  const auto subjects = no_subjects();
  const Read read = [=](Replica& replica, const chain::StateView& state) -> Answer<json::value> {
    const auto agreement = payroll::find_agreement(state, *id);
    if (!agreement) return missing("there is no such agreement");
    const auto& terms = agreement->terms;
    if (caller.account != terms.worker && caller.account != terms.employer && !is_union(caller)) return not_yours();
    *subjects = {terms.worker, terms.employer};
    if (part.empty()) {
      auto out = chain::to_json(*agreement);
      if (const auto book = payroll::find_book(state, *id)) out["book"] = chain::to_json(*book);
      return proof ? with_fact(replica, std::move(out), payroll::agreement_key(*id))
                   : Answer<json::value>(std::move(out));
    }
    if (part == "days" && item.empty()) {
      json::array logs;
      for (const auto& open : payroll::open_logs(state, *id)) {
        auto log = day_log_json(open.log, std::nullopt);
        log["day"] = open.day.value;
        logs.push_back(std::move(log));
      }
      return json::object{{"items", std::move(logs)}};
    }
    if (part == "days") {
      const auto log = payroll::find_day_log(state, *id, *day, version);
      if (!log) return missing("there is no work log of this agreement for that day and version");
      auto out = day_log_json(*log, payroll::find_content(state, *id, *day, log->version));
      return proof ? with_fact(replica, std::move(out), payroll::day_log_key(*id, *day))
                   : Answer<json::value>(std::move(out));
    }
    if (part == "settlements" && item.empty()) return settlements_answer(state, *id, *number);
    if (part == "settlements") {
      const auto settlement = payroll::find_settlement(state, *id, *number);
      if (!settlement) return missing("there is no such settlement");
      auto out = chain::to_json(*settlement);
      out["explanation"] = explanation_json(*settlement);
      return proof ? with_fact(replica, std::move(out), payroll::settlement_key(*id, *number))
                   : Answer<json::value>(std::move(out));
    }
    if (part == "accrual") {
      const auto book = payroll::find_book(state, *id);
      const auto accrual = payroll::find_accrual(state, *id,
                                                 request.query.contains("cursor") ? *number
                                                 : book                           ? book->next_period
                                                                                  : 0);
      if (!accrual) return missing("nothing has accrued in that period");
      return chain::to_json(*accrual);
    }
    return missing("no such part of an agreement");
  };
  co_return co_await respond(services, read, subjects);
}

// /v1/payroll/accounts/{a}/agreements|flags|coverage
Task<Answer<Response>> party_route(Services& services, const Request& request, const Caller& caller) {
  const auto account = chain::from_address(request.path[3]);
  if (!account) co_return bad_input(account.error().message);
  if (*account != caller.account && !is_union(caller)) co_return not_yours();
  const std::string part = request.path[4];
  const auto page = parse_number(request.query_or("cursor", "0"), "cursor", ~std::uint64_t{0});
  if (!page) co_return std::unexpected(page.error());
  const Read read = [=, id = *account](Replica& replica, const chain::StateView& state) -> Answer<json::value> {
    if (part == "agreements") {
      json::array items;
      for (const auto& key : payroll::agreements_of(state, id, *page)) items.push_back(json::value(hex(key.view())));
      json::value next = nullptr;
      if (items.size() == payroll::kIndexPageSize) next = std::to_string(*page + 1);
      return json::object{{"items", std::move(items)}, {"next_cursor", next}};
    }
    if (part == "flags") {
      json::array items;
      for (const auto& flag : payroll::flags_of(state, id, *page)) {
        auto item = chain::to_json(flag.log);
        json::array flags;
        for (const auto& f : flag.flags) flags.push_back(chain::to_json(f));
        item["flags"] = std::move(flags);
        item["flag_count"] = flag.flag_count;
        item["superseded"] = flag.superseded;
        item["decision"] = std::string(enum_name(flag.decision));
        items.push_back(std::move(item));
      }
      const auto pages = payroll::flag_page_count(state, id);
      json::value next = nullptr;
      if (*page + 1 < pages) next = std::to_string(*page + 1);
      return json::object{{"items", std::move(items)}, {"pages", pages}, {"next_cursor", next}};
    }
    if (part == "coverage") {
      auto& executor = replica.ledger().executor();
      auto view = executor.view(executor.finalized(), contracts::time_of(executor.finalized()));
      const auto balance = contracts::lxr::balance_of(view.context(), id);
      const auto owed = payroll::owed_by(
          state, id, view.context().parameter("fee.ppm", contracts::time_of(executor.finalized())).value);
      const auto bp = payroll::coverage_bp(balance.available, owed);
      json::object out{{"balance", std::to_string(balance.available.value)},
                       {"gross", std::to_string(static_cast<std::int64_t>(owed.gross))},
                       {"fee", std::to_string(static_cast<std::int64_t>(owed.fee))}};
      out["coverage_bp"] = bp ? json::value(*bp) : json::value(nullptr);
      return json::value(std::move(out));
    }
    return missing("no such list of an account");
  };
  co_return co_await respond(services, read);
}

// /v1/payroll/batches/{id}
Task<Answer<Response>> batch_route(Services& services, const Request& request, const Caller& caller) {
  const auto id = chain::fixed_from_hex<chain::RecordKey>(request.path[3]);
  if (!id) co_return bad_input("a batch's key has 64 hex digits");
  const auto subjects = no_subjects();
  const Read read = [id = *id, caller, subjects](Replica&, const chain::StateView& state) -> Answer<json::value> {
    const auto batch = payroll::find_batch(state, id);
    if (!batch) return missing("there is no such batch");
    if (caller.account != batch->employer && !is_union(caller)) return not_yours();
    *subjects = {batch->employer};
    return json::value(chain::to_json(*batch));
  };
  co_return co_await respond(services, read, subjects);
}

}  // namespace

Task<Answer<Response>> get_payroll(Services& services, const Request& request, const Caller& caller) {
  const auto& path = request.path;
  if (path.size() >= 4 && path[kContractSegment] == "agreements")
    co_return co_await agreement_route(services, request, caller);
  if (path.size() == 5 && path[kContractSegment] == "accounts")
    co_return co_await party_route(services, request, caller);
  if (path.size() == 4 && path[kContractSegment] == "batches")
    co_return co_await batch_route(services, request, caller);
  co_return missing("no such payroll record");
}

// /v1/contribution/acts/{id} and /v1/contribution/accounts/{a}
Task<Answer<Response>> get_contribution(Services& services, const Request& request, const Caller& caller) {
  namespace contribution = contracts::contribution;
  if (request.path.size() != 4) co_return missing("no such contribution record");
  if (request.path[kContractSegment] == "accounts") {
    const auto account = chain::from_address(request.path[3]);
    if (!account) co_return bad_input(account.error().message);
    if (*account != caller.account && !is_union(caller)) co_return not_yours();
    const Read read = [id = *account](Replica& replica, const chain::StateView&) -> Answer<json::value> {
      auto& executor = replica.ledger().executor();
      auto view = executor.view(executor.finalized(), contracts::time_of(executor.finalized()));
      return json::value(chain::to_json(view.context()
                                            .read<contribution::CvBalance>(contribution::cv_balance_key(id))
                                            .value_or(contribution::CvBalance{})));
    };
    co_return co_await respond(services, read);
  }
  const auto id = chain::fixed_from_hex<chain::RecordKey>(request.path[3]);
  if (request.path[kContractSegment] != "acts" || !id) co_return bad_input("an act's key has 64 hex digits");
  const bool proof = request.query_or("proof", "0") == "1";
  const auto subjects = no_subjects();
  const Read read = [id = *id, caller, proof, subjects](Replica& replica,
                                                        const chain::StateView&) -> Answer<json::value> {
    auto& executor = replica.ledger().executor();
    auto view = executor.view(executor.finalized(), contracts::time_of(executor.finalized()));
    const auto act = view.context().read<contribution::Act>(contribution::act_key(id));
    if (!act) return missing("there is no such act");
    if (caller.account != act->provider && caller.account != act->counterpart && !is_union(caller)) return not_yours();
    *subjects = {act->provider, act->counterpart};
    auto out = chain::to_json(*act);
    return proof ? with_fact(replica, std::move(out), contribution::act_key(id)) : Answer<json::value>(std::move(out));
  };
  co_return co_await respond(services, read, subjects);
}

}  // namespace xh::node::api
