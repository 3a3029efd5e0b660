// The bytes inside a TLS session: fragments, and the hello that opens it. Pure functions of bytes, no I/O.
//
// A fragment is a 4-byte header and a payload:
//   byte 0     kind: 0..3 a lane's number, 16 hello, 17 ping, 18 pong
//   byte 1     1 when more fragments of this frame follow, else 0
//   bytes 2-3  payload length, big-endian, at most kFragmentBytes
// A frame is a run of fragments of one kind. Those of different lanes may interleave, so that a vote waits for a
// fragment and never for a block. One frame has one form: every fragment but the last has exactly kFragmentBytes, the
// last has at least one byte unless the frame is empty. Control frames (hello, ping, pong) are one fragment of fixed
// length. The first frame in each direction is hello, and there is no other hello.
//
// Callers: p2p/session. Threading: a FrameDecoder belongs to one session.
// Memory bound: max_frame_bytes(lane) per lane; the buffer grows with bytes that arrived, never with a length that was
// promised.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "chain/primitives/bytes.h"
#include "chain/primitives/result.h"
#include "p2p/limits.h"
#include "p2p/transport.h"

namespace xh::p2p {

enum class FrameKind : std::uint8_t {
  kVotes = 0,
  kBlocks = 1,
  kTransactions = 2,
  kSync = 3,
  kHello = 16,
  kPing = 17,
  kPong = 18
};

inline constexpr std::size_t kFragmentHeaderBytes = 4;
inline constexpr std::size_t kHelloBytes =
    40;  // "XHP2", oldest and newest version (2 bytes each, big-endian), network id
inline constexpr std::size_t kPingBytes = 8;  // a number that the pong repeats

// Appends one fragment. Needs payload.size() <= kFragmentBytes.
void append_fragment(chain::Bytes& out, FrameKind kind, bool more, chain::BytesView payload);

struct Hello {
  std::uint16_t oldest_version = kProtocolOldest;
  std::uint16_t newest_version = kProtocolNewest;
  chain::Hash256 network_id;

  friend bool operator==(const Hello&, const Hello&) = default;
};
void append_hello(chain::Bytes& out, const Hello& hello);
// Error (kInvalid): wrong length, wrong magic, oldest above newest.
[[nodiscard]] chain::Result<Hello> parse_hello(chain::BytesView payload);

struct InboundFrame {
  FrameKind kind = FrameKind::kHello;
  chain::Bytes payload;

  [[nodiscard]] std::optional<Lane> lane() const;  // nothing for control frames
};

// Cuts the inbound stream into frames, whatever the pieces it arrives in.
class FrameDecoder {
 public:
  // Consumes from the front of `input`: gives the next whole frame, or nothing when `input` is used up. Error
  // (kInvalid): the stream breaks the format; the decoder must not be used again.
  [[nodiscard]] chain::Result<std::optional<InboundFrame>> next(chain::BytesView& input);

  [[nodiscard]] std::size_t buffered_bytes() const;  // held for unfinished frames

 private:
  struct Header {
    FrameKind kind = FrameKind::kHello;
    bool more = false;
    std::size_t length = 0;
  };
  [[nodiscard]] chain::Result<Header> parse_header() const;
  [[nodiscard]] chain::Status admit(const Header& header) const;
  [[nodiscard]] chain::Bytes& buffer_of(FrameKind kind);
  [[nodiscard]] const chain::Bytes& buffer_of(FrameKind kind) const;

  std::array<chain::Bytes, kLaneCount> lanes_;  // unfinished frames
  chain::Bytes control_;
  std::array<std::uint8_t, kFragmentHeaderBytes> header_bytes_{};
  std::size_t header_have_ = 0;
  std::optional<Header> header_;  // set while its payload comes in
  std::size_t payload_missing_ = 0;
  bool hello_seen_ = false;
};

}  // namespace xh::p2p
