#include "contracts/governance/edits.h"

#include <algorithm>
#include <set>

#include "chain/crypto/schnorr.h"
#include "contracts/engine/accounts.h"
#include "contracts/governance/changes.h"
#include "contracts/governance/records.h"

namespace xh::contracts::governance {
namespace {

constexpr auto kRule = "R16";

using Validators = std::vector<chain::Validator>;

// The present validator that an edit names, by key or by name.
OutcomeOf<Validators::iterator> named_by(Validators& validators, const Edit& edit) {
  if (edit.key.has_value() == !edit.name.empty()) {
    return refuse("EDIT_MALFORMED", kRule, "name the present validator either by its name or by its key");
  }
  const auto matches = [&](const chain::Validator& v) { return edit.key ? v.key == *edit.key : v.name == edit.name; };
  const auto found = std::ranges::find_if(validators, matches);
  const auto what = edit.key ? "key " + chain::to_hex(edit.key->view()) : "name '" + edit.name + "'";
  if (found == validators.end()) {
    return refuse("VALIDATOR_UNKNOWN", kRule, "no validator has the " + what + "; look at the list of validators");
  }
  if (std::find_if(found + 1, validators.end(), matches) != validators.end()) {
    return refuse("VALIDATOR_UNKNOWN", kRule,
                  "several validators have the " + what + "; name the one you mean by its key");
  }
  return found;
}

OutcomeOf<chain::Validator> new_one(const Edit& edit) {
  if (!edit.validator) return refuse("EDIT_MALFORMED", kRule, "give the validator that is to come");
  const auto& v = *edit.validator;
  if (v.name.empty() || v.address.empty() || v.node_key.is_zero()) {
    return refuse("BAD_VALIDATOR", kRule, "a validator needs a name, a node key and the address of its peer port");
  }
  if (!chain::VerifyKey::parse(v.key)) {
    return refuse("BAD_VALIDATOR", kRule,
                  "validator '" + v.name + "' has a key that is not on the curve; make a new one");
  }
  return v;
}

Outcome apply_add(Validators& validators, const Edit& edit) {
  if (edit.key || !edit.name.empty()) {
    return refuse("EDIT_MALFORMED", kRule, "an addition names no present validator");
  }
  auto added = new_one(edit);
  if (!added) return std::unexpected(added.error());
  validators.push_back(std::move(*added));
  return {};
}

Outcome apply_remove(Validators& validators, const Edit& edit) {
  if (edit.validator) return refuse("EDIT_MALFORMED", kRule, "a removal brings no new validator; use a replacement");
  const auto at = named_by(validators, edit);
  if (!at) return std::unexpected(at.error());
  validators.erase(*at);
  return {};
}

Outcome apply_replace(Validators& validators, const Edit& edit) {
  const auto at = named_by(validators, edit);
  if (!at) return std::unexpected(at.error());
  auto replacement = new_one(edit);
  if (!replacement) return std::unexpected(replacement.error());
  **at = std::move(*replacement);
  return {};
}

Outcome apply_one(Validators& validators, const Edit& edit) {
  switch (edit.kind) {
    case EditKind::kAdd:
      return apply_add(validators, edit);
    case EditKind::kRemove:
      return apply_remove(validators, edit);
    case EditKind::kReplace:
      return apply_replace(validators, edit);
  }
  return refuse("EDIT_MALFORMED", kRule, "an edit adds, removes or replaces");
}

Outcome check_size(const chain::ValidatorSet& next) {
  if (next.size() < chain::kMinValidators) {
    return refuse("SET_TOO_SMALL", kRule,
                  "the change leaves " + std::to_string(next.size()) +
                      " validators; under four no fault is tolerated, add others first");
  }
  if (next.size() > chain::kMaxValidators) {
    return refuse("SET_TOO_LARGE", kRule,
                  "the change makes " + std::to_string(next.size()) + " validators; the limit is " +
                      std::to_string(chain::kMaxValidators));
  }
  return {};
}

Outcome check_distinct(const chain::ValidatorSet& next) {
  std::set<chain::PublicKey> keys;
  std::set<chain::NodeKey> node_keys;
  for (const auto& v : next.validators) {
    if (!keys.insert(v.key).second || !node_keys.insert(v.node_key).second) {
      return refuse("DUPLICATE_KEY", kRule,
                    "validator '" + v.name + "' repeats another validator's key or node key; make new ones");
    }
  }
  return {};
}

bool is_named_twice(const chain::ValidatorSet& set, const std::string& name) {
  return std::ranges::count(set.validators, name, &chain::Validator::name) > 1;
}

// What only a validator that is new, or comes back changed, has to fulfil.
Outcome check_newcomer(const Context& context, const EpochState& state, const chain::ValidatorSet& next,
                       const chain::Validator& v) {
  if (is_named_twice(next, v.name)) {
    return refuse("NAME_TAKEN", kRule, "another validator is called '" + v.name + "' already; choose another name");
  }
  if (!find_policy(context, v.operator_account)) {
    return refuse("OPERATOR_UNKNOWN", kRule,
                  "the operator of validator '" + v.name + "' has no account; let the union register it first");
  }
  if (index_of(state.set, v.key)) return {};
  const auto policy = find_policy(context, key_account(v));
  if (policy && *policy != key_policy(v)) {
    return refuse("KEY_IN_USE", kRule,
                  "the key of validator '" + v.name + "' had an account with other keys; make a new one");
  }
  if (context.exists(convicted_key_key(v.key))) {
    return refuse("KEY_CONVICTED", kRule,
                  "the key of validator '" + v.name + "' broke the protocol before; make a new one");
  }
  return {};
}

Outcome check_newcomers(const Context& context, const EpochState& state, const chain::ValidatorSet& next) {
  for (const auto& v : next.validators) {
    if (std::ranges::find(state.set.validators, v) != state.set.validators.end()) continue;
    if (auto ok = check_newcomer(context, state, next, v); !ok) return ok;
  }
  return {};
}

}  // namespace

OutcomeOf<chain::ValidatorSet> apply_edits(const chain::ValidatorSet& present, std::span<const Edit> edits) {
  chain::ValidatorSet next{chain::Epoch{present.epoch.value + 1}, present.validators};
  for (std::size_t i = 0; i < edits.size(); ++i) {
    auto ok = apply_one(next.validators, edits[i]);
    if (!ok) {
      ok.error().message = "edit " + std::to_string(i + 1) + ": " + ok.error().message;
      return std::unexpected(std::move(ok.error()));
    }
  }
  return next;
}

Outcome check_next_set(const Context& context, const EpochState& state, const chain::ValidatorSet& next) {
  if (auto ok = check_size(next); !ok) return ok;
  if (auto ok = check_distinct(next); !ok) return ok;
  if (auto ok = check_newcomers(context, state, next); !ok) return ok;
  if (const auto ok = chain::check_validator_set(next); !ok) return refuse("BAD_VALIDATOR", kRule, ok.error().message);
  const auto guilty = guilty_in(state, next);
  if (guilty > next.max_faulty()) {
    return refuse("SET_UNSAFE", kRule,
                  "the change keeps " + std::to_string(guilty) + " validators that were proven guilty and " +
                      std::to_string(next.size()) + " tolerate " + std::to_string(next.max_faulty()) +
                      "; replace them in the same change");
  }
  return {};
}

std::size_t guilty_in(const EpochState& state, const chain::ValidatorSet& next) {
  const auto stays = [&](const Suspension& s) {
    return index_of(next, state.set.validators[s.validator.value].key).has_value();
  };
  return static_cast<std::size_t>(std::ranges::count_if(state.suspended, stays) +
                                  std::ranges::count_if(state.convicted_beyond, stays));
}

std::optional<chain::ValidatorIndex> index_of(const chain::ValidatorSet& set, const chain::PublicKey& key) {
  const auto at = std::ranges::find(set.validators, key, &chain::Validator::key);
  if (at == set.validators.end()) return std::nullopt;
  return chain::ValidatorIndex{static_cast<std::uint32_t>(at - set.validators.begin())};
}

}  // namespace xh::contracts::governance
