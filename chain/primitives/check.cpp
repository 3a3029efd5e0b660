#include "chain/primitives/check.h"

#include <cstdio>
#include <cstdlib>

namespace xh::chain {

void check_failed(const char* condition, const char* file, int line) noexcept {
  std::fprintf(stderr, "CHECK failed: %s (%s:%d)\n", condition, file, line);
  std::abort();
}

}  // namespace xh::chain
