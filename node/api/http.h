// The shapes that API handlers work with: a request already read and bounded, a response to be written, errors as RFC 9457 problems.
// Plain values. Callers: node/api only.
#pragma once

#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/message.hpp>
#include <map>
#include <string>
#include <vector>

#include "chain/codec/json.h"
#include "chain/primitives/types.h"

namespace xh::node::api {

namespace http = boost::beast::http;
namespace json = boost::json;

struct Request {
  http::verb method = http::verb::get;
  std::string target;                         // path and query as sent
  std::vector<std::string> path;              // decoded segments
  std::map<std::string, std::string> query;   // decoded; the first of equal names
  std::string body;
  http::fields headers;

  [[nodiscard]] std::string query_or(const std::string& name, std::string otherwise) const {
    const auto at = query.find(name);
    return at == query.end() ? otherwise : at->second;
  }
};

struct Response {
  http::status status = http::status::ok;
  std::string content_type = "application/json";
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
  // For the read log, never sent: whose records the body shows (empty: the accounts that the path names) and at which height.
  std::vector<chain::AccountId> subjects;
  chain::Height height;
};

// A refusal on its way to becoming a problem document.
struct Problem {
  http::status status = http::status::internal_server_error;
  std::string code;
  std::string detail;
};
template <class T>
using Answer = std::expected<T, Problem>;

[[nodiscard]] inline std::unexpected<Problem> problem(http::status status, std::string code, std::string detail) {
  return std::unexpected(Problem{status, std::move(code), std::move(detail)});
}
[[nodiscard]] inline std::unexpected<Problem> bad_input(std::string detail) {
  return problem(http::status::bad_request, "BAD_INPUT", std::move(detail));
}
[[nodiscard]] inline std::unexpected<Problem> missing(std::string detail) {
  return problem(http::status::not_found, "NOT_FOUND", std::move(detail));
}
// An error of the core: what is not found or malformed is the asker's business, a local fault ours.
[[nodiscard]] std::unexpected<Problem> problem_of(const chain::Error& error);

[[nodiscard]] Response ok_response(json::value data, chain::Height height);
[[nodiscard]] Response problem_response(const Problem& problem);

// Splits and decodes a request's target. Error: bad percent encoding.
[[nodiscard]] Answer<Request> parse_target(std::string_view target);

[[nodiscard]] Answer<std::uint64_t> parse_number(std::string_view text, const std::string& what, std::uint64_t max);

}  // namespace xh::node::api
