// AdminServer: the node's end of the admin protocol (admin_protocol.h): accepts on a Unix socket, cuts lines, calls the
// handler.
//
// Caller: node/app/runtime, which gives the io_context and the handler. Invariants: the socket has mode 0600; a stale
// socket of a dead process is replaced (the data folder's lock says that it is dead); at most kMaxAdminConnections at a
// time, one more is closed at once; a line above kMaxAdminLineBytes or not a JSON object ends its connection with an
// error answer. Threading: everything runs on the io_context, which one thread runs; start() and stop() are called on
// that thread or before it runs.
#pragma once

#include <boost/asio/io_context.hpp>
#include <filesystem>
#include <memory>

#include "chain/primitives/result.h"
#include "node/ops/admin_protocol.h"

namespace xh::node {

class AdminServer {
 public:
  // Binds and begins to accept. kLocal naming the path when the socket cannot be made.
  [[nodiscard]] static chain::Result<std::unique_ptr<AdminServer>> start(boost::asio::io_context& io,
                                                                         std::filesystem::path socket,
                                                                         AdminHandler handler);
  ~AdminServer();  // stop()
  // Closes the listener and all connections and removes the socket. Idempotent.
  void stop();

 private:
  class Impl;
  explicit AdminServer(std::shared_ptr<Impl> impl);
  std::shared_ptr<Impl> impl_;
};

}  // namespace xh::node
