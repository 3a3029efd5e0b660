#include "contracts/matching/ranking.h"

#include <algorithm>
#include <set>

#include "contracts/credit/parts.h"
#include "contracts/credit/profile.h"
#include "contracts/credit/records.h"
#include "contracts/credit/rules.h"
#include "contracts/engine/calendar.h"
#include "contracts/engine/default_parameters.h"
#include "contracts/identity/members.h"
#include "contracts/matching/default_parameters.h"
#include "contracts/payroll/history.h"

namespace xh::contracts::matching {
namespace {

constexpr std::string_view kPseudonymTag = "xh/match-pseudonym/1";
constexpr std::int64_t kPoint = 1'000;
constexpr std::size_t kWorkReliability = 2;  // in credit::kScoreParts
static_assert(credit::kScoreParts[kWorkReliability] == "work_reliability");

std::int64_t number(const Context& context, const char* name) {
  return context.parameter(name, context.now()).value;
}

// What all candidates of one ranking share.
struct Rules {
  explicit Rules(const Context& context)
      : weights(weights_at(context, context.now())),
        reliability(credit::part_rules(credit::rules_now(context))),
        unknown(number(context, parameters::kUnknownPoints) * kPoint),
        unattested_pct(number(context, parameters::kUnattestedPct)),
        same_city(number(context, parameters::kSameCityPoints) * kPoint) {
    CalendarReader calendar(context);
    const auto* zone = calendar.zone(kUnionZone);
    CHECK(zone != nullptr);
    today = civil_day(*zone, context.now());
    const auto months = credit::number_now(context, "credit.skill.months", 0, 1'200);
    attested_since = local_time(*zone, add_months(today, -months), 0);
  }

  Weights weights;
  credit::PartRules reliability;
  std::int64_t unknown;
  std::int64_t unattested_pct;
  std::int64_t same_city;
  chain::Day today;
  chain::Timestamp attested_since;
};

std::int64_t reliability_part(const Context& context, const Rules& rules, const chain::AccountId& worker) {
  const auto window = static_cast<std::size_t>(std::max<std::int64_t>(rules.reliability.reliability_months, 0));
  const auto months = payroll::worker_months(context, worker, std::min(window, payroll::kMaxHistoryMonths));
  const auto parts = credit::derive_parts(rules.reliability, months, {}, rules.today);
  const auto value = parts.values[kWorkReliability];
  return value ? std::clamp<std::int64_t>(*value * kFullPart / credit::kFull, 0, kFullPart) : rules.unknown;
}

// What the worker states, beside the highest level that somebody attested within the attestations' life.
std::vector<KnownSkill> known_skills(const Context& context, const Rules& rules, const chain::AccountId& worker,
                                     const Profile& profile) {
  std::vector<KnownSkill> out;
  for (const auto& skill : profile.skills) out.push_back({skill.code, skill.level, 0});
  const auto file = context.read<credit::File>(credit::file_key(worker));
  if (!file) return out;
  for (const auto& attestation : file->attestations) {
    const auto at = std::ranges::find(out, attestation.skill, &KnownSkill::code);
    if (at != out.end() && attestation.at >= rules.attested_since)
      at->attested = std::max(at->attested, attestation.level);
  }
  return out;
}

Parts parts_of(const Context& context, const Rules& rules, const OpeningTerms& terms, const chain::AccountId& worker,
               const Profile& profile) {
  Parts out;
  out.skill = skill_fit(terms.skills, known_skills(context, rules, worker, profile), rules.unattested_pct);
  out.reliability = reliability_part(context, rules, worker);
  out.time_place = mean(time_fit(terms.times, profile.times), place_fit(terms.place, profile.places, rules.same_city));
  out.preference = mean(wishes_met(profile.wishes, terms.offers), wishes_met(terms.wishes, profile.traits));
  return out;
}

Candidate assess_by(const Context& context, const Rules& rules, const chain::RecordKey& key, const Opening& opening,
                    const chain::AccountId& worker, const Profile& profile) {
  Candidate out;
  out.worker = worker;
  out.pseudonym = pseudonym_of(profile, key);
  out.visible = profile.visible;
  out.credit_on_tie = profile.credit_on_tie;
  out.parts = parts_of(context, rules, opening.terms, worker, profile);
  out.value = score_value(out.parts, rules.weights);
  return out;
}

// Areas whose lists can hold workers for a place: the city's and the whole province's.
std::set<std::uint32_t> areas_for(std::uint32_t place) {
  constexpr std::uint32_t kProvince = 10'000;
  return {area_of(place), area_of(place / kProvince * kProvince)};
}

// Reads lists until there are enough. A member who lost the worker's role, or is suspended, is no candidate.
class Gatherer {
 public:
  Gatherer(const Context& context, const chain::RecordKey& key, const Opening& opening)
      : context_(context), rules_(context), key_(key), opening_(opening) {}

  void read(const ListName& name) {
    const auto count = list_count(context_, name);
    if (count == 0) return;
    const std::uint64_t pages = (count + kListPageSize - 1) / kListPageSize;
    const std::uint64_t start = chain::read_be64(key_.bytes.data()) % pages;
    for (std::uint64_t i = 0; i < pages; ++i) {
      for (const auto& item : list_page(context_, name, (start + i) % pages)) {
        if (!consider(chain::retag<chain::AccountId>(item))) return;
      }
    }
  }
  [[nodiscard]] Ranking take() && { return {rules_.weights, std::move(found_), cut_}; }

 private:
  // False when nobody more may be looked at.
  bool consider(const chain::AccountId& worker) {
    if (seen_.contains(worker)) return true;
    if (seen_.size() >= kMaxCandidates) {
      cut_ = true;
      return false;
    }
    seen_.insert(worker);
    const auto profile = find_profile(context_, worker);
    const bool fits =
        profile && worker != opening_.employer && identity::has_role(context_, worker, identity::Role::kWorker);
    if (fits) found_.push_back(assess_by(context_, rules_, key_, opening_, worker, *profile));
    return true;
  }

  const Context& context_;
  const Rules rules_;
  const chain::RecordKey& key_;
  const Opening& opening_;
  std::set<chain::AccountId> seen_;
  std::vector<Candidate> found_;
  bool cut_ = false;
};

bool earlier(const Candidate& a, const Candidate& b) {
  if (a.value != b.value) return a.value > b.value;
  return a.worker < b.worker;
}

}  // namespace

GradeOf grades_of(const Context& context) {
  return [&context](const chain::AccountId& worker) {
    const auto grade = credit::grade_now(context, worker);
    constexpr auto kWorst = static_cast<std::uint32_t>(credit::Grade::kE);
    return grade == credit::Grade::kNone ? 0 : kWorst + 1 - static_cast<std::uint32_t>(grade);
  };
}

std::optional<Opening> find_opening(const Context& context, const chain::RecordKey& opening) {
  return context.read<Opening>(opening_key(opening));
}
std::optional<Profile> find_profile(const Context& context, const chain::AccountId& worker) {
  return context.read<Profile>(profile_key(worker));
}
std::optional<Proposal> find_proposal(const Context& context, const chain::RecordKey& proposal) {
  return context.read<Proposal>(proposal_key(proposal));
}

Weights weights_at(const Context& context, chain::Timestamp at) {
  const auto value = [&](const char* name) { return context.parameter(name, at).value; };
  return {value(parameters::kWeightSkill), value(parameters::kWeightReliability), value(parameters::kWeightTimePlace),
          value(parameters::kWeightPreference)};
}

chain::Hash256 pseudonym_of(const Profile& profile, const chain::RecordKey& opening) {
  return chain::Sha256()
      .update(chain::as_bytes(kPseudonymTag))
      .update(profile.key.view())
      .update(opening.view())
      .finish();
}

Candidate assess(const Context& context, const chain::RecordKey& key, const Opening& opening,
                 const chain::AccountId& worker, const Profile& profile) {
  return assess_by(context, Rules(context), key, opening, worker, profile);
}

Ranking rank(const Context& context, const chain::RecordKey& key, const Opening& opening, const GradeOf& grade_of) {
  auto skills = opening.terms.skills;
  std::ranges::sort(skills, [](const WantedSkill& a, const WantedSkill& b) {
    return a.weight != b.weight ? a.weight > b.weight : a.code < b.code;
  });
  Gatherer gatherer(context, key, opening);
  for (const auto& skill : skills) {
    for (const auto area : areas_for(opening.terms.place)) gatherer.read(skilled_list(skill.code, area));
  }
  auto out = std::move(gatherer).take();
  order(out.candidates, grade_of);
  return out;
}

void order(std::vector<Candidate>& candidates, const GradeOf& grade_of) {
  std::ranges::sort(candidates, earlier);
  for (auto from = candidates.begin(); from != candidates.end();) {
    const auto until = std::find_if(from, candidates.end(), [&](const Candidate& c) { return c.value != from->value; });
    const bool all_consent = std::all_of(from, until, [](const Candidate& c) { return c.credit_on_tie; });
    if (until - from > 1 && all_consent) {
      for (auto at = from; at != until; ++at) {
        at->grade = grade_of(at->worker);
        at->by_credit = true;
      }
      std::stable_sort(from, until, [](const Candidate& a, const Candidate& b) { return a.grade > b.grade; });
    }
    from = until;
  }
}

}  // namespace xh::contracts::matching
