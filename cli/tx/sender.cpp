#include "cli/tx/sender.h"

#include <algorithm>

namespace xh::cli {
namespace {

constexpr std::chrono::milliseconds kFirstPause{100};
constexpr std::chrono::milliseconds kLongestPause{2000};
constexpr std::chrono::milliseconds kHold{20'000};  // how long a node is asked to hold one waiting request

std::string text_of(const json::value& item, std::string_view name) {
  const auto* value = item.is_object() ? item.get_object().if_contains(name) : nullptr;
  return value != nullptr && value->is_string() ? std::string(std::string_view(value->get_string())) : std::string();
}

std::string frame(std::span<const chain::Bytes> transactions) {
  chain::Bytes out;
  for (const auto& tx : transactions) {
    chain::append_be32(out, static_cast<std::uint32_t>(tx.size()));
    chain::append(out, tx);
  }
  return std::string(chain::as_string(out));
}

std::size_t part_size(std::span<const chain::Bytes> transactions) {
  std::size_t bytes = 0;
  std::size_t count = 0;
  for (const auto& tx : transactions) {
    if (count == kMaxSubmitTransactions || (count > 0 && bytes + tx.size() > kMaxSubmitBytes)) break;
    bytes += tx.size();
    ++count;
  }
  return count;
}

bool worth_another_try(const Failure& failure) {
  return failure.exit == ExitCode::kNetwork || failure.exit == ExitCode::kUnknown;
}

}  // namespace

Outcome<std::vector<SendResult>> Sender::submit_part(std::span<const chain::Bytes> transactions) {
  const auto body = frame(transactions);
  auto left = deadline_;
  auto pause = kFirstPause;
  bool maybe_arrived = false;
  for (;;) {
    const auto answer = api_.post("/v1/txs", "application/octet-stream", body);
    if (!answer) {
      maybe_arrived = maybe_arrived || answer.error().exit == ExitCode::kUnknown;
      if (!worth_another_try(answer.error()) || left < pause) {
        if (maybe_arrived) return fail(ExitCode::kUnknown, "OUTCOME_UNKNOWN", answer.error().message);
        return std::unexpected(answer.error());
      }
      pause_(pause);
      left -= pause;
      pause = std::min(2 * pause, kLongestPause);
      continue;
    }
    const auto* results = answer->data.is_object() ? answer->data.get_object().if_contains("results") : nullptr;
    if (results == nullptr || !results->is_array() || results->get_array().size() != transactions.size()) {
      return fail(ExitCode::kUnknown, "BAD_ANSWER", answer->node + " answered without a result for each transaction");
    }
    std::vector<SendResult> out;
    for (const auto& item : results->get_array())
      out.push_back({text_of(item, "id"), text_of(item, "state"), text_of(item, "code"), text_of(item, "message")});
    return out;
  }
}

Outcome<std::vector<SendResult>> Sender::submit(std::span<const chain::Bytes> transactions) {
  std::vector<SendResult> out;
  while (!transactions.empty()) {
    const auto count = part_size(transactions);
    auto part = submit_part(transactions.first(count));
    if (!part) return part;
    std::ranges::move(*part, std::back_inserter(out));
    transactions = transactions.subspan(count);
  }
  return out;
}

Outcome<Answer> Sender::wait_final(const std::string& id) {
  const auto usual = api_.deadline();
  api_.set_deadline(kHold + usual);
  auto left = deadline_;
  Outcome<Answer> answer = fail(ExitCode::kUnknown, "NOT_FINAL", "not asked");
  for (;;) {
    const auto hold = std::min(left, kHold);
    const auto before = std::chrono::steady_clock::now();
    answer = api_.get("/v1/txs/" + id + "?wait=" + std::to_string(hold.count()));
    if (answer && text_of(answer->data, "state") == "final") break;
    const bool gone = !answer && answer.error().exit != ExitCode::kNetwork && answer.error().code != "NOT_FOUND";
    if (gone) break;
    const auto spent = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - before);
    if (spent < kFirstPause) pause_(kFirstPause);  // a node that does not hold the request is not hammered
    left -= std::max(spent, kFirstPause);
    if (left <= std::chrono::milliseconds::zero()) {
      answer = fail(ExitCode::kUnknown, "NOT_FINAL",
                    "transaction " + id + " is not final within the time allowed; ask: xinghuo tx wait " + id);
      break;
    }
  }
  api_.set_deadline(usual);
  return answer;
}

Outcome<Answer> Sender::receipt(const std::string& id, const Requester& requester, const chain::ChainTag& chain) {
  return api_.get_signed("/v1/txs/" + id + "/receipt", requester, chain);
}

}  // namespace xh::cli
