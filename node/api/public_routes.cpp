// What anyone may read: status, genesis, validators, blocks, search, health (docs/api.md, "Public").
#include "node/api/presenter.h"
#include "node/api/routes.h"
#include "node/api/server.h"

namespace xh::node::api {
namespace {

constexpr std::uint64_t kListLimit = 100;
constexpr std::uint64_t kDefaultList = 20;

json::object status_document(Replica& replica) {
  auto& ledger = replica.ledger();
  const auto engine = replica.consensus_status();
  return {{"chain_id", ledger.context().chain_id},
          {"genesis_hash", hex(ledger.context().genesis_hash.view())},
          {"chain_tag", hex(ledger.context().tag.view())},
          {"height", ledger.height().value},
          {"block_id", hex(ledger.tip().block.id.view())},
          {"block_time", ledger.tip().block.timestamp.value},
          {"ledger_time", replica.ledger_now().value},
          {"state_root", hex(ledger.tip_header().state_root.view())},
          {"epoch", replica.epoch().number().value},
          {"view", engine.cur.value},
          {"parked", engine.parked},
          {"may_sign", engine.may_sign},
          {"clock", std::string(enum_name(ledger.genesis().clock))},
          {"mempool_transactions", replica.mempool().size()},
          {"evidence", replica.evidence().size()},
          {"protocol_version", chain::kProtocolVersion}};
}

// Answers with what `read` gives on the core thread: data and the height it was taken at.
template <class Read>
Task<Answer<Response>> answer_from(Services& services, const Read& read) {
  auto query = [&read](Replica& replica) {
    return std::pair<Answer<json::value>, chain::Height>(read(replica), replica.ledger().height());
  };
  auto result = co_await services.core.query(query);
  if (!result.first) co_return std::unexpected(result.first.error());
  co_return ok_response(std::move(*result.first), result.second);
}

Answer<std::uint64_t> list_limit(const Request& request) {
  return parse_number(request.query_or("limit", std::to_string(kDefaultList)), "limit", kListLimit);
}

Answer<std::uint64_t> path_height(const Request& request, std::size_t segment) {
  return parse_number(request.path[segment], "height", ~std::uint64_t{0});
}

}  // namespace

Task<Answer<Response>> get_status(Services& services, const Request&) {
  auto read = [](Replica& replica) {
    auto document = status_document(replica);
    return std::pair(std::move(document), replica.ledger().height());
  };
  auto answer = co_await services.core.query(read);
  answer.first["peers_up"] = services.config.peers_up();
  answer.first["node"] = json::object{{"name", services.config.node_name}, {"version", services.config.version}};
  co_return ok_response(std::move(answer.first), answer.second);
}

Task<Answer<Response>> get_genesis(Services& services, const Request&) {
  auto read = [](Replica& replica) -> Answer<json::value> { return chain::to_json(replica.ledger().genesis()); };
  co_return co_await answer_from(services, read);
}

Task<Answer<Response>> get_blocks(Services& services, const Request& request) {
  const auto limit = list_limit(request);
  if (!limit) co_return std::unexpected(limit.error());
  std::optional<std::uint64_t> from;
  if (request.query.contains("cursor")) {
    const auto cursor = parse_number(request.query.at("cursor"), "cursor", ~std::uint64_t{0});
    if (!cursor) co_return std::unexpected(cursor.error());
    from = *cursor;
  }
  auto read = [limit = *limit, from](Replica& replica) -> Answer<json::value> {
    auto& ledger = replica.ledger();
    std::uint64_t at = std::min(from.value_or(ledger.height().value), ledger.height().value);
    json::array list;
    for (;; --at) {
      if (list.size() == limit) break;
      auto block = ledger.read(chain::Height{at});
      // Below the snapshot that this node began from: the list ends.
      if (!block && block.error().fault == chain::Fault::kNotFound) return json::object{{"blocks", std::move(list)}, {"next_cursor", nullptr}};
      if (!block) return problem_of(block.error());
      list.push_back(block_summary(*block));
      if (at == 0) return json::object{{"blocks", std::move(list)}, {"next_cursor", nullptr}};
    }
    return json::object{{"blocks", std::move(list)}, {"next_cursor", std::to_string(at)}};
  };
  co_return co_await answer_from(services, read);
}

Task<Answer<Response>> get_block(Services& services, const Request& request) {
  const auto height = path_height(request, 2);
  if (!height) co_return std::unexpected(height.error());
  auto read = [height = *height](Replica& replica) -> Answer<json::value> {
    auto block = replica.ledger().read(chain::Height{height});
    if (!block) return missing("there is no final block of height " + std::to_string(height) + " here");
    auto document = block_document(replica.ledger(), *block);
    if (!document) return problem_of(document.error());
    return json::value(std::move(*document));
  };
  co_return co_await answer_from(services, read);
}

Task<Answer<Response>> get_light_block(Services& services, const Request& request) {
  const auto height = path_height(request, 2);
  if (!height) co_return std::unexpected(height.error());
  auto read = [height = *height](Replica& replica) -> Answer<json::value> {
    auto block = replica.ledger().read(chain::Height{height});
    if (!block || height == 0) return missing("there is no final block of height " + std::to_string(height) + " here");
    auto finality = replica.ledger().finality_of(chain::Height{height});
    if (!finality) return problem_of(finality.error());
    json::array links;
    for (const auto& link : finality->links) links.push_back(json::value(hex(link)));
    return json::object{{"header", hex(block->block.header)},
                        {"links", std::move(links)},
                        {"finalization", hex(chain::encode(finality->finalization))}};
  };
  co_return co_await answer_from(services, read);
}

Task<Answer<Response>> get_search(Services& services, const Request& request) {
  const std::string q = request.query_or("q", "");
  auto read = [q](Replica& replica) -> Answer<json::value> {
    auto& ledger = replica.ledger();
    if (const auto height = parse_number(q, "q", ~std::uint64_t{0}); height && ledger.read(chain::Height{*height})) {
      return json::object{{"kind", "block"}, {"target", *height}};
    }
    const auto id = chain::fixed_from_hex<chain::Hash256>(q);
    if (!id) return missing("search takes a height, a block id or a transaction id");
    const auto block = ledger.index().find_block(chain::retag<chain::BlockId>(*id));
    if (!block) return problem_of(block.error());
    if (*block) return json::object{{"kind", "block"}, {"target", (*block)->value}};
    const auto tx = ledger.index().find_transaction(chain::retag<chain::TxId>(*id));
    if (!tx) return problem_of(tx.error());
    if (*tx) return json::object{{"kind", "transaction"}, {"target", q}};
    return missing("nothing final has this id");
  };
  co_return co_await answer_from(services, read);
}

// Live: the process answers. Ready: it follows the ledger and, if it is a validator, may sign.
Task<Answer<Response>> get_health(Services& services, const Request& request) {
  auto read = [](Replica& replica) { return replica.consensus_status(); };
  const auto status = co_await services.core.query(read);
  const bool ready = !status.halted && services.config.peers_up() > 0;
  const bool wants_ready = request.path.size() > 1 && request.path[1] == "ready";
  if (wants_ready && !ready) co_return problem(http::status::service_unavailable, "NOT_READY", "no peer is connected or consensus has halted");
  co_return ok_response(json::object{{"status", wants_ready ? "ready" : "live"}}, status.final_height);
}

}  // namespace xh::node::api
