// Electronic vouchers: one a posting, numbered without gaps within the union's civil year (OP-24, LX-06). The voucher
// itself is an event in the receipt, which stays provable for years; the state keeps one counter. Who calls:
// balances.cpp only. Threading: core thread.
#pragma once

#include "contracts/lxr/balances.h"

namespace xh::contracts::lxr {

struct Posting {
  chain::AccountId from;  // zero: mint
  chain::AccountId to;    // zero: burn
  chain::Fen amount;
  Purpose purpose = Purpose::kNone;
  chain::RecordKey reference;
};

VoucherNumber issue_voucher(Context& context, const Posting& posting);

}  // namespace xh::contracts::lxr
