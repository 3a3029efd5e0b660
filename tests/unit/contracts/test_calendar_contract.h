// A contract for tests: queues calendar items, notes when they ran, refuses and lifts withdrawal limits on demand. It
// stands under ContractId::kEngine, which has no methods of its own.
#pragma once

#include "contracts/engine/registry.h"
#include "test_ledger.h"

namespace xh::contracts::test {

inline constexpr std::uint32_t kQueueMethod = 1;
inline constexpr std::uint32_t kRefuseMethod = 2;
inline constexpr std::uint32_t kTouchMethod = 3;
inline constexpr std::uint32_t kPaydayMethod = 4;  // what payroll does for a worker on payday

// kFollow queues a note that is due 10 ms after itself.
enum class TestItem : std::uint32_t { kNote = 1, kRefuse = 2, kAgain = 3, kFollow = 4, kUnknown = 99 };

struct Queue {
  std::vector<std::int64_t> due_ms;
  std::uint32_t kind = 0;
  std::vector<chain::AccountId> accounts;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("due_ms", &Queue::due_ms, 10'000), chain::field<2>("kind", &Queue::kind),
                      chain::field<3>("accounts", &Queue::accounts));
  }
};

// Names an account in its arguments and does nothing.
struct Touch {
  chain::AccountId account;
  static constexpr auto fields() { return std::tuple(chain::field<1>("account", &Touch::account)); }
};

struct Noted {
  std::int64_t due_ms = 0;  // as the handler saw the time
  static constexpr auto fields() { return std::tuple(chain::field<1>("due_ms", &Noted::due_ms)); }
};
inline constexpr std::uint32_t kNotedEvent = 1;
inline constexpr std::uint8_t kNoteTable = 200;  // due time -> Noted

[[nodiscard]] const Registry& calendar_registry();

}  // namespace xh::contracts::test
