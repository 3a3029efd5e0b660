// A worker's credit profile and an employer's risk, derived now from the ledger (OP-76 to OP-81, CR-03, CR-04, MA-03,
// MA-05): what disclosures, guarantees, reports and matching read. Nothing of it is ever stored or sent in a
// transaction.
//
// Who calls: this contract, matching, API. Pure reads; core thread. Cost: the last 60 months of a worker.
#pragma once

#include "contracts/credit/book.h"
#include "contracts/credit/measures.h"

namespace xh::contracts::credit {

struct Profile {
  chain::Day day;  // civil day of the union's zone that it is of
  Score score;
  std::uint32_t months_of_work = 0;  // in the last 24 months
  std::uint32_t least_months = 0;    // that a score needs
  std::uint32_t tenure_months = 0;
  std::optional<std::int64_t> on_time_bp;
  std::optional<std::int64_t> income_cover_bp;
  std::optional<std::int64_t> skill_level;
  std::optional<std::int64_t> loan_repayment_bp;
  PunctualityFacts punctuality;
  StabilityFacts stability;
  ReliabilityFacts reliability;
  CoverFacts cover;
  WeightedSum ability;
  WeightedSum reemployment;
  std::vector<ShownDefault> defaults;
  std::vector<chain::Hash256> statements;
  std::uint32_t open_objections = 0;

  static constexpr auto fields() {
    return std::tuple(
        chain::field<1>("day", &Profile::day), chain::field<2>("score", &Profile::score),
        chain::field<3>("months_of_work", &Profile::months_of_work),
        chain::field<4>("least_months", &Profile::least_months),
        chain::field<5>("tenure_months", &Profile::tenure_months), chain::field<6>("on_time_bp", &Profile::on_time_bp),
        chain::field<7>("income_cover_bp", &Profile::income_cover_bp),
        chain::field<8>("skill_level", &Profile::skill_level),
        chain::field<9>("loan_repayment_bp", &Profile::loan_repayment_bp),
        chain::field<10>("punctuality", &Profile::punctuality), chain::field<11>("stability", &Profile::stability),
        chain::field<12>("reliability", &Profile::reliability), chain::field<13>("cover", &Profile::cover),
        chain::field<14>("ability", &Profile::ability), chain::field<15>("reemployment", &Profile::reemployment),
        chain::field<16>("defaults", &Profile::defaults, kMaxPenalties),
        chain::field<17>("statements", &Profile::statements, kMaxStatements),
        chain::field<18>("open_objections", &Profile::open_objections));
  }
};

[[nodiscard]] Profile profile_of(const Context& context, const chain::AccountId& worker);

// The grade alone: matching's tie-break (OP-80) and the band of a guarantee. kNone: no score, or the file was erased.
[[nodiscard]] Grade grade_now(const Context& context, const chain::AccountId& worker);

[[nodiscard]] Risk risk_now(const Context& context, const chain::AccountId& employer);

// One indicator of a profile, as it is disclosed.
[[nodiscard]] DisclosedIndicator indicator_value(const Profile& profile, const File& file, Indicator indicator);

}  // namespace xh::contracts::credit
