// The node's HTTP server: accepts, bounds, routes (docs/api.md). Handlers are coroutines on one API thread; the ledger is read through CorePort.
//
// Callers: node/app/runtime. Threading: one io_context run by one thread; publish() from the core thread. Limits: ServerLimits; a connection above
// the cap is answered 503, a header or body above its cap 431 or 413, a slow sender is dropped after read_timeout.
#pragma once

#include <boost/asio/io_context.hpp>
#include <filesystem>
#include <memory>

#include "chain/primitives/result.h"
#include "node/api/core_port.h"
#include "node/api/http.h"

namespace xh::node::api {

struct ServerLimits {
  std::size_t max_connections = 512;
  std::size_t max_body_bytes = 4 * 1024 * 1024;
  std::size_t max_header_bytes = 16 * 1024;
  std::size_t max_event_streams = 128;
  std::size_t max_stream_backlog = 256;  // events a slow reader may lag behind before it is dropped
  std::chrono::seconds read_timeout{30};
};

struct ServerConfig {
  std::string host = "127.0.0.1";
  std::uint16_t port = 0;
  std::filesystem::path explorer_dir;
  std::string node_name;
  std::string version;
  std::function<std::string()> metrics;      // Prometheus text; called on the API thread
  std::function<std::uint64_t()> peers_up;   // thread-safe
  std::filesystem::path reads_dir;           // of the read log (read_log.h)
  ServerLimits limits;
};

class Server {
 public:
  // Error: kLocal naming address and reason when the port cannot be bound or the read log not be written.
  [[nodiscard]] static chain::Result<std::unique_ptr<Server>> create(boost::asio::io_context& io, CorePort& core, ServerConfig config);
  ~Server();
  void start();
  void stop();  // on the API thread
  [[nodiscard]] std::uint16_t port() const;
  // A final block: to event streams and to those who wait for a transaction. From the core thread.
  void publish(const FinalNotice& notice);

 private:
  class Impl;
  explicit Server(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}
  std::shared_ptr<Impl> impl_;
};

}  // namespace xh::node::api
