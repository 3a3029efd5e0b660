// Any frame body: each message of the nodes decodes or is refused, and re-encodes to the same bytes.
#include <algorithm>

#include "chain/primitives/check.h"
#include "node/core/messages.h"

namespace {

template <class T>
bool try_as(xh::node::MessageType type, xh::chain::BytesView body) {
  if (xh::node::MessageTraits<T>::kType != type) return false;
  const auto value = xh::chain::decode<T>(body);
  if (value) CHECK(std::ranges::equal(xh::chain::encode(*value), body));
  return true;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  namespace node = xh::node;
  namespace consensus = xh::consensus;
  const auto type = static_cast<node::MessageType>(data[0]);
  const xh::chain::BytesView body(data + 1, size - 1);
  static_cast<void>(try_as<consensus::VotesMessage>(type, body) || try_as<consensus::CertificatesMessage>(type, body) ||
                    try_as<consensus::ProposalMessage>(type, body) || try_as<consensus::CertificateRequest>(type, body) ||
                    try_as<consensus::RestartQuery>(type, body) || try_as<consensus::RestartAnswer>(type, body) ||
                    try_as<node::TransactionsMessage>(type, body) || try_as<node::BodiesRequest>(type, body) ||
                    try_as<node::BodiesAnswer>(type, body) || try_as<node::BlockRequest>(type, body) ||
                    try_as<node::BlockAnswer>(type, body) || try_as<node::FinalBlocksRequest>(type, body) ||
                    try_as<node::FinalBlocksAnswer>(type, body));
  return 0;
}
