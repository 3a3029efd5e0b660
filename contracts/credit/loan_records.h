// Loans of banks to workers, with the union's guarantee (CR-05, CR-06). The money of a loan moves outside the ledger;
// only the guarantee is money here. Part of records.h. Plain values.
#pragma once

#include "contracts/credit/indicators.h"
#include "contracts/credit/score.h"
#include "contracts/engine/context.h"
#include "contracts/lxr/balances.h"

namespace xh::contracts::credit {

inline constexpr std::size_t kMaxReasons = 8;
inline constexpr std::uint32_t kMaxLoanMonths = 360;

enum class Scene : std::uint32_t { kHomeLoan = 0, kGapLoan = 1 };
constexpr Scene enum_max(Scene) {
  return Scene::kGapLoan;
}
constexpr std::string_view enum_name(Scene scene) {
  return scene == Scene::kGapLoan ? "gap_loan" : "home_loan";
}
[[nodiscard]] constexpr ConsentPurpose purpose_of(Scene scene) {
  return scene == Scene::kGapLoan ? ConsentPurpose::kGapLoan : ConsentPurpose::kHomeLoan;
}

// By which channel the borrower gets the benefits of the scene: a home loan by the housing fund that flexible workers
// pay into (CR-05, IN-16, R-03b).
enum class Channel : std::uint32_t { kNone = 0, kHousingFund = 1 };
constexpr Channel enum_max(Channel) {
  return Channel::kHousingFund;
}
constexpr std::string_view enum_name(Channel channel) {
  return channel == Channel::kHousingFund ? "housing_fund" : "none";
}

// Why a bank decided as it did, in words that a person can act on (R-10c).
enum class Reason : std::uint32_t {
  kScore = 0,
  kIncomeCover = 1,
  kIncomeStability = 2,
  kPunctuality = 3,
  kDefaults = 4,
  kTenure = 5,
  kExistingDebt = 6,
  kGuarantee = 7,
  kCollateral = 8,
  kOther = 9,
};
constexpr Reason enum_max(Reason) {
  return Reason::kOther;
}
constexpr std::string_view enum_name(Reason reason) {
  switch (reason) {
    case Reason::kScore:
      return "score";
    case Reason::kIncomeCover:
      return "income_cover";
    case Reason::kIncomeStability:
      return "income_stability";
    case Reason::kPunctuality:
      return "punctuality";
    case Reason::kDefaults:
      return "defaults";
    case Reason::kTenure:
      return "tenure";
    case Reason::kExistingDebt:
      return "existing_debt";
    case Reason::kGuarantee:
      return "guarantee";
    case Reason::kCollateral:
      return "collateral";
    case Reason::kOther:
      break;
  }
  return "other";
}

enum class LoanState : std::uint32_t { kApplied = 0, kOffered = 1, kDeclined = 2, kRunning = 3, kClosed = 4 };
constexpr LoanState enum_max(LoanState) {
  return LoanState::kClosed;
}
constexpr std::string_view enum_name(LoanState state) {
  switch (state) {
    case LoanState::kApplied:
      return "applied";
    case LoanState::kOffered:
      return "offered";
    case LoanState::kDeclined:
      return "declined";
    case LoanState::kRunning:
      return "running";
    case LoanState::kClosed:
      break;
  }
  return "closed";
}

struct Offer {
  chain::Fen amount;
  std::uint32_t months = 0;
  std::int64_t rate_ppm = 0;  // a year, shown, not charged by the ledger
  chain::Fen guarantee;       // what the bank wants guaranteed; zero: none
  chain::Timestamp expires_at;
  std::vector<Reason> reasons;  // of the second assessment, where it weighed

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("amount", &Offer::amount), chain::field<2>("months", &Offer::months),
                      chain::field<3>("rate_ppm", &Offer::rate_ppm), chain::field<4>("guarantee", &Offer::guarantee),
                      chain::field<5>("expires_at", &Offer::expires_at),
                      chain::field<6>("reasons", &Offer::reasons, kMaxReasons));
  }
  friend bool operator==(const Offer&, const Offer&) = default;
};

struct Loan {
  chain::AccountId worker;
  chain::AccountId bank;
  Scene scene = Scene::kHomeLoan;
  Channel channel = Channel::kNone;
  LoanState state = LoanState::kApplied;
  chain::Fen amount;  // asked for
  std::uint32_t months = 0;
  chain::Timestamp applied_at;
  std::optional<Offer> offer;
  std::vector<Reason> reasons;  // of a refusal
  std::optional<chain::Timestamp> running_since;
  std::optional<chain::Timestamp> closed_at;
  chain::Fen outstanding;                   // principal, as the bank last said
  chain::Fen arrears;                       // due and unpaid, as the bank last said
  std::optional<chain::Day> default_since;  // due day of the oldest unpaid instalment
  std::optional<chain::Day> last_due;       // of the newest instalment that was reported
  std::uint32_t instalments = 0;
  std::uint32_t on_time = 0;
  Grade guarantee_grade = Grade::kNone;  // the band its cap was taken from
  chain::Fen reserved;                   // of the union's LXR, for this loan, now
  chain::Fen called;                     // paid by the union
  chain::Fen recourse;                   // of it not paid back by the worker yet

  static constexpr auto fields() {
    return std::tuple(
        chain::field<1>("worker", &Loan::worker), chain::field<2>("bank", &Loan::bank),
        chain::field<3>("scene", &Loan::scene), chain::field<4>("channel", &Loan::channel),
        chain::field<5>("state", &Loan::state), chain::field<6>("amount", &Loan::amount),
        chain::field<7>("months", &Loan::months), chain::field<8>("applied_at", &Loan::applied_at),
        chain::field<9>("offer", &Loan::offer), chain::field<10>("reasons", &Loan::reasons, kMaxReasons),
        chain::field<11>("running_since", &Loan::running_since), chain::field<12>("closed_at", &Loan::closed_at),
        chain::field<13>("outstanding", &Loan::outstanding), chain::field<14>("arrears", &Loan::arrears),
        chain::field<15>("default_since", &Loan::default_since), chain::field<16>("last_due", &Loan::last_due),
        chain::field<17>("instalments", &Loan::instalments), chain::field<18>("on_time", &Loan::on_time),
        chain::field<19>("guarantee_grade", &Loan::guarantee_grade), chain::field<20>("reserved", &Loan::reserved),
        chain::field<21>("called", &Loan::called), chain::field<22>("recourse", &Loan::recourse));
  }
  friend bool operator==(const Loan&, const Loan&) = default;
};

// Loans of a bank, and all of the union's, in the order of their applications.
struct LoanPage {
  std::vector<chain::RecordKey> loans;

  static constexpr auto fields() { return std::tuple(chain::field<1>("loans", &LoanPage::loans, 64)); }
};
struct LoanCount {
  std::uint64_t loans = 0;

  static constexpr auto fields() { return std::tuple(chain::field<1>("loans", &LoanCount::loans)); }
};

}  // namespace xh::contracts::credit
