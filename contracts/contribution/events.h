// Events of the contribution contract: what receipts carry. Numbers are stable for ever.
#pragma once

#include "contracts/contribution/records.h"

namespace xh::contracts::contribution {

enum class EventKind : std::uint32_t { kActRecorded = 1, kActRated = 2, kCvCredited = 3 };

struct ActRecorded {
  chain::RecordKey act;
  Act content;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("act", &ActRecorded::act), chain::field<2>("content", &ActRecorded::content));
  }
  friend bool operator==(const ActRecorded&, const ActRecorded&) = default;
};

struct ActRated {
  chain::RecordKey act;
  chain::AccountId by;
  Rating rating = Rating::kNone;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("act", &ActRated::act), chain::field<2>("by", &ActRated::by),
                      chain::field<3>("rating", &ActRated::rating));
  }
  friend bool operator==(const ActRated&, const ActRated&) = default;
};

// The whole arithmetic, line by line: result = floor(base x units x demand x factor / 10^12).
struct CvCredited {
  chain::RecordKey act;
  chain::AccountId provider;
  std::string resource;
  RuleValue base;  // micro-CV per unit
  std::uint32_t units = 0;
  RuleValue demand;  // ppm
  Rating rating = Rating::kNone;
  bool is_automatic = false;  // a rating was missing after the waiting time
  RuleValue factor;           // ppm
  chain::MicroCv result;
  chain::MicroCv balance;   // Global CV afterwards
  chain::MicroCv lifetime;  // afterwards

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("act", &CvCredited::act), chain::field<2>("provider", &CvCredited::provider),
                      chain::field<3>("resource", &CvCredited::resource, kMaxResourceBytes),
                      chain::field<4>("base", &CvCredited::base), chain::field<5>("units", &CvCredited::units),
                      chain::field<6>("demand", &CvCredited::demand), chain::field<7>("rating", &CvCredited::rating),
                      chain::field<8>("is_automatic", &CvCredited::is_automatic),
                      chain::field<9>("factor", &CvCredited::factor), chain::field<10>("result", &CvCredited::result),
                      chain::field<11>("balance", &CvCredited::balance),
                      chain::field<12>("lifetime", &CvCredited::lifetime));
  }
  friend bool operator==(const CvCredited&, const CvCredited&) = default;
};

}  // namespace xh::contracts::contribution
