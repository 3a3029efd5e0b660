// Custody: the money behind LXR as the bank states it, kept apart from what the ledger issued (OP-27;
// docs/decisions/0004-custody.md).
//
// For each bank: `issued` = LXR minted on its confirmations minus LXR burned on its payments; the sum over the banks is
// the supply. A statement is the bank's own signed word about its custody account; nothing here computes that word from
// mint and burn.
//   fresh      a mint needs a statement that is at most lxr.statement_max_age_h hours old
//   covered    a mint of x at a bank needs issued + x <= stated balance - burned since that statement
//   mismatch   a statement below `issued` halts all minting until a statement of that bank matches again
// Who calls: the lxr contract's methods. Threading: core thread.
#pragma once

#include "contracts/lxr/balances.h"

namespace xh::contracts::lxr {

struct CustodyStatement {
  chain::Fen balance;         // of the custody account, by the bank's books
  chain::Timestamp as_of;     // the moment it is true for
  chain::Timestamp filed_at;  // block time
  std::uint64_t number = 0;   // of this bank's statements, from 1
  chain::TxId transaction;    // that carries the bank's signature

  static constexpr auto fields() {
    return std::tuple(
        chain::field<1>("balance", &CustodyStatement::balance), chain::field<2>("as_of", &CustodyStatement::as_of),
        chain::field<3>("filed_at", &CustodyStatement::filed_at), chain::field<4>("number", &CustodyStatement::number),
        chain::field<5>("transaction", &CustodyStatement::transaction));
  }
  friend bool operator==(const CustodyStatement&, const CustodyStatement&) = default;
};

struct Custody {
  chain::Fen issued;                          // minted minus burned through this bank
  chain::Fen burned_since;                    // since the last statement
  chain::Timestamp last_movement;             // block time of the last mint or burn
  std::optional<CustodyStatement> statement;  // none: nothing can be minted yet
  bool halted = false;                        // the last statement was below what was issued

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("issued", &Custody::issued),
                      chain::field<2>("burned_since", &Custody::burned_since),
                      chain::field<3>("last_movement", &Custody::last_movement),
                      chain::field<4>("statement", &Custody::statement), chain::field<5>("halted", &Custody::halted));
  }
  friend bool operator==(const Custody&, const Custody&) = default;
};

[[nodiscard]] Custody custody_of(const Context& context, const chain::AccountId& bank);
[[nodiscard]] bool is_minting_halted(const Context& context);

// Takes the bank's statement. Refusals: AMOUNT_NEGATIVE, STATEMENT_FROM_FUTURE, STATEMENT_OUT_OF_ORDER (not newer than
// the last one), STATEMENT_BEFORE_MOVEMENT (older than the bank's last mint or burn: the two could not be compared).
[[nodiscard]] Outcome file_statement(Context& context, const chain::AccountId& bank, chain::Fen balance,
                                     chain::Timestamp as_of);

// mint and burn with the bank's custody kept in step. Refusals: MINTING_HALTED, STATEMENT_STALE,
// MINT_NOT_COVERED, NOT_ISSUED_HERE and those of balances.h.
[[nodiscard]] OutcomeOf<VoucherNumber> mint_covered(Context& context, const chain::AccountId& bank,
                                                    const chain::AccountId& to, chain::Fen amount,
                                                    const chain::RecordKey& reference);
[[nodiscard]] OutcomeOf<VoucherNumber> burn_paid(Context& context, const chain::AccountId& bank,
                                                 const chain::AccountId& from, chain::Fen amount,
                                                 const chain::RecordKey& reference);

}  // namespace xh::contracts::lxr
