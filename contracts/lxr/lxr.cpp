#include "contracts/lxr/lxr.h"

#include "contracts/engine/default_parameters.h"
#include "contracts/identity/members.h"
#include "contracts/lxr/calls.h"
#include "contracts/lxr/custody.h"
#include "contracts/lxr/daily_limit.h"
#include "contracts/lxr/events.h"
#include "contracts/lxr/payout_batches.h"
#include "contracts/lxr/payouts.h"
#include "contracts/lxr/settlements.h"
#include "contracts/lxr/withdrawals.h"

namespace xh::contracts {
namespace lxr {
namespace {

using identity::Role;

Outcome confirm_one(Context& context, const DepositLine& line) {
  const auto bank = context.info().sender;
  if (line.reference.empty()) return refuse("BAD_REFERENCE", "OP-27", "a deposit needs the bank's receipt reference");
  if (auto ok = identity::require_active(context, line.account); !ok) return ok;
  const auto key = deposit_reference_key(bank, line.reference);
  if (context.exists(key)) {
    return refuse("REFERENCE_USED", "OP-27",
                  "the bank's reference '" + line.reference + "' was confirmed before; it counts once");
  }
  const auto record = context.new_record_key();
  if (const auto voucher = mint_covered(context, bank, line.account, line.amount, record); !voucher)
    return std::unexpected(voucher.error());
  context.write(key, DepositReference{line.account, line.amount, context.now()});
  return {};
}

Outcome confirm_deposit(Context& context, const ConfirmDeposit& args) {
  if (auto ok = identity::require_sender(context, Role::kBank); !ok) return ok;
  if (args.deposits.empty()) return refuse("EMPTY_LIST", "OP-27", "the list of deposits is empty");
  for (std::size_t i = 0; i < args.deposits.size(); ++i) {
    if (auto ok = confirm_one(context, args.deposits[i]); !ok) return in_line(i, std::move(ok.error()));
  }
  return {};
}

Outcome custody_statement(Context& context, const FileStatement& args) {
  if (auto ok = identity::require_sender(context, Role::kBank); !ok) return ok;
  return file_statement(context, context.info().sender, args.balance, args.as_of);
}

bool can_be_relation(Purpose purpose) {
  return purpose >= Purpose::kFee && purpose <= Purpose::kVoucher;
}

Outcome set_relation(Context& context, const RelationLine& line) {
  if (!can_be_relation(line.purpose)) {
    return refuse("BAD_PURPOSE", "OP-28",
                  "a relation is for a fee, contribution, refund, project or voucher; wages are paid by payroll");
  }
  if (line.from == line.to) return refuse("SAME_ACCOUNT", "OP-28", "a relation joins two accounts");
  for (const auto& account : {line.from, line.to}) {
    if (!identity::find_member(context, account)) {
      return refuse("UNKNOWN_MEMBER", "OP-28",
                    "account " + chain::to_hex(account.view()) + " is not a registered member");
    }
  }
  const auto key = relation_key(line.from, line.to, line.purpose);
  if (context.exists(key) == line.open) return {};
  if (line.open)
    context.write(key, Relation{context.now()});
  else
    context.erase(key);
  context.emit(ContractId::kLxr, static_cast<std::uint32_t>(EventKind::kRelationChanged),
               RelationChanged{line.from, line.to, line.purpose, line.open}, {line.from, line.to});
  return {};
}

Outcome set_relations(Context& context, const SetRelations& args) {
  if (auto ok = identity::require_sender(context, Role::kUnion); !ok) return ok;
  if (args.relations.empty()) return refuse("EMPTY_LIST", "OP-28", "the list of relations is empty");
  for (std::size_t i = 0; i < args.relations.size(); ++i) {
    if (auto ok = set_relation(context, args.relations[i]); !ok) return in_line(i, std::move(ok.error()));
  }
  return {};
}

Outcome transfer(Context& context, const Transfer& args) {
  const auto from = context.info().sender;
  if (!can_be_relation(args.purpose)) {
    return refuse("BAD_PURPOSE", "OP-28",
                  "a transfer is for a fee, contribution, refund, project or voucher; wages are paid by payroll");
  }
  if (from == args.to) return refuse("SAME_ACCOUNT", "OP-28", "an account cannot pay itself");
  for (const auto& account : {from, args.to}) {
    if (auto ok = identity::require_active(context, account); !ok) return ok;
  }
  if (!context.exists(relation_key(from, args.to, args.purpose))) {
    return refuse("RELATION_CLOSED", "OP-28",
                  "the union has opened no payment relation for the purpose '" +
                      std::string(purpose_name(args.purpose)) + "' between these accounts");
  }
  if (const auto voucher = post(context, from, args.to, args.amount, args.purpose, args.reference); !voucher) {
    return std::unexpected(voucher.error());
  }
  return {};
}

// Also open to suspended members: their money stays theirs.
Outcome request_withdrawal(Context& context, const RequestWithdrawal& args) {
  const auto account = context.info().sender;
  if (args.amount.value <= 0) return refuse("AMOUNT_NOT_POSITIVE", "OP-01", "the amount must be at least one fen");
  if (args.destination.is_zero())
    return refuse("NO_DESTINATION", "OP-30", "a withdrawal needs a commitment to the bank account it goes to");
  if (auto ok = count_against_daily_limit(context, account, args.amount); !ok) return ok;
  const auto key = open_withdrawal(context, {account, args.bank, args.amount, args.destination});
  if (!key) return std::unexpected(key.error());
  return {};
}

// Also open to suspended members, as withdrawals are.
Outcome set_payout(Context& context, const SetPayout& args) {
  return set_payout_instruction(context, context.info().sender, args.instruction);
}

Outcome settle_withdrawal(Context& context, const SettleWithdrawal& args) {
  if (auto ok = identity::require_sender(context, Role::kBank); !ok) return ok;
  if (args.settlements.empty()) return refuse("EMPTY_LIST", "OP-27", "the list of settlements is empty");
  for (std::size_t i = 0; i < args.settlements.size(); ++i) {
    if (auto ok = settle_one(context, context.info().sender, args.settlements[i]); !ok)
      return in_line(i, std::move(ok.error()));
  }
  return {};
}

Outcome open_payout_batch(Context& context, const OpenPayout& args) {
  if (auto ok = identity::require_sender(context, Role::kUnion); !ok) return ok;
  return open_payout(context, args);
}

std::vector<chain::AccountId> accounts_of_deposits(const ConfirmDeposit& args) {
  std::vector<chain::AccountId> out;
  for (const auto& line : args.deposits) out.push_back(line.account);
  return out;
}

}  // namespace
}  // namespace lxr

void register_lxr(Registry& registry) {
  using lxr::MethodId;
  const auto number = [](MethodId id) { return static_cast<std::uint32_t>(id); };
  constexpr auto kContract = ContractId::kLxr;
  registry.add_method<lxr::ConfirmDeposit>(kContract, number(MethodId::kConfirmDeposit), "lxr.confirm_deposit",
                                           lxr::confirm_deposit, lxr::accounts_of_deposits);
  registry.add_method<lxr::FileStatement>(kContract, number(MethodId::kCustodyStatement), "lxr.custody_statement",
                                          lxr::custody_statement);
  registry.add_method<lxr::SetRelations>(kContract, number(MethodId::kSetRelations), "lxr.set_relations",
                                         lxr::set_relations);
  registry.add_method<lxr::Transfer>(kContract, number(MethodId::kTransfer), "lxr.transfer", lxr::transfer,
                                     [](const lxr::Transfer& args) { return std::vector{args.to}; });
  registry.add_method<lxr::RequestWithdrawal>(kContract, number(MethodId::kRequestWithdrawal), "lxr.request_withdrawal",
                                              lxr::request_withdrawal);
  registry.add_method<lxr::SettleWithdrawal>(kContract, number(MethodId::kSettleWithdrawal), "lxr.settle_withdrawal",
                                             lxr::settle_withdrawal);
  registry.add_method<lxr::SetPayout>(kContract, number(MethodId::kSetPayout), "lxr.set_payout", lxr::set_payout);
  registry.add_method<lxr::OpenPayout>(kContract, number(MethodId::kOpenPayout), "lxr.open_payout",
                                       lxr::open_payout_batch);
  require_parameters(registry, "lxr.");
}

}  // namespace xh::contracts
