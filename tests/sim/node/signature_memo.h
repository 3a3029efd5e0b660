// Signature checks remembered across the simulated nodes of one process. Verification is a pure function of key,
// message and signature, and n nodes check the same votes and transactions: without this two thirds of a run would be
// curve arithmetic. The program is linked with --wrap, so that the product's own calls of libsecp256k1 come here and
// the product needs no seam; what the library has just signed is known to verify and is remembered as such, everything
// else is verified by the library once. One thread.
#pragma once

#include <cstddef>

namespace xh::sim {

void forget_signatures();  // at the start of a run: memory stays bounded by one run
[[nodiscard]] std::size_t remembered_signatures();

}  // namespace xh::sim
