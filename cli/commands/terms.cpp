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

Outcome<payroll::Terms> terms_from_file(const std::string& path) {
  const auto content = read_file(path, kMaxTermsBytes);
  if (!content) return std::unexpected(content.error());
  const auto document = chain::parse_json(*content);
  if (!document) return bad_input(path, document.error());
  auto terms = chain::from_json<payroll::Terms>(*document);
  if (!terms) return bad_input(path, terms.error());
  return std::move(*terms);
}

Outcome<payroll::PaySchedule> schedule_of(const TermsOptions& options) {
  if ((options.monthly == 0) == (options.cycle == 0)) return usage_error("either --monthly DAY or --cycle DAYS");
  if (options.monthly != 0) return payroll::PaySchedule{payroll::ScheduleKind::kMonthly, options.monthly};
  return payroll::PaySchedule{payroll::ScheduleKind::kCycle, options.cycle};
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
      .add_option("--item", options.items, "NAME:per_order:YUAN, NAME:per_minute:YUAN-AN-HOUR or NAME:agreed_amount")
      ->allow_extra_args(false)
      ->group("Terms");
  command.add_option("--monthly", options.monthly, "calendar months, paid on this day of the next")
      ->check(CLI::Range(1u, payroll::kMaxCycleDays))
      ->group("Terms");
  command.add_option("--cycle", options.cycle, "periods of so many days")
      ->check(CLI::Range(1u, payroll::kMaxCycleDays))
      ->group("Terms");
}

Outcome<payroll::PayItem> parse_pay_item(const std::string& text) {
  const auto last = text.rfind(':');
  const auto wrong = [&] {
    return usage_error("--item '" + text + "': write NAME:per_order:6.50, NAME:per_minute:25 or NAME:agreed_amount");
  };
  if (last == std::string::npos) return wrong();
  if (text.substr(last + 1) == enum_name(payroll::PayKind::kAgreedAmount)) {
    return payroll::PayItem{text.substr(0, last), payroll::PayKind::kAgreedAmount, {}};
  }
  const auto middle = last == 0 ? std::string::npos : text.rfind(':', last - 1);
  if (middle == std::string::npos) return wrong();
  const auto kind = text.substr(middle + 1, last - middle - 1);
  const auto rate = parse_yuan(text.substr(last + 1));
  if (!rate) return usage_error("--item '" + text + "': " + rate.error().message);
  for (const auto candidate : {payroll::PayKind::kPerOrder, payroll::PayKind::kPerMinute}) {
    if (kind == enum_name(candidate)) return payroll::PayItem{text.substr(0, middle), candidate, *rate};
  }
  return wrong();
}

Outcome<payroll::Terms> read_terms(Session& session, const TermsOptions& options) {
  if (!options.file.empty()) return terms_from_file(options.file);
  payroll::Terms out;
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
      write.co.push_back(name.empty() ? chain::to_address(account) : name);
  }
  if (!is_party) return usage_error("the acting key '" + *acting + "' is no party of the terms");
  return {};
}

}  // namespace xh::cli
