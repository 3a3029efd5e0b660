// Calls of the dispute contract: method numbers, arguments, calendar kinds. Used by the contract and by everyone who
// builds its transactions.
#pragma once

#include "contracts/dispute/records.h"

namespace xh::contracts::dispute {

enum class MethodId : std::uint32_t {
  kFile = 1,               // dispute.file, a party of the record
  kAnswer = 2,             // dispute.answer, the other party
  kHear = 3,               // dispute.hear, who decides: sets the time of the hearing
  kDecide = 4,             // dispute.decide, union; regulator on appeal, after escalation, or when the union is a party
  kWithdraw = 5,           // dispute.withdraw, the filer
  kAppeal = 6,             // dispute.appeal, either party, once
  kRequestAid = 7,         // dispute.request_aid, worker or employer
  kAssignAid = 8,          // dispute.assign_aid, union
  kCloseAid = 9,           // dispute.close_aid, the adviser or the union
  kDeclareLiability = 10,  // dispute.declare_liability, lending employer with union and borrower as co-signers
};

// Calendar items; their record is the dispute or the request.
enum class ItemKind : std::uint32_t { kAnswerDue = 1, kDecideDue = 2, kAppealEnds = 3, kAidDue = 4 };

struct FileDispute {
  Kind kind = Kind::kWage;
  chain::AccountId respondent;
  chain::RecordKey subject;
  std::optional<chain::Day> day;  // of a work log
  std::optional<chain::Fen> claim;
  chain::Hash256 statement;
  std::vector<chain::Hash256> evidence;

  static constexpr auto fields() {
    return std::tuple(
        chain::field<1>("kind", &FileDispute::kind), chain::field<2>("respondent", &FileDispute::respondent),
        chain::field<3>("subject", &FileDispute::subject), chain::field<4>("day", &FileDispute::day),
        chain::field<5>("claim", &FileDispute::claim), chain::field<6>("statement", &FileDispute::statement),
        chain::field<7>("evidence", &FileDispute::evidence, kMaxEvidence));
  }
  friend bool operator==(const FileDispute&, const FileDispute&) = default;
};

struct AnswerDispute {
  chain::RecordKey dispute;
  chain::Hash256 answer;
  std::vector<chain::Hash256> evidence;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("dispute", &AnswerDispute::dispute),
                      chain::field<2>("answer", &AnswerDispute::answer),
                      chain::field<3>("evidence", &AnswerDispute::evidence, kMaxEvidence));
  }
  friend bool operator==(const AnswerDispute&, const AnswerDispute&) = default;
};

struct SetHearing {
  chain::RecordKey dispute;
  chain::Timestamp at;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("dispute", &SetHearing::dispute), chain::field<2>("at", &SetHearing::at));
  }
  friend bool operator==(const SetHearing&, const SetHearing&) = default;
};

struct DecideDispute {
  chain::RecordKey dispute;
  Finding finding = Finding::kDismissed;
  chain::Fen amount;
  chain::Hash256 reasons;
  FollowUp follow_up = FollowUp::kNone;

  static constexpr auto fields() {
    return std::tuple(
        chain::field<1>("dispute", &DecideDispute::dispute), chain::field<2>("finding", &DecideDispute::finding),
        chain::field<3>("amount", &DecideDispute::amount), chain::field<4>("reasons", &DecideDispute::reasons),
        chain::field<5>("follow_up", &DecideDispute::follow_up));
  }
  friend bool operator==(const DecideDispute&, const DecideDispute&) = default;
};

struct WithdrawDispute {
  chain::RecordKey dispute;

  static constexpr auto fields() { return std::tuple(chain::field<1>("dispute", &WithdrawDispute::dispute)); }
  friend bool operator==(const WithdrawDispute&, const WithdrawDispute&) = default;
};

struct AppealDispute {
  chain::RecordKey dispute;
  chain::Hash256 grounds;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("dispute", &AppealDispute::dispute),
                      chain::field<2>("grounds", &AppealDispute::grounds));
  }
  friend bool operator==(const AppealDispute&, const AppealDispute&) = default;
};

struct RequestAid {
  AidKind kind = AidKind::kAdvice;
  std::optional<chain::RecordKey> dispute;
  chain::Hash256 statement;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("kind", &RequestAid::kind), chain::field<2>("dispute", &RequestAid::dispute),
                      chain::field<3>("statement", &RequestAid::statement));
  }
  friend bool operator==(const RequestAid&, const RequestAid&) = default;
};

// Also puts another adviser in the place of one.
struct AssignAid {
  chain::RecordKey request;
  chain::AccountId adviser;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("request", &AssignAid::request), chain::field<2>("adviser", &AssignAid::adviser));
  }
  friend bool operator==(const AssignAid&, const AssignAid&) = default;
};

struct CloseAid {
  chain::RecordKey request;
  chain::Hash256 result;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("request", &CloseAid::request), chain::field<2>("result", &CloseAid::result));
  }
  friend bool operator==(const CloseAid&, const CloseAid&) = default;
};

struct DeclareLiability {
  LiabilityTerms terms;

  static constexpr auto fields() { return std::tuple(chain::field<1>("terms", &DeclareLiability::terms)); }
  friend bool operator==(const DeclareLiability&, const DeclareLiability&) = default;
};

}  // namespace xh::contracts::dispute
