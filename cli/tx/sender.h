// Sends signed transactions and waits for their finality. Sending the same bytes again is always safe (architecture,
// decision 3), so a busy or silent node is asked again until the deadline. Called by the write commands and `batch`.
// Not thread-safe.
#pragma once

#include <chrono>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "chain/ledger/transaction.h"
#include "cli/api/api_client.h"

namespace xh::cli {

inline constexpr std::size_t kMaxSubmitTransactions = 1000;      // docs/api.md
inline constexpr std::size_t kMaxSubmitBytes = 4 * 1024 * 1024;  // of one POST; what is more goes into the next

struct SendResult {
  std::string id;
  std::string state;  // "accepted", "duplicate", "final", "refused", "busy": the pool is full, nothing was taken
  std::string code;
  std::string message;
  [[nodiscard]] bool taken() const { return state == "accepted" || state == "duplicate" || state == "final"; }
  [[nodiscard]] bool refused() const { return state == "refused"; }
  [[nodiscard]] bool busy() const { return state == "busy"; }
};

using Pause = std::function<void(std::chrono::milliseconds)>;

class Sender {
 public:
  Sender(ApiClient& api, Pause pause, std::chrono::milliseconds deadline)
      : api_(api), pause_(std::move(pause)), deadline_(deadline) {}

  // One result a transaction, in order. Failures: 6 never arrived, 10 may have arrived.
  [[nodiscard]] Outcome<std::vector<SendResult>> submit(std::span<const chain::Bytes> transactions);
  // The transaction's summary once it is final. Failures: 10 not final within the deadline; 6.
  [[nodiscard]] Outcome<Answer> wait_final(const std::string& id);
  // The receipt, by a signed request of an account that may read it.
  [[nodiscard]] Outcome<Answer> receipt(const std::string& id, const Requester& requester,
                                        const chain::ChainTag& chain);

 private:
  [[nodiscard]] Outcome<std::vector<SendResult>> submit_part(std::span<const chain::Bytes> transactions);

  ApiClient& api_;
  Pause pause_;
  std::chrono::milliseconds deadline_;
};

}  // namespace xh::cli
