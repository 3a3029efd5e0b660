// Calls of the credit contract: method numbers, arguments, calendar items. Used by the contract and by everyone who
// builds its transactions. Hashes of texts are salted; the salt and the text stay off the ledger.
#pragma once

#include "contracts/credit/records.h"

namespace xh::contracts::credit {

enum class MethodId : std::uint32_t {
  kGrantConsent = 1,      // credit.grant_consent, worker
  kRevokeConsent = 2,     // credit.revoke_consent, worker
  kDisclose = 3,          // credit.disclose, the recipient of a consent
  kObject = 4,            // credit.object, worker
  kAnswerObjection = 5,   // credit.answer_objection, union
  kAddStatement = 6,      // credit.add_statement, worker
  kRemoveStatement = 7,   // credit.remove_statement, worker
  kApplyLoan = 8,         // credit.apply_loan, worker
  kOfferLoan = 9,         // credit.offer_loan, the loan's bank
  kDeclineLoan = 10,      // credit.decline_loan, the loan's bank
  kGuarantee = 11,        // credit.guarantee, union
  kAcceptLoan = 12,       // credit.accept_loan, the loan's worker
  kRecordRepayment = 13,  // credit.record_repayment, the loan's bank
  kCloseLoan = 14,        // credit.close_loan, the loan's bank
  kCallGuarantee = 15,    // credit.call_guarantee, the loan's bank
  kRepayGuarantee = 16,   // credit.repay_guarantee, the loan's worker
  kRequestErasure = 17,   // credit.request_erasure, worker
  kErase = 18,            // credit.erase, union
  kCommitBehaviour = 19,  // credit.commit_behaviour, worker
  kForgetBehaviour = 20,  // credit.forget_behaviour, worker
  kWithdrawLoan = 21,     // credit.withdraw_loan, the loan's worker, before it runs
};

// Calendar items.
enum class ItemKind : std::uint32_t {
  kObjectionDue = 1,  // record: the objection
  kHoldEnds = 2,      // record: the worker's account, as a record key
  kOfferEnds = 3,     // record: the loan
};

struct GrantConsent {
  chain::AccountId recipient;
  ConsentPurpose purpose = ConsentPurpose::kNone;
  std::vector<std::string> indicators;  // names of indicators.h
  chain::Timestamp expires_at;
  chain::Hash256 text;

  static constexpr auto fields() {
    return std::tuple(
        chain::field<1>("recipient", &GrantConsent::recipient), chain::field<2>("purpose", &GrantConsent::purpose),
        chain::field<3>("indicators", &GrantConsent::indicators, kMaxIndicators, kMaxIndicatorBytes),
        chain::field<4>("expires_at", &GrantConsent::expires_at), chain::field<5>("text", &GrantConsent::text));
  }
  friend bool operator==(const GrantConsent&, const GrantConsent&) = default;
};

struct RevokeConsent {
  chain::AccountId recipient;
  ConsentPurpose purpose = ConsentPurpose::kNone;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("recipient", &RevokeConsent::recipient),
                      chain::field<2>("purpose", &RevokeConsent::purpose));
  }
  friend bool operator==(const RevokeConsent&, const RevokeConsent&) = default;
};

struct Disclose {
  chain::AccountId worker;
  ConsentPurpose purpose = ConsentPurpose::kNone;
  std::vector<std::string> indicators;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("worker", &Disclose::worker), chain::field<2>("purpose", &Disclose::purpose),
                      chain::field<3>("indicators", &Disclose::indicators, kMaxIndicators, kMaxIndicatorBytes));
  }
  friend bool operator==(const Disclose&, const Disclose&) = default;
};

struct Object {
  ObjectedEntry entry = ObjectedEntry::kOther;
  std::optional<chain::Day> month;         // first day, of a default or a month
  std::optional<chain::RecordKey> record;  // of a loan
  chain::Hash256 text;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("entry", &Object::entry), chain::field<2>("month", &Object::month),
                      chain::field<3>("record", &Object::record), chain::field<4>("text", &Object::text));
  }
  friend bool operator==(const Object&, const Object&) = default;
};

struct AnswerObjection {
  chain::RecordKey objection;
  bool upheld = false;  // a default that was objected to leaves the file
  chain::Hash256 answer;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("objection", &AnswerObjection::objection),
                      chain::field<2>("upheld", &AnswerObjection::upheld),
                      chain::field<3>("answer", &AnswerObjection::answer));
  }
  friend bool operator==(const AnswerObjection&, const AnswerObjection&) = default;
};

// add_statement, remove_statement
struct Statement {
  chain::Hash256 text;

  static constexpr auto fields() { return std::tuple(chain::field<1>("text", &Statement::text)); }
  friend bool operator==(const Statement&, const Statement&) = default;
};

struct ApplyLoan {
  chain::AccountId bank;
  Scene scene = Scene::kHomeLoan;
  chain::Fen amount;
  std::uint32_t months = 0;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("bank", &ApplyLoan::bank), chain::field<2>("scene", &ApplyLoan::scene),
                      chain::field<3>("amount", &ApplyLoan::amount), chain::field<4>("months", &ApplyLoan::months));
  }
  friend bool operator==(const ApplyLoan&, const ApplyLoan&) = default;
};

struct OfferLoan {
  chain::RecordKey loan;
  Offer offer;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("loan", &OfferLoan::loan), chain::field<2>("offer", &OfferLoan::offer));
  }
  friend bool operator==(const OfferLoan&, const OfferLoan&) = default;
};

struct DeclineLoan {
  chain::RecordKey loan;
  std::vector<Reason> reasons;  // at least one

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("loan", &DeclineLoan::loan),
                      chain::field<2>("reasons", &DeclineLoan::reasons, kMaxReasons));
  }
  friend bool operator==(const DeclineLoan&, const DeclineLoan&) = default;
};

// accept_loan, withdraw_loan, close_loan
struct LoanRef {
  chain::RecordKey loan;

  static constexpr auto fields() { return std::tuple(chain::field<1>("loan", &LoanRef::loan)); }
  friend bool operator==(const LoanRef&, const LoanRef&) = default;
};

// guarantee, call_guarantee, repay_guarantee
struct LoanAmount {
  chain::RecordKey loan;
  chain::Fen amount;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("loan", &LoanAmount::loan), chain::field<2>("amount", &LoanAmount::amount));
  }
  friend bool operator==(const LoanAmount&, const LoanAmount&) = default;
};

// How the loan stands after one instalment's due day: the bank says it on the due day or later, once an instalment.
struct RecordRepayment {
  chain::RecordKey loan;
  chain::Day due_day;                      // of the instalment, in the union's zone
  std::optional<chain::Day> paid_day;      // when it was paid in full; nothing: it was missed
  chain::Fen outstanding;                  // principal, afterwards
  chain::Fen arrears;                      // due and unpaid, afterwards
  std::optional<chain::Day> unpaid_since;  // due day of the oldest unpaid instalment, while there are arrears

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("loan", &RecordRepayment::loan),
                      chain::field<2>("due_day", &RecordRepayment::due_day),
                      chain::field<3>("paid_day", &RecordRepayment::paid_day),
                      chain::field<4>("outstanding", &RecordRepayment::outstanding),
                      chain::field<5>("arrears", &RecordRepayment::arrears),
                      chain::field<6>("unpaid_since", &RecordRepayment::unpaid_since));
  }
  friend bool operator==(const RecordRepayment&, const RecordRepayment&) = default;
};

struct RequestErasure {
  chain::Hash256 text;  // salted hash of the request

  static constexpr auto fields() { return std::tuple(chain::field<1>("text", &RequestErasure::text)); }
  friend bool operator==(const RequestErasure&, const RequestErasure&) = default;
};

struct Erase {
  chain::AccountId worker;

  static constexpr auto fields() { return std::tuple(chain::field<1>("worker", &Erase::worker)); }
  friend bool operator==(const Erase&, const Erase&) = default;
};

// commit_behaviour, forget_behaviour
struct Behaviour {
  BehaviourKind kind = BehaviourKind::kConsumption;
  chain::Hash256 hash;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("kind", &Behaviour::kind), chain::field<2>("hash", &Behaviour::hash));
  }
  friend bool operator==(const Behaviour&, const Behaviour&) = default;
};

}  // namespace xh::contracts::credit
