#include "node/api/seen_requests.h"

namespace xh::node::api {

SeenRequests::Verdict SeenRequests::remember(const chain::AccountId& account, const chain::Hash256& digest,
                                             std::int64_t until_ms, std::int64_t now_ms) {
  forget_before(now_ms);
  if (digests_.contains(digest)) return Verdict::kSeen;
  const auto of_account = per_account_.find(account);
  const auto count = of_account == per_account_.end() ? 0 : of_account->second;
  if (digests_.size() >= max_ || count >= max_per_account_) return Verdict::kFull;
  digests_.insert(digest);
  by_end_.emplace(until_ms, Seen{digest, account});
  ++per_account_[account];
  return Verdict::kNew;
}

void SeenRequests::forget_before(std::int64_t now_ms) {
  while (!by_end_.empty() && by_end_.begin()->first < now_ms) {
    const auto& seen = by_end_.begin()->second;
    digests_.erase(seen.digest);
    const auto of_account = per_account_.find(seen.account);
    if (--of_account->second == 0) per_account_.erase(of_account);
    by_end_.erase(by_end_.begin());
  }
}

}  // namespace xh::node::api
