// The node's API (docs/api.md) as the commands use it: envelope and problems taken apart, signed requests, several
// nodes tried in turn.
//
// Called by commands and tx/sender. Not thread-safe. Times are the real clock's: signed requests must be within 60 s of
// the node's. Failures: 6 no node answered, or the node is busy; 7 not authorised; 4 not found or refused as malformed;
// 9 refused by the ledger; 10 the request may have arrived and no answer came.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <boost/json.hpp>

#include "chain/codec/domain.h"
#include "cli/api/http.h"
#include "cli/exit_code.h"
#include "cli/wallet/key_ring.h"

namespace xh::cli {

namespace json = boost::json;

struct Answer {
  unsigned status = 0;
  json::value data;
  std::optional<std::uint64_t> height;
  std::string node;  // who answered
};

// Who asks, for signed requests. Pointers outlive the call.
struct Requester {
  chain::AccountId account;
  std::vector<const chain::SecretKey*> keys;
};

// Digest of a signed request, as docs/api.md defines it.
[[nodiscard]] chain::Hash256 api_request_digest(const chain::ChainTag& chain, std::string_view method,
                                                std::string_view target, std::string_view account, std::int64_t time_ms,
                                                std::string_view body);

class ApiClient {
 public:
  using Clock = std::function<std::int64_t()>;  // ms since 1970, the real time

  ApiClient(std::vector<std::string> nodes, HttpTransport& transport, Clock clock, std::chrono::milliseconds deadline);

  [[nodiscard]] Outcome<Answer> get(const std::string& target);
  [[nodiscard]] Outcome<Answer> get_signed(const std::string& target, const Requester& requester,
                                           const chain::ChainTag& chain);
  [[nodiscard]] Outcome<Answer> post(const std::string& target, std::string content_type, std::string body);
  [[nodiscard]] const std::vector<std::string>& nodes() const { return nodes_; }
  [[nodiscard]] std::chrono::milliseconds deadline() const { return deadline_; }
  // For a call that the node holds open: the deadline of the next calls.
  void set_deadline(std::chrono::milliseconds deadline) { deadline_ = deadline; }

 private:
  [[nodiscard]] Outcome<Answer> send(const HttpRequest& request);
  [[nodiscard]] Outcome<Answer> get_signed_at(std::int64_t now, const std::string& target, const Requester& requester,
                                              const chain::ChainTag& chain);

  std::vector<std::string> nodes_;
  HttpTransport& transport_;
  Clock clock_;
  std::chrono::milliseconds deadline_;
  std::size_t preferred_ = 0;  // the node that answered last
};

// An answer's body into data, or a problem into a failure. Exposed for tests.
[[nodiscard]] Outcome<Answer> read_answer(const HttpResponse& response, const std::string& node);

// Percent-encodes a path segment or query value.
[[nodiscard]] std::string url_escape(std::string_view text);

}  // namespace xh::cli
