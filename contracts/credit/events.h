// Events of the credit contract: what receipts carry. Numbers are stable for ever. A disclosure is read by the worker,
// the recipient and the union only, and is what a bank proves with the light client.
#pragma once

#include "contracts/credit/records.h"

namespace xh::contracts::credit {

enum class EventKind : std::uint32_t {
  kConsentGranted = 1,
  kConsentRevoked = 2,
  kDisclosed = 3,
  kObjectionRaised = 4,
  kObjectionAnswered = 5,
  kObjectionOverdue = 6,
  kStatementChanged = 7,
  kLoanChanged = 8,  // applied, offered, declined, withdrawn, accepted, closed: the loan as it is now
  kGuaranteeReserved = 9,
  kGuaranteeReleased = 10,
  kGuaranteeCalled = 11,
  kGuaranteeRepaid = 12,
  kRepaymentRecorded = 13,
  kErasureRequested = 14,
  kErased = 15,
  kHoldEnded = 16,
  kBehaviourChanged = 17,
};

// One derived indicator. `known` false: there is no value, and `text` says why ("no_history"), which is not a bad one.
struct DisclosedIndicator {
  Indicator indicator = Indicator::kNone;
  bool known = false;
  std::int64_t value = 0;
  std::string unit;  // "points", "basis_points", "per_mille", "count", "grade"
  std::string text;  // the grade, or why there is no value

  static constexpr auto fields() {
    return std::tuple(
        chain::field<1>("indicator", &DisclosedIndicator::indicator),
        chain::field<2>("known", &DisclosedIndicator::known), chain::field<3>("value", &DisclosedIndicator::value),
        chain::field<4>("unit", &DisclosedIndicator::unit, 32), chain::field<5>("text", &DisclosedIndicator::text, 64));
  }
  friend bool operator==(const DisclosedIndicator&, const DisclosedIndicator&) = default;
};

// A default that is shown (OP-41): open ones and those that ended less than 5 years ago.
struct ShownDefault {
  DefaultKind kind = DefaultKind::kContribution;
  chain::Day month;  // of a contribution; of a loan the day of the call
  chain::Timestamp at;
  std::optional<chain::Timestamp> ended;
  std::optional<chain::Day> shown_until;  // first day on which it is shown no more; nothing while it is open
  chain::Fen amount;
  bool objected = false;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("kind", &ShownDefault::kind), chain::field<2>("month", &ShownDefault::month),
                      chain::field<3>("at", &ShownDefault::at), chain::field<4>("ended", &ShownDefault::ended),
                      chain::field<5>("shown_until", &ShownDefault::shown_until),
                      chain::field<6>("amount", &ShownDefault::amount),
                      chain::field<7>("objected", &ShownDefault::objected));
  }
  friend bool operator==(const ShownDefault&, const ShownDefault&) = default;
};

struct Disclosed {
  chain::AccountId worker;
  chain::AccountId recipient;
  ConsentPurpose purpose = ConsentPurpose::kNone;
  std::uint32_t consent_version = 0;
  chain::Timestamp at;
  chain::Day day;  // civil day that the indicators are of
  std::vector<DisclosedIndicator> indicators;
  std::vector<Part> parts;                 // with score_reasons
  std::vector<Penalty> penalties;          // with score_reasons
  std::vector<ShownDefault> defaults;      // with defaults
  std::vector<Commitment> commitments;     // with commitments
  std::vector<chain::Hash256> statements;  // of the worker, always
  std::uint32_t open_objections = 0;       // always

  static constexpr auto fields() {
    return std::tuple(
        chain::field<1>("worker", &Disclosed::worker), chain::field<2>("recipient", &Disclosed::recipient),
        chain::field<3>("purpose", &Disclosed::purpose),
        chain::field<4>("consent_version", &Disclosed::consent_version), chain::field<5>("at", &Disclosed::at),
        chain::field<6>("day", &Disclosed::day), chain::field<7>("indicators", &Disclosed::indicators, kMaxIndicators),
        chain::field<8>("parts", &Disclosed::parts, kMaxParts),
        chain::field<9>("penalties", &Disclosed::penalties, kMaxPenalties),
        chain::field<10>("defaults", &Disclosed::defaults, kMaxPenalties),
        chain::field<11>("commitments", &Disclosed::commitments, kMaxCommitments),
        chain::field<12>("statements", &Disclosed::statements, kMaxStatements),
        chain::field<13>("open_objections", &Disclosed::open_objections));
  }
  friend bool operator==(const Disclosed&, const Disclosed&) = default;
};

struct ObjectionEvent {
  chain::RecordKey objection;
  Objection content;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("objection", &ObjectionEvent::objection),
                      chain::field<2>("content", &ObjectionEvent::content));
  }
  friend bool operator==(const ObjectionEvent&, const ObjectionEvent&) = default;
};

struct StatementChanged {
  chain::AccountId worker;
  chain::Hash256 text;
  bool added = false;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("worker", &StatementChanged::worker),
                      chain::field<2>("text", &StatementChanged::text),
                      chain::field<3>("added", &StatementChanged::added));
  }
  friend bool operator==(const StatementChanged&, const StatementChanged&) = default;
};

struct LoanChanged {
  chain::RecordKey loan;
  Loan content;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("loan", &LoanChanged::loan), chain::field<2>("content", &LoanChanged::content));
  }
  friend bool operator==(const LoanChanged&, const LoanChanged&) = default;
};

// Of kGuaranteeReserved, kGuaranteeReleased, kGuaranteeCalled and kGuaranteeRepaid.
struct GuaranteeMoved {
  chain::RecordKey loan;
  chain::AccountId worker;
  chain::AccountId bank;
  chain::Fen amount;
  chain::Fen reserved;                        // afterwards
  Grade grade = Grade::kNone;                 // the band, when reserved
  chain::Fen cap;                             // of scene and band, when reserved
  std::optional<lxr::VoucherNumber> voucher;  // when money was paid

  static constexpr auto fields() {
    return std::tuple(
        chain::field<1>("loan", &GuaranteeMoved::loan), chain::field<2>("worker", &GuaranteeMoved::worker),
        chain::field<3>("bank", &GuaranteeMoved::bank), chain::field<4>("amount", &GuaranteeMoved::amount),
        chain::field<5>("reserved", &GuaranteeMoved::reserved), chain::field<6>("grade", &GuaranteeMoved::grade),
        chain::field<7>("cap", &GuaranteeMoved::cap), chain::field<8>("voucher", &GuaranteeMoved::voucher));
  }
  friend bool operator==(const GuaranteeMoved&, const GuaranteeMoved&) = default;
};

struct RepaymentRecorded {
  chain::RecordKey loan;
  chain::AccountId worker;
  chain::Day due_day;
  std::optional<chain::Day> paid_day;
  bool on_time = false;
  chain::Fen outstanding;
  chain::Fen arrears;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("loan", &RepaymentRecorded::loan),
                      chain::field<2>("worker", &RepaymentRecorded::worker),
                      chain::field<3>("due_day", &RepaymentRecorded::due_day),
                      chain::field<4>("paid_day", &RepaymentRecorded::paid_day),
                      chain::field<5>("on_time", &RepaymentRecorded::on_time),
                      chain::field<6>("outstanding", &RepaymentRecorded::outstanding),
                      chain::field<7>("arrears", &RepaymentRecorded::arrears));
  }
  friend bool operator==(const RepaymentRecorded&, const RepaymentRecorded&) = default;
};

// Of kErasureRequested, kErased and kHoldEnded.
struct ErasureEvent {
  chain::AccountId worker;
  chain::Hash256 text;  // of the request
  Erasure content;
  std::uint32_t consents = 0;  // destroyed
  std::uint32_t statements = 0;
  std::uint32_t loans = 0;
  std::uint32_t objections = 0;
  std::uint32_t attestations = 0;
  std::uint32_t commitments = 0;

  static constexpr auto fields() {
    return std::tuple(
        chain::field<1>("worker", &ErasureEvent::worker), chain::field<2>("text", &ErasureEvent::text),
        chain::field<3>("content", &ErasureEvent::content), chain::field<4>("consents", &ErasureEvent::consents),
        chain::field<5>("statements", &ErasureEvent::statements), chain::field<6>("loans", &ErasureEvent::loans),
        chain::field<7>("objections", &ErasureEvent::objections),
        chain::field<8>("attestations", &ErasureEvent::attestations),
        chain::field<9>("commitments", &ErasureEvent::commitments));
  }
  friend bool operator==(const ErasureEvent&, const ErasureEvent&) = default;
};

struct BehaviourChanged {
  chain::AccountId worker;
  Commitment content;
  bool added = false;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("worker", &BehaviourChanged::worker),
                      chain::field<2>("content", &BehaviourChanged::content),
                      chain::field<3>("added", &BehaviourChanged::added));
  }
  friend bool operator==(const BehaviourChanged&, const BehaviourChanged&) = default;
};

}  // namespace xh::contracts::credit
