// State of the dispute contract: tables, keys and records, and how others read them. Threading: core thread. All of it
// is personal: read by the two parties, the union, and the regulator from escalation or appeal on.
#pragma once

#include "contracts/dispute/terms.h"
#include "contracts/engine/index_list.h"

namespace xh::contracts::dispute {

// Table numbers, stable for ever. Lists take three tables each (engine/index_list.h).
inline constexpr std::uint8_t kTableDispute = 1;    // record key -> Dispute
inline constexpr std::uint8_t kTableOpenOn = 2;     // filer, SHA-256(kind, subject, day) -> OpenOn
inline constexpr std::uint8_t kTableAid = 3;        // record key -> AidRequest
inline constexpr std::uint8_t kTableLiability = 4;  // agreement -> Liability
inline constexpr std::uint8_t kTableAdvises = 5;    // dispute, account helped -> Advises
inline constexpr std::uint8_t kTableList = 10;      // 10 heads, 11 pages, 12 places

// Kinds of lists.
enum class ListKind : std::uint64_t {
  kDisputesOf = 1,    // account -> disputes in which it is a party, all
  kOpenOf = 2,        // account -> disputes that it filed and that are not over
  kEscalated = 3,     // zero -> disputes that the regulator has to look at
  kAidOf = 4,         // account -> its requests, all
  kOpenAid = 5,       // zero -> requests not closed: the union's desk
  kOpenAidOf = 6,     // account -> its requests not closed
  kOpenDisputes = 7,  // zero -> disputes not decided: the union's desk
};

[[nodiscard]] inline StateKey dispute_key(const chain::RecordKey& dispute) {
  return StateKey(ContractId::kDispute, kTableDispute).add(dispute);
}
[[nodiscard]] inline StateKey open_on_key(const chain::AccountId& filer, const chain::Hash256& subject) {
  return StateKey(ContractId::kDispute, kTableOpenOn).add(filer).add(subject);
}
[[nodiscard]] inline StateKey aid_key(const chain::RecordKey& request) {
  return StateKey(ContractId::kDispute, kTableAid).add(request);
}
[[nodiscard]] inline StateKey liability_key(const chain::RecordKey& agreement) {
  return StateKey(ContractId::kDispute, kTableLiability).add(agreement);
}
[[nodiscard]] inline StateKey advises_key(const chain::RecordKey& dispute, const chain::AccountId& helped) {
  return StateKey(ContractId::kDispute, kTableAdvises).add(dispute).add(helped);
}
template <class Owner>
[[nodiscard]] ListName list_of(ListKind kind, const Owner& owner) {
  return {ContractId::kDispute, kTableList, static_cast<std::uint64_t>(kind), chain::retag<chain::Hash256>(owner)};
}
[[nodiscard]] inline ListName desk(ListKind kind) {
  return list_of(kind, chain::Hash256{});
}

// One decision; an appealed dispute has two.
struct Decision {
  chain::AccountId by;
  Finding finding = Finding::kDismissed;
  chain::Fen amount;
  chain::Hash256 reasons;
  FollowUp follow_up = FollowUp::kNone;
  chain::Timestamp at;
  bool late = false;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("by", &Decision::by), chain::field<2>("finding", &Decision::finding),
                      chain::field<3>("amount", &Decision::amount), chain::field<4>("reasons", &Decision::reasons),
                      chain::field<5>("follow_up", &Decision::follow_up), chain::field<6>("at", &Decision::at),
                      chain::field<7>("late", &Decision::late));
  }
  friend bool operator==(const Decision&, const Decision&) = default;
};

struct Dispute {
  Kind kind = Kind::kWage;
  chain::AccountId filer;
  chain::AccountId respondent;
  chain::RecordKey subject;       // pay agreement or insurance contract
  std::optional<chain::Day> day;  // of a work log
  std::optional<chain::Fen> claim;
  chain::Hash256 statement;
  std::vector<chain::Hash256> evidence;
  chain::Timestamp filed_at;
  chain::Timestamp answer_due;
  std::optional<chain::Timestamp> answered_at;
  std::optional<chain::Hash256> answer;
  std::vector<chain::Hash256> counter_evidence;
  std::optional<chain::Timestamp> hearing_at;
  chain::Timestamp decide_due;       // of the instance it is at
  bool escalated = false;            // a deadline passed undecided
  std::optional<Decision> decision;  // of the first instance
  std::optional<chain::Timestamp> appeal_until;
  std::optional<chain::AccountId> appellant;
  std::optional<chain::Hash256> grounds;
  std::optional<Decision> on_appeal;
  State state = State::kFiled;

  static constexpr auto fields() {
    return std::tuple(
        chain::field<1>("kind", &Dispute::kind), chain::field<2>("filer", &Dispute::filer),
        chain::field<3>("respondent", &Dispute::respondent), chain::field<4>("subject", &Dispute::subject),
        chain::field<5>("day", &Dispute::day), chain::field<6>("claim", &Dispute::claim),
        chain::field<7>("statement", &Dispute::statement),
        chain::field<8>("evidence", &Dispute::evidence, kMaxEvidence), chain::field<9>("filed_at", &Dispute::filed_at),
        chain::field<10>("answer_due", &Dispute::answer_due), chain::field<11>("answered_at", &Dispute::answered_at),
        chain::field<12>("answer", &Dispute::answer),
        chain::field<13>("counter_evidence", &Dispute::counter_evidence, kMaxEvidence),
        chain::field<14>("hearing_at", &Dispute::hearing_at), chain::field<15>("decide_due", &Dispute::decide_due),
        chain::field<16>("escalated", &Dispute::escalated), chain::field<17>("decision", &Dispute::decision),
        chain::field<18>("appeal_until", &Dispute::appeal_until), chain::field<19>("appellant", &Dispute::appellant),
        chain::field<20>("grounds", &Dispute::grounds), chain::field<21>("on_appeal", &Dispute::on_appeal),
        chain::field<22>("state", &Dispute::state));
  }
  friend bool operator==(const Dispute&, const Dispute&) = default;
};

// One open dispute of a filer about one thing.
struct OpenOn {
  chain::RecordKey dispute;

  static constexpr auto fields() { return std::tuple(chain::field<1>("dispute", &OpenOn::dispute)); }
  friend bool operator==(const OpenOn&, const OpenOn&) = default;
};

struct AidRequest {
  AidKind kind = AidKind::kAdvice;
  chain::AccountId account;  // worker or employer: both sides are advised (LG-03)
  std::optional<chain::RecordKey> dispute;
  chain::Hash256 statement;
  chain::Timestamp requested_at;
  chain::Timestamp assign_due;
  bool overdue = false;
  std::optional<chain::AccountId> adviser;
  std::optional<chain::Timestamp> assigned_at;
  std::optional<chain::Hash256> result;
  AidState state = AidState::kRequested;

  static constexpr auto fields() {
    return std::tuple(
        chain::field<1>("kind", &AidRequest::kind), chain::field<2>("account", &AidRequest::account),
        chain::field<3>("dispute", &AidRequest::dispute), chain::field<4>("statement", &AidRequest::statement),
        chain::field<5>("requested_at", &AidRequest::requested_at),
        chain::field<6>("assign_due", &AidRequest::assign_due), chain::field<7>("overdue", &AidRequest::overdue),
        chain::field<8>("adviser", &AidRequest::adviser), chain::field<9>("assigned_at", &AidRequest::assigned_at),
        chain::field<10>("result", &AidRequest::result), chain::field<11>("state", &AidRequest::state));
  }
  friend bool operator==(const AidRequest&, const AidRequest&) = default;
};

// Who advises an account in a dispute: never the same person for both sides.
struct Advises {
  chain::AccountId adviser;

  static constexpr auto fields() { return std::tuple(chain::field<1>("adviser", &Advises::adviser)); }
  friend bool operator==(const Advises&, const Advises&) = default;
};

// Who pays and who answers for an injury while a worker is shared with another enterprise (LG-06). The agreement's
// employer lends; nobody is named who did not sign.
struct LiabilityTerms {
  chain::RecordKey agreement;
  chain::AccountId borrower;
  chain::AccountId wage_payer;     // lender or borrower
  chain::AccountId injury_bearer;  // lender or borrower
  chain::Day from;
  chain::Day until;
  chain::Hash256 text;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("agreement", &LiabilityTerms::agreement),
                      chain::field<2>("borrower", &LiabilityTerms::borrower),
                      chain::field<3>("wage_payer", &LiabilityTerms::wage_payer),
                      chain::field<4>("injury_bearer", &LiabilityTerms::injury_bearer),
                      chain::field<5>("from", &LiabilityTerms::from), chain::field<6>("until", &LiabilityTerms::until),
                      chain::field<7>("text", &LiabilityTerms::text));
  }
  friend bool operator==(const LiabilityTerms&, const LiabilityTerms&) = default;
};
struct Liability {
  LiabilityTerms terms;
  chain::AccountId lender;
  chain::AccountId worker;
  std::uint32_t version = 0;  // older ones stay in their receipts
  chain::Timestamp declared_at;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("terms", &Liability::terms), chain::field<2>("lender", &Liability::lender),
                      chain::field<3>("worker", &Liability::worker), chain::field<4>("version", &Liability::version),
                      chain::field<5>("declared_at", &Liability::declared_at));
  }
  friend bool operator==(const Liability&, const Liability&) = default;
};

[[nodiscard]] inline std::optional<Dispute> find_dispute(const Context& context, const chain::RecordKey& dispute) {
  return context.read<Dispute>(dispute_key(dispute));
}
[[nodiscard]] inline std::optional<AidRequest> find_aid(const Context& context, const chain::RecordKey& request) {
  return context.read<AidRequest>(aid_key(request));
}
[[nodiscard]] inline std::optional<Liability> find_liability(const Context& context,
                                                             const chain::RecordKey& agreement) {
  return context.read<Liability>(liability_key(agreement));
}

}  // namespace xh::contracts::dispute
