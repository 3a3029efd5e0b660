// What the credit contract keeps of a worker's file beside loans: consents, the log of disclosures, statements,
// objections, attestations of skill, commitments, erasure and holds. Part of records.h. Plain values; no personal data,
// salted commitments only (I4).
#pragma once

#include "contracts/credit/indicators.h"
#include "contracts/credit/score.h"
#include "contracts/engine/context.h"

namespace xh::contracts::credit {

inline constexpr std::size_t kMaxStatements = 8;
inline constexpr std::size_t kMaxConsents = 64;
inline constexpr std::size_t kMaxAttestations = 64;
inline constexpr std::size_t kMaxCommitments = 64;
inline constexpr std::size_t kMaxOpenObjections = 32;
inline constexpr std::uint64_t kMaxObjections = 512;  // of one worker, ever: erasing goes through all of them
inline constexpr std::size_t kMaxSetAside = 64;
inline constexpr std::size_t kMaxLoanDefaults = 32;
inline constexpr std::size_t kMaxWorkerLoans = 64;
inline constexpr std::size_t kPageSize = 32;

// One consent of (worker, recipient, purpose); a new grant replaces it and counts up.
struct Consent {
  chain::AccountId worker;
  chain::AccountId recipient;
  ConsentPurpose purpose = ConsentPurpose::kNone;
  std::uint32_t version = 0;
  std::vector<Indicator> scope;
  chain::Timestamp granted_at;
  chain::Timestamp expires_at;  // from this moment on it is no consent
  chain::Hash256 text;          // salted hash of the text the worker agreed to
  std::optional<chain::Timestamp> revoked_at;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("worker", &Consent::worker), chain::field<2>("recipient", &Consent::recipient),
                      chain::field<3>("purpose", &Consent::purpose), chain::field<4>("version", &Consent::version),
                      chain::field<5>("scope", &Consent::scope, kMaxIndicators),
                      chain::field<6>("granted_at", &Consent::granted_at),
                      chain::field<7>("expires_at", &Consent::expires_at), chain::field<8>("text", &Consent::text),
                      chain::field<9>("revoked_at", &Consent::revoked_at));
  }
  friend bool operator==(const Consent&, const Consent&) = default;
};

struct ConsentRef {
  chain::AccountId recipient;
  ConsentPurpose purpose = ConsentPurpose::kNone;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("recipient", &ConsentRef::recipient),
                      chain::field<2>("purpose", &ConsentRef::purpose));
  }
  friend bool operator==(const ConsentRef&, const ConsentRef&) = default;
};

// A salted commitment to behaviour data, added by the worker himself (CR-01, CR-02); the data stay with him.
enum class BehaviourKind : std::uint32_t {
  kConsumption = 0,
  kPayment = 1,
  kRent = 2,
  kRentPayment = 3,
  kJobSearch = 4,
  kMovingHome = 5,
};
constexpr BehaviourKind enum_max(BehaviourKind) {
  return BehaviourKind::kMovingHome;
}
constexpr std::string_view enum_name(BehaviourKind kind) {
  switch (kind) {
    case BehaviourKind::kConsumption:
      return "consumption";
    case BehaviourKind::kPayment:
      return "payment";
    case BehaviourKind::kRent:
      return "rent";
    case BehaviourKind::kRentPayment:
      return "rent_payment";
    case BehaviourKind::kJobSearch:
      return "job_search";
    case BehaviourKind::kMovingHome:
      return "moving_home";
  }
  return "";
}
struct Commitment {
  BehaviourKind kind = BehaviourKind::kConsumption;
  chain::Hash256 hash;
  chain::Timestamp at;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("kind", &Commitment::kind), chain::field<2>("hash", &Commitment::hash),
                      chain::field<3>("at", &Commitment::at));
  }
  friend bool operator==(const Commitment&, const Commitment&) = default;
};

// A level of 1 to 5 that the union or an employer with an agreement attested (attestations.h); one a skill and
// attester.
struct Attestation {
  std::uint32_t skill = 0;  // matching's skill code
  std::uint32_t level = 0;
  chain::AccountId by;
  chain::Timestamp at;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("skill", &Attestation::skill), chain::field<2>("level", &Attestation::level),
                      chain::field<3>("by", &Attestation::by), chain::field<4>("at", &Attestation::at));
  }
  friend bool operator==(const Attestation&, const Attestation&) = default;
};

// A default of the worker's own loan: from the day the guarantee was called until the union has its money back.
struct LoanDefault {
  chain::RecordKey loan;
  chain::Timestamp at;
  std::optional<chain::Timestamp> ended;
  chain::Fen amount;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("loan", &LoanDefault::loan), chain::field<2>("at", &LoanDefault::at),
                      chain::field<3>("ended", &LoanDefault::ended), chain::field<4>("amount", &LoanDefault::amount));
  }
  friend bool operator==(const LoanDefault&, const LoanDefault&) = default;
};

// The worker's file: one small record, the counters of its pages, and what is bounded by itself.
struct File {
  std::vector<chain::Hash256> statements;  // salted hashes, shown with each disclosure (R-09b)
  std::vector<ConsentRef> consents;
  std::vector<Commitment> commitments;
  std::vector<Attestation> attestations;
  std::vector<chain::RecordKey> open_objections;
  std::vector<chain::Day> set_aside;  // months whose default an upheld objection took out of the file
  std::vector<LoanDefault> loan_defaults;
  std::vector<chain::RecordKey> loans;  // applied for, not erased
  std::uint64_t objections = 0;         // ever
  std::uint64_t disclosures = 0;        // ever: entries of the log
  std::uint64_t instalments = 0;        // of loans, reported by banks
  std::uint64_t instalments_on_time = 0;

  static constexpr auto fields() {
    return std::tuple(
        chain::field<1>("statements", &File::statements, kMaxStatements),
        chain::field<2>("consents", &File::consents, kMaxConsents),
        chain::field<3>("commitments", &File::commitments, kMaxCommitments),
        chain::field<4>("attestations", &File::attestations, kMaxAttestations),
        chain::field<5>("open_objections", &File::open_objections, kMaxOpenObjections),
        chain::field<6>("set_aside", &File::set_aside, kMaxSetAside),
        chain::field<7>("loan_defaults", &File::loan_defaults, kMaxLoanDefaults),
        chain::field<8>("loans", &File::loans, kMaxWorkerLoans), chain::field<9>("objections", &File::objections),
        chain::field<10>("disclosures", &File::disclosures), chain::field<11>("instalments", &File::instalments),
        chain::field<12>("instalments_on_time", &File::instalments_on_time));
  }
  friend bool operator==(const File&, const File&) = default;
};

// Who was told what, when and by which consent; what was told is in the transaction's receipt.
struct DisclosureEntry {
  chain::AccountId recipient;
  ConsentPurpose purpose = ConsentPurpose::kNone;
  std::uint32_t consent_version = 0;
  std::vector<Indicator> indicators;
  chain::Timestamp at;
  chain::TxId transaction;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("recipient", &DisclosureEntry::recipient),
                      chain::field<2>("purpose", &DisclosureEntry::purpose),
                      chain::field<3>("consent_version", &DisclosureEntry::consent_version),
                      chain::field<4>("indicators", &DisclosureEntry::indicators, kMaxIndicators),
                      chain::field<5>("at", &DisclosureEntry::at),
                      chain::field<6>("transaction", &DisclosureEntry::transaction));
  }
  friend bool operator==(const DisclosureEntry&, const DisclosureEntry&) = default;
};
struct DisclosurePage {
  std::vector<DisclosureEntry> entries;

  static constexpr auto fields() { return std::tuple(chain::field<1>("entries", &DisclosurePage::entries, kPageSize)); }
};

enum class ObjectedEntry : std::uint32_t { kDefault = 0, kMonth = 1, kDisclosure = 2, kLoan = 3, kOther = 4 };
constexpr ObjectedEntry enum_max(ObjectedEntry) {
  return ObjectedEntry::kOther;
}
constexpr std::string_view enum_name(ObjectedEntry entry) {
  switch (entry) {
    case ObjectedEntry::kDefault:
      return "default";
    case ObjectedEntry::kMonth:
      return "month";
    case ObjectedEntry::kDisclosure:
      return "disclosure";
    case ObjectedEntry::kLoan:
      return "loan";
    case ObjectedEntry::kOther:
      break;
  }
  return "other";
}
enum class ObjectionState : std::uint32_t { kOpen = 0, kOverdue = 1, kUpheld = 2, kDismissed = 3 };
constexpr ObjectionState enum_max(ObjectionState) {
  return ObjectionState::kDismissed;
}
constexpr std::string_view enum_name(ObjectionState state) {
  switch (state) {
    case ObjectionState::kOpen:
      return "open";
    case ObjectionState::kOverdue:
      return "overdue";
    case ObjectionState::kUpheld:
      return "upheld";
    case ObjectionState::kDismissed:
      break;
  }
  return "dismissed";
}

struct Objection {
  chain::AccountId worker;
  ObjectedEntry entry = ObjectedEntry::kOther;
  std::optional<chain::Day> month;         // of a default or a month
  std::optional<chain::RecordKey> record;  // of a loan
  chain::Hash256 text;                     // salted
  ObjectionState state = ObjectionState::kOpen;
  chain::Timestamp at;
  chain::Timestamp answer_by;
  std::optional<chain::Timestamp> answered_at;
  chain::Hash256 answer;  // salted; zero until answered

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("worker", &Objection::worker), chain::field<2>("entry", &Objection::entry),
                      chain::field<3>("month", &Objection::month), chain::field<4>("record", &Objection::record),
                      chain::field<5>("text", &Objection::text), chain::field<6>("state", &Objection::state),
                      chain::field<7>("at", &Objection::at), chain::field<8>("answer_by", &Objection::answer_by),
                      chain::field<9>("answered_at", &Objection::answered_at),
                      chain::field<10>("answer", &Objection::answer));
  }
  friend bool operator==(const Objection&, const Objection&) = default;
};

// A worker's wish to be forgotten, and what became of it (OP-41, R-10e).
enum class ErasureState : std::uint32_t { kRequested = 0, kBlocked = 1, kReleased = 2 };
constexpr ErasureState enum_max(ErasureState) {
  return ErasureState::kReleased;
}
constexpr std::string_view enum_name(ErasureState state) {
  switch (state) {
    case ErasureState::kRequested:
      return "requested";
    case ErasureState::kBlocked:
      return "blocked";
    case ErasureState::kReleased:
      break;
  }
  return "released";
}
struct Erasure {
  ErasureState state = ErasureState::kRequested;
  chain::Timestamp requested_at;
  chain::Timestamp answer_by;  // the union
  std::optional<chain::Timestamp> erased_at;
  std::optional<chain::Day> last_settlement;  // payday of the newest payslip
  std::optional<chain::Day> hold_until;       // first day on which nothing has to be kept any more

  static constexpr auto fields() {
    return std::tuple(
        chain::field<1>("state", &Erasure::state), chain::field<2>("requested_at", &Erasure::requested_at),
        chain::field<3>("answer_by", &Erasure::answer_by), chain::field<4>("erased_at", &Erasure::erased_at),
        chain::field<5>("last_settlement", &Erasure::last_settlement),
        chain::field<6>("hold_until", &Erasure::hold_until));
  }
  friend bool operator==(const Erasure&, const Erasure&) = default;
};

}  // namespace xh::contracts::credit
