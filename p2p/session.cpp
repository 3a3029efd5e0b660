#include "p2p/session.h"

#include <netinet/tcp.h>
#include <sys/socket.h>

#include <algorithm>
#include <boost/asio/connect.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/write.hpp>
#include <exception>
#include <utility>

namespace xh::p2p {

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

std::string endpoint_text(const tcp::socket& socket) {
  error_code error;
  const auto endpoint = socket.remote_endpoint(error);
  if (error) return "unknown address";
  const auto address = endpoint.address().to_string();
  return (endpoint.address().is_v6() ? "[" + address + "]" : address) + ":" + std::to_string(endpoint.port());
}

// Options are help, not need: a failure shows up as slowness, so it is not worth a session.
void tune(tcp::socket& socket) {
  error_code ignored;
  socket.set_option(tcp::no_delay(true), ignored);
  const int low_water = kUnsentLowWater;
  ::setsockopt(socket.native_handle(), IPPROTO_TCP, TCP_NOTSENT_LOWAT, &low_water, sizeof low_water);
}

void append_ping(chain::Bytes& batch, FrameKind kind, std::uint64_t number) {
  chain::Bytes payload;
  chain::append_be64(payload, number);
  append_fragment(batch, kind, false, payload);
}

std::string version_range(std::uint16_t oldest, std::uint16_t newest) {
  return std::to_string(oldest) + ".." + std::to_string(newest);
}

}  // namespace

std::shared_ptr<Session> Session::make(Socket socket, TlsContext& tls, std::shared_ptr<SessionOwner> owner,
                                       const Setup& setup) {
  try {
    return std::make_shared<Session>(std::move(socket), tls, std::move(owner), setup);
  } catch (const std::exception&) {
    return nullptr;
  }
}

Session::Session(Socket socket, TlsContext& tls, std::shared_ptr<SessionOwner> owner, const Setup& setup)
    : stream_(std::move(socket), tls.context()),
      resolver_(stream_.get_executor()),
      timer_(stream_.get_executor()),
      owner_(std::move(owner)),
      setup_(setup) {}

// --- opening ---

void Session::dial(const std::string& host, std::uint16_t port) {
  remote_ = host + ":" + std::to_string(port);
  arm_deadline();
  error_code not_an_address;
  const auto address = asio::ip::make_address(host, not_an_address);
  if (!not_an_address) {
    connect(tcp::resolver::results_type::create(tcp::endpoint(address, port), host, std::to_string(port)));
    return;
  }
  resolver_.async_resolve(host, std::to_string(port),
                          [self = shared_from_this()](const error_code& error, auto endpoints) {
                            if (self->stage_ != Stage::kConnecting) return;
                            if (error)
                              return self->close(CloseCause::kUnreachable, "name not found: " + error.message());
                            self->connect(endpoints);
                          });
}

void Session::connect(const tcp::resolver::results_type& endpoints) {
  asio::async_connect(stream_.next_layer(), endpoints,
                      [self = shared_from_this()](const error_code& error, const auto&) {
                        if (self->stage_ != Stage::kConnecting) return;
                        if (error) return self->close(CloseCause::kUnreachable, error.message());
                        self->begin_tls();
                      });
}

void Session::accept() {
  remote_ = endpoint_text(stream_.next_layer());
  arm_deadline();
  begin_tls();
}

void Session::begin_tls() {
  stage_ = Stage::kTls;
  tune(stream_.next_layer());
  if (!set_key_gate(stream_.native_handle(), *this)) return close(CloseCause::kHandshake, "out of memory");
  const auto side = dialled() ? asio::ssl::stream_base::client : asio::ssl::stream_base::server;
  stream_.async_handshake(side, [self = shared_from_this()](const error_code& error) { self->on_tls_done(error); });
}

bool Session::admits_key(const chain::NodeKey& key) noexcept {
  if (owner_ != nullptr && owner_->admits_key(*this, key)) return true;
  refused_key_ = key;
  return false;
}

void Session::on_tls_done(const error_code& error) {
  if (stage_ != Stage::kTls) return;
  if (refused_key_)
    return close(CloseCause::kRefusedKey, "node key " + chain::to_hex(refused_key_->view()) + " refused");
  if (error) return close(CloseCause::kHandshake, "TLS handshake failed: " + error.message());
  peer_key_ = proven_key(stream_.native_handle());
  if (!peer_key_) return close(CloseCause::kHandshake, "no Ed25519 node key proven");
  if (!owner_->admits_key(*this, *peer_key_)) {
    return close(CloseCause::kRefusedKey, "node key " + chain::to_hex(peer_key_->view()) + " refused");
  }
  stage_ = Stage::kHello;
  in_.resize(kFragmentBytes + kFragmentHeaderBytes);
  out_.reserve(kBatchBytes);
  hello_due_ = true;
  last_read_ = Clock::now();
  pump();
  read();
}

void Session::arm_deadline() {
  timer_.expires_after(std::chrono::milliseconds(setup_.timings.handshake_ms));
  timer_.async_wait([self = shared_from_this()](const error_code& error) {
    if (error || self->stage_ >= Stage::kOpen) return;
    const auto cause = self->stage_ == Stage::kConnecting ? CloseCause::kUnreachable : CloseCause::kHandshake;
    self->close(cause, "not done within " + std::to_string(self->setup_.timings.handshake_ms) + " ms");
  });
}

// --- time ---

void Session::arm_tick() {
  timer_.expires_after(std::chrono::milliseconds(std::max<std::uint32_t>(setup_.timings.ping_after_ms / 2, 1)));
  timer_.async_wait([self = shared_from_this()](const error_code& error) {
    if (!error && self->stage_ == Stage::kOpen) self->tick();
  });
}

void Session::tick() {
  const auto now = Clock::now();
  const auto longer = [now](Clock::time_point since, std::uint32_t ms) {
    return now - since >= std::chrono::milliseconds(ms);
  };
  if (longer(last_read_, setup_.timings.idle_ms)) {
    return close(CloseCause::kSilent, "silent for " + std::to_string(setup_.timings.idle_ms) + " ms");
  }
  if (writing_ && longer(write_began_, setup_.timings.write_stall_ms)) {
    return close(CloseCause::kSilent, "takes no data for " + std::to_string(setup_.timings.write_stall_ms) + " ms");
  }
  if (longer(last_read_, setup_.timings.ping_after_ms)) probe();
  arm_tick();
}

void Session::probe() {
  if (stage_ != Stage::kOpen || ping_due_ || ping_sent_at_) return;
  ping_due_ = true;
  pump();
}

// --- reading ---

void Session::read() {
  stream_.async_read_some(asio::buffer(in_), [self = shared_from_this()](const error_code& error, std::size_t size) {
    self->on_read(error, size);
  });
}

void Session::on_read(const error_code& error, std::size_t size) {
  if (stage_ == Stage::kClosed) return;
  if (error) {
    const bool early = stage_ == Stage::kHello;
    return close(early ? CloseCause::kHandshake : CloseCause::kLost,
                 (early ? "closed before hello (does the other side list our node key?): " : "connection lost: ") +
                     error.message());
  }
  last_read_ = Clock::now();
  owner_->on_session_bytes(size, 0);
  on_input(chain::BytesView(in_).first(size));
  if (stage_ == Stage::kClosed) return;
  pump();
  read();
}

void Session::on_input(chain::BytesView input) {
  while (stage_ != Stage::kClosed) {
    auto frame = decoder_.next(input);
    if (!frame) return close(CloseCause::kViolation, frame.error().message);
    if (!*frame) return;
    on_frame(std::move(**frame));
  }
}

void Session::on_frame(InboundFrame frame) {
  if (const auto lane = frame.lane()) return owner_->on_session_frame(*this, *lane, std::move(frame.payload));
  if (frame.kind == FrameKind::kHello) return on_hello(frame.payload);
  if (frame.kind == FrameKind::kPong) return on_pong(frame.payload);
  pong_due_ = chain::read_be64(frame.payload.data());
}

void Session::on_hello(const chain::Bytes& payload) {
  const auto hello = parse_hello(payload);
  if (!hello) return close(CloseCause::kViolation, hello.error().message);
  if (hello->network_id != setup_.network_id) {
    return close(CloseCause::kWrongNetwork,
                 "serves another chain: its network id is " + chain::to_hex(hello->network_id.view()) + ", ours is " +
                     chain::to_hex(setup_.network_id.view()) + "; compare the genesis files");
  }
  if (hello->newest_version < kProtocolOldest || hello->oldest_version > kProtocolNewest) {
    return close(CloseCause::kWrongProtocol,
                 "speaks p2p protocol " + version_range(hello->oldest_version, hello->newest_version) + ", we speak " +
                     version_range(kProtocolOldest, kProtocolNewest) + "; one of the two needs another release");
  }
  stage_ = Stage::kOpen;
  opened_at_ = Clock::now();
  arm_tick();
  owner_->on_session_open(*this);
}

void Session::on_pong(const chain::Bytes& payload) {
  if (!ping_sent_at_ || chain::read_be64(payload.data()) != ping_number_) {
    return close(CloseCause::kViolation, "a pong without its ping");
  }
  owner_->on_session_rtt(*this, std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - *ping_sent_at_));
  ping_sent_at_.reset();
}

// --- writing ---

void Session::append_control(chain::Bytes& batch) {
  if (hello_due_) append_hello(batch, Hello{.network_id = setup_.network_id});
  hello_due_ = false;
  if (pong_due_) append_ping(batch, FrameKind::kPong, *pong_due_);
  pong_due_.reset();
  if (!ping_due_) return;
  ping_due_ = false;
  append_ping(batch, FrameKind::kPing, ++ping_number_);
  ping_sent_at_ = Clock::now();
}

void Session::pump() {
  if (writing_ || (stage_ != Stage::kHello && stage_ != Stage::kOpen)) return;
  out_.clear();
  append_control(out_);
  if (stage_ == Stage::kOpen) owner_->fill_batch(*this, out_);
  if (out_.empty()) return;
  writing_ = true;
  write_began_ = Clock::now();
  asio::async_write(
      stream_, asio::buffer(out_),
      [self = shared_from_this()](const error_code& error, std::size_t size) { self->on_written(error, size); });
}

void Session::on_written(const error_code& error, std::size_t size) {
  writing_ = false;
  if (stage_ == Stage::kClosed) return;
  if (error) return close(CloseCause::kLost, "connection lost: " + error.message());
  owner_->on_session_bytes(0, size);
  pump();
}

// --- closing ---

void Session::close(CloseCause cause, const std::string& why) {
  if (stage_ == Stage::kClosed) return;
  const auto self = shared_from_this();  // the owner may drop the last other reference
  stage_ = Stage::kClosed;
  error_code ignored;
  timer_.cancel(ignored);
  resolver_.cancel();
  stream_.next_layer().shutdown(tcp::socket::shutdown_both, ignored);
  stream_.next_layer().close(ignored);
  const auto owner = std::exchange(owner_, nullptr);
  owner->on_session_closed(*this, cause, why);
}

}  // namespace xh::p2p
