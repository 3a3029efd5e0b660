// The part of MeshCore that opens, chooses, and buries sessions.
#include <algorithm>
#include <utility>

#include "chain/primitives/check.h"
#include "p2p/mesh_core.h"

namespace xh::p2p {

// --- dialling ---

Session::Setup MeshCore::session_setup(std::optional<PeerId> dialled_peer) const {
  return Session::Setup{.network_id = config_.network_id, .timings = config_.timings, .dialled_peer = dialled_peer};
}

bool MeshCore::may_dial(const Peer& peer) const {
  return handler_ != nullptr && !stopped_ && !is_self(peer) && !peer.session && !peer.dialling && peer.link.enabled() &&
         peer.link.endpoint().port != 0;
}

void MeshCore::schedule_dial(Peer& peer, std::chrono::milliseconds delay) {
  if (peer.dial_armed || !may_dial(peer)) return;
  if (own_key_ > peer.link.key()) delay += std::chrono::milliseconds(config_.timings.higher_key_wait_ms);
  delay = std::max(delay, peer.link.ban_left(Clock::now()));
  peer.dial_armed = true;
  peer.dial_timer.expires_after(delay);
  peer.dial_timer.async_wait([self = shared_from_this(), &peer](const boost::system::error_code& error) {
    peer.dial_armed = false;
    if (!error && self->may_dial(peer)) self->dial(peer);
  });
}

void MeshCore::redial(Peer& peer) {
  if (!peer.dial_armed && may_dial(peer)) schedule_dial(peer, peer.backoff.next(jitter_()));
}

void MeshCore::dial(Peer& peer) {
  if (peer.link.banned(Clock::now())) return schedule_dial(peer, std::chrono::milliseconds(0));
  count([](MeshCounters& c) { ++c.dials; });
  auto session = Session::make(Session::Socket(io_), tls_, shared_from_this(), session_setup(peer.id));
  if (!session) return redial(peer);
  peer.dialling = session;
  const auto endpoint = peer.link.endpoint();
  session->dial(endpoint.host, endpoint.port);
}

// --- accepting ---

void MeshCore::on_socket(Session::Socket socket) {
  count([](MeshCounters& c) { ++c.inbound_accepted; });
  // The oldest gives way, not the newest: an honest handshake takes a few round trips, a stalled one sits for seconds.
  if (pending_.size() >= config_.limits.pending_inbound) {
    count([](MeshCounters& c) { ++c.inbound_evicted; });
    const auto oldest = pending_.front();
    oldest->close(CloseCause::kLocal, "too many inbound handshakes");
  }
  auto session = Session::make(std::move(socket), tls_, shared_from_this(), session_setup(std::nullopt));
  if (!session) return;
  pending_.push_back(session);
  count([this](MeshCounters& c) { c.pending_inbound = pending_.size(); });
  session->accept();
}

bool MeshCore::admits_key(const Session& session, const chain::NodeKey& key) noexcept {
  if (key == own_key_ || stopped_) return false;
  PeerId id;
  {
    const std::lock_guard<std::mutex> lock(peers_mutex_);
    const auto found = by_key_.find(key);
    if (found == by_key_.end()) return false;
    id = found->second;
  }
  if (session.dialled_peer() && *session.dialled_peer() != id) return false;
  const auto* peer = peer_at(id);
  return peer->link.enabled() && !peer->link.banned(Clock::now());
}

// --- open ---

bool MeshCore::dialled_by_lower_key(const Peer& peer, const Session& session) const {
  return session.dialled() == (own_key_ < peer.link.key());
}

// Of two sessions with one peer, both sides keep the one that the lower key dialled. Of two that the same side dialled,
// the newer: nobody dials while it holds a session, so the dialler has lost the older one.
bool MeshCore::keeps_existing(Peer& peer, const Session& fresh) {
  if (!peer.session) return false;
  return dialled_by_lower_key(peer, *peer.session) && !dialled_by_lower_key(peer, fresh);
}

// The session is no attempt any more: it is open, or it is over.
void MeshCore::forget_attempt(Session& session) {
  const auto found = std::find_if(pending_.begin(), pending_.end(), [&](const auto& p) { return p.get() == &session; });
  if (found != pending_.end()) pending_.erase(found);
  count([this](MeshCounters& c) { c.pending_inbound = pending_.size(); });
  auto* peer = peer_of(session);
  if (peer != nullptr && peer->dialling.get() == &session) peer->dialling.reset();
}

void MeshCore::on_session_open(Session& session) {
  const auto self = session.shared_from_this();
  auto* peer = peer_of(session);
  CHECK(peer != nullptr);
  forget_attempt(session);
  if (peer->session && !session.dialled()) apply_penalty(peer->id, kPenaltyRedial, "opened a session while it had one");
  if (peer->link.banned(Clock::now())) return session.close(CloseCause::kLocal, "banned");
  if (keeps_existing(*peer, session)) {
    peer->session->probe();  // the other side does not know of it: perhaps it is dead
    return session.close(CloseCause::kLocal, "duplicate session");
  }
  if (peer->session) {
    const auto replaced = peer->session;
    replaced->close(CloseCause::kLocal, "replaced by a session that takes precedence");
  }
  peer->session = self;
  peer->link.set_up();
  peer->failure_logged = false;
  count([again = peer->was_up](MeshCounters& c) {
    ++c.sessions_opened;
    ++c.peers_up;
    c.reconnects += again ? 1 : 0;
  });
  peer->was_up = true;
  log_.line(LogLevel::kInfo, "p2p: " + name_of(*peer) + " is up, " +
                                 (session.dialled() ? "dialled at " : "came from ") + session.remote());
  // A dial of ours that would lose against this session need not finish.
  if (peer->dialling && keeps_existing(*peer, *peer->dialling)) {
    const auto needless = peer->dialling;
    needless->close(CloseCause::kLocal, "duplicate session");
  }
  handler_->on_peer_up(peer->id);
}

void MeshCore::on_session_frame(Session& session, Lane lane, chain::Bytes payload) {
  auto* peer = peer_of(session);
  if (peer == nullptr || !counts(*peer, session)) return;
  count([lane, size = payload.size()](MeshCounters& c) {
    ++c.lanes[lane_index(lane)].frames_in;
    c.lanes[lane_index(lane)].bytes_in += size;
  });
  handler_->on_frame(peer->id, lane, std::move(payload));
}

void MeshCore::on_session_bytes(std::size_t in, std::size_t out) {
  count([in, out](MeshCounters& c) {
    c.tls_bytes_in += in;
    c.tls_bytes_out += out;
  });
}

void MeshCore::on_session_rtt(Session& session, std::chrono::microseconds rtt) {
  if (auto* peer = peer_of(session))
    peer->link.set_rtt(static_cast<std::uint64_t>(std::max<std::int64_t>(rtt.count(), 1)));
}

// --- closed ---

void MeshCore::count_close(const Session& session, CloseCause cause) {
  count([&](MeshCounters& c) {
    c.handshakes_failed += cause == CloseCause::kHandshake ? 1 : 0;
    c.refused_keys += cause == CloseCause::kRefusedKey ? 1 : 0;
    c.wrong_network += cause == CloseCause::kWrongNetwork ? 1 : 0;
    c.wrong_protocol += cause == CloseCause::kWrongProtocol ? 1 : 0;
    c.protocol_violations += cause == CloseCause::kViolation ? 1 : 0;
    const bool never_open = session.opened_at() == Clock::time_point{};
    c.dial_failures += session.dialled() && never_open && cause != CloseCause::kLocal ? 1 : 0;
  });
}

void MeshCore::on_session_closed(Session& session, CloseCause cause, const std::string& why) {
  auto* peer = peer_of(session);
  forget_attempt(session);
  count_close(session, cause);
  if (peer != nullptr && counts(*peer, session)) {
    mark_down(*peer, session, why);
  } else if (cause != CloseCause::kLocal) {
    report_failure(peer, session, cause, why);
  }
  if (peer == nullptr) return;
  if (cause == CloseCause::kViolation) apply_penalty(peer->id, kPenaltyMalicious, why);
  redial(*peer);
}

void MeshCore::mark_down(Peer& peer, const Session& session, const std::string& why) {
  if (Clock::now() - session.opened_at() >= std::chrono::milliseconds(config_.timings.stable_ms)) peer.backoff.reset();
  peer.session.reset();
  peer.link.set_down();
  count([](MeshCounters& c) {
    ++c.sessions_closed;
    --c.peers_up;
  });
  log_.line(LogLevel::kInfo, "p2p: " + name_of(peer) + " is down: " + why);
  handler_->on_peer_down(peer.id);
}

void MeshCore::report_failure(Peer* peer, Session& session, CloseCause cause, const std::string& why) {
  const auto who = peer != nullptr ? name_of(*peer) : "inbound connection from " + session.remote();
  const auto text = "p2p: " + who + ": " + why;
  if (cause == CloseCause::kWrongNetwork || cause == CloseCause::kWrongProtocol || cause == CloseCause::kRefusedKey ||
      cause == CloseCause::kViolation) {
    return log_.stranger(Clock::now(), text);
  }
  // A peer that is simply away: say so once, then keep trying quietly.
  const bool first = peer != nullptr && session.dialled() && !std::exchange(peer->failure_logged, true);
  if (first) return log_.line(LogLevel::kWarn, text + "; trying again");
  log_.line(LogLevel::kDebug, text);
}

}  // namespace xh::p2p
