// HTTP/1.1 to a node, synchronous, with a deadline for each step; Boost.Beast stays behind http.cpp.
// Called by api_client. Not thread-safe. Limits: kMaxResponseBytes. One kept-alive connection a node; a connection that
// the server closed between two requests is opened anew once.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/exit_code.h"

namespace xh::cli {

inline constexpr std::size_t kMaxResponseBytes = 64 * 1024 * 1024;

struct HttpRequest {
  std::string method = "GET";
  std::string target;  // path and query
  std::vector<std::pair<std::string, std::string>> headers;
  std::string content_type;
  std::string body;
};

struct HttpResponse {
  unsigned status = 0;
  std::string content_type;
  std::string body;
  std::optional<std::chrono::seconds> retry_after;
};

struct HttpFailure {
  bool sent = false;  // some of the request may have reached the node: its outcome is unknown
  std::string message;
};
using HttpResult = std::expected<HttpResponse, HttpFailure>;

// What the API client needs of a network; tests bring their own.
class HttpTransport {
 public:
  virtual ~HttpTransport() = default;
  // `node` is "http://host:port". `deadline` covers connecting, sending and the whole answer.
  [[nodiscard]] virtual HttpResult send(const std::string& node, const HttpRequest& request,
                                        std::chrono::milliseconds deadline) = 0;
};

[[nodiscard]] std::unique_ptr<HttpTransport> make_http_transport();

// "http://host:port" without path, or an Error that says what to write.
[[nodiscard]] chain::Status check_node_url(std::string_view url);

}  // namespace xh::cli
