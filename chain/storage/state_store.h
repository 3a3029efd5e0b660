// The key-value index under the ledger's state: LevelDB in production, a std::map in the simulator. It is rebuildable
// from the block log and is never trusted by itself: chain/state checks root and rows, alignment.h compares its height
// with the log's.
//
// Invariants: a batch is written whole or not at all, and is durable when write() returns ok; iteration is ascending
// bytewise.
// Threading: one thread (the core thread).
// Errors: Fault::kLocal for anything the disk or the library reports; the store then refuses further work and the node
// stops: nothing here repairs by itself.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "chain/primitives/bytes.h"
#include "chain/primitives/types.h"

namespace xh::chain {

// Namespaces: the first byte of every key in the store.
inline constexpr std::uint8_t kStoreMeta = 'm';    // format and position of the state
inline constexpr std::uint8_t kStoreRecord = 'r';  // records by leaf key
inline constexpr std::uint8_t kStoreUndo = 'u';    // undo records by height
inline constexpr std::uint8_t kStoreIndex = 'x';   // the node's own look-up indexes, written in the same batch

// What the state says it holds: the last block applied and the root after it. Height 0 is genesis.
struct StatePosition {
  Height height;
  BlockId block;
  Hash256 root;

  friend bool operator==(const StatePosition&, const StatePosition&) = default;
};

// Puts and removals of one block. The same key twice: the later one holds.
class StoreBatch {
 public:
  struct Write {
    Bytes key;
    std::optional<Bytes> value;  // absent: remove
  };

  void put(Bytes key, Bytes value) { writes_.push_back({std::move(key), std::move(value)}); }
  void remove(Bytes key) { writes_.push_back({std::move(key), std::nullopt}); }
  void take(StoreBatch&& other);  // appends the other's writes
  [[nodiscard]] const std::vector<Write>& writes() const { return writes_; }

 private:
  std::vector<Write> writes_;
};

// A store as it was at one moment, whatever is written afterwards: what a snapshot is written from. May be used on
// another thread than the store's, by one thread at a time, and may outlive the store.
class StateReader {
 public:
  // Gives false to end the scan, an error to end it with that error.
  using Visit = std::function<Result<bool>(BytesView key, BytesView value)>;

  StateReader() = default;
  StateReader(const StateReader&) = delete;
  StateReader& operator=(const StateReader&) = delete;
  virtual ~StateReader() = default;
  // Keys that begin with `prefix` and are not below `from`, ascending.
  [[nodiscard]] virtual Status scan(BytesView prefix, BytesView from, const Visit& visit) const = 0;
};

// Why a store refuses to work, as far as the library can tell. For the one who opens it: damaged content can be rebuilt
// from the block log, a failing disk cannot.
enum class StoreTrouble : std::uint8_t { kNone, kDamaged, kInputOutput };

class StateStore {
 public:
  // Returns an error to stop the iteration, which then returns it.
  using Visit = std::function<Status(BytesView key, BytesView value)>;

  virtual ~StateStore() = default;
  [[nodiscard]] virtual Result<std::optional<Bytes>> get(BytesView key) const = 0;
  [[nodiscard]] virtual Status write(const StoreBatch& batch) = 0;
  // All keys that begin with `prefix`, ascending. The store must not be written meanwhile.
  [[nodiscard]] virtual Status for_each(BytesView prefix, const Visit& visit) const = 0;
  // The content of this moment. Cheap with LevelDB, which keeps what is overwritten until the reader goes; a copy in
  // memory.
  [[nodiscard]] virtual std::shared_ptr<const StateReader> reader() const = 0;
  // Of the first call that failed.
  [[nodiscard]] virtual StoreTrouble trouble() const { return StoreTrouble::kNone; }
};

}  // namespace xh::chain
