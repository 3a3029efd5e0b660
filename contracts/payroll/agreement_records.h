// Agreements as the state keeps them: the terms and what changes about them.
// Part of records.h, which includes it. Plain values.
#pragma once

#include "contracts/payroll/terms.h"

namespace xh::contracts::payroll {

struct Agreement {
  Terms terms;
  chain::Timestamp signed_at;
  std::uint32_t version = 1;  // of the terms: 1 + the number of amendments
  UsedParameter fee_ppm;      // in force at signing; a payday uses and shows the one in force then
  UsedParameter cutoff_s;
  std::optional<chain::Day> last_day;
  std::vector<chain::Day> amendments{};  // effective days, in the order of signing; later ones are never earlier days

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("terms", &Agreement::terms), chain::field<2>("signed_at", &Agreement::signed_at),
                      chain::field<3>("version", &Agreement::version), chain::field<4>("fee_ppm", &Agreement::fee_ppm),
                      chain::field<5>("cutoff_s", &Agreement::cutoff_s),
                      chain::field<6>("last_day", &Agreement::last_day),
                      chain::field<7>("amendments", &Agreement::amendments, kMaxAmendments));
  }
  friend bool operator==(const Agreement&, const Agreement&) = default;

  // Which amendment's terms a day belongs to; 0: those first signed.
  [[nodiscard]] std::uint32_t amendment_on(chain::Day day) const {
    std::uint32_t out = 0;
    for (std::uint32_t i = 0; i < amendments.size(); ++i) {
      if (amendments[i] <= day) out = i + 1;
    }
    return out;
  }
};

// Terms that hold from terms.effective on, until a later amendment's day.
struct Amendment {
  std::uint32_t number = 0;  // from 1
  Terms terms;
  chain::Timestamp signed_at;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("number", &Amendment::number), chain::field<2>("terms", &Amendment::terms),
                      chain::field<3>("signed_at", &Amendment::signed_at));
  }
  friend bool operator==(const Amendment&, const Amendment&) = default;
};

// The day on which a project's milestone was reached.
struct MilestoneDone {
  chain::Day day;

  static constexpr auto fields() { return std::tuple(chain::field<1>("day", &MilestoneDone::day)); }
  friend bool operator==(const MilestoneDone&, const MilestoneDone&) = default;
};

// The moving part of an agreement.
struct AgreementBook {
  std::vector<chain::Day> open_days;   // uploaded, not settled or settled and disputed; ascending
  std::uint64_t next_period = 0;       // the first period whose payday has not run
  std::uint64_t settlements = 0;       // how many there are
  std::vector<std::uint64_t> arrears;  // settlements not fully paid, oldest first
  bool payday_queued = false;
  std::uint64_t pay_from = 0;  // the first settlement of the last payday

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("open_days", &AgreementBook::open_days, kMaxOpenDays),
                      chain::field<2>("next_period", &AgreementBook::next_period),
                      chain::field<3>("settlements", &AgreementBook::settlements),
                      chain::field<4>("arrears", &AgreementBook::arrears, kMaxArrears),
                      chain::field<5>("payday_queued", &AgreementBook::payday_queued),
                      chain::field<6>("pay_from", &AgreementBook::pay_from));
  }
  friend bool operator==(const AgreementBook&, const AgreementBook&) = default;
};

}  // namespace xh::contracts::payroll
