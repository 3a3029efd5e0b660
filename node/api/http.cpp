#include "node/api/http.h"

#include <boost/url.hpp>
#include <charconv>

namespace xh::node::api {

std::unexpected<Problem> problem_of(const chain::Error& error) {
  switch (error.fault) {
    case chain::Fault::kNotFound:
      return missing(error.message);
    case chain::Fault::kInvalid:
      return bad_input(error.message);
    case chain::Fault::kNotYet:
      return problem(http::status::service_unavailable, "NOT_YET", error.message);
    case chain::Fault::kLocal:
      break;
  }
  return problem(http::status::internal_server_error, "NODE_FAULT", error.message);
}

Response ok_response(json::value data, chain::Height height) {
  Response out;
  out.height = height;
  out.body = json::serialize(json::object{{"schema_version", 1},
                                          {"success", true},
                                          {"data", std::move(data)},
                                          {"height", height.value},
                                          {"errors", json::array{}}});
  return out;
}

Response problem_response(const Problem& problem) {
  Response out;
  out.status = problem.status;
  out.content_type = "application/problem+json";
  out.body = json::serialize(json::object{{"type", "about:blank"},
                                          {"title", std::string(http::obsolete_reason(problem.status))},
                                          {"status", static_cast<unsigned>(problem.status)},
                                          {"detail", problem.detail},
                                          {"code", problem.code}});
  if (problem.status == http::status::service_unavailable) out.headers.emplace_back("Retry-After", "1");
  return out;
}

Answer<Request> parse_target(std::string_view target) {
  const auto url = boost::urls::parse_origin_form(target);
  if (!url) return bad_input("the request's path or query is not well formed");
  Request out;
  out.target = std::string(target);
  for (const auto segment : url->segments()) {
    if (!segment.empty()) out.path.push_back(segment);
  }
  for (const auto parameter : url->params()) out.query.try_emplace(parameter.key, parameter.value);
  return out;
}

Answer<std::uint64_t> parse_number(std::string_view text, const std::string& what, std::uint64_t max) {
  std::uint64_t out = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (error != std::errc{} || end != text.data() + text.size() || out > max) {
    return bad_input(what + " must be a whole number up to " + std::to_string(max));
  }
  return out;
}

}  // namespace xh::node::api
