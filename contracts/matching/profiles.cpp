// Profiles: published, withdrawn. The lists of workers by skill and area follow each change.
#include <algorithm>
#include <set>

#include "contracts/credit/attestations.h"
#include "contracts/identity/members.h"
#include "contracts/matching/handlers.h"
#include "contracts/matching/ranking.h"
#include "contracts/payroll/records.h"

namespace xh::contracts::matching {
namespace {

using identity::Role;
using Lists = std::set<std::pair<std::uint32_t, std::uint32_t>>;  // skill, area

Lists lists_of(const Profile& profile) {
  Lists out;
  for (const auto& skill : profile.skills) {
    for (const auto place : profile.places) out.insert({skill.code, area_of(place)});
  }
  return out;
}

void move_in_lists(Context& context, const chain::AccountId& worker, const Lists& before, const Lists& after) {
  const auto item = chain::retag<chain::Hash256>(worker);
  for (const auto& list : before) {
    if (!after.contains(list)) list_remove(context, skilled_list(list.first, list.second), item);
  }
  for (const auto& list : after) {
    if (!before.contains(list)) list_add(context, skilled_list(list.first, list.second), item);
  }
}

Outcome check_own_skills(const std::vector<OwnSkill>& skills, std::uint32_t lowest) {
  if (skills.empty()) return refuse("BAD_SKILLS", "MA-01", "name at least one skill");
  std::set<std::uint32_t> seen;
  for (std::size_t i = 0; i < skills.size(); ++i) {
    const auto& skill = skills[i];
    const bool in_range = is_code(skill.code) && skill.level >= lowest && skill.level <= kMaxLevel;
    if (!in_range || !seen.insert(skill.code).second) {
      return in_line(i, {"BAD_SKILLS", "MA-01",
                         "name each skill's code once, with a level of " + std::to_string(lowest) + " to 5"});
    }
  }
  return {};
}

Outcome check_profile(const PublishProfile& args) {
  if (auto ok = check_own_skills(args.skills, 1); !ok) return ok;
  if (args.places.empty()) return refuse("BAD_PLACE", "OP-80", "a profile names at least one place");
  for (std::size_t i = 0; i < args.places.size(); ++i) {
    if (auto ok = check_place(args.places[i]); !ok) return in_line(i, std::move(ok.error()));
    if (std::ranges::count(args.places, args.places[i]) > 1)
      return in_line(i, {"BAD_PLACE", "OP-80", "name each place once"});
  }
  if (auto ok = check_times(args.times); !ok) return ok;
  return check_codes(args.traits, args.wishes);
}

// The union, or an employer that shows its own agreement with this worker.
Outcome may_attest(const Context& context, const AttestSkills& args) {
  const auto sender = context.info().sender;
  if (auto ok = identity::require_active(context, sender); !ok) return ok;
  if (identity::has_role(context, sender, Role::kUnion)) return {};
  if (auto ok = identity::require_sender(context, Role::kEmployer); !ok) return ok;
  const auto agreement =
      args.agreement ? context.read<payroll::Agreement>(payroll::agreement_key(*args.agreement)) : std::nullopt;
  if (!agreement) return refuse("UNKNOWN_AGREEMENT", "MA-01", "an employer names its pay agreement with the worker");
  if (agreement->terms.employer != sender || agreement->terms.worker != args.worker)
    return refuse("NOT_YOUR_WORKER", "MA-01", "the agreement is not between you and this worker");
  return {};
}

}  // namespace

Outcome publish_profile(Context& context, const PublishProfile& args) {
  if (auto ok = identity::require_sender(context, Role::kWorker); !ok) return ok;
  if (auto ok = check_profile(args); !ok) return ok;
  const auto worker = context.info().sender;
  const auto before = find_profile(context, worker);
  Profile profile;
  profile.key = before ? before->key : context.new_record_key();
  profile.skills = args.skills;
  profile.places = args.places;
  profile.times = args.times;
  profile.traits = args.traits;
  profile.wishes = args.wishes;
  profile.visible = args.visible;
  profile.credit_on_tie = args.credit_on_tie;
  profile.updated_at = context.now();
  context.write(profile_key(worker), profile);
  move_in_lists(context, worker, before ? lists_of(*before) : Lists{}, lists_of(profile));
  emit(context, EventKind::kProfilePublished, ProfileChanged{worker}, {worker});
  return {};
}

// Open to suspended workers and to those who are workers no more: what is theirs they may take back.
Outcome withdraw_profile(Context& context, const WithdrawProfile& /*args*/) {
  const auto worker = context.info().sender;
  const auto profile = find_profile(context, worker);
  if (!profile) return refuse("NO_PROFILE", "MA-01", "there is no profile of this account");
  move_in_lists(context, worker, lists_of(*profile), {});
  context.erase(profile_key(worker));
  emit(context, EventKind::kProfileWithdrawn, ProfileChanged{worker}, {worker});
  return {};
}

// Of skills that the worker put into a profile: who does not ask to be matched is not attested.
Outcome attest_skills(Context& context, const AttestSkills& args) {
  if (auto ok = may_attest(context, args); !ok) return ok;
  if (auto ok = check_own_skills(args.skills, 0); !ok) return ok;
  const auto profile = find_profile(context, args.worker);
  if (!profile) return refuse("NO_PROFILE", "MA-01", "the worker has published no profile");
  for (std::size_t i = 0; i < args.skills.size(); ++i) {
    const auto& line = args.skills[i];
    if (std::ranges::find(profile->skills, line.code, &OwnSkill::code) == profile->skills.end()) {
      return in_line(i, {"UNKNOWN_SKILL", "MA-01", "the profile does not name the skill " + std::to_string(line.code)});
    }
    credit::note_attestation(context, args.worker, line.code, line.level);
  }
  emit(context, EventKind::kSkillsAttested, SkillsAttested{args.worker, context.info().sender, args.skills},
       {args.worker, context.info().sender});
  return {};
}

}  // namespace xh::contracts::matching
