// The API's handlers on the ledger of a running replica, without sockets: requests signed by the consortium's members
// go in, responses come out. Test support.
#pragma once

#include <boost/asio/co_spawn.hpp>
#include <chrono>

#include "chain/codec/address.h"
#include "contracts/engine/context.h"
#include "contracts/identity/calls.h"
#include "node/api/routes.h"
#include "node/api/server.h"
#include "tests/unit/node/replica_net.h"
#include "tests/unit/node/temporary_folder.h"

namespace xh::node::test {

using xh::test::TemporaryFolder;

struct ApiDesk {
  ApiDesk() {
    net.start_all();
    net.transfer(0);
    BOOST_REQUIRE(net.run_until([this] { return net.node(0).height() >= 1; }));
    open_log({});
    port.emplace(io, net.node(0).replica());
  }
  void open_log(api::ReadLog::Limits limits) {
    auto opened = api::ReadLog::open(folder.path() / "reads", limits);
    BOOST_REQUIRE(opened.has_value());
    reads = std::move(*opened);
  }
  [[nodiscard]] static chain::SecretKey secret(std::uint8_t number) {
    chain::Bytes bytes(32, 0);
    bytes[31] = number;
    return std::move(*chain::SecretKey::from_bytes(bytes));
  }
  [[nodiscard]] static chain::SecretKey key_of(sim::Who who) { return secret(static_cast<std::uint8_t>(who)); }
  // A call of a member becomes final.
  template <class Args>
  void change(sim::Who who, contracts::identity::MethodId method, const Args& args) {
    const auto call = net.consortium.sign(who, contracts::ContractId::kIdentity, method, args, 500 + ++asked,
                                          sim::kStartMs + net.scheduler.now_ms() + 600'000);
    net.node(0).replica().submit({call.wire}, [](std::vector<SubmitResult>) {});
    const auto is_final = [&] {
      const auto place = net.node(0).ledger().index().find_transaction(call.id);
      return place && place->has_value();
    };
    BOOST_REQUIRE(net.run_until(is_final));
  }

  [[nodiscard]] static std::int64_t now_ms() {
    const auto since = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::milliseconds>(since).count();
  }
  // A GET signed by a member at a time of its own: two of one millisecond would be the same request.
  [[nodiscard]] api::Request signed_by(const chain::AccountId& id, const std::vector<chain::SecretKey>& keys,
                                       const std::string& target, std::int64_t time_ms,
                                       const std::string& body = {}) const {
    auto request = api::parse_target(target);
    BOOST_REQUIRE(request.has_value());
    request->body = body;
    if (!body.empty()) request->method = api::http::verb::post;
    const auto account = chain::to_address(id);
    const auto time = std::to_string(time_ms);
    const auto digest =
        api::request_digest(net.consortium.context().tag, body.empty() ? "GET" : "POST", target, account, time, body);
    request->headers.set("X-Xinghuo-Account", account);
    request->headers.set("X-Xinghuo-Time", time);
    for (const auto& key : keys) {
      request->headers.insert("X-Xinghuo-Key", chain::to_hex(key.public_key().view()));
      request->headers.insert("X-Xinghuo-Signature", chain::to_hex(key.sign(digest.view()).view()));
    }
    return std::move(*request);
  }
  [[nodiscard]] api::Request signed_get(sim::Who who, const std::string& target) {
    std::vector<chain::SecretKey> keys;
    keys.push_back(key_of(who));
    return signed_by(sim::Consortium::account(who), keys, target, now_ms() - 1000 + ++asked);
  }

  // A POST when there is a body.
  [[nodiscard]] api::Request signed_post(sim::Who who, const std::string& target, const std::string& body) {
    std::vector<chain::SecretKey> keys;
    keys.push_back(key_of(who));
    return signed_by(sim::Consortium::account(who), keys, target, now_ms() - 1000 + ++asked, body);
  }

  api::Response ask(const api::Request& request) {
    api::Services services{*port, waiters, config, seen, *reads};
    std::optional<api::Response> out;
    auto handle = [&]() -> api::Task<void> { out = co_await api::route(services, request); };
    boost::asio::co_spawn(io, handle(), [](const std::exception_ptr& error) { BOOST_REQUIRE(!error); });
    io.restart();
    io.run();
    BOOST_REQUIRE(out.has_value());
    return std::move(*out);
  }
  api::Response get(sim::Who who, const std::string& target) { return ask(signed_get(who, target)); }
  // The member of the answer's data.
  static boost::json::value data_of(const api::Response& response, const std::string& member) {
    auto document = chain::parse_json(response.body);
    BOOST_REQUIRE(document.has_value());
    return document->at("data").at(member);
  }
  static std::string code_of(const api::Response& response) {
    auto document = chain::parse_json(response.body);
    BOOST_REQUIRE(document.has_value());
    const auto* code = document->get_object().if_contains("code");
    return code == nullptr ? "" : std::string(code->get_string());
  }

  TemporaryFolder folder;
  ReplicaNet net{4, 4};
  boost::asio::io_context io;
  std::optional<api::CorePort> port;
  api::Waiters waiters;
  api::ServerConfig config;
  api::SeenRequests seen;
  std::unique_ptr<api::ReadLog> reads;
  std::int64_t asked = 0;
};

}  // namespace xh::node::test
