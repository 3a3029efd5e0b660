#include "tests/sim/node/clients.h"

#include <algorithm>

#include "chain/crypto/sha256.h"
#include "contracts/governance/changes.h"
#include "contracts/identity/calls.h"
#include "contracts/identity/members.h"
#include "contracts/lxr/balances.h"
#include "contracts/lxr/calls.h"
#include "contracts/payroll/calls.h"

namespace xh::sim {
namespace {

namespace lxr = contracts::lxr;
namespace identity = contracts::identity;
namespace payroll = contracts::payroll;
namespace governance = contracts::governance;
using contracts::ContractId;

// Short enough to stay includable (at most a day ahead) when all clocks jump back by kClockJumpBackMs
// (world_faults.cpp).
constexpr std::int64_t kLifetimeMs = 50 * chain::kMinuteMs;
constexpr std::size_t kMaxOpen = 40;
constexpr std::size_t kMaxRepeated = 8;
constexpr chain::Day kFirstDay{kStartMs / chain::kDayMs};  // 2026-01-01, a Thursday

chain::RecordKey record_key(std::uint64_t number) {
  chain::Bytes seed;
  chain::append_be64(seed, number);
  return chain::retag<chain::RecordKey>(chain::sha256(seed));
}

}  // namespace

Clients::Clients(const Consortium& consortium, Oracle& oracle, std::vector<std::unique_ptr<SimNode>>& nodes,
                 std::uint64_t seed, bool clocks_lie, bool members_change)
    : consortium_(consortium),
      oracle_(oracle),
      nodes_(nodes),
      chance_(seed),
      clocks_lie_(clocks_lie),
      members_change_(members_change) {
  plan_setup();
}

void Clients::plan_setup() {
  const auto employer = Consortium::account(Who::kEmployer);
  const auto add = [this](Who from, ContractId contract, auto method, auto arguments) {
    setup_.push_back([this, from, contract, method, arguments](std::uint64_t key, std::int64_t expires_ms) {
      return consortium_.sign(from, contract, method, arguments, key, expires_ms);
    });
  };
  add(Who::kBank, ContractId::kLxr, lxr::MethodId::kCustodyStatement,
      lxr::FileStatement{chain::Fen{kDepositFen}, chain::Timestamp{kStartMs}});
  add(Who::kBank, ContractId::kLxr, lxr::MethodId::kConfirmDeposit,
      lxr::ConfirmDeposit{{{employer, chain::Fen{kDepositFen}, "deposit-1"}}});
  add(Who::kUnion, ContractId::kLxr, lxr::MethodId::kSetRelations,
      lxr::SetRelations{{{employer, Consortium::account(Who::kWorkerA), lxr::Purpose::kRefund, true},
                         {employer, Consortium::account(Who::kWorkerB), lxr::Purpose::kProject, true}}});
  add(Who::kUnion, ContractId::kIdentity, identity::MethodId::kRegisterMembers,
      identity::RegisterMembers{{{Consortium::policy(9), identity::bit(identity::Role::kWorker), {}, false}}});
  const auto agreements = 1 + chance_.below(kZones);
  for (std::size_t i = 0; i < agreements; ++i) plan_agreement(i);
}

// Paid daily, so that a payday comes in every run; each agreement in a zone of its own, so that they do not all come at
// once.
void Clients::plan_agreement(std::size_t number) {
  const bool of_a = number % 2 == 0;
  const auto worker = of_a ? Who::kWorkerA : Who::kWorkerB;
  const auto agreement = record_key(number);
  payroll::Terms terms;
  terms.employer = Consortium::account(Who::kEmployer);
  terms.worker = Consortium::account(worker);
  terms.union_account = Consortium::account(Who::kUnion);
  terms.effective = kFirstDay;
  terms.zone = Consortium::zone(number);
  terms.holidays = "CN";
  terms.items = {{"orders", payroll::PayKind::kPerOrder, chain::Fen{480}}};
  terms.schedule = {payroll::ScheduleKind::kCycle, 1};
  setup_.push_back([this, agreement, terms, worker](std::uint64_t key, std::int64_t expires_ms) {
    return consortium_.sign(Who::kEmployer, ContractId::kPayroll, payroll::MethodId::kSignAgreement,
                            payroll::SignAgreementArgs{agreement, terms}, key, expires_ms, {worker, Who::kUnion});
  });
  payroll::WorkEntry entry;
  entry.reference = "shift";
  entry.minutes = 480;
  entry.orders = static_cast<std::uint32_t>(5 + chance_.below(10));
  const payroll::SubmitWorkArgs work{record_key(1'000 + number), {{agreement, kFirstDay, 0, {entry}}}};
  setup_.push_back([this, work](std::uint64_t key, std::int64_t expires_ms) {
    return consortium_.sign(Who::kEmployer, ContractId::kPayroll, payroll::MethodId::kSubmitWork, work, key,
                            expires_ms);
  });
}

void Clients::step(std::int64_t clock_ms) {
  next_setup_step(clock_ms);
  if (!stopped_ && members_change_ && set_up() && chance_.percent(15)) change_the_set(clock_ms);
  if (!stopped_ && next_setup_ >= 3 && open_.size() < kMaxOpen && chance_.percent(70)) add_transfer(clock_ms);
  for (auto& request : open_) {
    if (oracle_.key_is_final(request.versions.front().key) && chance_.percent(5) && some_final_.size() < kMaxRepeated)
      some_final_.push_back(request);
  }
  std::erase_if(open_, [this](const Request& r) { return oracle_.key_is_final(r.versions.front().key); });
  for (auto& request : open_) {
    if (oracle_.time_ms() > request.expires_ms) sign(request, clock_ms);  // it can be final no more
    if (chance_.percent(30)) submit(request);
  }
  if (!some_final_.empty() && chance_.percent(20)) submit(some_final_[chance_.below(some_final_.size())]);
}

// One step of the setup after the other: each rests on the one before.
void Clients::next_setup_step(std::int64_t clock_ms) {
  if (set_up() || (setup_key_ != 0 && !oracle_.key_is_final(setup_key_))) return;
  if (stopped_) return;
  Request request{{setup_[next_setup_++]}, {}, 0};
  sign(request, clock_ms);
  setup_key_ = request.versions.front().key;
  open_.push_back(std::move(request));
}

void Clients::add_transfer(std::int64_t clock_ms) {
  const bool to_a = chance_.percent(50);
  lxr::Transfer transfer{Consortium::account(to_a ? Who::kWorkerA : Who::kWorkerB),
                         chain::Fen{chance_.between(1, 5'000)},
                         to_a ? lxr::Purpose::kRefund : lxr::Purpose::kProject,
                         {}};
  Request request;
  const auto add = [&] {
    request.makes.push_back([this, transfer](std::uint64_t key, std::int64_t expires_ms) {
      return consortium_.sign(Who::kEmployer, ContractId::kLxr, lxr::MethodId::kTransfer, transfer, key, expires_ms);
    });
  };
  add();
  if (chance_.percent(15)) {  // a client's mistake: the same key for another content
    transfer.amount.value += 1;
    add();
  }
  sign(request, clock_ms);
  submit(request);
  open_.push_back(std::move(request));
}

// The union operates every seat: it proposes a change, approves it when it is on the ledger, and waits for its end. Now
// and then it thinks better of it.
void Clients::change_the_set(std::int64_t clock_ms) {
  if (change_key_ != 0 && !oracle_.key_is_final(change_key_)) return;
  const auto at =
      std::ranges::find_if(nodes_, [](const auto& n) { return n->running() && n->honest() && !n->paused(); });
  if (at == nodes_.end()) return;
  const auto& executor = (*at)->ledger().executor();
  auto view = executor.view(executor.finalized(), contracts::time_of(executor.finalized()));
  const auto open = governance::open_changes(view.context());
  Request request;
  const auto call = [&](governance::MethodId method, auto arguments) {
    request.makes.push_back([this, method, arguments](std::uint64_t key, std::int64_t expires_ms) {
      return consortium_.sign(Who::kUnion, ContractId::kGovernance, method, arguments, key, expires_ms);
    });
  };
  if (open.empty())
    call(governance::MethodId::kProposeChange, draw_change((*at)->replica().epoch().set.validators));
  else if (chance_.percent(10))
    call(governance::MethodId::kWithdrawChange, governance::WithdrawChange{open.front().key});
  else if (open.front().change.status == governance::ChangeStatus::kOpen)
    call(governance::MethodId::kApproveChange, governance::ApproveChange{open.front().key});
  else
    return;
  sign(request, clock_ms);
  change_key_ = request.versions.front().key;
  open_.push_back(std::move(request));
}

// Never below the size of genesis, so that as many may lie as did from the start.
contracts::governance::ProposeChange Clients::draw_change(const std::vector<chain::Validator>& set) {
  std::vector<chain::Validator> outside;
  for (std::size_t i = 0; i < consortium_.validators(); ++i) {
    const auto& v = consortium_.validator(i);
    if (std::ranges::find(set, v.key, &chain::Validator::key) == set.end()) outside.push_back(v);
  }
  const auto any_inside = [&] { return set[chance_.below(set.size())].name; };
  const auto any_outside = [&] { return outside[chance_.below(outside.size())]; };
  governance::ProposeChange out;
  const auto draw = chance_.below(4);
  if (draw == 0 && !outside.empty())
    out.edits.push_back({governance::EditKind::kAdd, {}, {}, any_outside()});
  else if (draw == 1 && set.size() > consortium_.genesis().validators.size())
    out.edits.push_back({governance::EditKind::kRemove, any_inside(), {}, {}});
  else if (draw == 2 && !outside.empty())
    out.edits.push_back({governance::EditKind::kReplace, any_inside(), {}, any_outside()});
  return out;  // without an edit: the epoch is renewed
}

void Clients::sign(Request& request, std::int64_t clock_ms) {
  const bool is_change = !request.versions.empty() && request.versions.front().key == change_key_;
  const bool is_setup = !request.versions.empty() && request.versions.front().key == setup_key_;
  const auto key = next_key_++;
  if (is_setup) setup_key_ = key;
  if (is_change) change_key_ = key;
  request.expires_ms = std::max(clock_ms, oracle_.time_ms()) + kLifetimeMs;
  request.versions.clear();
  for (const auto& make : request.makes) {
    request.versions.push_back(make(key, request.expires_ms));
    oracle_.sent_with_key(request.versions.back().id, key);
  }
}

void Clients::submit(const Request& request) {
  auto& node = *nodes_[chance_.below(nodes_.size())];
  if (!node.running() || node.paused() || !node.honest()) return;
  std::vector<chain::Bytes> wires;
  for (const auto& call : request.versions) wires.push_back(call.wire);
  if (chance_.percent(50)) std::ranges::reverse(wires);
  const bool alone = wires.size() == 1;
  node.replica().submit(std::move(wires), [this, alone](const std::vector<node::SubmitResult>& answers) {
    note_answers(alone, answers);
  });
}

void Clients::note_answers(bool alone, const std::vector<node::SubmitResult>& answers) {
  for (const auto& answer : answers) {
    if (answer.state == node::SubmitState::kFinal && !oracle_.is_final(answer.id))
      oracle_.violation("a node called a transaction final that is in no final block");
    const bool about_time = answer.code == "EXPIRED" || answer.code == "EXPIRES_TOO_LATE";
    if (answer.state == node::SubmitState::kRefused && alone && !(clocks_lie_ && about_time))
      oracle_.violation("a good transaction was refused: " + answer.code + ": " + answer.message);
  }
}

}  // namespace xh::sim
