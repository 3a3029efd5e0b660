#include "governance_world.h"

#include <map>

#include "contracts/governance/events.h"
#include "contracts/identity/members.h"

namespace xh::contracts::test {
namespace {

using governance::MethodId;

constexpr auto kContract = ContractId::kGovernance;

chain::SecretKey secret_of(const chain::PublicKey& key) {
  for (unsigned n = 1; n < 256; ++n) {
    chain::Bytes secret(32, 0);
    secret[31] = static_cast<std::uint8_t>(n);
    auto candidate = chain::SecretKey::from_bytes(secret);
    if (candidate->public_key() == key) return std::move(*candidate);
  }
  BOOST_FAIL("no test key");
  std::abort();
}

}  // namespace

Actor operator_of(std::size_t seat) {
  return actor(static_cast<std::uint8_t>(kFirstOperator + seat));
}

Actor key_actor(std::uint8_t key_number) {
  return actor(key_number);
}

chain::Validator validator_with(std::uint8_t key_number, const chain::AccountId& operator_account) {
  chain::Validator out;
  out.name = "validator " + std::to_string(key_number);
  out.operator_account = operator_account;
  out.key = key_of(key_number);
  out.node_key.bytes[0] = key_number;
  out.address = "10.0.0." + std::to_string(key_number) + ":26656";
  return out;
}

chain::Genesis governed_genesis(std::size_t seats) {
  auto genesis = test_genesis();
  genesis.validators.clear();
  for (std::size_t i = 0; i < seats; ++i) {
    const auto by = operator_of(i);
    genesis.members.push_back({"operator " + std::to_string(i), identity::bit(identity::Role::kMember), by.policy});
    genesis.validators.push_back(validator_with(static_cast<std::uint8_t>(kFirstValidatorKey + i), by.id));
  }
  return genesis;
}

governance::Edit add_edit(const chain::Validator& validator) {
  governance::Edit out;
  out.kind = governance::EditKind::kAdd;
  out.validator = validator;
  return out;
}

governance::Edit remove_edit(const std::string& name) {
  governance::Edit out;
  out.kind = governance::EditKind::kRemove;
  out.name = name;
  return out;
}

governance::Edit replace_edit(const chain::PublicKey& old, const chain::Validator& validator) {
  governance::Edit out;
  out.kind = governance::EditKind::kReplace;
  out.key = old;
  out.validator = validator;
  return out;
}

TransactionPtr GovernanceWorld::propose_tx(const Actor& by, std::vector<governance::Edit> edits) {
  return tx(by, kContract, MethodId::kProposeChange, governance::ProposeChange{std::move(edits), "why"});
}

TransactionPtr GovernanceWorld::approve_tx(const Actor& by, const chain::RecordKey& change) {
  return tx(by, kContract, MethodId::kApproveChange, governance::ApproveChange{change});
}

TransactionPtr GovernanceWorld::attest_tx(const Actor& by, const chain::RecordKey& change) {
  chain::Hash256 hash;
  for (const auto& p : pending()) {
    if (p.key == change) hash = chain::validator_set_hash(p.change.next, executor->chain().tag);
  }
  return tx(by, kContract, MethodId::kAttestReady, governance::AttestReady{change, hash});
}

TransactionPtr GovernanceWorld::report_tx(const Actor& by, const chain::Evidence& evidence) {
  return tx(by, kContract, MethodId::kReportEvidence, governance::ReportEvidence{evidence});
}

chain::Receipt GovernanceWorld::withdraw(const Actor& by, const chain::RecordKey& change) {
  return one(tx(by, kContract, MethodId::kWithdrawChange, governance::WithdrawChange{change}));
}

chain::RecordKey GovernanceWorld::proposed(std::vector<governance::Edit> edits) {
  const auto first = state().set.validators.front().operator_account;
  Actor by = operator_of(0);
  for (std::size_t i = 0; i < 32; ++i) {
    if (operator_of(i).id == first) by = operator_of(i);
  }
  const auto receipt = propose(by, std::move(edits));
  accepted(receipt);
  const auto events = events_of<governance::ChangeProposed>(receipt, kContract, governance::EventKind::kChangeProposed);
  BOOST_REQUIRE(events.size() == 1);
  return events[0].change;
}

void GovernanceWorld::approved(const chain::RecordKey& change, std::size_t seats) {
  const auto set = state().set;
  for (std::size_t i = 0, done = 0; i < 32 && done < seats; ++i) {
    const auto by = operator_of(i);
    if (std::ranges::find(set.validators, by.id, &chain::Validator::operator_account) == set.validators.end()) continue;
    accepted(approve(by, change));
    ++done;
  }
}

void GovernanceWorld::changed(std::vector<governance::Edit> edits) {
  const auto epoch = state().set.epoch.value;
  const auto change = proposed(std::move(edits));
  approved(change, state().set.quorum());
  for (const auto& p : pending()) {
    for (const auto index : p.to_attest) {
      const auto key = p.change.next.validators[index.value].key;
      Actor by{{1, {key}}, chain::account_id_of({1, {key}})};
      accepted(attest(by, change));
    }
  }
  BOOST_REQUIRE(state().set.epoch.value == epoch + 1);
}

chain::Vote GovernanceWorld::vote(chain::VoteKind kind, std::uint64_t at_view, std::uint8_t block, std::size_t seat,
                                  std::optional<std::uint64_t> epoch) const {
  const auto of = chain::Epoch{epoch.value_or(state().set.epoch.value)};
  chain::Subject subject{kind, of, chain::View{at_view}, {}, {}};
  if (kind != chain::VoteKind::kNullify) {
    subject.parent_view = chain::View{at_view - 1};
    subject.block.bytes[0] = block;
  }
  const auto set = governance::set_of(view().context(), of);
  BOOST_REQUIRE(set.has_value());
  return chain::sign_vote(subject, chain::ValidatorIndex{static_cast<std::uint32_t>(seat)},
                          secret_of(set->validators.at(seat).key), chain::VoteDigests(executor->chain().tag));
}

chain::Evidence GovernanceWorld::double_vote(std::size_t seat, std::optional<std::uint64_t> epoch) const {
  return {chain::EvidenceKind::kTwoNotarizes, vote(chain::VoteKind::kNotarize, 5, 1, seat, epoch),
          vote(chain::VoteKind::kNotarize, 5, 2, seat, epoch)};
}

void refused(const chain::Receipt& receipt, const std::string& code) {
  BOOST_TEST(receipt.code == code, receipt.code + " instead of " + code + ": " + receipt.message);
  BOOST_TEST((receipt.rule == "R12" || receipt.rule == "R13" || receipt.rule == "R16"));
  BOOST_TEST(receipt.message.size() > 10U);
}

void accepted(const chain::Receipt& receipt) {
  BOOST_REQUIRE_MESSAGE(receipt.ok(), receipt.code + ": " + receipt.message);
}

}  // namespace xh::contracts::test
