// people show | list | export | commit | payees | log
#include <map>

#include "cli/commands/people_desk.h"
#include "cli/files.h"
#include "cli/people/sheet.h"

namespace xh::cli {
namespace {

Outcome<Document> show(Session& session, const PeopleOptions& options) {
  if (auto ok = check_purpose(options); !ok) return std::unexpected(ok.error());
  const auto store = open_people(session, options);
  if (!store) return std::unexpected(store.error());
  const auto person = person_of(**store, options.ref);
  if (!person) return std::unexpected(person.error());
  if (person->blocked_at && !options.blocked) return is_blocked(*person);
  if (auto ok = log_people(session, **store, "show", {person->ref}, options.purpose); !ok)
    return std::unexpected(ok.error());
  auto out = standing(*person);
  for (auto& [name, value] : person_fields(*person)) out[name] = std::move(value);
  for (const auto& [name, value] : commitments(*person, options.salts)) out[name] = value;
  return Document{.data = std::move(out)};
}

// Numbers, accounts and states: no personal data, no line in the log.
Outcome<Document> list(Session& session, const PeopleOptions& options) {
  const auto store = open_people(session, options);
  if (!store) return std::unexpected(store.error());
  const auto people = (*store)->all();
  if (!people) return std::unexpected(people.error());
  json::array rows;
  for (const auto& person : *people) rows.push_back(standing(person));
  const auto erased = PeopleStore::numbers_in((*store)->folder() / "erased");
  if (!erased) return std::unexpected(erased.error());
  return Document{.data = {{"people", std::move(rows)}, {"erased", erased->size()}},
                  .list = "people",
                  .columns = {"ref", "account", "state", "blocked_until"}};
}

// Everyone who is not blocked, or those named (a blocked one is refused).
Outcome<std::vector<Person>> chosen(const PeopleStore& store, const std::vector<std::string>& refs) {
  std::vector<Person> out;
  for (const auto& ref : refs) {
    auto person = person_of(store, ref);
    if (!person) return std::unexpected(person.error());
    if (person->blocked_at) return is_blocked(*person);
    out.push_back(std::move(*person));
  }
  if (!refs.empty()) return out;
  auto all = store.all();
  if (!all) return all;
  std::erase_if(*all, [](const Person& person) { return person.blocked_at.has_value(); });
  return all;
}

Outcome<void> log_all(Session& session, PeopleStore& store, const std::string& action,
                      const std::vector<Person>& people, const std::string& purpose) {
  std::vector<std::string> refs;
  for (const auto& person : people) refs.push_back(person.ref);
  return log_people(session, store, action, refs, purpose);
}

Outcome<Document> export_sheet(Session& session, const PeopleOptions& options) {
  if (auto ok = check_purpose(options); !ok) return std::unexpected(ok.error());
  const auto store = open_people(session, options);
  if (!store) return std::unexpected(store.error());
  const auto people = chosen(**store, options.refs);
  if (!people) return std::unexpected(people.error());
  if (auto ok = log_all(session, **store, "export", *people, options.purpose); !ok) return std::unexpected(ok.error());
  if (auto ok = write_new_private_file(options.file, people_sheet(*people)); !ok) return std::unexpected(ok.error());
  return Document{.data = {{"file", options.file}, {"people", people->size()}}};
}

Outcome<Document> commit(Session& session, const PeopleOptions& options) {
  if (options.salts) {
    if (auto ok = check_purpose(options); !ok) return std::unexpected(ok.error());
  }
  const auto store = open_people(session, options);
  if (!store) return std::unexpected(store.error());
  const auto people = chosen(**store, options.refs);
  if (!people) return std::unexpected(people.error());
  if (options.salts) {
    if (auto ok = log_all(session, **store, "commit", *people, options.purpose); !ok)
      return std::unexpected(ok.error());
  }
  json::array rows;
  for (const auto& person : *people) rows.push_back(commitments(person, options.salts));
  return Document{.data = {{"people", std::move(rows)}}, .list = "people"};
}

void add_payees(std::vector<PayoutRow>& out, const Person& person) {
  const auto payee = [&](const BankDestination& bank, const chain::Hash256& salt) {
    out.push_back({*person.account, bank, salt});
  };
  if (has_destination(person)) payee(payout_of(person), person.destination_salt);
  // The ledger may still name the account that the worker had when the wage was paid.
  for (const auto& former : person.former_destinations) payee(former.bank, former.salt);
}

Outcome<Document> payees(Session& session, const PeopleOptions& options) {
  if (auto ok = check_purpose(options); !ok) return std::unexpected(ok.error());
  const auto store = open_people(session, options);
  if (!store) return std::unexpected(store.error());
  auto people = chosen(**store, options.refs);
  if (!people) return std::unexpected(people.error());
  std::erase_if(*people,
                [](const Person& p) { return !p.account || (!has_destination(p) && p.former_destinations.empty()); });
  std::vector<PayoutRow> lines;
  for (const auto& person : *people) add_payees(lines, person);
  if (lines.size() > kMaxPayoutRows)
    return bad_input("more than " + std::to_string(kMaxPayoutRows) + " payees; name the people of this run");
  if (auto ok = log_all(session, **store, "payees", *people, options.purpose); !ok) return std::unexpected(ok.error());
  if (auto ok = write_new_private_file(options.file, payee_list(lines)); !ok) return std::unexpected(ok.error());
  return Document{.data = {{"file", options.file}, {"people", people->size()}, {"destinations", lines.size()}}};
}

Outcome<Document> verify_log(PeopleStore& store, const PeopleOptions& options) {
  const auto head = store.log().verify();
  if (!head) return std::unexpected(head.error());
  if (!options.head.empty()) {
    const auto noted = chain::fixed_from_hex<chain::Hash256>(options.head);
    if (!noted) return usage_error("--head is 64 hex digits");
    const auto holds = store.log().holds(*noted);
    if (!holds) return std::unexpected(holds.error());
    if (!*holds)
      return fail(ExitCode::kFalse, "LOG_CUT", "the head that was noted down is not in this log: lines were cut off");
  }
  return Document{.data = {{"verified", true}, {"lines", head->lines}, {"head", chain::to_hex(head->hash.view())}}};
}

Outcome<Document> show_log(Session& session, const PeopleOptions& options) {
  const auto opened = open_people(session, options);
  if (!opened) return std::unexpected(opened.error());
  auto& store = **opened;
  if (options.verify || !options.head.empty()) return verify_log(store, options);
  const auto lines = store.log().read();
  if (!lines) return std::unexpected(lines.error());
  std::map<std::string, std::string> refs;
  const auto people = store.all();
  if (!people) return std::unexpected(people.error());
  for (const auto& person : *people) refs[store.number_of(person.ref)] = person.ref;
  const auto wanted = options.ref.empty() ? std::string() : store.number_of(options.ref);
  json::array rows;
  for (const auto& line : *lines) {
    if (!wanted.empty() && line.person != wanted) continue;
    const auto known = refs.find(line.person);
    rows.push_back(json::object{{"number", line.number},
                                {"time", line.time_ms},
                                {"user", line.user},
                                {"action", line.action},
                                {"person", known != refs.end() ? known->second
                                           : !wanted.empty()   ? options.ref
                                                               : line.person},
                                {"purpose", line.purpose}});
  }
  return Document{.data = {{"reads", std::move(rows)}},
                  .list = "reads",
                  .columns = {"number", "time", "user", "action", "person", "purpose"}};
}

void refs_option(CLI::App& command, PeopleOptions& state) {
  store_option(command, state);
  command.add_option("--ref", state.refs, "only these people (default: all)")->allow_extra_args(false);
}

}  // namespace

void add_people_reading(CLI::App& people, Session& session) {
  add_people_command(
      people, session, "show", "one person's data (logged)",
      [](CLI::App& command, PeopleOptions& state) {
        ref_option(command, state);
        purpose_option(command, state);
        command.add_flag("--salts", state.salts, "with the salts of the commitments");
        command.add_flag("--blocked", state.blocked, "open an entry that is kept for the law only");
      },
      show);
  add_people_command(people, session, "list", "numbers, accounts, states: no personal data", store_option, list);
  add_people_command(
      people, session, "export", "personal data as a sheet (each person logged)",
      [](CLI::App& command, PeopleOptions& state) {
        refs_option(command, state);
        purpose_option(command, state);
        command.add_option("file", state.file, "new CSV file")->required();
      },
      export_sheet);
  add_people_command(
      people, session, "commit", "commitments for member register and payout instructions",
      [](CLI::App& command, PeopleOptions& state) {
        refs_option(command, state);
        purpose_option(command, state);
        command.add_flag("--salts", state.salts, "with their salts (logged, wants --purpose)");
      },
      commit);
  add_people_command(
      people, session, "payees", "the payee file of a bank run (each person logged)",
      [](CLI::App& command, PeopleOptions& state) {
        refs_option(command, state);
        purpose_option(command, state);
        command.add_option("file", state.file, "new CSV file; destroy it after the run")->required();
      },
      payees);
  add_people_command(
      people, session, "log", "who read whose data, when and what for",
      [](CLI::App& command, PeopleOptions& state) {
        store_option(command, state);
        command.add_option("--ref", state.ref, "of this person only");
        command.add_flag("--verify", state.verify, "check the chain and give its head");
        command.add_option("--head", state.head, "a head noted down earlier: it must be in the chain");
      },
      show_log);
}

}  // namespace xh::cli
