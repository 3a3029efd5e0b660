#include "cli/commands/terms.h"

#include <algorithm>

#include "chain/codec/json.h"
#include "cli/files.h"
#include "cli/output/money.h"
#include "cli/output/time_text.h"

namespace xh::cli {
namespace {

namespace payroll = contracts::payroll;

constexpr std::size_t kMaxTermsBytes = 256 * 1024;

// Accounts by key name, a day by its date: what people write, into what from_json reads.
Outcome<void> name_accounts(Session& session, json::object& object, std::initializer_list<const char*> members) {
  for (const char* member : members) {
    auto* value = object.if_contains(member);
    if (value == nullptr || !value->is_string()) continue;
    const std::string name(std::string_view(value->get_string()));
    const auto account = session.keys().account(name);
    if (!account)
      return bad_input(std::string(member) + ": '" + name + "' is neither a key of this home nor an address");
    *value = chain::to_address(*account);
  }
  return {};
}

Outcome<void> make_plain(Session& session, json::object& terms) {
  if (auto ok = name_accounts(session, terms, {"employer", "worker", "union_account"}); !ok) return ok;
  if (auto* roles = terms.if_contains("roles"); roles != nullptr && roles->is_object()) {
    auto ok = name_accounts(session, roles->get_object(), {"manager", "contract_signer", "wage_payer", "tax_payer"});
    if (!ok) return ok;
  }
  auto* effective = terms.if_contains("effective");
  if (effective == nullptr || !effective->is_string()) return {};
  const auto day = parse_day(std::string_view(effective->get_string()));
  if (!day) return bad_input("effective: " + day.error().message);
  *effective = day->value;
  return {};
}

Outcome<payroll::Terms> terms_from_file(Session& session, const std::string& path) {
  const auto content = read_file(path, kMaxTermsBytes);
  if (!content) return std::unexpected(content.error());
  auto document = chain::parse_json(*content);
  if (!document) return bad_input(path, document.error());
  if (!document->is_object()) return bad_input(path + ": terms are a JSON object");
  if (auto ok = make_plain(session, document->get_object()); !ok) return std::unexpected(ok.error());
  auto terms = chain::from_json<payroll::Terms>(*document);
  if (!terms) return bad_input(path, terms.error());
  return std::move(*terms);
}

Outcome<payroll::EmploymentForm> form_of(const std::string& text) {
  std::string known;
  for (std::uint32_t i = 0; i <= static_cast<std::uint32_t>(enum_max(payroll::EmploymentForm{})); ++i) {
    const auto form = static_cast<payroll::EmploymentForm>(i);
    if (text == enum_name(form)) return form;
    known += (known.empty() ? "" : ", ") + std::string(enum_name(form));
  }
  return usage_error("--form '" + text + "': one of " + known);
}

Outcome<std::optional<payroll::ChainRoles>> roles_of(Session& session, const TermsOptions& options) {
  payroll::ChainRoles out;
  for (const auto& [name, target] : {std::pair(&options.manager, &out.manager),
                                     {&options.contract_signer, &out.contract_signer},
                                     {&options.wage_payer, &out.wage_payer},
                                     {&options.tax_payer, &out.tax_payer}}) {
    if (name->empty()) continue;
    const auto account = session.keys().account(*name);
    if (!account) return std::unexpected(account.error());
    *target = *account;
  }
  return out == payroll::ChainRoles{} ? std::nullopt : std::optional(out);
}

Outcome<std::optional<payroll::PayFactors>> factors_of(const TermsOptions& options) {
  payroll::PayFactors out;
  for (const auto& [name, text, target] : {std::tuple("--day-floor", &options.day_floor, &out.day_floor),
                                           {"--day-cap", &options.day_cap, &out.day_cap},
                                           {"--period-floor", &options.period_floor, &out.period_floor},
                                           {"--period-cap", &options.period_cap, &out.period_cap}}) {
    if (text->empty()) continue;
    const auto amount = parse_yuan(*text);
    if (!amount) return usage_error(std::string(name) + ": " + amount.error().message);
    *target = *amount;
  }
  if (!options.night.empty()) {
    const auto night = parse_night(options.night);
    if (!night) return std::unexpected(night.error());
    std::tie(out.night_from, out.night_to) = *night;
  }
  out.min_wage_top_up = options.min_wage_top_up;
  return out == payroll::PayFactors{} ? std::nullopt : std::optional(out);
}

Outcome<payroll::PaySchedule> schedule_of(const TermsOptions& options) {
  if ((options.monthly == 0) == (options.cycle == 0)) return usage_error("either --monthly DAY or --cycle DAYS");
  if (options.monthly != 0) return payroll::PaySchedule{payroll::ScheduleKind::kMonthly, options.monthly};
  return payroll::PaySchedule{payroll::ScheduleKind::kCycle, options.cycle};
}

// What plain terms do not have.
Outcome<void> read_extras(Session& session, const TermsOptions& options, payroll::Terms& out) {
  if (!options.form.empty()) {
    const auto form = form_of(options.form);
    if (!form) return std::unexpected(form.error());
    out.form = *form;
  }
  const auto roles = roles_of(session, options);
  if (!roles) return std::unexpected(roles.error());
  const auto factors = factors_of(options);
  if (!factors) return std::unexpected(factors.error());
  out.roles = *roles;
  out.factors = *factors;
  out.trade = options.trade;
  return {};
}

void add_factor_options(CLI::App& command, TermsOptions& options) {
  const auto add = [&command](const char* name, auto& target, const char* help) {
    command.add_option(name, target, help)->group("Terms");
  };
  add("--form", options.form, "dispatch, post_outsourcing, business_outsourcing, short_term, part_time, ...");
  add("--trade", options.trade, "delivery, freight, ride: whose limit of orders an hour holds");
  add("--manager", options.manager, "who manages the work, when it is not the employer");
  add("--contract-signer", options.contract_signer, "who signed the labour contract");
  add("--wage-payer", options.wage_payer, "who bears the wage");
  add("--tax-payer", options.tax_payer, "who declares the tax");
  add("--night", options.night, "22:00-06:00, for items with night=...%");
  add("--day-floor", options.day_floor, "yuan, for a day with work");
  add("--day-cap", options.day_cap, "yuan a day");
  add("--period-floor", options.period_floor, "yuan, for a period with work");
  add("--period-cap", options.period_cap, "yuan a period");
  command.add_flag("--min-wage-top-up", options.min_wage_top_up, "a day earns its minutes' hourly minimum at least")
      ->group("Terms");
}

// A party out of a file: by the key of this home that is its, so that it can sign here.
std::string key_name_or_address(Session& session, const chain::AccountId& account) {
  const auto names = session.keys().names();
  if (names) {
    for (const auto& name : *names) {
      const auto own = session.keys().account(name);
      if (own && *own == account) return name;
    }
  }
  return chain::to_address(account);
}

}  // namespace

void add_terms_options(CLI::App& command, TermsOptions& options) {
  command.add_option("--terms", options.file, "all terms as a JSON file")->group("Terms");
  command.add_option("--employer", options.employer, "key name or address")->group("Terms");
  command.add_option("--worker", options.worker, "key name or address")->group("Terms");
  command.add_option("--union", options.union_account, "key name or address")->group("Terms");
  command.add_option("--effective", options.effective, "first day, 2026-03-01")->group("Terms");
  command.add_option("--zone", options.zone, "zone of days, cut-off and paydays")
      ->capture_default_str()
      ->group("Terms");
  command.add_option("--holidays", options.holidays, "holiday table")->capture_default_str()->group("Terms");
  command
      .add_option("--item", options.items,
                  "NAME:per_order:4.80[,41=5.50][,night=30%], NAME:per_minute:YUAN-AN-HOUR, NAME:per_day:YUAN, "
                  "NAME:agreed_amount or NAME:milestones:FIRST=YUAN,...")
      ->allow_extra_args(false)
      ->group("Terms");
  command.add_option("--monthly", options.monthly, "calendar months, paid on this day of the next")
      ->check(CLI::Range(1u, payroll::kMaxCycleDays))
      ->group("Terms");
  command.add_option("--cycle", options.cycle, "periods of so many days")
      ->check(CLI::Range(1u, payroll::kMaxCycleDays))
      ->group("Terms");
  add_factor_options(command, options);
}

Outcome<payroll::Terms> read_terms(Session& session, const TermsOptions& options) {
  if (!options.file.empty()) return terms_from_file(session, options.file);
  payroll::Terms out;
  if (auto extras = read_extras(session, options, out); !extras) return std::unexpected(extras.error());
  for (const auto& [name, target] : {std::pair(&options.employer, &out.employer),
                                     {&options.worker, &out.worker},
                                     {&options.union_account, &out.union_account}}) {
    if (name->empty()) return usage_error("the terms need --employer, --worker and --union");
    const auto account = session.keys().account(*name);
    if (!account) return std::unexpected(account.error());
    *target = *account;
  }
  const auto effective = parse_day(options.effective);
  if (!effective) return usage_error("--effective: " + effective.error().message);
  const auto schedule = schedule_of(options);
  if (!schedule) return std::unexpected(schedule.error());
  out.effective = *effective;
  out.zone = options.zone;
  out.holidays = options.holidays;
  out.schedule = *schedule;
  for (const auto& text : options.items) {
    const auto item = parse_pay_item(text);
    if (!item) return std::unexpected(item.error());
    out.items.push_back(*item);
  }
  return out;
}

json::object terms_template() {
  payroll::Terms terms;
  terms.zone = "Asia/Shanghai";
  terms.holidays = "CN";
  terms.items = {{"配送", payroll::PayKind::kPerOrder, chain::Fen{480}, {{41, chain::Fen{550}}}, 300'000},
                 {"工时", payroll::PayKind::kPerMinute, chain::Fen{650}}};
  terms.schedule = {payroll::ScheduleKind::kMonthly, 10};
  terms.form = payroll::EmploymentForm::kCrowdsourcing;
  terms.trade = "delivery";
  terms.factors = payroll::PayFactors{1320, 360, {}, chain::Fen{60'000}, {}, {}, true};
  auto out = chain::to_json(terms);
  out["employer"] = "employer's key name or address";
  out["worker"] = "worker's key name or address";
  out["union_account"] = "union's key name or address";
  out["effective"] = "2026-03-01";
  return out;
}

Outcome<void> add_co_signers(Session& session, const payroll::Terms& terms, const TermsOptions& options,
                             WriteOptions& write) {
  const auto acting = session.default_key({});
  if (!acting) return std::unexpected(acting.error());
  const auto self = session.keys().account(write.account.empty() ? *acting : write.account);
  if (!self) return std::unexpected(self.error());
  bool is_party = false;
  for (const auto& [account, name] : {std::pair(terms.employer, options.employer),
                                      {terms.worker, options.worker},
                                      {terms.union_account, options.union_account}}) {
    if (account == *self) {
      is_party = true;
      continue;
    }
    std::vector<chain::AccountId> named;
    for (const auto& co : write.co) named.push_back(session.keys().account(co).value_or(chain::AccountId{}));
    if (std::ranges::find(named, account) == named.end())
      write.co.push_back(name.empty() ? key_name_or_address(session, account) : name);
  }
  if (!is_party) return usage_error("the acting key '" + *acting + "' is no party of the terms");
  return {};
}

}  // namespace xh::cli
