// The texts that the client reads while it measures: the event stream's blocks and the answers to submissions
// (docs/api.md). Not thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "chain/primitives/bytes.h"

namespace xh::bench {

// Server-sent events, in pieces as they arrive.
class EventText {
 public:
  void add(std::string_view piece) { buffer_ += piece; }
  // The transaction ids of the next block that has arrived whole; events that are no blocks are passed over.
  [[nodiscard]] std::optional<std::vector<chain::TxId>> next_block();

 private:
  std::string buffer_;
};

// The `state` of each result, in order, with code and message when it has them; empty when the answer is not of that
// form.
[[nodiscard]] std::vector<std::string> submit_states(const std::string& body);

}  // namespace xh::bench
