// A person's records: account, receipts, raw state records. Signed requests only; who may read what is decided here and
// every read is logged (architecture, decision 10).
#include <algorithm>

#include "chain/light/fact.h"
#include "contracts/catalog/record_catalog.h"
#include "contracts/credit/calls.h"
#include "contracts/engine/accounts.h"
#include "contracts/identity/members.h"
#include "contracts/lxr/balances.h"
#include "contracts/lxr/custody.h"
#include "contracts/lxr/records.h"
#include "contracts/payroll/events.h"
#include "node/api/facts.h"
#include "node/api/presenter.h"
#include "node/api/routes.h"
#include "node/api/server.h"

namespace xh::node::api {
namespace {

using contracts::identity::Role;

constexpr std::uint64_t kMaxListed = 100;

std::unexpected<Problem> not_yours() {
  return problem(http::status::forbidden, "NOT_A_PARTY",
                 "only the person, a counterpart of the record and the union may read this");
}

json::array role_names(std::uint32_t roles) {
  json::array out;
  for (std::uint32_t role = 1; role <= contracts::identity::kAllRoles; role <<= 1) {
    if ((roles & role) != 0)
      out.push_back(json::value(std::string(contracts::identity::role_name(static_cast<Role>(role)))));
  }
  return out;
}

// Each bank's custody as it stated it, banks in the order of genesis.
json::array custody_json(const Ledger& ledger, const contracts::Context& context) {
  json::array out;
  for (const auto& member : ledger.genesis().members) {
    if ((member.roles & bit(Role::kBank)) == 0) continue;
    const auto bank = chain::account_id_of(member.policy);
    auto entry = chain::to_json(contracts::lxr::custody_of(context, bank));
    entry["bank"] = chain::to_address(bank);
    out.push_back(std::move(entry));
  }
  return out;
}

struct FoundReceipt {
  chain::SaltedReceipt salted;
  chain::Receipt receipt;
  std::vector<chain::SaltedReceipt> all;
};

Answer<FoundReceipt> find_receipt(Replica& replica, chain::Height height, std::uint32_t index) {
  auto all = replica.ledger().index().receipts(height);
  if (!all) return problem_of(all.error());
  if (index >= all->size()) return missing("there is no such receipt");
  auto receipt = chain::decode<chain::Receipt>((*all)[index].receipt);
  if (!receipt) return problem_of(receipt.error());
  return FoundReceipt{(*all)[index], std::move(*receipt), std::move(*all)};
}

// The signers of the transaction that the receipt is of; empty for a calendar item.
std::vector<chain::AccountId> signers_of_receipt(Replica& replica, const chain::Receipt& receipt) {
  if (receipt.source != chain::ReceiptSource::kTransaction) return {};
  const auto place = replica.ledger().index().find_transaction(receipt.transaction);
  if (!place || !*place) return {};
  auto block = replica.ledger().read((*place)->height);
  if (!block) return {};
  auto parsed = replica.ledger().parse_bodies({block->block.transactions[(*place)->index]});
  if (!parsed) return {};
  auto out = parsed->front()->body.co_signers;
  out.push_back(parsed->front()->body.account);
  return out;
}

// A payday's receipt is one worker's: payslip, wage voucher and fee voucher, whose amount the payslip states too.
bool is_payslip_of(const chain::LedgerEvent& event, const chain::AccountId& account) {
  namespace payroll = contracts::payroll;
  if (event.contract != static_cast<std::uint32_t>(contracts::ContractId::kPayroll)) return false;
  const auto kind = static_cast<payroll::EventKind>(event.kind);
  if (kind != payroll::EventKind::kSettlement && kind != payroll::EventKind::kArrearsPaid) return false;
  return std::ranges::find(event.parties, account) != event.parties.end();
}

// The union sees all; a party of every event, a signer, or the person of a payslip sees the whole receipt; a party of
// some events sees those only.
enum class Sight : std::uint8_t { kNone, kOwnEvents, kAll };
Sight sight_of(Replica& replica, const chain::Receipt& receipt, const Caller& caller) {
  if ((caller.roles & bit(Role::kUnion)) != 0) return Sight::kAll;
  const auto signers = signers_of_receipt(replica, receipt);
  if (std::ranges::find(signers, caller.account) != signers.end()) return Sight::kAll;
  const auto is_party = [&](const chain::LedgerEvent& e) {
    return std::ranges::find(e.parties, caller.account) != e.parties.end();
  };
  const auto count = std::ranges::count_if(receipt.events, is_party);
  if (std::ranges::any_of(receipt.events, [&](const auto& e) { return is_payslip_of(e, caller.account); }))
    return Sight::kAll;
  if (count == 0) return Sight::kNone;
  return static_cast<std::size_t>(count) == receipt.events.size() ? Sight::kAll : Sight::kOwnEvents;
}

Answer<json::value> receipt_answer(Replica& replica, chain::Height height, std::uint32_t index, const Caller& caller,
                                   bool with_fact, std::vector<chain::AccountId>& subjects) {
  auto found = find_receipt(replica, height, index);
  if (!found) return std::unexpected(found.error());
  const auto sight = sight_of(replica, found->receipt, caller);
  if (sight == Sight::kNone) return not_yours();
  auto out = receipt_json(found->receipt, index, sight == Sight::kAll ? nullptr : &caller.account);
  for (const auto& event : found->receipt.events) {
    const auto& parties = event.parties;
    if (sight != Sight::kAll && std::ranges::find(parties, caller.account) == parties.end()) continue;
    subjects.insert(subjects.end(), parties.begin(), parties.end());
  }
  if (with_fact) {
    if (sight != Sight::kAll)
      return problem(http::status::forbidden, "SHARED_RECEIPT",
                     "this receipt tells of others too: its proof is for the union and the signers");
    auto fact = receipt_fact(replica.ledger(), height, found->all, index);
    if (!fact) return problem_of(fact.error());
    out["fact"] = chain::to_json(*fact);
  }
  return json::value(std::move(out));
}

using Read = std::function<Answer<json::value>(Replica&)>;
// Whose records an answer shows, filled while it is made: for the read log.
using Subjects = std::shared_ptr<std::vector<chain::AccountId>>;
Subjects no_subjects() {
  return std::make_shared<std::vector<chain::AccountId>>();
}

// The reader is named where it is made: GCC 12 destroys a temporary closure of a co_await expression twice.
Task<Answer<Response>> respond(Services& services, const Read& read, Subjects subjects = no_subjects()) {
  auto query = [&read](Replica& replica) {
    return std::pair<Answer<json::value>, chain::Height>(read(replica), replica.ledger().height());
  };
  auto result = co_await services.core.query(query);
  if (!result.first) co_return std::unexpected(result.first.error());
  auto response = ok_response(std::move(*result.first), result.second);
  response.subjects = std::move(*subjects);
  co_return response;
}

Answer<std::vector<ReceiptPlace>> places_of(Replica& replica, const chain::AccountId& account,
                                            std::optional<ReceiptPlace> before, std::size_t limit) {
  auto places = replica.ledger().index().receipts_of(account, before, limit);
  if (!places) return problem_of(places.error());
  return std::move(*places);
}

}  // namespace

Task<Answer<Response>> get_account(Services& services, const Request& request, const Caller& caller) {
  const auto account = chain::from_address(request.path[2]);
  if (!account) co_return bad_input(account.error().message);
  const bool proof = request.query_or("proof", "0") == "1";
  const bool allowed = *account == caller.account || (caller.roles & (Role::kUnion | Role::kRegulator)) != 0;
  if (!allowed) co_return not_yours();
  const Read read = [id = *account, proof](Replica& replica) -> Answer<json::value> {
    auto& executor = replica.ledger().executor();
    auto view = executor.view(executor.finalized(), contracts::time_of(executor.finalized()));
    const auto policy = contracts::find_policy(view.context(), id);
    const auto member = contracts::identity::find_member(view.context(), id);
    if (!policy || !member) return missing("no such account on this ledger");
    const auto balance = contracts::lxr::balance_of(view.context(), id);
    json::object out{{"account", chain::to_address(id)},
                     {"roles", role_names(member->roles)},
                     {"suspended", member->suspended},
                     {"organisation", member->organisation},
                     {"policy", chain::to_json(*policy)},
                     {"balance", std::to_string(balance.available.value)},
                     {"reserved", std::to_string(balance.reserved.value)}};
    if (proof) {
      const auto key = contracts::lxr::balance_key(id);
      auto fact = record_fact(replica.ledger(), chain::Bytes(key.view().begin(), key.view().end()));
      if (!fact) return problem_of(fact.error());
      out["fact"] = chain::to_json(*fact);
    }
    return json::value(std::move(out));
  };
  co_return co_await respond(services, read);
}

Task<Answer<Response>> get_account_receipts(Services& services, const Request& request, const Caller& caller) {
  const auto account = chain::from_address(request.path[2]);
  if (!account) co_return bad_input(account.error().message);
  if (*account != caller.account && (caller.roles & bit(Role::kUnion)) == 0) co_return not_yours();
  const auto limit = parse_number(request.query_or("limit", "20"), "limit", kMaxListed);
  if (!limit) co_return std::unexpected(limit.error());
  std::optional<ReceiptPlace> before;
  if (request.query.contains("cursor")) {
    const auto& text = request.query.at("cursor");
    const auto dot = text.find('.');
    const auto height = parse_number(text.substr(0, dot), "cursor", ~std::uint64_t{0});
    const auto index = parse_number(dot == std::string::npos ? "" : text.substr(dot + 1), "cursor", ~std::uint32_t{0});
    if (!height || !index) co_return bad_input("cursor is not one that this API gave");
    before = ReceiptPlace{chain::Height{*height}, static_cast<std::uint32_t>(*index)};
  }
  const auto subjects = no_subjects();
  const Read read = [id = *account, limit = *limit, before, caller, subjects](Replica& replica) -> Answer<json::value> {
    subjects->push_back(id);
    auto places = places_of(replica, id, before, limit);
    if (!places) return std::unexpected(places.error());
    json::array items;
    for (const auto& place : *places) {
      auto item = receipt_answer(replica, place.height, place.index, caller, false, *subjects);
      if (!item) return std::unexpected(item.error());
      items.push_back(std::move(*item));
    }
    json::value next = nullptr;
    if (places->size() == limit && limit > 0) {
      next = std::to_string(places->back().height.value) + "." + std::to_string(places->back().index);
    }
    return json::object{{"items", std::move(items)}, {"next_cursor", next}};
  };
  co_return co_await respond(services, read, subjects);
}

// Who read the account's records through this node, newest first.
Task<Answer<Response>> get_account_reads(Services& services, const Request& request, const Caller& caller) {
  const auto account = chain::from_address(request.path[2]);
  if (!account) co_return bad_input(account.error().message);
  if (*account != caller.account && (caller.roles & bit(Role::kUnion)) == 0) co_return not_yours();
  const auto limit = parse_number(request.query_or("limit", "20"), "limit", kMaxListed);
  if (!limit) co_return std::unexpected(limit.error());
  std::optional<std::string> cursor;
  if (request.query.contains("cursor")) cursor = request.query.at("cursor");
  const auto page = services.reads.of_subject(*account, request.query_or("others", "0") == "1", *limit, cursor);
  if (!page) co_return problem_of(page.error());
  json::array items;
  for (const auto& entry : page->items) {
    items.push_back(json::object{{"time", entry.time_ms},
                                 {"height", entry.height.value},
                                 {"caller", chain::to_address(entry.caller)},
                                 {"target", entry.target}});
  }
  json::object out{{"items", std::move(items)}};
  out["next_cursor"] = page->next_cursor ? json::value(*page->next_cursor) : json::value(nullptr);
  const Read read = [out = std::move(out)](Replica&) -> Answer<json::value> { return out; };
  co_return co_await respond(services, read);
}

Task<Answer<Response>> get_receipt(Services& services, const Request& request, const Caller& caller) {
  const auto height = parse_number(request.path[2], "height", ~std::uint64_t{0});
  const auto index = parse_number(request.path[3], "index", ~std::uint32_t{0});
  if (!height) co_return std::unexpected(height.error());
  if (!index) co_return std::unexpected(index.error());
  const bool proof = request.query_or("proof", "0") == "1";
  const auto subjects = no_subjects();
  const Read read = [=](Replica& replica) {
    return receipt_answer(replica, chain::Height{*height}, static_cast<std::uint32_t>(*index), caller, proof,
                          *subjects);
  };
  co_return co_await respond(services, read, subjects);
}

Task<Answer<Response>> get_transaction_receipt(Services& services, const Request& request, const Caller& caller) {
  const auto id = chain::fixed_from_hex<chain::TxId>(request.path[2]);
  if (!id) co_return bad_input("a transaction id has 64 hex digits");
  const bool proof = request.query_or("proof", "0") == "1";
  const auto subjects = no_subjects();
  const Read read = [id = *id, caller, proof, subjects](Replica& replica) -> Answer<json::value> {
    const auto place = replica.ledger().index().find_transaction(id);
    if (!place) return problem_of(place.error());
    if (!*place) return missing("no final transaction with this id");
    const auto block = replica.ledger().read((*place)->height);
    if (!block) return problem_of(block.error());
    const std::uint32_t calendar = block->header.receipt_count - block->header.transaction_count;
    return receipt_answer(replica, (*place)->height, calendar + (*place)->index, caller, proof, *subjects);
  };
  co_return co_await respond(services, read, subjects);
}

// Any record to those who may read it (contracts/catalog/record_catalog.h). Who may not is told the same whether it is
// there or not.
Task<Answer<Response>> get_record(Services& services, const Request& request, const Caller& caller) {
  const auto key = chain::from_hex(request.path[2]);
  if (!key || key->empty() || key->size() > chain::kMaxRawKeyBytes)
    co_return bad_input("a record's raw key is up to 256 bytes of hex");
  const bool sees_all = (caller.roles & (Role::kUnion | Role::kRegulator)) != 0;
  const bool with_fact = request.query_or("proof", "1") != "0";
  const auto subjects = no_subjects();
  const Read read = [key = *key, caller, sees_all, with_fact, subjects](Replica& replica) -> Answer<json::value> {
    const auto state = replica.ledger().state().finalized();
    const auto record = state->find(chain::StateKey(chain::BytesView(key)));
    const auto readers = contracts::readers_of(*state, key, record);
    if (!sees_all && !readers.admit(caller.account)) return not_yours();
    *subjects = readers.accounts;
    json::object out{{"present", record != nullptr}};
    if (record) out["record"] = contracts::record_to_json(key, record->value);
    if (with_fact) {
      auto fact = record_fact(replica.ledger(), key);
      if (!fact) return problem_of(fact.error());
      out["fact"] = chain::to_json(*fact);
    }
    return json::value(std::move(out));
  };
  co_return co_await respond(services, read, subjects);
}

// What a simulation of it showed would be a disclosure that is in no log (OP-78).
bool answers_by_its_receipt(const chain::Call& call) {
  return call.contract == static_cast<std::uint32_t>(contracts::ContractId::kCredit) &&
         call.method == static_cast<std::uint32_t>(contracts::credit::MethodId::kDisclose);
}

// What the transaction would do on the final state, kept nowhere. Signatures are not looked at: a wallet may ask before
// it signs.
Task<Answer<Response>> simulate_transaction(Services& services, const Request& request, const Caller& caller) {
  const auto document = chain::parse_json(request.body);
  const auto* text = document && document->is_object() ? document->get_object().if_contains("transaction") : nullptr;
  if (text == nullptr || !text->is_string()) co_return bad_input("the body must be {\"transaction\":\"<hex>\"}");
  auto wire = chain::from_hex(std::string_view(text->get_string()));
  if (!wire) co_return bad_input(wire.error().message);
  const Read read = [wire = std::move(*wire), caller](Replica& replica) -> Answer<json::value> {
    auto& executor = replica.ledger().executor();
    auto bodies = replica.ledger().parse_bodies({wire});
    if (!bodies) return problem_of(bodies.error());
    if (bodies->front()->body.account != caller.account) return not_yours();
    if (answers_by_its_receipt(bodies->front()->body.call)) {
      return problem(http::status::forbidden, "NOT_SIMULATED",
                     "a disclosure is answered on the ledger only, where the worker sees it: send the transaction");
    }
    const contracts::BlockInput input{chain::Height{replica.ledger().height().value + 1},
                                      chain::Timestamp{contracts::time_of(executor.finalized()).value + 1}};
    auto built = executor.build(executor.finalized(), input, *bodies, {});
    if (!built) return problem_of(built.error());
    if (built->included.empty()) {
      const auto why = built->rejected.empty() ? contracts::Admission{} : built->rejected.front().admission;
      return json::object{{"includable", false}, {"code", why.code}, {"message", why.message}};
    }
    const auto receipt = chain::decode<chain::Receipt>(built->receipts[built->calendar_count].receipt);
    CHECK(receipt.has_value());
    return json::object{{"includable", true},
                        {"receipt", receipt_json(*receipt, built->calendar_count, &caller.account)}};
  };
  co_return co_await respond(services, read);
}

Task<Answer<Response>> get_supply(Services& services, const Request&, const Caller& caller) {
  if ((caller.roles & (bit(Role::kUnion) | bit(Role::kBank) | bit(Role::kRegulator))) == 0) co_return not_yours();
  const Read read = [](Replica& replica) -> Answer<json::value> {
    auto& executor = replica.ledger().executor();
    auto view = executor.view(executor.finalized(), contracts::time_of(executor.finalized()));
    return json::object{{"supply", std::to_string(contracts::lxr::total_supply(view.context()).value)},
                        {"minting_halted", contracts::lxr::is_minting_halted(view.context())},
                        {"custody", custody_json(replica.ledger(), view.context())}};
  };
  co_return co_await respond(services, read);
}

}  // namespace xh::node::api
