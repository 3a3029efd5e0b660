#include "payroll_world.h"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <ostream>

#include "contracts/credit/default_parameters.h"
#include "contracts/dispute/default_parameters.h"
#include "contracts/engine/default_parameters.h"
#include "contracts/engine/genesis_state.h"
#include "contracts/engine/parameters.h"
#include "contracts/engine/records.h"
#include "contracts/guidance/default_parameters.h"
#include "contracts/identity/members.h"
#include "contracts/insurance/default_parameters.h"
#include "contracts/lxr/balances.h"
#include "contracts/lxr/events.h"
#include "contracts/matching/default_parameters.h"
#include "contracts/payroll/default_parameters.h"
#include "contracts/payroll/payroll.h"

namespace xh::contracts::payroll::test {
namespace {

chain::KeyPolicy policy(std::uint8_t kind, std::size_t number) {
  chain::PublicKey key;
  key.bytes[0] = kind;
  key.bytes[1] = static_cast<std::uint8_t>(number + 1);
  return {1, {key}};
}

chain::Zone shanghai() {
  return {"Asia/Shanghai", {{0, 8 * 3600}}};
}

chain::AccountId add_member(chain::Genesis& genesis, const std::string& name, identity::Role role, std::size_t number) {
  const auto keys = policy(static_cast<std::uint8_t>(role), number);
  genesis.members.push_back({name, identity::bit(role), keys});
  return chain::account_id_of(keys);
}

}  // namespace

std::ostream& operator<<(std::ostream& out, const Answer& answer) {
  return out << answer.code << " " << answer.rule << " " << answer.message;
}

chain::Day day(const std::string& text) {
  const auto out = day_from_text(text);
  BOOST_REQUIRE_MESSAGE(out.has_value(), text);
  return *out;
}

WorkEntry entry(const std::string& reference, std::uint32_t minutes, std::uint32_t orders, std::int64_t agreed) {
  WorkEntry out;
  out.reference = reference;
  out.minutes = minutes;
  out.orders = orders;
  out.agreed_amount = chain::Fen{agreed};
  return out;
}

WorkEntry shift(const std::string& reference, chain::Timestamp start, chain::Timestamp end, std::uint32_t orders,
                std::int64_t agreed) {
  WorkEntry out =
      entry(reference, static_cast<std::uint32_t>((end.value - start.value) / chain::kMinuteMs), orders, agreed);
  out.start = start;
  out.end = end;
  return out;
}

// Summer time from the last Sunday of March to the last Sunday of October, both at 01:00 UTC.
chain::Zone london() {
  chain::Zone zone{"Europe/London", {{0, 0}}};
  for (std::int64_t year = 2015; year <= 2030; ++year) {
    for (const auto& [month, offset] : {std::pair<std::int64_t, std::int64_t>{3, 3600}, {10, 0}}) {
      chain::Day sunday = day_of({year, month, 31});
      while (weekday_of(sunday) != Weekday::kSunday) sunday = add_days(sunday, -1);
      zone.transitions.push_back({sunday.value * 86'400 + 3600, offset});
    }
  }
  return zone;
}

World::World(const std::string& now, std::size_t worker_count) : state_(nothing_, chain::Height{1}) {
  chain::Genesis genesis;
  genesis.chain_id = "payroll-test";
  genesis.time = chain::Timestamp{1'400'000'000'000};
  union_account = add_member(genesis, "Union", identity::Role::kUnion, 0);
  bank = add_member(genesis, "Bank", identity::Role::kBank, 0);
  for (std::size_t i = 0; i < kEmployers; ++i) {
    employers.push_back(add_member(genesis, "E" + std::to_string(i + 1), identity::Role::kEmployer, i));
  }
  for (std::size_t i = 0; i < worker_count; ++i)
    workers.push_back(add_member(genesis, "W" + std::to_string(i + 1), identity::Role::kWorker, i));
  genesis.zones = {shanghai(), london()};
  // 2026: Qingming from Saturday 4 to Monday 6 April; as an invented working weekend day Saturday 11 April.
  genesis.holidays = {{"CN", "test", {day("2026-04-06"), day("2026-05-01")}, {day("2026-04-11")}}};
  genesis.parameters = contracts::default_parameters(genesis.time);
  for (auto& parameter : payroll::default_parameters(genesis.time)) genesis.parameters.push_back(std::move(parameter));
  for (auto& parameter : insurance::default_parameters(genesis.time))
    genesis.parameters.push_back(std::move(parameter));
  for (auto& parameter : credit::default_parameters(genesis.time)) genesis.parameters.push_back(std::move(parameter));
  for (auto& parameter : contracts::matching::default_parameters(genesis.time))
    genesis.parameters.push_back(std::move(parameter));
  for (auto& parameter : contracts::dispute::default_parameters(genesis.time))
    genesis.parameters.push_back(std::move(parameter));
  for (auto& parameter : contracts::guidance::default_parameters(genesis.time))
    genesis.parameters.push_back(std::move(parameter));
  static_cast<void>(write_genesis_state(genesis, chain_, state_));
  now_ = wall(now);
}

chain::Timestamp World::wall(const std::string& text) const {
  const auto number = [&](std::size_t from, std::size_t count) {
    return text.size() < from + count ? 0 : std::stoll(text.substr(from, count));
  };
  const std::int64_t ms = ((number(11, 2) * 60 + number(14, 2)) * 60 + number(17, 2)) * 1000 + number(20, 3);
  return local_time(shanghai(), day(text.substr(0, 10)), ms);
}

void World::set_parameter(const std::string& name, std::int64_t value) {
  state_.put(chain::StateKey(engine::parameter_key(name).view()),
             chain::encode(ParameterHistory{{{chain::Timestamp{}, value, "test"}}}));
}

chain::RecordKey World::new_key() {
  chain::Bytes seed;
  chain::append_be64(seed, next_key_++);
  return chain::retag<chain::RecordKey>(chain::sha256(seed));
}

CallInfo World::call_info() const {
  CallInfo info;
  info.height = chain::Height{1};
  info.block_time = now_;
  info.effective = now_;
  return info;
}

Context World::reader() {
  return {state_, call_info(), chain_};
}

Answer World::finish(Context& context, chain::Overlay& overlay, const Outcome& outcome) {
  if (!outcome) return {outcome.error().code, outcome.error().rule, outcome.error().message, {}};
  overlay.commit_into(state_);
  for (auto& item : context.take_scheduled()) {
    const auto due = item.due;
    due_.emplace(std::pair(due, next_sequence_++), std::move(item));
  }
  Answer answer{"OK", "", "", context.take_events()};
  for (const auto& event : answer.events) {
    if (event.contract == static_cast<std::uint32_t>(ContractId::kLxr) &&
        event.kind == static_cast<std::uint32_t>(lxr::EventKind::kVoucherIssued)) {
      ++vouchers_;
    }
  }
  return answer;
}

Answer World::execute(ContractId contract, const chain::AccountId& sender, std::vector<chain::AccountId> co_signers,
                      std::uint32_t method, chain::Bytes args) {
  CallInfo info = call_info();
  info.sender = sender;
  info.secret = chain::retag<chain::Hash256>(new_key());
  info.signers = std::move(co_signers);
  info.signers.insert(info.signers.begin(), sender);
  const auto* found = all_contracts().find_method(static_cast<std::uint32_t>(contract), method);
  BOOST_REQUIRE(found != nullptr);
  const auto prepared = found->prepare(args);
  if (!prepared) return {"MALFORMED_ARGUMENTS", "", prepared.error().message, {}};
  chain::Overlay overlay(state_, info.height);
  Context context(overlay, info, chain_);
  return finish(context, overlay, (*prepared)->execute(context));
}

Answer World::run_item(const DueItem& item, std::uint64_t sequence) {
  CallInfo info = call_info();
  info.effective = item.due;
  info.secret = chain::retag<chain::Hash256>(new_key());
  info.due_sequence = sequence;
  const auto* handler = all_contracts().find_calendar(item.contract, item.kind);
  BOOST_REQUIRE(handler != nullptr);
  chain::Overlay overlay(state_, info.height);
  Context context(overlay, info, chain_);
  const auto outcome = handler->execute(context, item);
  touched_.records = std::max(touched_.records, overlay.writes().size());
  for (const auto& [leaf, write] : overlay.writes()) {
    if (write.record) touched_.largest = std::max(touched_.largest, write.record->value.size());
  }
  return finish(context, overlay, outcome);
}

Answer World::at(chain::Timestamp time) {
  BOOST_REQUIRE(time >= now_);
  Answer all{"OK", "", "", {}};
  while (!due_.empty() && due_.begin()->first.first <= time) {
    const auto item = due_.extract(due_.begin());
    now_ = std::max(now_, item.key().first);
    auto answer = run_item(item.mapped(), item.key().second);
    BOOST_REQUIRE_MESSAGE(answer.ok(), answer);
    for (auto& event : answer.events) all.events.push_back(std::move(event));
  }
  now_ = time;
  return all;
}

Terms World::terms(std::size_t employer, std::size_t worker, const std::string& effective) const {
  Terms out;
  out.employer = employers.at(employer);
  out.worker = workers.at(worker);
  out.union_account = union_account;
  out.effective = day(effective);
  out.zone = "Asia/Shanghai";
  out.holidays = "CN";
  out.items = {{"orders", PayKind::kPerOrder, chain::Fen{480}}, {"time", PayKind::kPerMinute, chain::Fen{650}}};
  out.schedule = {ScheduleKind::kMonthly, 10};
  return out;
}

chain::RecordKey World::agree(const Terms& terms) {
  const auto key = new_key();
  const auto answer = call(terms.employer, MethodId::kSignAgreement, SignAgreementArgs{key, terms},
                           {terms.worker, terms.union_account});
  BOOST_REQUIRE_MESSAGE(answer.ok(), answer);
  return key;
}

void World::deposit(const chain::AccountId& to, std::int64_t fen) {
  chain::Overlay overlay(state_, chain::Height{1});
  Context context(overlay, call_info(), chain_);
  const auto minted = lxr::mint(context, to, chain::Fen{fen}, new_key());
  BOOST_REQUIRE(minted.has_value());
  BOOST_REQUIRE(finish(context, overlay, {}).ok());
}

std::int64_t World::balance(const chain::AccountId& of) {
  const auto found = lxr::balance_of(reader(), of);
  return found.available.value + found.reserved.value;
}

std::int64_t World::supply() {
  return lxr::total_supply(reader()).value;
}

Answer World::submit(const chain::AccountId& employer, std::vector<DayUpload> logs,
                     std::optional<chain::RecordKey> batch) {
  return call(employer, MethodId::kSubmitWork, SubmitWorkArgs{batch ? *batch : new_key(), std::move(logs)});
}

DayLog World::log(const chain::RecordKey& agreement, const std::string& date) const {
  const auto found = find_day_log(state_, agreement, day(date));
  BOOST_REQUIRE(found.has_value());
  return *found;
}

LogRef World::ref(const chain::RecordKey& agreement, const std::string& date) const {
  const auto found = log(agreement, date);
  return {agreement, day(date), found.version, found.hash};
}

}  // namespace xh::contracts::payroll::test
