#include "tests/sim/node/memory_state_home.h"

namespace xh::sim {
namespace {

// What a process holds open of rows that outlive it.
class OpenStore final : public chain::StateStore {
 public:
  explicit OpenStore(std::shared_ptr<chain::MemoryStateStore> rows) : rows_(std::move(rows)) {}
  chain::Result<std::optional<chain::Bytes>> get(chain::BytesView key) const override { return rows_->get(key); }
  chain::Status write(const chain::StoreBatch& batch) override { return rows_->write(batch); }
  chain::Status for_each(chain::BytesView prefix, const Visit& visit) const override {
    return rows_->for_each(prefix, visit);
  }
  std::shared_ptr<const chain::StateReader> reader() const override { return rows_->reader(); }

 private:
  std::shared_ptr<chain::MemoryStateStore> rows_;
};

}  // namespace

chain::Result<std::unique_ptr<chain::StateStore>> MemoryStateHome::open(chain::StoreTrouble& trouble) {
  trouble = chain::StoreTrouble::kNone;
  if (!state_) return chain::local_fault("there is no state");
  return std::make_unique<OpenStore>(state_);
}

chain::Status MemoryStateHome::mark_suspect() {
  suspect_ = true;
  return {};
}

chain::Result<std::string> MemoryStateHome::set_aside() {
  suspect_ = false;
  state_.reset();
  return "state.damaged-" + std::to_string(++set_aside_);
}

chain::Status MemoryStateHome::discard() {
  state_.reset();
  return {};
}

chain::Result<std::unique_ptr<chain::StateStore>> MemoryStateHome::begin_rebuild() {
  rebuild_ = std::make_shared<chain::MemoryStateStore>();
  return std::make_unique<OpenStore>(rebuild_);
}

chain::Status MemoryStateHome::finish_rebuild(std::unique_ptr<chain::StateStore>) {
  state_ = std::move(rebuild_);
  return {};
}

}  // namespace xh::sim
