// Calls of the governance contract: method numbers and arguments. Used by the contract and by everyone who builds its
// transactions (CLI; the node, which attests and reports by itself).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "chain/ledger/evidence.h"
#include "chain/ledger/validator_set.h"
#include "contracts/engine/context.h"

namespace xh::contracts::governance {

inline constexpr std::size_t kMaxEdits = 2 * chain::kMaxValidators;
inline constexpr std::size_t kMaxNoteBytes = 256;

enum class MethodId : std::uint32_t {
  kProposeChange = 1,   // governance.propose_change, the operator of a present validator
  kApproveChange = 2,   // governance.approve_change, the same; one vote for each seat that it operates
  kWithdrawChange = 3,  // governance.withdraw_change: the proposer ends the change, an approver takes its votes back
  kAttestReady = 4,     // governance.attest_ready, the account of a new validator's key
  kReportEvidence = 5,  // governance.report_evidence, a validator's operator or the account of a validator's key
  kCheckIn = 6,         // governance.check_in, the account of a present or accepted new validator's key
};

enum class EditKind : std::uint32_t { kAdd = 0, kRemove = 1, kReplace = 2 };
constexpr EditKind enum_max(EditKind) {
  return EditKind::kReplace;
}
constexpr std::string_view enum_name(EditKind kind) {
  switch (kind) {
    case EditKind::kAdd:
      return "add";
    case EditKind::kRemove:
      return "remove";
    case EditKind::kReplace:
      return "replace";
  }
  return "unknown";
}

// add: `validator`. remove: `name` or `key` of a present one. replace: `name` or `key` of a present one, and the
// `validator` that takes its seat (the rotation of a key).
struct Edit {
  EditKind kind = EditKind::kAdd;
  std::string name;
  std::optional<chain::PublicKey> key;
  std::optional<chain::Validator> validator;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("kind", &Edit::kind), chain::field<2>("name", &Edit::name, 64),
                      chain::field<3>("key", &Edit::key), chain::field<4>("validator", &Edit::validator));
  }
  friend bool operator==(const Edit&, const Edit&) = default;
};

// Edits apply in their order. None: the epoch is renewed with the set as it is.
struct ProposeChange {
  std::vector<Edit> edits;
  std::string note;  // why, for the other operators

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("edits", &ProposeChange::edits, kMaxEdits),
                      chain::field<2>("note", &ProposeChange::note, kMaxNoteBytes));
  }
  friend bool operator==(const ProposeChange&, const ProposeChange&) = default;
};

struct ApproveChange {
  chain::RecordKey change;

  static constexpr auto fields() { return std::tuple(chain::field<1>("change", &ApproveChange::change)); }
  friend bool operator==(const ApproveChange&, const ApproveChange&) = default;
};

struct WithdrawChange {
  chain::RecordKey change;

  static constexpr auto fields() { return std::tuple(chain::field<1>("change", &WithdrawChange::change)); }
  friend bool operator==(const WithdrawChange&, const WithdrawChange&) = default;
};

struct AttestReady {
  chain::RecordKey change;
  chain::Hash256 next_set_hash;  // validator_set_hash of what it is ready for

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("change", &AttestReady::change),
                      chain::field<2>("next_set_hash", &AttestReady::next_set_hash));
  }
  friend bool operator==(const AttestReady&, const AttestReady&) = default;
};

struct ReportEvidence {
  chain::Evidence evidence;

  static constexpr auto fields() { return std::tuple(chain::field<1>("evidence", &ReportEvidence::evidence)); }
  friend bool operator==(const ReportEvidence&, const ReportEvidence&) = default;
};

// Changes nothing. In a final block it proves to its sender that this epoch was still running after it was made (R12).
struct CheckIn {
  std::uint64_t nonce = 0;  // never the same twice

  static constexpr auto fields() { return std::tuple(chain::field<1>("nonce", &CheckIn::nonce)); }
  friend bool operator==(const CheckIn&, const CheckIn&) = default;
};

}  // namespace xh::contracts::governance
