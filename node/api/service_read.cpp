#include "node/api/service_read.h"

namespace xh::node::api {

Task<Answer<Response>> answer_service(Services& services, const Caller& caller, const ServiceRead& read) {
  const auto subjects = std::make_shared<std::vector<chain::AccountId>>();
  auto query = [&read, &caller, &subjects](Replica& replica) {
    auto& executor = replica.ledger().executor();
    auto view = executor.view(executor.finalized(), contracts::time_of(executor.finalized()));
    const ServiceAsk ask{view.context(), caller, *subjects};
    return std::pair<Answer<json::value>, chain::Height>(read(ask), replica.ledger().height());
  };
  auto result = co_await services.core.query(query);
  if (!result.first) co_return std::unexpected(result.first.error());
  auto response = ok_response(std::move(*result.first), result.second);
  response.subjects = std::move(*subjects);
  co_return response;
}

std::unexpected<Problem> not_a_party() {
  return problem(http::status::forbidden, "NOT_A_PARTY",
                 "only the person, a counterpart of the record and the union may read this");
}

json::object list_json(const contracts::Context& context, const contracts::ListName& list, std::uint64_t page,
                       const std::function<json::value(const chain::Hash256&)>& row) {
  const auto found = contracts::list_page(context, list, page);
  json::array items;
  for (const auto& item : found) {
    auto value = row(item);
    if (!value.is_null()) items.push_back(std::move(value));
  }
  json::value next = nullptr;
  if (found.size() == contracts::kListPageSize) next = std::to_string(page + 1);
  return {{"items", std::move(items)}, {"count", contracts::list_count(context, list)}, {"next_cursor", next}};
}

json::object keyed(json::object value, const chain::RecordKey& key) {
  value["key"] = hex(key.view());
  return value;
}

Answer<chain::RecordKey> record_of(const std::string& text) {
  const auto key = chain::fixed_from_hex<chain::RecordKey>(text);
  if (!key) return bad_input("a record's key has 64 hex digits");
  return *key;
}

Answer<std::uint64_t> page_of(const Request& request) {
  return parse_number(request.query_or("cursor", "0"), "cursor", ~std::uint64_t{0} / contracts::kListPageSize);
}

}  // namespace xh::node::api
