// What the people commands share: options, opening the store, the read log, and how a person is named in answers.
// Internal to cli/commands.
#pragma once

#include "chain/codec/json.h"
#include "cli/commands/commands.h"
#include "cli/people/store.h"

namespace xh::cli {

struct PeopleOptions {
  std::string store;
  std::string ref;
  std::vector<std::string> refs;
  std::string purpose;
  std::string file, data, keys;
  std::vector<std::string> key_backups;
  std::string head;
  PersonChange change;
  std::string last_settlement;
  bool blocked = false;
  bool salts = false;
  bool verify = false;
};

using PeopleRun = Outcome<Document> (*)(Session&, const PeopleOptions&);
template <class Bind>
void add_people_command(CLI::App& people, Session& session, const std::string& name, const std::string& help, Bind bind,
                        PeopleRun run) {
  add_command<PeopleOptions>(people, session, name, help, bind,
                             [&session, run](const PeopleOptions& state) { return run(session, state); });
}
void add_people_reading(CLI::App& people, Session& session);

void store_option(CLI::App& command, PeopleOptions& state);
void ref_option(CLI::App& command, PeopleOptions& state);
void purpose_option(CLI::App& command, PeopleOptions& state);

// --store, then XINGHUO_PEOPLE, then <home>/people.
[[nodiscard]] std::filesystem::path people_folder(Session& session, const PeopleOptions& options);
// `confirm`: a new passphrase, asked twice.
[[nodiscard]] Outcome<SecretText> ask_people_passphrase(Session& session, const std::string& name, bool confirm);
[[nodiscard]] Outcome<std::unique_ptr<PeopleStore>> open_people(Session& session, const PeopleOptions& options);
// Exit 2 without --purpose.
[[nodiscard]] Outcome<void> check_purpose(const PeopleOptions& options);
// The lines are on the disk before anything is shown.
[[nodiscard]] Outcome<void> log_people(Session& session, PeopleStore& store, const std::string& action,
                                       const std::vector<std::string>& refs, const std::string& purpose);
// Exit 4: nobody, or erased.
[[nodiscard]] Outcome<Person> person_of(const PeopleStore& store, const std::string& ref);
[[nodiscard]] std::unexpected<Failure> is_blocked(const Person& person);
// {ref, state, account, blocked_until}: nothing personal.
[[nodiscard]] json::object standing(const Person& person);
[[nodiscard]] json::object commitments(const Person& person, bool salts);

}  // namespace xh::cli
