// Calls of the contribution contract: method numbers, arguments, calendar kinds. Used by the contract and by everyone
// who builds its transactions.
#pragma once

#include "contracts/contribution/records.h"

namespace xh::contracts::contribution {

inline constexpr std::uint32_t kMaxUnits = 366;

enum class MethodId : std::uint32_t {
  kRecordAct = 1,  // contribution.record_act, the provider
  kRateAct = 2,    // contribution.rate_act, provider and counterpart, once each
};

// Calendar items; their record is the act.
enum class ItemKind : std::uint32_t {
  kCredit = 1,     // credits if both ratings are there
  kAutomatic = 2,  // credits what is not credited yet, a missing rating counting as medium
};

struct RecordAct {
  chain::AccountId counterpart;
  std::string resource;  // "room.night"
  std::uint32_t units = 0;
  Season season = Season::kNormal;
  chain::Timestamp completed_at;
  chain::Hash256 evidence;  // hash of the off-chain evidence (booking, handover record)

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("counterpart", &RecordAct::counterpart),
                      chain::field<2>("resource", &RecordAct::resource, kMaxResourceBytes),
                      chain::field<3>("units", &RecordAct::units), chain::field<4>("season", &RecordAct::season),
                      chain::field<5>("completed_at", &RecordAct::completed_at),
                      chain::field<6>("evidence", &RecordAct::evidence));
  }
  friend bool operator==(const RecordAct&, const RecordAct&) = default;
};

struct RateAct {
  chain::RecordKey act;
  Rating rating = Rating::kNone;  // of the other side

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("act", &RateAct::act), chain::field<2>("rating", &RateAct::rating));
  }
  friend bool operator==(const RateAct&, const RateAct&) = default;
};

}  // namespace xh::contracts::contribution
