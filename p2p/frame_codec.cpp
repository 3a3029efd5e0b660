#include "p2p/frame_codec.h"

#include <algorithm>
#include <string>

#include "chain/primitives/check.h"

namespace xh::p2p {

namespace {

constexpr std::array<std::uint8_t, 4> kHelloMagic = {'X', 'H', 'P', '2'};

static_assert(kFragmentBytes <= 0xffff, "a fragment's length has two bytes");
static_assert(kHelloMagic.size() + 4 + chain::Hash256::kSize == kHelloBytes);

bool is_lane(FrameKind kind) {
  return static_cast<std::size_t>(kind) < kLaneCount;
}

std::optional<FrameKind> kind_from_wire(std::uint8_t byte) {
  const auto kind = static_cast<FrameKind>(byte);
  if (is_lane(kind) || kind == FrameKind::kHello || kind == FrameKind::kPing || kind == FrameKind::kPong) return kind;
  return std::nullopt;
}

void append_be16(chain::Bytes& out, std::uint16_t value) {
  out.push_back(static_cast<std::uint8_t>(value >> 8));
  out.push_back(static_cast<std::uint8_t>(value & 0xff));
}

std::uint16_t read_be16(const std::uint8_t* from) {
  return static_cast<std::uint16_t>((from[0] << 8) | from[1]);
}

std::size_t control_length(FrameKind kind) {
  return kind == FrameKind::kHello ? kHelloBytes : kPingBytes;
}

}  // namespace

void append_fragment(chain::Bytes& out, FrameKind kind, bool more, chain::BytesView payload) {
  CHECK(payload.size() <= kFragmentBytes);
  out.push_back(static_cast<std::uint8_t>(kind));
  out.push_back(more ? 1 : 0);
  append_be16(out, static_cast<std::uint16_t>(payload.size()));
  chain::append(out, payload);
}

void append_hello(chain::Bytes& out, const Hello& hello) {
  chain::Bytes payload(kHelloMagic.begin(), kHelloMagic.end());
  append_be16(payload, hello.oldest_version);
  append_be16(payload, hello.newest_version);
  chain::append(payload, hello.network_id.view());
  append_fragment(out, FrameKind::kHello, false, payload);
}

chain::Result<Hello> parse_hello(chain::BytesView payload) {
  if (payload.size() != kHelloBytes) return chain::invalid("hello of " + std::to_string(payload.size()) + " bytes");
  if (!std::equal(kHelloMagic.begin(), kHelloMagic.end(), payload.begin()))
    return chain::invalid("hello without its magic");
  Hello hello;
  hello.oldest_version = read_be16(payload.data() + 4);
  hello.newest_version = read_be16(payload.data() + 6);
  if (hello.oldest_version > hello.newest_version) return chain::invalid("hello with an empty range of versions");
  auto network_id = chain::to_fixed<chain::Hash256>(payload.subspan(8));
  if (!network_id) return std::unexpected(network_id.error());
  hello.network_id = *network_id;
  return hello;
}

std::optional<Lane> InboundFrame::lane() const {
  if (!is_lane(kind)) return std::nullopt;
  return static_cast<Lane>(kind);
}

chain::Bytes& FrameDecoder::buffer_of(FrameKind kind) {
  return is_lane(kind) ? lanes_[static_cast<std::size_t>(kind)] : control_;
}

const chain::Bytes& FrameDecoder::buffer_of(FrameKind kind) const {
  return is_lane(kind) ? lanes_[static_cast<std::size_t>(kind)] : control_;
}

std::size_t FrameDecoder::buffered_bytes() const {
  std::size_t sum = control_.size();
  for (const auto& lane : lanes_) sum += lane.size();
  return sum;
}

chain::Result<FrameDecoder::Header> FrameDecoder::parse_header() const {
  const auto kind = kind_from_wire(header_bytes_[0]);
  if (!kind) return chain::invalid("unknown lane " + std::to_string(header_bytes_[0]));
  if (header_bytes_[1] > 1) return chain::invalid("unknown fragment flag");
  return Header{.kind = *kind, .more = header_bytes_[1] == 1, .length = read_be16(&header_bytes_[2])};
}

chain::Status FrameDecoder::admit(const Header& header) const {
  if ((header.kind == FrameKind::kHello) == hello_seen_) {
    return chain::invalid(hello_seen_ ? "a second hello" : "a frame before hello");
  }
  if (!is_lane(header.kind)) {
    if (header.more || header.length != control_length(header.kind))
      return chain::invalid("control frame of wrong length");
    return {};
  }
  const auto have = buffer_of(header.kind).size();
  if (header.length > kFragmentBytes) return chain::invalid("fragment longer than the limit");
  if (header.more && header.length != kFragmentBytes) return chain::invalid("short fragment inside a frame");
  if (!header.more && header.length == 0 && have > 0) return chain::invalid("empty last fragment");
  if (have + header.length > kMaxFrameBytes[static_cast<std::size_t>(header.kind)]) {
    return chain::invalid("frame longer than its lane's limit");
  }
  return {};
}

chain::Result<std::optional<InboundFrame>> FrameDecoder::next(chain::BytesView& input) {
  for (;;) {
    if (!header_) {
      const auto take = std::min(input.size(), kFragmentHeaderBytes - header_have_);
      std::copy_n(input.begin(), take, header_bytes_.begin() + static_cast<std::ptrdiff_t>(header_have_));
      header_have_ += take;
      input = input.subspan(take);
      if (header_have_ < kFragmentHeaderBytes) return std::nullopt;
      auto header = parse_header();
      if (!header) return std::unexpected(header.error());
      if (auto admitted = admit(*header); !admitted) return std::unexpected(admitted.error());
      header_have_ = 0;
      header_ = *header;
      payload_missing_ = header->length;
    }
    auto& buffer = buffer_of(header_->kind);
    const auto take = std::min(input.size(), payload_missing_);
    chain::append(buffer, input.first(take));
    payload_missing_ -= take;
    input = input.subspan(take);
    if (payload_missing_ > 0) return std::nullopt;
    const Header done = *header_;
    header_.reset();
    if (done.more) continue;
    if (done.kind == FrameKind::kHello) hello_seen_ = true;
    InboundFrame frame{.kind = done.kind, .payload = std::move(buffer)};
    buffer.clear();
    return frame;
  }
}

}  // namespace xh::p2p
