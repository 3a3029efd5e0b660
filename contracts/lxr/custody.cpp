#include "contracts/lxr/custody.h"

#include "contracts/identity/members.h"
#include "contracts/lxr/events.h"

namespace xh::contracts::lxr {
namespace {

Outcome check_statement(const Context& context, const Custody& custody, chain::Fen balance, chain::Timestamp as_of) {
  if (balance.value < 0) return refuse("AMOUNT_NEGATIVE", "OP-27", "a custody balance cannot be negative");
  if (as_of > context.now())
    return refuse("STATEMENT_FROM_FUTURE", "OP-27", "the statement's time lies after the ledger's time");
  if (custody.statement && as_of <= custody.statement->as_of) {
    return refuse("STATEMENT_OUT_OF_ORDER", "OP-27", "the statement is not newer than the bank's last one");
  }
  if (as_of < custody.last_movement) {
    return refuse(
        "STATEMENT_BEFORE_MOVEMENT", "OP-27",
        "the bank confirmed or paid money after the statement's time; state a balance that is later than that");
  }
  return {};
}

// The bank's word wears out: nothing is minted against a balance of last month (OP-27).
Outcome check_fresh(const Context& context, const Custody& custody) {
  if (!custody.statement) return {};  // covers nothing: the sum says so
  const auto max_age_h = context.parameter("lxr.statement_max_age_h", context.now()).value;
  if (context.now().value - custody.statement->as_of.value <= max_age_h * chain::kHourMs) return {};
  return refuse(
      "STATEMENT_STALE", "OP-27",
      "the bank's last custody statement is older than " + std::to_string(max_age_h) + " hours; file a new one first");
}

}  // namespace

Custody custody_of(const Context& context, const chain::AccountId& bank) {
  return context.read<Custody>(custody_key(bank)).value_or(Custody{});
}

bool is_minting_halted(const Context& context) {
  return context.read<Supply>(supply_key()).value_or(Supply{}).halted_banks > 0;
}

Outcome file_statement(Context& context, const chain::AccountId& bank, chain::Fen balance, chain::Timestamp as_of) {
  auto custody = custody_of(context, bank);
  if (auto ok = check_statement(context, custody, balance, as_of); !ok) return ok;
  const bool was_halted = custody.halted;
  const auto number = custody.statement ? custody.statement->number + 1 : 1;
  custody.halted = balance < custody.issued;
  custody.burned_since = chain::Fen{0};
  custody.statement = CustodyStatement{balance, as_of, context.info().block_time, number, context.info().transaction};
  context.write_public(custody_key(bank), custody);
  if (was_halted != custody.halted) {
    auto supply = context.read<Supply>(supply_key()).value_or(Supply{});
    if (custody.halted)
      ++supply.halted_banks;
    else
      --supply.halted_banks;
    context.write_public(supply_key(), supply);
  }
  const auto kind = custody.halted ? EventKind::kCustodyMismatch : EventKind::kCustodyStated;
  context.emit(ContractId::kLxr, static_cast<std::uint32_t>(kind),
               CustodyStated{bank, balance, as_of, number, custody.issued}, {bank});
  return {};
}

OutcomeOf<VoucherNumber> mint_covered(Context& context, const chain::AccountId& bank, const chain::AccountId& to,
                                      chain::Fen amount, const chain::RecordKey& reference) {
  if (is_minting_halted(context)) {
    return refuse("MINTING_HALTED", "OP-27",
                  "a custody statement is below the issued LXR; nothing is minted until a statement matches");
  }
  auto custody = custody_of(context, bank);
  if (auto ok = check_fresh(context, custody); !ok) return std::unexpected(ok.error());
  const auto stated = custody.statement ? custody.statement->balance : chain::Fen{0};
  const auto covered = chain::checked_sub(stated, custody.burned_since);
  const auto issued = chain::checked_add(custody.issued, amount);
  if (!covered || !issued || *issued > *covered) {
    return refuse("MINT_NOT_COVERED", "OP-27",
                  "the bank's last custody statement covers " + std::to_string(covered ? covered->value : 0) +
                      " fen, " + std::to_string(custody.issued.value) +
                      " fen are issued already; file a statement that includes this deposit first");
  }
  auto voucher = mint(context, to, amount, reference);
  if (!voucher) return voucher;
  custody.issued = *issued;
  custody.last_movement = context.info().block_time;
  context.write_public(custody_key(bank), custody);
  return voucher;
}

OutcomeOf<VoucherNumber> burn_paid(Context& context, const chain::AccountId& bank, const chain::AccountId& from,
                                   chain::Fen amount, const chain::RecordKey& reference) {
  auto custody = custody_of(context, bank);
  if (custody.issued < amount) {
    return refuse("NOT_ISSUED_HERE", "OP-27",
                  "this bank holds less money for LXR than it says it paid out; return the withdrawal");
  }
  auto voucher = burn_reserved(context, from, amount, reference);
  if (!voucher) return voucher;
  custody.issued.value -= amount.value;
  const auto burned_since = chain::checked_add(custody.burned_since, amount);
  CHECK(burned_since.has_value());  // at most what was issued at the statement plus what it covered
  custody.burned_since = *burned_since;
  custody.last_movement = context.info().block_time;
  context.write_public(custody_key(bank), custody);
  return voucher;
}

}  // namespace xh::contracts::lxr
