#include "contracts/engine/context.h"

#include <algorithm>

#include "contracts/engine/parameters.h"

namespace xh::contracts {

Context::Context(chain::Overlay& state, CallInfo info, const chain::ChainTag& chain)
    : state_(state), info_(std::move(info)), chain_(chain) {}

bool Context::signed_by(const chain::AccountId& account) const {
  return std::ranges::find(info_.signers, account) != info_.signers.end();
}

chain::RecordKey Context::new_record_key() {
  chain::Bytes from;
  from.reserve(80);
  chain::append(from, info_.secret.view());
  chain::append(from, info_.transaction.view());
  chain::append_be64(from, info_.due_sequence);
  chain::append_be32(from, outputs_++);
  return chain::retag<chain::RecordKey>(chain::tagged_hash(chain::tags::kRecordKey, chain_, from));
}

void Context::schedule(DueItem item) {
  CHECK(item.due.value >= 0);
  scheduled_.push_back(std::move(item));
}

Context::ParameterValue Context::parameter(std::string_view name, chain::Timestamp at) const {
  auto known = parameters_.find(name);
  if (known == parameters_.end()) {
    auto history = find_parameter(*this, name);
    CHECK(history.has_value());
    known = parameters_.emplace(std::string(name), std::make_shared<const ParameterHistory>(std::move(*history))).first;
  }
  return value_at(*known->second, at);
}

}  // namespace xh::contracts
