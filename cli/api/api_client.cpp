#include "cli/api/api_client.h"

#include "chain/codec/address.h"
#include "chain/codec/json.h"
#include "chain/crypto/sha256.h"

namespace xh::cli {
namespace {

ExitCode exit_of_status(unsigned status) {
  if (status == 401 || status == 403) return ExitCode::kKey;
  if (status == 409) return ExitCode::kRefused;
  if (status == 408 || status == 429 || status >= 500) return ExitCode::kNetwork;
  return ExitCode::kBadInput;
}

std::string text_member(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value != nullptr && value->is_string() ? std::string(std::string_view(value->get_string())) : std::string();
}

std::unexpected<Failure> problem(const HttpResponse& response, const std::string& node, const json::value& body) {
  std::string code = "HTTP_" + std::to_string(response.status);
  std::string message = node + " answered " + std::to_string(response.status);
  if (body.is_object()) {
    const auto& object = body.get_object();
    if (auto named = text_member(object, "code"); !named.empty()) code = std::move(named);
    auto detail = text_member(object, "detail");
    if (detail.empty()) detail = text_member(object, "title");
    if (!detail.empty()) message = std::move(detail);
  }
  return fail(exit_of_status(response.status), std::move(code), std::move(message));
}

}  // namespace

chain::Hash256 api_request_digest(const chain::ChainTag& chain, std::string_view method, std::string_view target,
                                  std::string_view account, std::int64_t time_ms, std::string_view body) {
  std::string text;
  for (const auto part : {method, target, account}) text.append(part).append("\n");
  text += std::to_string(time_ms) + "\n" + chain::to_hex(chain::sha256(chain::as_bytes(body)).view());
  return chain::tagged_hash(chain::tags::kApiRequest, chain, chain::as_bytes(text));
}

Outcome<Answer> read_answer(const HttpResponse& response, const std::string& node) {
  const auto body = chain::parse_json(response.body);
  if (response.status < 200 || response.status >= 300) return problem(response, node, body ? *body : json::value());
  if (!body || !body->is_object())
    return fail(ExitCode::kNetwork, "BAD_ANSWER", node + " does not answer as a node of Xinghuo does");
  const auto& envelope = body->get_object();
  const auto* version = envelope.if_contains("schema_version");
  const auto* data = envelope.if_contains("data");
  if (version == nullptr || data == nullptr || !version->is_int64() || version->get_int64() != 1) {
    return fail(ExitCode::kNetwork, "BAD_ANSWER", node + " answers in a form that this version does not know");
  }
  Answer out{response.status, *data, std::nullopt, node};
  if (const auto* height = envelope.if_contains("height"); height != nullptr && height->is_number()) {
    boost::system::error_code ignored;
    out.height = height->to_number<std::uint64_t>(ignored);
  }
  return out;
}

ApiClient::ApiClient(std::vector<std::string> nodes, HttpTransport& transport, Clock clock,
                     std::chrono::milliseconds deadline)
    : nodes_(std::move(nodes)), transport_(transport), clock_(std::move(clock)), deadline_(deadline) {}

Outcome<Answer> ApiClient::send(const HttpRequest& request) {
  if (nodes_.empty())
    return fail(
        ExitCode::kConfig, "NO_NODE",
        "no node is configured: use --node http://host:port, or: xinghuo config set --set-node http://host:port");
  bool maybe_arrived = false;
  Failure last;
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    const std::size_t at = (preferred_ + i) % nodes_.size();
    const auto response = transport_.send(nodes_[at], request, deadline_);
    if (!response) {
      maybe_arrived = maybe_arrived || response.error().sent;
      last = {ExitCode::kNetwork, "NO_ANSWER", response.error().message};
      continue;
    }
    auto answer = read_answer(*response, nodes_[at]);
    if (answer || answer.error().exit != ExitCode::kNetwork) {
      preferred_ = at;
      return answer;
    }
    last = answer.error();
  }
  if (maybe_arrived && request.method != "GET") {
    return fail(ExitCode::kUnknown, "OUTCOME_UNKNOWN", last.message + " (the request may have arrived)");
  }
  return std::unexpected(std::move(last));
}

Outcome<Answer> ApiClient::get(const std::string& target) {
  return send({"GET", target, {}, {}, {}});
}

Outcome<Answer> ApiClient::get_signed(const std::string& target, const Requester& requester,
                                      const chain::ChainTag& chain) {
  auto answer = get_signed_at(clock_(), target, requester, chain);
  // Another process of this account asked the same within the same millisecond, or a retry on a fresh connection: once
  // more, in words of its own.
  if (answer || answer.error().code != "REQUEST_REPEATED") return answer;
  return get_signed_at(clock_() + 1, target, requester, chain);
}

Outcome<Answer> ApiClient::get_signed_at(std::int64_t now, const std::string& target, const Requester& requester,
                                         const chain::ChainTag& chain) {
  const std::string account = chain::to_address(requester.account);
  const auto digest = api_request_digest(chain, "GET", target, account, now, "");
  HttpRequest request{"GET", target, {{"X-Xinghuo-Account", account}, {"X-Xinghuo-Time", std::to_string(now)}}, {}, {}};
  for (const auto* key : requester.keys) {
    request.headers.emplace_back("X-Xinghuo-Key", chain::to_hex(key->public_key().view()));
    request.headers.emplace_back("X-Xinghuo-Signature", chain::to_hex(key->sign(digest.view()).view()));
  }
  return send(request);
}

Outcome<Answer> ApiClient::post(const std::string& target, std::string content_type, std::string body) {
  return send({"POST", target, {}, std::move(content_type), std::move(body)});
}

std::string url_escape(std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                       c == '_' || c == '.' || c == '~';
    if (plain)
      out += c;
    else
      out.append({'%', kHex[byte >> 4], kHex[byte & 15]});
  }
  return out;
}

}  // namespace xh::cli
