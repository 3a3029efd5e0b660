// Sending transactions and asking what became of them (docs/api.md). What a transaction is may be read by anyone; what it did, by its parties.
#include <algorithm>

#include "node/api/presenter.h"
#include "node/api/routes.h"
#include "node/api/server.h"

namespace xh::node::api {
namespace {

constexpr std::size_t kMaxSubmitted = 1000;
constexpr std::uint64_t kMaxListed = 100;

Answer<std::vector<chain::Bytes>> framed_transactions(const std::string& body) {
  std::vector<chain::Bytes> out;
  const auto bytes = chain::as_bytes(body);
  for (std::size_t at = 0; at < bytes.size();) {
    if (bytes.size() - at < 4) return bad_input("the body ends inside a length");
    const std::uint32_t size = chain::read_be32(bytes.data() + at);
    at += 4;
    if (size > bytes.size() - at) return bad_input("the body ends inside a transaction");
    if (out.size() == kMaxSubmitted) return bad_input("more than 1000 transactions in one request");
    out.emplace_back(bytes.begin() + static_cast<std::ptrdiff_t>(at), bytes.begin() + static_cast<std::ptrdiff_t>(at + size));
    at += size;
  }
  return out;
}

Answer<std::vector<chain::Bytes>> json_transactions(const std::string& body) {
  const auto document = chain::parse_json(body);
  const auto* list = document && document->is_object() ? document->get_object().if_contains("transactions") : nullptr;
  if (list == nullptr || !list->is_array()) return bad_input("the body must be {\"transactions\":[\"<hex>\",...]}");
  if (list->get_array().size() > kMaxSubmitted) return bad_input("more than 1000 transactions in one request");
  std::vector<chain::Bytes> out;
  for (const auto& item : list->get_array()) {
    auto bytes = item.is_string() ? chain::from_hex(std::string_view(item.get_string())) : chain::Result<chain::Bytes>(chain::invalid("not a string"));
    if (!bytes) return bad_input("transactions[" + std::to_string(out.size()) + "]: " + bytes.error().message);
    out.push_back(std::move(*bytes));
  }
  return out;
}

std::string_view state_name(SubmitState state) {
  switch (state) {
    case SubmitState::kAccepted: return "accepted";
    case SubmitState::kDuplicate: return "duplicate";
    case SubmitState::kFinal: return "final";
    case SubmitState::kRefused: return "refused";
    case SubmitState::kBusy: return "busy";
  }
  return "";
}

Answer<std::uint64_t> wait_of(const Request& request) { return parse_number(request.query_or("wait", "0"), "wait", kMaxWaitMs); }

// Final: the summary with its proof. Not final: null, or pending in `pending`.
Answer<json::value> look_up(Replica& replica, const chain::TxId& id, bool& pending) {
  auto& ledger = replica.ledger();
  const auto place = ledger.index().find_transaction(id);
  if (!place) return problem_of(place.error());
  if (!*place) {
    pending = replica.mempool().find(id) != nullptr;
    return json::value(nullptr);
  }
  auto block = ledger.read((*place)->height);
  if (!block) return problem_of(block.error());
  auto parsed = ledger.parse_bodies({block->block.transactions[(*place)->index]});
  if (!parsed) return problem_of(parsed.error());
  auto summary = transaction_summary(parsed->front(), *block, (*place)->index);
  summary["proof"] = proof_json(transaction_proof(ledger, *block, (*place)->index));
  return json::value(std::move(summary));
}

struct LookUp {
  Answer<json::value> value;
  bool pending = false;
  chain::Height height;
};

Task<LookUp> look_up_on_core(Services& services, chain::TxId id) {
  auto read = [id](Replica& replica) {
    LookUp out{json::value(nullptr), false, replica.ledger().height()};
    out.value = look_up(replica, id, out.pending);
    return out;
  };
  co_return co_await services.core.query(read);
}

}  // namespace

Task<Answer<Response>> post_transactions(Services& services, const Request& request) {
  const bool framed = request.headers[http::field::content_type].starts_with("application/octet-stream");
  auto transactions = framed ? framed_transactions(request.body) : json_transactions(request.body);
  if (!transactions) co_return std::unexpected(transactions.error());
  if (transactions->empty()) co_return bad_input("no transaction in the request");
  const auto wait = wait_of(request);
  if (!wait) co_return std::unexpected(wait.error());
  auto submit = [list = std::move(*transactions)](Replica& replica, auto done) mutable { replica.submit(std::move(list), std::move(done)); };
  const auto results = co_await services.core.call<std::vector<SubmitResult>>(submit);
  if (std::ranges::all_of(results, [](const SubmitResult& r) { return r.state == SubmitState::kBusy; })) {
    co_return problem(http::status::service_unavailable, "BUSY", "the node's pool of pending transactions is full: send again later");
  }
  json::array list;
  for (const auto& r : results) {
    json::object entry{{"id", hex(r.id.view())}, {"state", std::string(state_name(r.state))}};
    if (!r.code.empty()) entry["code"] = r.code;
    if (!r.message.empty()) entry["message"] = r.message;
    list.push_back(std::move(entry));
  }
  if (*wait > 0 && results.size() == 1 && (results[0].state == SubmitState::kAccepted || results[0].state == SubmitState::kDuplicate)) {
    co_await services.waiters.wait(results[0].id, std::chrono::milliseconds(*wait));
    const auto found = co_await look_up_on_core(services, results[0].id);
    if (found.value && !found.value->is_null()) list[0].get_object()["state"] = "final";
  }
  auto read_height = [](Replica& replica) { return replica.ledger().height(); };
  const auto height = co_await services.core.query(read_height);
  co_return ok_response(json::object{{"results", std::move(list)}}, height);
}

Task<Answer<Response>> get_transaction(Services& services, const Request& request) {
  const auto id = chain::fixed_from_hex<chain::TxId>(request.path[2]);
  if (!id) co_return bad_input("a transaction id has 64 hex digits");
  const auto wait = wait_of(request);
  if (!wait) co_return std::unexpected(wait.error());
  auto found = co_await look_up_on_core(services, *id);
  if (found.value && found.value->is_null() && *wait > 0) {
    co_await services.waiters.wait(*id, std::chrono::milliseconds(*wait));
    found = co_await look_up_on_core(services, *id);
  }
  if (!found.value) co_return std::unexpected(found.value.error());
  if (!found.value->is_null()) co_return ok_response(std::move(*found.value), found.height);
  if (!found.pending) co_return missing("no transaction with this id is final or pending here");
  auto response = ok_response(json::object{{"id", hex(id->view())}, {"state", "pending"}}, found.height);
  response.status = http::status::accepted;
  co_return response;
}

// Newest first; the cursor is "height.index" of the last one given.
Task<Answer<Response>> get_transactions(Services& services, const Request& request) {
  const auto limit = parse_number(request.query_or("limit", "20"), "limit", kMaxListed);
  if (!limit) co_return std::unexpected(limit.error());
  std::optional<std::pair<std::uint64_t, std::uint64_t>> before;
  if (request.query.contains("cursor")) {
    const auto& text = request.query.at("cursor");
    const auto dot = text.find('.');
    const auto height = parse_number(text.substr(0, dot), "cursor", ~std::uint64_t{0});
    const auto index = parse_number(dot == std::string::npos ? "" : text.substr(dot + 1), "cursor", chain::kMaxBlockTransactions);
    if (!height || !index) co_return bad_input("cursor is not one that this API gave");
    before = {*height, *index};
  }
  constexpr std::uint64_t kMaxBlocksLookedAt = 2000;
  auto read = [limit = *limit, before](Replica& replica) {
    auto& ledger = replica.ledger();
    std::uint64_t at = before ? std::min(before->first, ledger.height().value) : ledger.height().value;
    json::array list;
    json::value next = nullptr;
    for (std::uint64_t looked = 0; at > 0 && list.size() < limit && looked < kMaxBlocksLookedAt; --at, ++looked) {
      auto block = ledger.read(chain::Height{at});
      if (!block && block.error().fault == chain::Fault::kNotFound) {  // below the snapshot that this node began from
        at = 0;
        break;
      }
      if (!block) return std::pair<Answer<json::value>, chain::Height>(problem_of(block.error()), ledger.height());
      auto bodies = ledger.parse_bodies(block->block.transactions);
      if (!bodies) return std::pair<Answer<json::value>, chain::Height>(problem_of(bodies.error()), ledger.height());
      std::uint64_t i = before && before->first == at ? std::min<std::uint64_t>(before->second, bodies->size()) : bodies->size();
      while (i > 0 && list.size() < limit) {
        --i;
        list.push_back(transaction_summary((*bodies)[i], *block, static_cast<std::uint32_t>(i)));
        next = std::to_string(at) + "." + std::to_string(i);
      }
      if (i > 0) break;  // the limit fell inside this block
      next = std::to_string(at - 1) + "." + std::to_string(chain::kMaxBlockTransactions);
    }
    if (at == 0) next = nullptr;
    return std::pair<Answer<json::value>, chain::Height>(json::object{{"transactions", std::move(list)}, {"next_cursor", next}}, ledger.height());
  };
  auto result = co_await services.core.query(read);
  if (!result.first) co_return std::unexpected(result.first.error());
  co_return ok_response(std::move(*result.first), result.second);
}

}  // namespace xh::node::api
