// Openings: published, closed, expired; and the checks of lists that openings and profiles share.
#include <set>

#include "contracts/engine/calendar.h"
#include "contracts/identity/members.h"
#include "contracts/matching/default_parameters.h"
#include "contracts/matching/handlers.h"
#include "contracts/matching/ranking.h"

namespace xh::contracts::matching {
namespace {

using identity::Role;

Outcome check_skills(const std::vector<WantedSkill>& skills) {
  std::set<std::uint32_t> seen;
  for (const auto& skill : skills) {
    const bool in_range = is_code(skill.code) && skill.level >= 1 && skill.level <= kMaxLevel && skill.weight >= 1 &&
                          skill.weight <= kMaxWeight;
    if (!in_range || !seen.insert(skill.code).second)
      return refuse("BAD_SKILLS", "MA-01",
                    "name each skill's code once, with a level of 1 to 5 and a weight of 1 to 100");
  }
  if (skills.empty()) return refuse("BAD_SKILLS", "MA-01", "an opening names at least one skill");
  return {};
}

Outcome check_terms(const Context& context, const OpeningTerms& terms) {
  if (terms.text.is_zero())
    return refuse("NO_TEXT", "MA-04", "an opening carries the salted hash of its advertisement, kept off chain");
  if (auto ok = check_skills(terms.skills); !ok) return ok;
  if (auto ok = check_place(terms.place); !ok) return ok;
  if (auto ok = check_times(terms.times); !ok) return ok;
  if (auto ok = check_codes(terms.offers, terms.wishes); !ok) return ok;
  if (terms.places < 1 || terms.places > kMaxOpenPlaces)
    return refuse("BAD_PLACES", "MA-04", "an opening has 1 to " + std::to_string(kMaxOpenPlaces) + " places");
  const auto days = context.parameter(parameters::kMaxOpenDays, context.now()).value;
  const bool in_time = is_plausible(terms.expires) && terms.expires > context.now() &&
                       terms.expires.value - context.now().value <= days * chain::kDayMs;
  if (!in_time)
    return refuse("BAD_EXPIRY", "MA-04", "an opening ends within " + std::to_string(days) + " days, after now");
  return {};
}

}  // namespace

bool is_code(std::uint32_t code) {
  return code >= 1 && code <= kMaxCode;
}

Outcome check_place(std::uint32_t place) {
  if (place >= kMinPlace && place <= kMaxPlace) return {};
  return refuse("BAD_PLACE", "OP-80", "a place is the six-digit code of an administrative division, e.g. 510104");
}

Outcome check_times(const std::vector<WeekTime>& times) {
  std::uint32_t last = 0;
  for (const auto& time : times) {
    if (time.from < last || time.until <= time.from || time.until > kWeekMinutes)
      return refuse("BAD_TIMES", "OP-80", "times are minutes of the week, 0 to 10080, ascending and without overlap");
    last = time.until;
  }
  return {};
}

Outcome check_codes(const std::vector<std::uint32_t>& codes, const std::vector<Wish>& wishes) {
  std::set<std::uint32_t> seen;
  for (const auto code : codes) {
    if (!is_code(code) || !seen.insert(code).second)
      return refuse("BAD_CODES", "MA-02", "name each code once; codes run from 1 to 999999999");
  }
  seen.clear();
  for (const auto& wish : wishes) {
    if (!is_code(wish.code) || wish.weight < 1 || wish.weight > kMaxWeight || !seen.insert(wish.code).second)
      return refuse("BAD_CODES", "MA-02", "name each wish's code once, with a weight of 1 to 100");
  }
  return {};
}

void end_opening(Context& context, const chain::RecordKey& key, Opening opening, OpeningState state) {
  opening.state = state;
  context.write(opening_key(key), opening);
  const auto item = chain::retag<chain::Hash256>(key);
  list_remove(context, list_of(ListKind::kOpenOpeningsOf, opening.employer), item);
  list_remove(context, area_list(area_of(opening.terms.place)), item);
  emit(context, EventKind::kOpeningEnded, OpeningEnded{key, state, opening.hired}, {opening.employer});
}

Outcome publish_opening(Context& context, const PublishOpening& args) {
  if (auto ok = identity::require_sender(context, Role::kEmployer); !ok) return ok;
  if (auto ok = check_terms(context, args.terms); !ok) return ok;
  const auto employer = context.info().sender;
  const auto open_list = list_of(ListKind::kOpenOpeningsOf, employer);
  if (list_count(context, open_list) >= kMaxOpenOpenings) {
    return refuse("TOO_MANY_OPENINGS", "MA-04",
                  "an employer has at most " + std::to_string(kMaxOpenOpenings) + " open openings; close one first");
  }
  const auto key = context.new_record_key();
  const auto item = chain::retag<chain::Hash256>(key);
  const Opening opening{employer, args.terms, context.now(), OpeningState::kOpen, 0};
  context.write(opening_key(key), opening);
  list_append(context, list_of(ListKind::kOpeningsOf, employer), item);
  list_add(context, open_list, item);
  list_add(context, area_list(area_of(args.terms.place)), item);
  context.schedule({args.terms.expires,
                    static_cast<std::uint32_t>(ContractId::kMatching),
                    static_cast<std::uint32_t>(ItemKind::kExpire),
                    key,
                    {employer}});
  emit(context, EventKind::kOpeningPublished, OpeningPublished{key, opening}, {employer});
  return {};
}

Outcome close_opening(Context& context, const CloseOpening& args) {
  const auto sender = context.info().sender;
  if (auto ok = identity::require_active(context, sender); !ok) return ok;
  const auto opening = find_opening(context, args.opening);
  if (!opening) return refuse("UNKNOWN_OPENING", "MA-04", "there is no opening " + chain::to_hex(args.opening.view()));
  if (opening->employer != sender && !identity::has_role(context, sender, Role::kUnion))
    return refuse("NOT_YOUR_OPENING", "MA-04", "an opening is closed by its employer or the union");
  if (opening->state != OpeningState::kOpen)
    return refuse("OPENING_ENDED", "MA-04", "the opening is " + std::string(enum_name(opening->state)) + " already");
  end_opening(context, args.opening, *opening, OpeningState::kClosed);
  return {};
}

Outcome run_expire(Context& context, const DueItem& item) {
  const auto opening = find_opening(context, item.record);
  CHECK(opening.has_value());
  if (opening->state == OpeningState::kOpen) end_opening(context, item.record, *opening, OpeningState::kExpired);
  return {};
}

}  // namespace xh::contracts::matching
