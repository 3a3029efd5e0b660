// State of the contribution contract: tables, keys and records, and how others read them. Threading: core thread.
#pragma once

#include "contracts/engine/context.h"

namespace xh::contracts::contribution {

// Table numbers, stable for ever.
inline constexpr std::uint8_t kTableAct = 1;       // record key -> Act
inline constexpr std::uint8_t kTableEvidence = 2;  // evidence hash -> EvidenceUse
inline constexpr std::uint8_t kTableBalance = 3;   // account -> CvBalance

[[nodiscard]] inline StateKey act_key(const chain::RecordKey& act) {
  return StateKey(ContractId::kContribution, kTableAct).add(act);
}
[[nodiscard]] inline StateKey evidence_key(const chain::Hash256& evidence) {
  return StateKey(ContractId::kContribution, kTableEvidence).add(evidence);
}
[[nodiscard]] inline StateKey cv_balance_key(const chain::AccountId& account) {
  return StateKey(ContractId::kContribution, kTableBalance).add(account);
}

enum class Season : std::uint32_t { kNormal = 0, kPeak = 1, kLow = 2 };  // CV-13
constexpr Season enum_max(Season) {
  return Season::kLow;
}

enum class Rating : std::uint32_t { kNone = 0, kGood = 1, kMedium = 2, kBad = 3 };  // CV-14
constexpr Rating enum_max(Rating) {
  return Rating::kBad;
}

// A number of the rules with the version it was taken from (decision 9).
struct RuleValue {
  std::int64_t value = 0;
  std::uint32_t version = 0;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("value", &RuleValue::value), chain::field<2>("version", &RuleValue::version));
  }
  friend bool operator==(const RuleValue&, const RuleValue&) = default;
};

inline constexpr std::size_t kMaxResourceBytes = 48;

// One use of a provider's resource by the counterpart. Base and demand are fixed when the act is recorded, by the rules
// of its completion.
struct Act {
  chain::AccountId provider;
  chain::AccountId counterpart;
  std::string resource;  // "room.night": names the parameter cv.resource.<resource>
  std::uint32_t units = 0;
  Season season = Season::kNormal;
  chain::Timestamp completed_at;
  chain::Timestamp recorded_at;
  chain::Hash256 evidence;
  RuleValue base;                                // micro-CV per unit
  RuleValue demand;                              // ppm
  Rating rating_of_provider = Rating::kNone;     // by the counterpart: enters the formula
  Rating rating_of_counterpart = Rating::kNone;  // by the provider: has to be there (OP-51), enters nothing
  bool credited = false;
  chain::MicroCv result;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("provider", &Act::provider), chain::field<2>("counterpart", &Act::counterpart),
                      chain::field<3>("resource", &Act::resource, kMaxResourceBytes),
                      chain::field<4>("units", &Act::units), chain::field<5>("season", &Act::season),
                      chain::field<6>("completed_at", &Act::completed_at),
                      chain::field<7>("recorded_at", &Act::recorded_at), chain::field<8>("evidence", &Act::evidence),
                      chain::field<9>("base", &Act::base), chain::field<10>("demand", &Act::demand),
                      chain::field<11>("rating_of_provider", &Act::rating_of_provider),
                      chain::field<12>("rating_of_counterpart", &Act::rating_of_counterpart),
                      chain::field<13>("credited", &Act::credited), chain::field<14>("result", &Act::result));
  }
  friend bool operator==(const Act&, const Act&) = default;
};

// The same evidence serves one act only.
struct EvidenceUse {
  chain::RecordKey act;

  static constexpr auto fields() { return std::tuple(chain::field<1>("act", &EvidenceUse::act)); }
  friend bool operator==(const EvidenceUse&, const EvidenceUse&) = default;
};

// Global CV (CV-50). No call moves it between accounts (CV-03, CV-06, OP-74).
struct CvBalance {
  chain::MicroCv global;
  chain::MicroCv lifetime;  // everything ever earned; never falls (OP-55)
  std::uint64_t acts = 0;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("global", &CvBalance::global), chain::field<2>("lifetime", &CvBalance::lifetime),
                      chain::field<3>("acts", &CvBalance::acts));
  }
  friend bool operator==(const CvBalance&, const CvBalance&) = default;
};

[[nodiscard]] inline CvBalance cv_balance_of(const Context& context, const chain::AccountId& account) {
  return context.read<CvBalance>(cv_balance_key(account)).value_or(CvBalance{});
}
[[nodiscard]] inline std::optional<Act> find_act(const Context& context, const chain::RecordKey& act) {
  return context.read<Act>(act_key(act));
}

}  // namespace xh::contracts::contribution
