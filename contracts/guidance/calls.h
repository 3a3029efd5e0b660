// Calls of the guidance contract: method numbers and arguments. Used by the contract and by everyone who builds its
// transactions.
#pragma once

#include "contracts/guidance/records.h"

namespace xh::contracts::guidance {

enum class MethodId : std::uint32_t {
  kPublishContent = 1,   // guidance.publish_content, union
  kWithdrawContent = 2,  // guidance.withdraw_content, union
  kSignUp = 3,           // guidance.sign_up, any active member
  kReadReceipt = 4,      // guidance.read_receipt, any active member; refused while the parameter is off
  kClassify = 5,         // guidance.classify, union: runs the rule
  kSignClass = 6,        // guidance.sign_class, union: the human decision
  kObjectClass = 7,      // guidance.object_class, worker
  kPublishOffer = 8,     // guidance.publish_offer, union
  kWithdrawOffer = 9,    // guidance.withdraw_offer, union
  kDeclareRisk = 10,     // guidance.declare_risk, worker
  kForgetRisk = 11,      // guidance.forget_risk, whoever declared
  kNoteInterest = 12,    // guidance.note_interest, worker
};

struct PublishContent {
  ContentTerms terms;

  static constexpr auto fields() { return std::tuple(chain::field<1>("terms", &PublishContent::terms)); }
  friend bool operator==(const PublishContent&, const PublishContent&) = default;
};

// withdraw_content, read_receipt
struct NameContent {
  chain::RecordKey content;

  static constexpr auto fields() { return std::tuple(chain::field<1>("content", &NameContent::content)); }
  friend bool operator==(const NameContent&, const NameContent&) = default;
};

struct SignUp {
  chain::RecordKey lecture;
  bool cancel = false;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("lecture", &SignUp::lecture), chain::field<2>("cancel", &SignUp::cancel));
  }
  friend bool operator==(const SignUp&, const SignUp&) = default;
};

// All or nothing; a refusal names the line (from 1). Nobody sends a class: the rule derives it here.
struct Classify {
  std::vector<chain::AccountId> workers;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("workers", &Classify::workers, kMaxWorkersPerCall));
  }
  friend bool operator==(const Classify&, const Classify&) = default;
};

struct SignClass {
  chain::AccountId worker;
  WorkerClass worker_class = WorkerClass::kUnclassified;
  std::optional<chain::Hash256> reason;  // required when it departs from the rule or answers an objection

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("worker", &SignClass::worker),
                      chain::field<2>("worker_class", &SignClass::worker_class),
                      chain::field<3>("reason", &SignClass::reason));
  }
  friend bool operator==(const SignClass&, const SignClass&) = default;
};

struct ObjectClass {
  chain::Hash256 objection;

  static constexpr auto fields() { return std::tuple(chain::field<1>("objection", &ObjectClass::objection)); }
  friend bool operator==(const ObjectClass&, const ObjectClass&) = default;
};

struct PublishOffer {
  OfferTerms terms;

  static constexpr auto fields() { return std::tuple(chain::field<1>("terms", &PublishOffer::terms)); }
  friend bool operator==(const PublishOffer&, const PublishOffer&) = default;
};

struct WithdrawOffer {
  chain::RecordKey offer;

  static constexpr auto fields() { return std::tuple(chain::field<1>("offer", &WithdrawOffer::offer)); }
  friend bool operator==(const WithdrawOffer&, const WithdrawOffer&) = default;
};

struct DeclareRisk {
  std::uint32_t capacity = 0;
  std::uint32_t preference = 0;
  std::vector<std::uint32_t> goals;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("capacity", &DeclareRisk::capacity),
                      chain::field<2>("preference", &DeclareRisk::preference),
                      chain::field<3>("goals", &DeclareRisk::goals, kMaxGoals));
  }
  friend bool operator==(const DeclareRisk&, const DeclareRisk&) = default;
};

struct ForgetRisk {
  static constexpr auto fields() { return std::tuple(); }
  friend bool operator==(const ForgetRisk&, const ForgetRisk&) = default;
};

// Moves no money.
struct NoteInterest {
  chain::RecordKey offer;
  bool withdraw = false;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("offer", &NoteInterest::offer),
                      chain::field<2>("withdraw", &NoteInterest::withdraw));
  }
  friend bool operator==(const NoteInterest&, const NoteInterest&) = default;
};

}  // namespace xh::contracts::guidance
