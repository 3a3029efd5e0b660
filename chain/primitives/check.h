// CHECK(condition): for our own bugs only, on in every build. Bytes from outside never reach it: they are refused with an
// Error (result.h). A failed CHECK prints the place and the condition and aborts: a ledger that contradicts itself must stop.
#pragma once

namespace xh::chain {

[[noreturn]] void check_failed(const char* condition, const char* file, int line) noexcept;

}  // namespace xh::chain

#define CHECK(condition) \
  ((condition) ? static_cast<void>(0) : ::xh::chain::check_failed(#condition, __FILE__, __LINE__))
