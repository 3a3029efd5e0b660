// What a validator's node does for the ledger by itself: attests that it is ready for a set that brings it (R16),
// brings evidence on chain (R13), keeps the proof when the protocol's promise is broken.
#include <boost/json.hpp>

#include "chain/codec/json.h"
#include "contracts/governance/calls.h"
#include "contracts/governance/changes.h"
#include "contracts/governance/convictions.h"
#include "node/core/replica.h"

namespace xh::node {
namespace {

namespace governance = contracts::governance;

constexpr std::int64_t kOwnCallLifetimeMs = 60 * chain::kSecondMs;  // then it has expired and is made anew
constexpr consensus::Duration kReportTurn{2'000};                   // between one validator's report and the next one's

template <class Method, chain::Message Args>
chain::Call call_of(Method method, const Args& args) {
  return {static_cast<std::uint32_t>(contracts::ContractId::kGovernance), static_cast<std::uint32_t>(method),
          chain::encode(args)};
}

}  // namespace

void Replica::attend_to_duties() {
  if (stopped_ || epoch_is_over_ || config_.validator_key == nullptr) return;
  attest_if_asked();
  check_in_if_needed();
  report_evidence();
}

std::optional<consensus::SteadyTime> Replica::next_duty() const {
  if (config_.validator_key == nullptr) return std::nullopt;
  std::optional<consensus::SteadyTime> next;
  if (attesting_ && !sync_.active()) next = attesting_->again;
  if (checking_in_ && !sync_.active() && (!next || checking_in_->again < *next)) next = checking_in_->again;
  if (!epoch_.self) return next;
  for (const auto& held : evidence_.all()) {
    if (!next || held.next_report < *next) next = held.next_report;
  }
  return next;
}

void Replica::send_own_call(chain::Call call, chain::BytesView subject, std::uint32_t attempt) {
  OwnCall own;
  own.call = std::move(call);
  own.key = own_call_key(subject, attempt);
  own.expires_at = chain::Timestamp{host_.now().ledger.value + kOwnCallLifetimeMs};
  for (auto& byte : own.blinding.bytes) byte = static_cast<std::uint8_t>(host_.random());
  auto [id, wire] = sign_own_call(std::move(own), *config_.validator_key, ledger_.genesis().chain_id, ledger_.hasher());
  own_transactions_.push_back(id);
  if (own_transactions_.size() > kMaxOwnTransactions) own_transactions_.pop_front();
  const auto report = [this](const std::vector<SubmitResult>& results) {
    for (const auto& result : results) {
      if (result.state == SubmitState::kRefused)
        host_.log(LogLevel::kWarning, "this node's own transaction is refused: " + result.code + " " + result.message);
    }
  };
  submit({std::move(wire)}, report);
}

// ---------------------------------------------------------------- ready for the next set

// A node that is catching up sees the state of long ago: it waits until it is where the others are.
void Replica::attest_if_asked() {
  const auto& executor = ledger_.executor();
  auto view = executor.view(executor.finalized(), contracts::time_of(executor.finalized()));
  const auto waiting = governance::accepted_change(view.context());
  const auto own_key = config_.validator_key->public_key();
  const auto is_own = [&](chain::ValidatorIndex i) { return waiting->change.next.validators[i.value].key == own_key; };
  const auto own =
      waiting ? std::ranges::find_if(waiting->to_attest, is_own) : std::vector<chain::ValidatorIndex>::const_iterator{};
  if (!waiting || own == waiting->to_attest.end() ||
      std::ranges::find(waiting->change.attestations, *own) != waiting->change.attestations.end()) {
    attesting_.reset();
    return;
  }
  if (sync_.active()) return;
  const auto now = host_.now().steady;
  if (!attesting_ || attesting_->change != waiting->key) attesting_ = Attesting{waiting->key, 0, now};
  if (now < attesting_->again) return;
  host_.log(LogLevel::kInfo,
            "attesting that this node is ready for epoch " + std::to_string(waiting->change.next.epoch.value));
  const governance::AttestReady args{waiting->key,
                                     chain::validator_set_hash(waiting->change.next, ledger_.context().tag)};
  send_own_call(call_of(governance::MethodId::kAttestReady, args), waiting->key.view(), attesting_->attempts++);
  attesting_->again = now + consensus::Duration{kOwnCallLifetimeMs};
}

// ---------------------------------------------------------------- still here

bool Replica::is_validator_or_accepted() const {
  if (epoch_.self) return true;
  const auto& executor = ledger_.executor();
  auto view = executor.view(executor.finalized(), contracts::time_of(executor.finalized()));
  const auto next = governance::next_validators(view.context());
  return next && std::ranges::any_of(next->validators, [&](const chain::Validator& validator) {
           return validator.key == config_.validator_key->public_key();
         });
}

// What lets this key sign in the next epoch where its journal does not (R12; docs/decisions/0012). An attestation of
// this life does the same.
void Replica::check_in_if_needed() {
  if (may_sign_next_epoch() || attesting_ || !is_validator_or_accepted()) {
    checking_in_.reset();
    return;
  }
  if (sync_.active()) return;
  const auto now = host_.now().steady;
  if (!checking_in_) checking_in_ = CheckingIn{now};
  if (now < checking_in_->again) return;
  host_.log(LogLevel::kInfo, "checking in: once this is final, this node may vote in the next epoch");
  const governance::CheckIn args{host_.random()};
  send_own_call(call_of(governance::MethodId::kCheckIn, args), chain::encode(args), 0);
  checking_in_->again = now + consensus::Duration{kOwnCallLifetimeMs};
}

// ---------------------------------------------------------------- evidence

void Replica::perform(consensus::ReportEvidence action) {
  take_evidence(std::move(action.evidence));
}

void Replica::handle(p2p::PeerId peer, EvidenceMessage message) {
  for (auto& evidence : message.evidence) {
    if (!evidence_.wants(evidence) || is_convicted(evidence)) continue;
    const auto verifier = verifier_of(evidence.first.subject.epoch);
    if (!verifier) continue;  // of an epoch that counts no more, or that we have not reached
    if (!evidence_.may_check(peer, host_.now().steady)) return;
    if (auto ok = chain::verify_evidence(evidence, *verifier); !ok)
      return penalize(peer, p2p::kPenaltyMalicious, "evidence: " + ok.error().message);
    take_evidence(std::move(evidence));
  }
  schedule_wake();
}

// New to this node and proven: kept, told to everyone once, brought on chain if nobody else does.
void Replica::take_evidence(chain::Evidence evidence) {
  if (!evidence_.wants(evidence) || is_convicted(evidence)) return;
  ++counters_.evidence;
  host_.log(LogLevel::kWarning, "validator " + std::to_string(evidence.first.signer.value) + " of epoch " +
                                    std::to_string(evidence.first.subject.epoch.value) +
                                    " voted twice: see /v1/evidence");
  send_to_all(EvidenceMessage{{evidence}});
  const auto turn = epoch_.self ? epoch_.self->value : 0;
  evidence_.add(std::move(evidence), host_.now().steady + consensus::Duration{kReportTurn.value * turn});
}

// One conviction a validator and epoch: what else proves its guilt is no news to anybody.
bool Replica::is_convicted(const chain::Evidence& evidence) const {
  const auto& executor = ledger_.executor();
  auto view = executor.view(executor.finalized(), contracts::time_of(executor.finalized()));
  return governance::is_convicted(view.context(), evidence.first.subject.epoch, evidence.first.signer);
}

// Evidence counts in its own epoch and the one after.
std::shared_ptr<const chain::VoteVerifier> Replica::verifier_of(chain::Epoch epoch) {
  if (epoch == epoch_.number()) return epoch_.verifier;
  if (epoch.value + 1 != epoch_.number().value) return nullptr;
  if (!verifier_before_) {
    const auto& executor = ledger_.executor();
    auto view = executor.view(executor.finalized(), contracts::time_of(executor.finalized()));
    const auto set = governance::set_of(view.context(), epoch);
    if (!set) return nullptr;
    verifier_before_ = std::make_shared<const chain::VoteVerifier>(*set, ledger_.context().tag);
  }
  return verifier_before_;
}

void Replica::report_evidence() {
  if (!epoch_.self || evidence_.all().empty()) return;
  const auto now = host_.now().steady;
  std::erase_if(evidence_.all(), [&](const HeldEvidence& held) { return is_convicted(held.evidence); });
  for (auto& held : evidence_.all()) {
    if (now < held.next_report) continue;
    const governance::ReportEvidence args{held.evidence};
    send_own_call(call_of(governance::MethodId::kReportEvidence, args), chain::encode(held.evidence), held.attempts++);
    held.next_report = now + consensus::Duration{kOwnCallLifetimeMs};
  }
}

// ---------------------------------------------------------------- the promise is broken

void Replica::perform(consensus::Halt action) {
  chain::json::array certificates;
  for (const auto& certificate : action.certificates) certificates.push_back(chain::to_json(certificate));
  const chain::json::object proof{{"reason", action.reason},
                                  {"chain_id", ledger_.genesis().chain_id},
                                  {"height", ledger_.height().value},
                                  {"validators", chain::to_json(epoch_.set)},
                                  {"certificates", std::move(certificates)}};
  const auto place =
      host_.export_proof("halt-" + std::to_string(ledger_.height().value) + ".json", chain::json::serialize(proof));
  stop_with(
      {chain::Fault::kLocal, "consensus halted: " + action.reason +
                                 (place.empty() ? "; the proof could not be written" : "; the proof is in " + place)});
}

}  // namespace xh::node
