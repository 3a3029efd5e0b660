// Consent and disclosure (OP-78, OP-79, R-09c, R-10a to R-10c).
#include <algorithm>

#include "contracts/credit/handlers.h"
#include "contracts/credit/profile.h"
#include "contracts/credit/rules.h"
#include "contracts/identity/members.h"

namespace xh::contracts::credit {
namespace {

using identity::Role;

constexpr std::int64_t kMostDays = 3'660;

// Who may receive anything for a purpose: banks for loans, employers for work (CR-09).
Role role_for(ConsentPurpose purpose) {
  return purpose == ConsentPurpose::kEmployment ? Role::kEmployer : Role::kBank;
}

Outcome require_purpose(ConsentPurpose purpose) {
  if (purpose == ConsentPurpose::kNone)
    return refuse("NO_PURPOSE", "R-10a", "name the purpose: home_loan, gap_loan or employment");
  return {};
}

Outcome check_scope(ConsentPurpose purpose, const std::vector<Indicator>& scope) {
  for (const auto indicator : scope) {
    if (may_serve(purpose, indicator)) continue;
    return refuse("OUT_OF_SCOPE", "OP-80",
                  "'" + std::string(enum_name(indicator)) + "' is not disclosed for the purpose " +
                      std::string(enum_name(purpose)));
  }
  return {};
}

Outcome check_expiry(const Context& context, chain::Timestamp expires_at) {
  const auto days = number_now(context, "credit.consent.max_days", 1, kMostDays);
  if (expires_at > context.now() && expires_at <= days_from_now(context, days)) return {};
  return refuse("BAD_EXPIRY", "OP-78", "a consent ends within " + std::to_string(days) + " days from now");
}

// Makes room for one more: consents that are over leave the list and the ledger.
void drop_ended(Context& context, const chain::AccountId& worker, File& file) {
  std::erase_if(file.consents, [&](const ConsentRef& ref) {
    const auto consent = find_consent(context, worker, ref.recipient, ref.purpose);
    const bool over = !consent || consent->revoked_at || consent->expires_at <= context.now();
    if (over) context.erase(consent_key(worker, ref.recipient, ref.purpose));
    return over;
  });
}

Outcome list_consent(Context& context, const chain::AccountId& worker, const ConsentRef& ref) {
  auto file = file_of(context, worker);
  if (std::ranges::find(file.consents, ref) != file.consents.end()) return {};
  if (file.consents.size() >= kMaxConsents) drop_ended(context, worker, file);
  if (file.consents.size() >= kMaxConsents)
    return refuse("TOO_MANY_CONSENTS", "OP-78", "revoke a consent before granting another one");
  file.consents.push_back(ref);
  save_file(context, worker, file);
  return {};
}

Disclosed disclosure_of(const Context& context, const Disclose& args, const Consent& consent,
                        const std::vector<Indicator>& indicators) {
  const auto profile = profile_of(context, args.worker);
  const auto file = file_of(context, args.worker);
  Disclosed out;
  out.worker = args.worker;
  out.recipient = consent.recipient;
  out.purpose = args.purpose;
  out.consent_version = consent.version;
  out.at = context.now();
  out.day = profile.day;
  for (const auto indicator : indicators) {
    out.indicators.push_back(indicator_value(profile, file, indicator));
    if (indicator == Indicator::kScoreReasons) {
      out.parts = profile.score.parts;
      out.penalties = profile.score.penalties;
    }
    if (indicator == Indicator::kDefaults) out.defaults = profile.defaults;
    if (indicator == Indicator::kCommitments) out.commitments = file.commitments;
  }
  out.statements = profile.statements;
  out.open_objections = profile.open_objections;
  return out;
}

}  // namespace

Outcome grant_consent(Context& context, const GrantConsent& args) {
  if (auto ok = require_worker(context); !ok) return ok;
  if (auto ok = require_purpose(args.purpose); !ok) return ok;
  if (auto ok = identity::require_role(context, args.recipient, role_for(args.purpose)); !ok) return ok;
  auto scope = read_indicators(args.indicators);
  if (!scope) return std::unexpected(scope.error());
  if (auto ok = check_scope(args.purpose, *scope); !ok) return ok;
  if (auto ok = check_expiry(context, args.expires_at); !ok) return ok;
  if (args.text.is_zero())
    return refuse("NO_TEXT", "R-10b", "a consent carries the salted hash of the text that was agreed to");
  const auto worker = context.info().sender;
  const auto before = find_consent(context, worker, args.recipient, args.purpose);
  if (auto ok = list_consent(context, worker, {args.recipient, args.purpose}); !ok) return ok;
  Consent consent;
  consent.worker = worker;
  consent.recipient = args.recipient;
  consent.purpose = args.purpose;
  consent.version = before ? before->version + 1 : 1;
  consent.scope = std::move(*scope);
  consent.granted_at = context.now();
  consent.expires_at = args.expires_at;
  consent.text = args.text;
  context.write(consent_key(worker, args.recipient, args.purpose), consent);
  emit(context, EventKind::kConsentGranted, consent, {worker, args.recipient});
  return {};
}

// Open to suspended workers too: what was given can always be taken back.
Outcome revoke_consent(Context& context, const RevokeConsent& args) {
  const auto worker = context.info().sender;
  auto consent = find_consent(context, worker, args.recipient, args.purpose);
  if (!consent || consent->revoked_at)
    return refuse("NO_CONSENT", "OP-78", "there is no consent for this recipient and purpose to revoke");
  consent->revoked_at = context.now();
  context.write(consent_key(worker, args.recipient, args.purpose), *consent);
  emit(context, EventKind::kConsentRevoked, *consent, {worker, args.recipient});
  return {};
}

Outcome disclose(Context& context, const Disclose& args) {
  if (auto ok = require_purpose(args.purpose); !ok) return ok;
  const auto recipient = context.info().sender;
  const auto indicators = read_indicators(args.indicators);
  if (!indicators) return std::unexpected(indicators.error());
  if (auto ok = require_usable(context, args.worker); !ok) return ok;
  const auto consent = valid_consent(context, args.worker, recipient, args.purpose);
  if (!consent) return std::unexpected(consent.error());
  if (auto ok = identity::require_sender(context, role_for(args.purpose)); !ok) return ok;  // it may have lost it since
  for (const auto indicator : *indicators) {
    if (std::ranges::find(consent->scope, indicator) != consent->scope.end()) continue;
    return refuse("OUT_OF_SCOPE", "OP-78",
                  "the consent does not name '" + std::string(enum_name(indicator)) + "'; ask for what it names only");
  }
  auto disclosed = disclosure_of(context, args, *consent, *indicators);
  log_disclosure(context, args.worker,
                 {recipient, args.purpose, consent->version, *indicators, context.now(), context.info().transaction});
  emit(context, EventKind::kDisclosed, disclosed, {args.worker, recipient});
  return {};
}

}  // namespace xh::contracts::credit
