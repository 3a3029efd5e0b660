#include "insurance_world.h"

#include <algorithm>

#include "contracts/engine/calendar.h"
#include "contracts/identity/calls.h"
#include "contracts/identity/identity.h"
#include "contracts/insurance/insurance.h"
#include "contracts/insurance/months.h"
#include "contracts/lxr/lxr.h"

namespace xh::contracts::test {
namespace {

using chain::Fen;

constexpr std::uint32_t kWageMethod = 1;
constexpr std::uint32_t kOwesMethod = 2;
constexpr std::uint32_t kWageEvent = 90;
constexpr std::int64_t kZoneMs = 8 * chain::kHourMs;

struct Owes {
  chain::AccountId worker;
  chain::Day month;
  bool owes = false;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("worker", &Owes::worker), chain::field<2>("month", &Owes::month),
                      chain::field<3>("owes", &Owes::owes));
  }
};

insurance::WageFacts facts_of(const Wage& wage) {
  return {wage.worker, wage.employer, {}, wage.month, wage.gross, wage.fee, wage.orders, wage.cooperating};
}

// Order of a payday: wage, employer's contributions, fee, the worker's contribution.
Outcome run_wage(Context& context, const Wage& wage) {
  const auto facts = facts_of(wage);
  WagePaid out{wage.charges, false};
  if (wage.step != WageStep::kCollectOnly) out.charges = insurance::charge_wage(context, facts);
  if (wage.step != WageStep::kChargeOnly) {
    if (wage.gross.value > 0) {
      if (auto ok = lxr::post(context, wage.employer, wage.worker, wage.gross, lxr::Purpose::kWage, {}); !ok)
        return std::unexpected(ok.error());
    }
    insurance::collect_employer(context, facts, out.charges);
    if (wage.fee.value > 0) {
      const auto to = identity::union_account(context);
      if (auto ok = lxr::post(context, wage.employer, to, wage.fee, lxr::Purpose::kFee, {}); !ok)
        return std::unexpected(ok.error());
    }
    out.collected = insurance::collect_worker(context, facts, out.charges);
  }
  context.emit(ContractId::kEngine, kWageEvent, out, {});
  return {};
}

Outcome run_owes(Context& context, const Owes& args) {
  insurance::employer_owes_wage(context, args.worker, args.month, args.owes);
  return {};
}

const Registry& insurance_registry() {
  static const Registry kRegistry = [] {
    Registry registry;
    register_identity(registry);
    register_lxr(registry);
    register_insurance(registry);
    registry.add_method<Wage>(ContractId::kEngine, kWageMethod, "test.wage", run_wage);
    registry.add_method<Owes>(ContractId::kEngine, kOwesMethod, "test.owes", run_owes);
    return registry;
  }();
  return kRegistry;
}

chain::Genesis genesis_of(insurance::Mode mode) {
  auto genesis = test_genesis();
  const std::uint32_t roles = identity::bit(identity::Role::kEmployer) | identity::bit(identity::Role::kMember);
  genesis.members.push_back({"second employer", roles, actor(6).policy});
  for (auto& parameter : genesis.parameters) {
    if (parameter.name == "ins.mode") parameter.value = static_cast<std::int64_t>(mode);
  }
  return genesis;
}

chain::Timestamp time_of_text(const std::string& text) {
  const auto day = day_from_text(text.substr(0, 10));
  BOOST_REQUIRE(day.has_value());
  const auto minutes = std::stoll(text.substr(11, 2)) * 60 + std::stoll(text.substr(14, 2));
  return chain::Timestamp{day->value * chain::kDayMs + minutes * chain::kMinuteMs - kZoneMs};
}

}  // namespace

chain::Day month(const std::string& text) {
  const auto day = day_from_text(text + "-01");
  BOOST_REQUIRE(day.has_value());
  return *day;
}

chain::Hash256 hash_of(std::uint8_t n) {
  chain::Hash256 out;
  out.bytes[0] = n;
  return out;
}

chain::RecordKey contract_id(std::uint8_t n) {
  chain::RecordKey out;
  out.bytes[0] = n;
  return out;
}

insurance::RateRow fixture_row(const std::string& from) {
  insurance::RateRow row;
  row.from = month(from);
  row.floor = Fen{451'100};
  row.ceiling = Fen{2'255'400};
  row.pension = {160'000, 80'000};
  row.medical = {69'000, 20'000};
  row.unemployment = {6'000, 4'000};
  row.injury = {4'000, 0};
  row.maternity = {8'000, 0};
  row.flexible_pension_ppm = 200'000;
  row.flexible_personal_ppm = 80'000;
  row.flexible_medical_ppm = 85'000;
  row.housing_min_ppm = 50'000;
  row.housing_max_ppm = 120'000;
  row.order_injury = {Fen{1}, Fen{7}, Fen{25}, Fen{18}};
  return row;
}

InsuranceWorld::InsuranceWorld(insurance::Mode mode, const std::string& start)
    : ledger(genesis_of(mode), insurance_registry()) {
  advance(start);
  set_rates({fixture_row()});
}

void InsuranceWorld::advance(const std::string& to) {
  const auto target = time_of_text(to);
  BOOST_REQUIRE(target > ledger.time());
  for (auto& receipt : ledger.block({}, target.value - ledger.time().value)) {
    BOOST_REQUIRE_MESSAGE(receipt.ok(), receipt.code + ": " + receipt.message);
    calendar.push_back(std::move(receipt));
  }
}

void InsuranceWorld::set_rates(std::vector<insurance::RateRow> rows) {
  ledger.run_ok(the_union, kInsurance, insurance::MethodId::kSetRates,
                insurance::SetRates{kCity, hash_of(9), std::move(rows)});
}

void InsuranceWorld::classify(const Actor& who, std::uint32_t months) {
  ledger.run_ok(the_union, kInsurance, insurance::MethodId::kClassify,
                insurance::Classify{who.id, kCity, months, hash_of(8)});
}

insurance::Terms InsuranceWorld::terms(const Actor& who, insurance::Scheme scheme) const {
  insurance::Terms out;
  out.worker = who.id;
  out.scheme = scheme;
  out.city = kCity;
  return out;
}

chain::Receipt InsuranceWorld::sign(const Actor& who, const insurance::Terms& terms, const std::string& from,
                                    std::uint32_t months, std::uint8_t key) {
  classify(who, 12);
  TxOptions options;
  options.co_signers = {the_union};
  for (const auto& party : {employer, second_employer}) {
    if (terms.employer == party.id) options.co_signers.push_back(party);
  }
  return ledger.run(who, kInsurance, insurance::MethodId::kSign,
                    insurance::Sign{contract_id(key), terms, month(from), months}, options);
}

Wage InsuranceWorld::wage_of(const Actor& who, const Actor& from, const std::string& of, std::int64_t gross,
                             bool cooperating) const {
  Wage out;
  out.worker = who.id;
  out.employer = from.id;
  out.month = month(of);
  out.gross = Fen{gross};
  out.cooperating = cooperating;
  if (cooperating) out.fee = Fen{*chain::mul_div_half_up(gross, 60'000, 1'000'000)};
  return out;
}

WagePaid InsuranceWorld::wage(Wage wage) {
  const auto receipt = ledger.run_ok(bank, ContractId::kEngine, kWageMethod, wage);
  return events_of<WagePaid>(receipt, ContractId::kEngine, kWageEvent).at(0);
}

void InsuranceWorld::employer_owes(const Actor& who, const std::string& of, bool owes) {
  ledger.run_ok(bank, ContractId::kEngine, kOwesMethod, Owes{who.id, month(of), owes});
}

insurance::Contract InsuranceWorld::contract(std::uint8_t key) const {
  auto view = ledger.view();
  const auto found = insurance::open_contract(view.context(), contract_id(key));
  BOOST_REQUIRE(found.has_value());
  return found->content;
}

insurance::Month InsuranceWorld::month_record(const std::string& of, std::uint8_t key) const {
  auto view = ledger.view();
  auto found = insurance::find_month(view.context(), contract_id(key), month(of));
  BOOST_REQUIRE_MESSAGE(found.has_value(), "no month " + of);
  return *found;
}

std::int64_t InsuranceWorld::balance(const chain::AccountId& account) const {
  auto view = ledger.view();
  return lxr::balance_of(view.context(), account).available.value;
}

std::string InsuranceWorld::last_time_of(insurance::EventKind kind) const {
  std::string out = "never";
  for (const auto& receipt : calendar) {
    const auto is_one = [&](const chain::LedgerEvent& e) {
      return e.contract == static_cast<std::uint32_t>(kInsurance) && e.kind == static_cast<std::uint32_t>(kind);
    };
    if (!std::ranges::any_of(receipt.events, is_one)) continue;
    const auto local = receipt.effective.value + kZoneMs;
    const auto minutes = local % chain::kDayMs / chain::kMinuteMs;
    const auto two = [](std::int64_t n) { return (n < 10 ? "0" : "") + std::to_string(n); };
    out = to_text(chain::Day{local / chain::kDayMs}) + " " + two(minutes / 60) + ":" + two(minutes % 60);
  }
  return out;
}

}  // namespace xh::contracts::test
