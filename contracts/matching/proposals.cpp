// From a ranking to a hire: the union proposes, the worker answers, the employer decides, the fee of a hire is paid.
#include "contracts/identity/members.h"
#include "contracts/lxr/records.h"
#include "contracts/matching/default_parameters.h"
#include "contracts/matching/handlers.h"
#include "contracts/matching/ranking.h"

namespace xh::contracts::matching {
namespace {

using identity::Role;

OutcomeOf<Opening> require_open(const Context& context, const chain::RecordKey& key) {
  auto opening = find_opening(context, key);
  if (!opening) return refuse("UNKNOWN_OPENING", "MA-04", "there is no opening " + chain::to_hex(key.view()));
  if (opening->state != OpeningState::kOpen)
    return refuse("OPENING_ENDED", "MA-04", "the opening is " + std::string(enum_name(opening->state)));
  return std::move(*opening);
}

Proposal make_proposal(const Context& context, const chain::RecordKey& key, const Opening& opening,
                       const chain::AccountId& worker, const Profile& profile) {
  const auto candidate = assess(context, key, opening, worker, profile);
  const auto days = context.parameter(parameters::kAnswerDays, context.now()).value;
  Proposal out;
  out.opening = key;
  out.employer = opening.employer;
  out.worker = worker;
  out.profile = profile.key;
  out.pseudonym = candidate.pseudonym;
  out.visible = profile.visible;
  out.parts = candidate.parts;
  out.weights = weights_at(context, context.now());
  out.proposed_at = context.now();
  out.answer_due = chain::Timestamp{context.now().value + days * chain::kDayMs};
  return out;
}

void announce(Context& context, const chain::RecordKey& key, const Proposal& proposal) {
  emit(context, EventKind::kProposed,
       Proposed{key, proposal.opening, proposal.worker, proposal.parts, proposal.weights, proposal.answer_due},
       {proposal.worker});
  CandidateOffered offer{key, proposal.opening, proposal.pseudonym, {}};
  if (proposal.visible) offer.score = score_value(proposal.parts, proposal.weights);
  emit(context, EventKind::kCandidateOffered, offer, {proposal.employer});
}

Outcome propose_one(Context& context, const chain::RecordKey& key, const Opening& opening,
                    const chain::AccountId& worker) {
  if (auto ok = identity::require_role(context, worker, Role::kWorker); !ok) return ok;
  if (worker == opening.employer) return refuse("OWN_OPENING", "MA-04", "an employer is no candidate for its opening");
  const auto profile = find_profile(context, worker);
  if (!profile) return refuse("NO_PROFILE", "MA-01", "the worker has published no profile; ask first");
  if (context.exists(proposed_key(key, worker)))
    return refuse("ALREADY_PROPOSED", "MA-04", "the worker was proposed for this opening before");
  const auto proposals = list_of(ListKind::kProposalsOfOpening, key);
  if (list_count(context, proposals) >= kMaxProposals)
    return refuse("TOO_MANY_PROPOSALS", "MA-04", "an opening takes at most 1000 proposals");
  const auto id = context.new_record_key();
  const auto proposal = make_proposal(context, key, opening, worker, *profile);
  context.write(proposal_key(id), proposal);
  context.write(proposed_key(key, worker), ProposedBefore{id});
  list_append(context, proposals, chain::retag<chain::Hash256>(id));
  list_append(context, list_of(ListKind::kProposalsOfWorker, worker), chain::retag<chain::Hash256>(id));
  context.schedule({proposal.answer_due,
                    static_cast<std::uint32_t>(ContractId::kMatching),
                    static_cast<std::uint32_t>(ItemKind::kLapse),
                    id,
                    {worker}});
  announce(context, id, proposal);
  return {};
}

// Tells both sides; the employer hears the account only of a worker who accepted.
void save_answer(Context& context, const chain::RecordKey& key, const Proposal& proposal) {
  context.write(proposal_key(key), proposal);
  const bool known = proposal.state == ProposalState::kAccepted || proposal.state == ProposalState::kHired ||
                     proposal.state == ProposalState::kRejected;
  emit(context, EventKind::kProposalAnswered, ProposalAnswered{key, proposal.opening, proposal.state, proposal.worker},
       {proposal.worker});
  emit(context, EventKind::kCandidateAnswered,
       ProposalAnswered{key, proposal.opening, proposal.state, known ? std::optional(proposal.worker) : std::nullopt},
       {proposal.employer});
}

// The worker's consent is that of the profile it was asked with.
Outcome require_profile(const Context& context, const Proposal& proposal) {
  const auto profile = find_profile(context, proposal.worker);
  if (profile && profile->key == proposal.profile) return {};
  return refuse("PROFILE_WITHDRAWN", "MA-01", "the worker has withdrawn the profile; the proposal has no effect");
}

Outcome answer_as_worker(Context& context, const chain::RecordKey& key, Proposal proposal, Reply reply) {
  if (reply != Reply::kAccept && reply != Reply::kDecline)
    return refuse("NOT_YOUR_ANSWER", "MA-04", "the worker accepts or declines; the employer hires or rejects");
  if (proposal.state == ProposalState::kLapsed || context.now() >= proposal.answer_due)
    return refuse("ANSWER_TOO_LATE", "MA-04", "the time to answer this proposal is over");
  if (proposal.state != ProposalState::kProposed)
    return refuse("ALREADY_ANSWERED", "MA-04", "the proposal is " + std::string(enum_name(proposal.state)));
  if (reply == Reply::kAccept) {
    if (auto ok = require_profile(context, proposal); !ok) return ok;
    if (const auto open = require_open(context, proposal.opening); !open) return std::unexpected(open.error());
  }
  proposal.state = reply == Reply::kAccept ? ProposalState::kAccepted : ProposalState::kDeclined;
  proposal.answered_at = context.now();
  save_answer(context, key, proposal);
  return {};
}

// What the employer owes the union for this hire, at the rate of the hire's day (MA-04).
void owe_fee(Context& context, const chain::RecordKey& key, Proposal& proposal) {
  const auto fee = context.parameter(parameters::kFeeFen, context.now());
  if (fee.value <= 0) return;
  proposal.fee = chain::Fen{fee.value};
  emit(context, EventKind::kFeeDue, FeeDue{key, proposal.employer, proposal.fee, fee.version}, {proposal.employer});
}

Outcome hire(Context& context, const chain::RecordKey& key, Proposal proposal) {
  if (auto ok = require_profile(context, proposal); !ok) return ok;
  auto opening = require_open(context, proposal.opening);
  if (!opening) return std::unexpected(opening.error());
  proposal.state = ProposalState::kHired;
  owe_fee(context, key, proposal);
  save_answer(context, key, proposal);
  opening->hired += 1;
  context.write(opening_key(proposal.opening), *opening);
  if (opening->hired == opening->terms.places) end_opening(context, proposal.opening, *opening, OpeningState::kFilled);
  return {};
}

Outcome answer_as_employer(Context& context, const chain::RecordKey& key, Proposal proposal, Reply reply) {
  if (reply != Reply::kHire && reply != Reply::kReject)
    return refuse("NOT_YOUR_ANSWER", "MA-04", "the worker accepts or declines; the employer hires or rejects");
  if (proposal.state == ProposalState::kHired || proposal.state == ProposalState::kRejected)
    return refuse("ALREADY_ANSWERED", "MA-04", "the proposal is " + std::string(enum_name(proposal.state)));
  if (proposal.state != ProposalState::kAccepted)
    return refuse("NOT_ACCEPTED", "MA-04", "the worker has not accepted this proposal");
  if (reply == Reply::kHire) return hire(context, key, std::move(proposal));
  proposal.state = ProposalState::kRejected;
  save_answer(context, key, proposal);
  return {};
}

OutcomeOf<Proposal> require_proposal(const Context& context, const chain::RecordKey& key) {
  auto proposal = find_proposal(context, key);
  if (!proposal) return refuse("UNKNOWN_PROPOSAL", "MA-04", "there is no proposal " + chain::to_hex(key.view()));
  return std::move(*proposal);
}

}  // namespace

Outcome propose(Context& context, const Propose& args) {
  if (auto ok = identity::require_sender(context, Role::kUnion); !ok) return ok;
  if (args.workers.empty()) return refuse("EMPTY_LIST", "MA-04", "name the workers to propose");
  const auto opening = require_open(context, args.opening);
  if (!opening) return std::unexpected(opening.error());
  for (std::size_t i = 0; i < args.workers.size(); ++i) {
    if (auto ok = propose_one(context, args.opening, *opening, args.workers[i]); !ok)
      return in_line(i, std::move(ok.error()));
  }
  return {};
}

Outcome answer(Context& context, const AnswerProposal& args) {
  const auto sender = context.info().sender;
  if (auto ok = identity::require_active(context, sender); !ok) return ok;
  auto proposal = require_proposal(context, args.proposal);
  if (!proposal) return std::unexpected(proposal.error());
  if (sender == proposal->worker) return answer_as_worker(context, args.proposal, std::move(*proposal), args.reply);
  if (sender == proposal->employer) return answer_as_employer(context, args.proposal, std::move(*proposal), args.reply);
  return refuse("NOT_A_PARTY", "MA-04", "the proposal is between another worker and another employer");
}

Outcome pay_fee(Context& context, const PayFee& args) {
  const auto sender = context.info().sender;
  if (auto ok = identity::require_active(context, sender); !ok) return ok;
  auto proposal = require_proposal(context, args.proposal);
  if (!proposal) return std::unexpected(proposal.error());
  if (proposal->employer != sender)
    return refuse("NOT_A_PARTY", "MA-04", "the fee of a hire is paid by the employer who hired");
  if (proposal->fee.value == 0) return refuse("NO_FEE", "MA-04", "there is no fee for this proposal");
  if (proposal->fee_paid) return refuse("FEE_PAID", "MA-04", "the fee of this hire is paid");
  const auto to = identity::union_account(context);
  if (!context.exists(lxr::relation_key(sender, to, lxr::Purpose::kFee)))
    return refuse("RELATION_CLOSED", "OP-28", "the union has opened no payment relation for fees with this employer");
  const auto voucher = lxr::post(context, sender, to, proposal->fee, lxr::Purpose::kFee, args.proposal);
  if (!voucher) return std::unexpected(voucher.error());
  proposal->fee_paid = true;
  context.write(proposal_key(args.proposal), *proposal);
  emit(context, EventKind::kFeePaid, FeeDue{args.proposal, sender, proposal->fee, 0}, {sender});
  return {};
}

// Neither answered in time, or accepted and not decided yet: the latter waits for the employer.
Outcome run_lapse(Context& context, const DueItem& item) {
  auto proposal = find_proposal(context, item.record);
  CHECK(proposal.has_value());
  if (proposal->state != ProposalState::kProposed) return {};
  proposal->state = ProposalState::kLapsed;
  save_answer(context, item.record, *proposal);
  return {};
}

}  // namespace xh::contracts::matching
