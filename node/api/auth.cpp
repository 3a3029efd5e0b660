#include "node/api/auth.h"

#include <algorithm>
#include <charconv>
#include <set>

#include "chain/crypto/schnorr.h"
#include "contracts/engine/accounts.h"
#include "contracts/identity/members.h"

namespace xh::node::api {
namespace {

constexpr std::size_t kMaxSignatureHeaders = 2 * chain::kMaxPolicyKeys;

struct Presented {
  chain::PublicKey key;
  chain::Signature signature;
};

std::unexpected<Problem> unsigned_request(std::string detail) {
  return problem(http::status::unauthorized, "SIGNATURE_REQUIRED", std::move(detail));
}

std::unexpected<Problem> not_a_key() { return unsigned_request("a signing key is not one of the account's"); }

Answer<std::vector<Presented>> presented_signatures(const Request& request) {
  std::vector<std::string> keys;
  std::vector<std::string> signatures;
  for (const auto& field : request.headers) {
    if (keys.size() + signatures.size() > kMaxSignatureHeaders) return unsigned_request("too many signature headers");
    if (boost::beast::iequals(field.name_string(), "X-Xinghuo-Key")) keys.emplace_back(field.value());
    if (boost::beast::iequals(field.name_string(), "X-Xinghuo-Signature")) signatures.emplace_back(field.value());
  }
  if (keys.empty() || keys.size() != signatures.size()) {
    return unsigned_request("this is a person's record: sign the request (X-Xinghuo-Account, -Time, -Key, -Signature)");
  }
  std::vector<Presented> out;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    auto key = chain::fixed_from_hex<chain::PublicKey>(keys[i]);
    auto signature = chain::fixed_from_hex<chain::Signature>(signatures[i]);
    if (!key || !signature) return unsigned_request("X-Xinghuo-Key or X-Xinghuo-Signature is not hex of the right length");
    out.push_back({*key, *signature});
  }
  return out;
}

struct Account {
  std::optional<chain::KeyPolicy> policy;
  std::uint32_t roles = 0;
  bool suspended = false;
};

}  // namespace

chain::Hash256 request_digest(const chain::ChainTag& chain, std::string_view method, std::string_view target, std::string_view account,
                              std::string_view time, std::string_view body) {
  std::string text;
  for (const auto part : {method, target, account, time}) {
    text += part;
    text += '\n';
  }
  text += chain::to_hex(chain::sha256(chain::as_bytes(body)).view());
  return chain::tagged_hash(chain::tags::kApiRequest, chain, chain::as_bytes(text));
}

Task<Answer<Caller>> authenticate(CorePort& core, SeenRequests& seen, const Request& request, std::int64_t now_ms) {
  const std::string account_text(request.headers["X-Xinghuo-Account"]);
  const std::string time_text(request.headers["X-Xinghuo-Time"]);
  auto presented = presented_signatures(request);
  if (!presented) co_return std::unexpected(presented.error());
  const auto account = chain::from_address(account_text);
  if (!account) co_return unsigned_request("X-Xinghuo-Account: " + account.error().message);
  std::int64_t time = 0;
  const auto [end, error] = std::from_chars(time_text.data(), time_text.data() + time_text.size(), time);
  if (error != std::errc{} || end != time_text.data() + time_text.size()) co_return unsigned_request("X-Xinghuo-Time is not a number of milliseconds");
  if (time < now_ms - kRequestWindowMs || time > now_ms + kRequestWindowMs) {
    co_return unsigned_request("X-Xinghuo-Time is more than 60 s from this node's clock: check the clock and sign anew");
  }
  auto read = [id = *account](Replica& replica) {
    auto& executor = replica.ledger().executor();
    auto view = executor.view(executor.finalized(), contracts::time_of(executor.finalized()));
    Account out{contracts::find_policy(view.context(), id), 0, false};
    if (const auto member = contracts::identity::find_member(view.context(), id)) {
      out.roles = member->roles;
      out.suspended = member->suspended;
    }
    return std::pair(out, replica.ledger().context().tag);
  };
  const auto found = co_await core.query(read);
  if (!found.first.policy) co_return not_a_key();
  const auto digest = request_digest(found.second, http::to_string(request.method), request.target, account_text, time_text, request.body);
  std::set<chain::PublicKey> good;
  for (const auto& p : *presented) {
    if (!std::ranges::binary_search(found.first.policy->keys, p.key)) co_return not_a_key();
    if (!chain::verify_signature(p.key, digest.view(), p.signature)) co_return unsigned_request("a signature does not verify");
    good.insert(p.key);
  }
  if (good.size() < found.first.policy->threshold) co_return unsigned_request("fewer signatures than the account's policy asks for");
  if (found.first.suspended) co_return problem(http::status::forbidden, "ACCOUNT_SUSPENDED", "the account is suspended: ask the union");
  switch (seen.remember(*account, digest, time + kRequestWindowMs, now_ms)) {
    case SeenRequests::Verdict::kSeen: co_return problem(http::status::unauthorized, "REQUEST_REPEATED", "this signed request was answered already: sign a new one");
    case SeenRequests::Verdict::kFull: co_return problem(http::status::service_unavailable, "BUSY", "too many signed requests within two minutes: ask again later");
    case SeenRequests::Verdict::kNew: break;
  }
  co_return Caller{*account, found.first.roles};
}

}  // namespace xh::node::api
