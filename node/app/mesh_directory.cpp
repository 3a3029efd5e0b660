#include "node/app/mesh_directory.h"

#include <spdlog/spdlog.h>

#include <algorithm>

namespace xh::node {

MeshDirectory::MeshDirectory(p2p::Mesh& mesh, const P2pConfig& config) : mesh_(mesh) {
  for (const auto& peer : config.peer_addresses) moved_.emplace(peer.validator, peer.address);
  for (std::uint32_t i = 0; i < config.peers.size(); ++i) {
    const auto& peer = config.peers[i];
    peers_.emplace(peer.node_key, Peer{p2p::PeerId{i}, peer.address.value_or(HostPort{}), true, true});
  }
}

std::vector<p2p::PeerEndpoint> MeshDirectory::peers_of(const P2pConfig& config) {
  std::vector<p2p::PeerEndpoint> out;
  for (const auto& peer : config.peers) {
    const auto address = peer.address.value_or(HostPort{});
    out.push_back({peer.node_key, address.host, address.port});
  }
  return out;
}

std::optional<HostPort> MeshDirectory::address_of(const chain::Validator& validator) const {
  const auto moved = moved_.find(validator.name);
  if (moved != moved_.end()) return moved->second;
  auto address = parse_host_port(validator.address);
  if (address) return *address;
  spdlog::warn("validator '{}' has the address '{}': {}; name a better one in p2p.peer_addresses", validator.name,
               validator.address, address.error());
  return std::nullopt;
}

void MeshDirectory::connect(const chain::Validator& validator) {
  if (validator.node_key == mesh_.own_key()) return;
  // Without an address it may still dial us.
  const auto address = address_of(validator).value_or(HostPort{});
  const auto known = peers_.find(validator.node_key);
  if (known == peers_.end()) {
    const auto added = mesh_.add_peer({validator.node_key, address.host, address.port});
    if (!added) return spdlog::error("validator '{}' is not connected: {}", validator.name, added.error().message);
    peers_.emplace(validator.node_key, Peer{*added, address, false, true});
    return;
  }
  auto& peer = known->second;
  if (!peer.configured && peer.address != address) {
    if (auto ok = mesh_.set_peer_address(peer.id, address.host, address.port); !ok)
      return spdlog::error("validator '{}' keeps its old address: {}", validator.name, ok.error().message);
    peer.address = address;
  }
  if (!peer.enabled) mesh_.set_peer_enabled(peer.id, peer.enabled = true);
}

void MeshDirectory::follow(const std::vector<chain::Validator>& wanted) {
  for (const auto& validator : wanted) connect(validator);
  for (auto& [key, peer] : peers_) {
    const bool named = std::ranges::find(wanted, key, &chain::Validator::node_key) != wanted.end();
    if (named || peer.configured || !peer.enabled) continue;
    spdlog::info("peer {}... is no validator any more: disconnected", chain::to_hex(key.view()).substr(0, 16));
    mesh_.set_peer_enabled(peer.id, peer.enabled = false);
  }
}

std::optional<p2p::PeerId> MeshDirectory::find(const chain::NodeKey& key) const {
  const auto found = peers_.find(key);
  return found == peers_.end() ? std::nullopt : std::optional(found->second.id);
}

}  // namespace xh::node
