// Chinese capital amounts, as vouchers must carry them beside the figures (OP-24): 6,916.65 is
// 陆仟玖佰壹拾陆元陆角伍分. The rules are those of the People's Bank's 支付结算办法, annex 1: 整 closes an amount
// without fen; zeros between digits are one 零; where a 零 is optional (the yuan digit is zero, the jiao digit is not)
// it is left out. Stateless, thread-safe.
#pragma once

#include <string>

#include "chain/primitives/types.h"

namespace xh::cli {

[[nodiscard]] std::string capital_amount(
    chain::Fen amount);  // without the word 人民币 in front; 负 before negative amounts

}  // namespace xh::cli
