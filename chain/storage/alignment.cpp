#include "chain/storage/alignment.h"

namespace xh::chain {
namespace {

constexpr const char* kRebuild = ": rebuild the state from a verified snapshot and the block log";

std::string at_height(Height height) {
  return " at height " + std::to_string(height.value);
}

// The log's block at a height that it reaches; the base stands for the one before its first.
Result<BlockId> block_at(Height height, const StatePosition& base, const BlockLog& log) {
  if (height == base.height) return base.block;
  auto block = log.read(height);
  if (!block) return std::unexpected(block.error());
  return block->id;
}

}  // namespace

Result<AlignmentReport> compare_with_log(const StatePosition& state, const StatePosition& base, const BlockLog& log) {
  if (log.first_height().value != base.height.value + 1) {
    return local_fault("the block log begins" + at_height(log.first_height()) + ", but its base is" +
                       at_height(base.height));
  }
  if (state.height < base.height) {
    return AlignmentReport{
        Alignment::kDifferent, {}, "the state stands below the block log's base" + std::string(kRebuild)};
  }
  if (state.height >= log.next_height()) {
    return AlignmentReport{Alignment::kStateAhead,
                           {},
                           "the state stands" + at_height(state.height) + ", the block log ends" +
                               at_height(Height{log.next_height().value - 1}) + ": the log has lost blocks" + kRebuild};
  }
  auto logged = block_at(state.height, base, log);
  if (!logged) return std::unexpected(logged.error());
  if (*logged != state.block) {
    return AlignmentReport{Alignment::kDifferent,
                           {},
                           "the state's block" + at_height(state.height) + " is not the block log's" + kRebuild};
  }
  const Height next{state.height.value + 1};
  if (next == log.next_height()) return AlignmentReport{};
  return AlignmentReport{Alignment::kReplay, next,
                         "the state is behind: replaying the block log from" + at_height(next)};
}

}  // namespace xh::chain
