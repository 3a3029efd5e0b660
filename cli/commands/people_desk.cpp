#include "cli/commands/people_desk.h"

#include <pwd.h>
#include <unistd.h>

#include "contracts/engine/calendar.h"

namespace xh::cli {
namespace {

std::string os_user() {
  const auto id = ::geteuid();
  const auto* entry = ::getpwuid(id);
  return entry != nullptr ? std::string(entry->pw_name) : "uid " + std::to_string(id);
}

std::unexpected<Failure> nobody(const std::string& ref) {
  return fail(ExitCode::kBadInput, "NO_PERSON", "there is nobody with the number " + ref);
}

}  // namespace

std::filesystem::path people_folder(Session& session, const PeopleOptions& options) {
  if (!options.store.empty()) return options.store;
  if (auto named = session.environment().variable("XINGHUO_PEOPLE"); !named.empty()) return named;
  return session.home() / "people";
}

Outcome<SecretText> ask_people_passphrase(Session& session, const std::string& name, bool confirm) {
  const PassphraseSource source{session.options().passphrase_fd,
                                session.environment().variable("XINGHUO_PASSPHRASE_FILE")};
  const auto prompt = confirm ? Text::kEnterNewPassphrase : Text::kEnterPassphrase;
  return ask_passphrase(source, text(session.language(), prompt, name), confirm);
}

Outcome<std::unique_ptr<PeopleStore>> open_people(Session& session, const PeopleOptions& options) {
  const auto folder = people_folder(session, options);
  const auto passphrase = ask_people_passphrase(session, folder.string(), false);
  if (!passphrase) return std::unexpected(passphrase.error());
  return PeopleStore::open(folder, *passphrase);
}

Outcome<void> check_purpose(const PeopleOptions& options) {
  if (options.purpose.empty()) return usage_error("say what for: --purpose TEXT (it goes into the read log)");
  if (options.purpose.size() > kMaxPurposeBytes)
    return usage_error("--purpose is longer than " + std::to_string(kMaxPurposeBytes) + " bytes");
  return {};
}

Outcome<void> log_people(Session& session, PeopleStore& store, const std::string& action,
                         const std::vector<std::string>& refs, const std::string& purpose) {
  std::vector<PeopleLogLine> lines;
  for (const auto& ref : refs)
    lines.push_back({0, session.environment().now_ms(), os_user(), action, store.number_of(ref), purpose});
  return store.log().append(std::move(lines));
}

Outcome<Person> person_of(const PeopleStore& store, const std::string& ref) {
  const auto erased = store.tombstone(ref);
  if (!erased) return std::unexpected(erased.error());
  if (*erased)
    return fail(ExitCode::kBadInput, "ERASED",
                ref + " was erased on " + contracts::to_text(chain::Day{(*erased)->erased_at.value / chain::kDayMs}));
  auto person = store.find(ref);
  if (!person) return std::unexpected(person.error());
  if (!*person) return nobody(ref);
  return std::move(**person);
}

std::unexpected<Failure> is_blocked(const Person& person) {
  return fail(ExitCode::kKey, "BLOCKED",
              person.ref + " is blocked until " + contracts::to_text(*person.blocked_until) +
                  ": only the wage ledger is kept, for the law; to open it for that: --blocked");
}

json::object standing(const Person& person) {
  json::object out{{"ref", person.ref}, {"state", person.blocked_at ? "blocked" : "active"}};
  if (person.account) out["account"] = chain::to_address(*person.account);
  if (person.blocked_until) out["blocked_until"] = contracts::to_text(*person.blocked_until);
  return out;
}

json::object commitments(const Person& person, bool salts) {
  json::object out = standing(person);
  out["commitment"] = chain::to_hex(person_commitment(person.identity_salt, person.identity).view());
  if (salts) out["salt"] = chain::to_hex(person.identity_salt.view());
  if (!has_destination(person)) return out;
  out["destination"] = chain::to_hex(destination_commitment(person.destination_salt, payout_of(person)).view());
  if (salts) out["destination_salt"] = chain::to_hex(person.destination_salt.view());
  return out;
}

void store_option(CLI::App& command, PeopleOptions& state) {
  command.add_option("--store", state.store, "folder of the store (default: XINGHUO_PEOPLE, then <home>/people)");
}
void ref_option(CLI::App& command, PeopleOptions& state) {
  store_option(command, state);
  command.add_option("ref", state.ref, "the person's number in the union's books")->required();
}
void purpose_option(CLI::App& command, PeopleOptions& state) {
  command.add_option("--purpose", state.purpose, "what for; goes into the read log");
}

}  // namespace xh::cli
