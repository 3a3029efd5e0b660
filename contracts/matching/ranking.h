// Who fits an opening: derives the four parts of each candidate from the ledger and orders them by OP-80.
//
// Who calls: API, the contract when it proposes, tests. Pure reads; core thread. Order: score descending; within one
// score the credit grade (better first) when every one of them consented to that; then the account. Candidates are the
// workers whose profile lists a wanted skill and a place that can hold the opening's area: heaviest skill first, each
// list entered at a point that the opening's key decides, so that no worker is always first or always left out.
// Reliability is credit's "work_reliability" part, one measure for the whole ledger (MA-01; decisions 0014, 0016): what
// a worker did at work, never what he owes. Limits: kMaxCandidates; cost: for each, a profile and the months of work
// that the measure looks at.
#pragma once

#include <functional>

#include "contracts/matching/records.h"

namespace xh::contracts::matching {

// Credit grade of a worker for a tie: 5 is A, 1 is E, 0 is unknown. Asked only for workers who consented.
using GradeOf = std::function<std::uint32_t(const chain::AccountId&)>;
// As credit derives it now. The context outlives the function.
[[nodiscard]] GradeOf grades_of(const Context& context);

struct Candidate {
  chain::AccountId worker;
  chain::Hash256 pseudonym;
  bool visible = false;
  bool credit_on_tie = false;
  Parts parts;
  std::int64_t value = 0;   // score_value()
  std::uint32_t grade = 0;  // asked; 0 otherwise
  bool by_credit = false;   // the grade decided within a tie
};
struct Ranking {
  Weights weights;
  std::vector<Candidate> candidates;  // best first
  bool cut = false;                   // there were more than kMaxCandidates
};

[[nodiscard]] std::optional<Opening> find_opening(const Context& context, const chain::RecordKey& opening);
[[nodiscard]] std::optional<Profile> find_profile(const Context& context, const chain::AccountId& worker);
[[nodiscard]] std::optional<Proposal> find_proposal(const Context& context, const chain::RecordKey& proposal);

[[nodiscard]] Weights weights_at(const Context& context, chain::Timestamp at);
// Of one worker for one opening, by the parameters of the context's time.
[[nodiscard]] Candidate assess(const Context& context, const chain::RecordKey& key, const Opening& opening,
                               const chain::AccountId& worker, const Profile& profile);
// The same worker looks different to every opening.
[[nodiscard]] chain::Hash256 pseudonym_of(const Profile& profile, const chain::RecordKey& opening);

[[nodiscard]] Ranking rank(const Context& context, const chain::RecordKey& key, const Opening& opening,
                           const GradeOf& grade_of);
// Orders candidates whose value is set; asks grades where a tie may need them. Whatever the order given, the same order
// comes out.
void order(std::vector<Candidate>& candidates, const GradeOf& grade_of);

}  // namespace xh::contracts::matching
