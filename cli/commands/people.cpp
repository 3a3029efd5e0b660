// people init | add | set | import | erase | backup | restore | rekey (people_read.cpp: show | list | export | commit |
// payees | log)
#include "cli/commands/people_desk.h"
#include "cli/files.h"
#include "cli/output/time_text.h"
#include "cli/people/sheet.h"
#include "cli/people/store_backup.h"
#include "contracts/engine/calendar.h"

namespace xh::cli {
namespace {

chain::Day today(Session& session) {
  // The union's days are Shanghai's.
  constexpr std::int64_t kShanghaiMs = 8 * chain::kHourMs;
  return chain::Day{(session.environment().now_ms() + kShanghaiMs) / chain::kDayMs};
}

Outcome<Document> init(Session& session, const PeopleOptions& options) {
  const auto folder = people_folder(session, options);
  const auto passphrase = ask_people_passphrase(session, folder.string(), true);
  if (!passphrase) return std::unexpected(passphrase.error());
  const auto store = PeopleStore::create(folder, *passphrase, session.environment().argon_cost);
  if (!store) return std::unexpected(store.error());
  return Document{.data = {{"store", folder.string()}, {"store_id", chain::to_hex((*store)->file().store_id)}}};
}

PersonChange change_of(const PeopleOptions& options) {
  auto out = options.change;
  if (!options.last_settlement.empty()) out.last_settlement = options.last_settlement;
  return out;
}

Outcome<Document> add(Session& session, const PeopleOptions& options) {
  const auto store = open_people(session, options);
  if (!store) return std::unexpected(store.error());
  const auto there = (*store)->find(options.ref);
  if (!there) return std::unexpected(there.error());
  if (*there)
    return fail(ExitCode::kBadInput, "EXISTS", options.ref + " is there already; change it: xinghuo people set");
  Person person;
  person.ref = options.ref;
  const auto made = changed(std::move(person), change_of(options));
  if (!made) return bad_input(made.error().message);
  if (auto ok = (*store)->put({&*made, 1}); !ok) return std::unexpected(ok.error());
  return Document{.data = commitments(*made, false)};
}

Outcome<Document> set(Session& session, const PeopleOptions& options) {
  const auto store = open_people(session, options);
  if (!store) return std::unexpected(store.error());
  auto person = person_of(**store, options.ref);
  if (!person) return std::unexpected(person.error());
  if (person->blocked_at) return is_blocked(*person);
  const auto made = changed(std::move(*person), change_of(options));
  if (!made) return bad_input(made.error().message);
  if (auto ok = (*store)->put({&*made, 1}); !ok) return std::unexpected(ok.error());
  return Document{.data = commitments(*made, false)};
}

Outcome<Document> import_sheet(Session& session, const PeopleOptions& options) {
  const auto text = read_file(options.file, kMaxPeopleSheetBytes);
  if (!text) return std::unexpected(text.error());
  const auto rows = read_people_sheet(*text);
  if (!rows) return bad_input(options.file, rows.error());
  const auto store = open_people(session, options);
  if (!store) return std::unexpected(store.error());
  std::vector<Person> people;
  std::size_t added = 0;
  for (const auto& row : *rows) {
    const auto where = options.file + ": line " + std::to_string(row.line);
    auto person = (*store)->find(row.ref);
    if (!person) return std::unexpected(person.error());
    if (*person && (*person)->blocked_at) return bad_input(where + ": " + row.ref + " is blocked");
    added += *person ? 0 : 1;
    Person base = *person ? std::move(**person) : Person{};
    base.ref = row.ref;
    auto made = changed(std::move(base), row.change);
    if (!made) return bad_input(where, made.error());
    people.push_back(std::move(*made));
  }
  if (auto ok = (*store)->put(people); !ok) return std::unexpected(ok.error());
  return Document{.data = {{"people", people.size()}, {"added", added}, {"changed", people.size() - added}}};
}

// The wage ledger has to be kept: the rest goes now, and what is left is blocked.
Outcome<Document> block(Session& session, PeopleStore& store, Person person, chain::Day until,
                        const std::string& purpose) {
  const bool is_new = !person.blocked_at;
  person = reduced_to_wage_ledger(std::move(person));
  if (is_new) person.blocked_at = chain::Timestamp{session.environment().now_ms()};
  person.blocked_until = until;
  if (auto ok = store.put({&person, 1}); !ok) return std::unexpected(ok.error());
  if (is_new) {
    if (auto ok = log_people(session, store, "block", {person.ref}, purpose); !ok) return std::unexpected(ok.error());
  }
  return Document{.data = standing(person)};
}

Outcome<void> prune_all(const PeopleStore& store, const PeopleOptions& options, json::object& out) {
  json::array rows;
  for (const auto& path : options.key_backups) {
    const auto gone = prune_key_backup(store, path);
    if (!gone) return std::unexpected(gone.error());
    rows.push_back(json::object{{"file", path}, {"keys_destroyed", *gone}});
  }
  if (!rows.empty()) out["key_backups"] = std::move(rows);
  return {};
}

Outcome<void> take_last_settlement(Person& person, const std::string& text) {
  if (text.empty()) {
    if (person.account && !person.last_settlement)
      return usage_error(
          "say when the last wage was settled: --last-settlement DATE, or none (the wage ledger is kept for three "
          "years)");
    return {};
  }
  if (text == "none") {
    if (person.last_settlement)
      return bad_input("a settlement of " + contracts::to_text(*person.last_settlement) + " is on file");
    return {};
  }
  PersonChange change;
  change.last_settlement = text;
  auto made = changed(person, change);
  if (!made) return bad_input(made.error().message);
  person = std::move(*made);
  return {};
}

Outcome<Document> erase(Session& session, const PeopleOptions& options) {
  if (auto ok = check_purpose(options); !ok) return std::unexpected(ok.error());
  const auto opened = open_people(session, options);
  if (!opened) return std::unexpected(opened.error());
  auto& store = **opened;
  const auto erased = store.tombstone(options.ref);
  if (!erased) return std::unexpected(erased.error());
  json::object out{{"ref", options.ref}, {"state", "erased"}};
  if (!*erased) {
    auto person = person_of(store, options.ref);
    if (!person) return std::unexpected(person.error());
    if (auto ok = take_last_settlement(*person, options.last_settlement); !ok) return std::unexpected(ok.error());
    const auto until = hold_ends(*person);
    if (until && today(session) < *until) return block(session, store, std::move(*person), *until, options.purpose);
    const chain::Timestamp now{session.environment().now_ms()};
    if (auto ok = log_people(session, store, "erase", {options.ref}, options.purpose); !ok)
      return std::unexpected(ok.error());
    if (auto ok = store.erase(options.ref, {now, options.purpose}); !ok) return std::unexpected(ok.error());
  }
  if (auto ok = prune_all(store, options, out); !ok) return std::unexpected(ok.error());
  return Document{.data = std::move(out)};
}

Outcome<Document> backup(Session& session, const PeopleOptions& options) {
  if (options.data.empty() == options.keys.empty())
    return usage_error("name one file: --data FILE or --keys FILE; the two are kept apart");
  const auto store = open_people(session, options);
  if (!store) return std::unexpected(store.error());
  const auto kind = options.data.empty() ? BackupKind::kKeys : BackupKind::kData;
  const auto& path = options.data.empty() ? options.keys : options.data;
  const auto count = write_backup(**store, kind, path, session.environment().now_ms());
  if (!count) return std::unexpected(count.error());
  return Document{.data = {{"file", path}, {"people", count->people}, {"erased", count->erased}}};
}

Outcome<Document> restore(Session& session, const PeopleOptions& options) {
  const auto folder = people_folder(session, options);
  const auto passphrase = ask_people_passphrase(session, options.keys, false);
  if (!passphrase) return std::unexpected(passphrase.error());
  const auto count = restore_backup(options.data, options.keys, folder, *passphrase);
  if (!count) return std::unexpected(count.error());
  return Document{.data = {{"store", folder.string()},
                           {"people", count->people},
                           {"without_key", count->without_key},
                           {"erased", count->erased}}};
}

Outcome<Document> rekey(Session& session, const PeopleOptions& options) {
  const auto store = open_people(session, options);
  if (!store) return std::unexpected(store.error());
  const auto passphrase = ask_people_passphrase(session, people_folder(session, options).string(), true);
  if (!passphrase) return std::unexpected(passphrase.error());
  if (auto ok = (*store)->rekey(*passphrase, session.environment().argon_cost); !ok) return std::unexpected(ok.error());
  return Document{.data = {{"generation", (*store)->file().generation}}};
}

void person_options(CLI::App& command, PeopleOptions& state) {
  ref_option(command, state);
  auto& change = state.change;
  command.add_option("--account", change.account, "the person's account on the ledger");
  command.add_option("--name", change.name, "name as in the identity document");
  command.add_option("--id-number", change.id_number, "number of the identity document");
  command.add_option("--phone", change.phone, "telephone");
  command.add_option("--bank-account", change.bank_account, "number of the bank account that wages go to");
  command.add_option("--cnaps", change.cnaps, "12 digits of that bank's branch");
  command.add_option("--address", change.address, "postal address");
  command.add_option("--marital-status", change.marital_status, "only if the person agreed (OP-79)");
  command.add_option("--marital-purpose", change.marital_purpose, "what the person agreed to it for");
  command.add_option("--last-settlement", state.last_settlement, "day of the last settled wage, YYYY-MM-DD");
}

void add_writing(CLI::App& people, Session& session) {
  add_people_command(people, session, "init", "a new store", store_option, init);
  add_people_command(people, session, "add", "a new person; salts are made here", person_options, add);
  add_people_command(people, session, "set", "changes a person's data", person_options, set);
  add_people_command(
      people, session, "import", "people from a sheet: new ones and changes, all or none",
      [](CLI::App& command, PeopleOptions& state) {
        store_option(command, state);
        command.add_option("file", state.file, "CSV with a header: ref,name,id_number,...")->required();
      },
      import_sheet);
  add_people_command(
      people, session, "erase", "destroys key, salts and data; blocks them while the wage ledger must be kept",
      [](CLI::App& command, PeopleOptions& state) {
        ref_option(command, state);
        purpose_option(command, state);
        command.add_option("--last-settlement", state.last_settlement,
                           "day of the last settled wage, YYYY-MM-DD, or none");
        command.add_option("--keys-backup", state.key_backups, "key backup to take the key out of; several")
            ->allow_extra_args(false);
      },
      erase);
  add_people_command(
      people, session, "backup", "sealed data or sealed keys, never both in one place",
      [](CLI::App& command, PeopleOptions& state) {
        store_option(command, state);
        command.add_option("--data", state.data, "new file for the sealed data");
        command.add_option("--keys", state.keys, "new file for the sealed keys");
      },
      backup);
  add_people_command(
      people, session, "restore", "a store from its two backups",
      [](CLI::App& command, PeopleOptions& state) {
        store_option(command, state);
        command.add_option("--data", state.data, "backup of the data")->required();
        command.add_option("--keys", state.keys, "backup of the keys")->required();
      },
      restore);
  add_people_command(people, session, "rekey", "a new passphrase and a new store key", store_option, rekey);
}

}  // namespace

void add_people_commands(CLI::App& app, Session& session) {
  CLI::App& people = *app.add_subcommand("people", "the union's sealed store of personal data")->require_subcommand(1);
  add_writing(people, session);
  add_people_reading(people, session);
}

}  // namespace xh::cli
