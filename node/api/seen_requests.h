// Signed requests that were answered already, so that a copy taken off the wire opens nothing a second time within the
// time window of auth.h. A request is remembered by what it signs, not by its signature: another valid signature over
// the same words is the same request.
//
// Who calls: authenticate(), after the signatures were verified: strangers cannot fill it. Threading: API thread.
// Limits: kMaxSeenRequests in all, kMaxSeenPerAccount of one account; above them a request is refused (503), never
// forgotten early. Memory: about 150 bytes a request. A restart forgets: a copy is good for what is left of its window.
#pragma once

#include <cstdint>
#include <map>
#include <set>

#include "chain/primitives/bytes.h"

namespace xh::node::api {

inline constexpr std::size_t kMaxSeenRequests = 262'144;
inline constexpr std::size_t kMaxSeenPerAccount = 8'192;

class SeenRequests {
 public:
  explicit SeenRequests(std::size_t max = kMaxSeenRequests, std::size_t max_per_account = kMaxSeenPerAccount)
      : max_(max), max_per_account_(max_per_account) {}

  enum class Verdict : std::uint8_t { kNew, kSeen, kFull };
  // `until_ms`: when its time leaves the window; it is remembered up to and with that moment.
  [[nodiscard]] Verdict remember(const chain::AccountId& account, const chain::Hash256& digest, std::int64_t until_ms,
                                 std::int64_t now_ms);
  [[nodiscard]] std::size_t size() const { return digests_.size(); }

 private:
  struct Seen {
    chain::Hash256 digest;
    chain::AccountId account;
  };
  void forget_before(std::int64_t now_ms);

  std::size_t max_;
  std::size_t max_per_account_;
  std::set<chain::Hash256> digests_;
  std::multimap<std::int64_t, Seen> by_end_;
  std::map<chain::AccountId, std::size_t> per_account_;
};

}  // namespace xh::node::api
