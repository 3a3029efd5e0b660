#include "read_back.h"

#include <algorithm>
#include <chrono>
#include <thread>

#include "chain/codec/address.h"
#include "cli/api/api_client.h"

namespace xh::bench {
namespace {

namespace json = boost::json;

constexpr std::chrono::milliseconds kDeadline{20'000};
constexpr std::uint64_t kHeightsCompared = 24;

std::int64_t real_ms() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(since).count();
}

// One node, asked by whoever signs.
class Reader {
 public:
  explicit Reader(std::uint16_t port)
      : transport_(cli::make_http_transport()),
        api_({"http://127.0.0.1:" + std::to_string(port)}, *transport_, real_ms, kDeadline) {}

  [[nodiscard]] chain::Result<json::object> get(const std::string& target) {
    return object_of(api_.get(target), target);
  }
  [[nodiscard]] chain::Result<json::object> get_as(const Actor& actor, const chain::ChainTag& chain,
                                                   const std::string& target) {
    return object_of(api_.get_signed(target, {actor.account, {&actor.key}}, chain), target);
  }

 private:
  static chain::Result<json::object> object_of(cli::Outcome<cli::Answer> answer, const std::string& target) {
    if (!answer) return chain::invalid(target + ": " + answer.error().code + ": " + answer.error().message);
    if (!answer->data.is_object()) return chain::invalid(target + ": the answer is no object");
    return std::move(answer->data.get_object());
  }

  std::unique_ptr<cli::HttpTransport> transport_;
  cli::ApiClient api_;
};

std::int64_t number_in(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  if (value == nullptr) return -1;
  if (value->is_string()) return std::strtoll(value->get_string().c_str(), nullptr, 10);
  boost::system::error_code error;
  const auto out = value->to_number<std::int64_t>(error);
  return error ? -1 : out;
}

chain::Result<std::int64_t> height_of(Reader& node) {
  const auto status = node.get("/v1/status");
  if (!status) return std::unexpected(status.error());
  return number_in(*status, "height");
}

chain::Result<std::string> root_at(Reader& node, std::int64_t height) {
  const auto block = node.get("/v1/blocks/" + std::to_string(height));
  if (!block) return std::unexpected(block.error());
  const auto* root = block->if_contains("state_root");
  if (root == nullptr || !root->is_string()) return chain::invalid("a block without a state root");
  return std::string(std::string_view(root->get_string()));
}

std::vector<std::int64_t> expected_balances(const Plan& plan, std::size_t jobs_done) {
  std::vector<std::int64_t> out(plan.cast().accounts.size(), kDepositFen);
  for (std::size_t job = 0; job < jobs_done; ++job) {
    const auto move = plan.movement(job);
    out[move.from] -= move.fen;
    out[move.to] += move.fen;
  }
  return out;
}

chain::Status check_balance(const Plan& plan, Reader& node, std::size_t account, std::int64_t expected) {
  const Actor& actor = plan.cast().accounts[account];
  const auto answer = node.get_as(actor, plan.chain().tag, "/v1/accounts/" + chain::to_address(actor.account));
  if (!answer) return std::unexpected(answer.error());
  const auto found = number_in(*answer, "balance");
  if (found == expected) return {};
  return chain::invalid("account " + std::to_string(account) + " holds " + std::to_string(found) +
                        " fen; the transfers leave " + std::to_string(expected));
}

// Entries of an agreement's accrued logs; the accrual that they went into must have the same orders.
chain::Result<std::uint64_t> accrued_entries(const Plan& plan, Reader& node, std::size_t account) {
  const Actor& reader = plan.cast().union_member;
  const auto base = "/v1/payroll/agreements/" + chain::to_hex(plan.agreement_of(account).view());
  const auto days = node.get_as(reader, plan.chain().tag, base + "/days");
  if (!days) return std::unexpected(days.error());
  const auto* items = days->if_contains("items");
  if (items == nullptr || !items->is_array()) return chain::invalid(base + ": no list of day logs");
  std::uint64_t entries = 0;
  std::int64_t orders = 0;
  std::vector<std::int64_t> periods;
  for (const auto& item : items->get_array()) {
    if (!item.is_object() || item.get_object().if_contains("accrued_period") == nullptr) continue;
    const auto& log = item.get_object();
    entries += static_cast<std::uint64_t>(number_in(log, "entries"));
    periods.push_back(number_in(log, "accrued_period"));
    const auto* sums = log.if_contains("sums");
    if (sums != nullptr && sums->is_object()) orders += number_in(sums->get_object(), "orders");
  }
  std::ranges::sort(periods);
  const auto repeated = std::ranges::unique(periods);
  periods.erase(repeated.begin(), repeated.end());
  for (const auto period : periods) {
    const auto accrual = node.get_as(reader, plan.chain().tag, base + "/accrual?cursor=" + std::to_string(period));
    if (!accrual) return std::unexpected(accrual.error());
    const auto* sums = accrual->if_contains("sums");
    if (sums != nullptr && sums->is_object()) orders -= number_in(sums->get_object(), "orders");
  }
  if (orders != 0) return chain::invalid(base + ": the accruals and the day logs that went into them differ");
  return entries;
}

// Runs work(node, i) for i in [0, count): even numbers at one node, odd ones at the other, at the same time. The first
// error wins.
template <class Work>
chain::Status at_both(std::uint16_t one, std::uint16_t other, std::size_t count, const Work& work) {
  chain::Status results[2];
  {
    std::vector<std::jthread> threads;
    for (std::size_t side = 0; side < 2; ++side) {
      threads.emplace_back([&, side] {
        Reader node(side == 0 ? one : other);
        for (std::size_t i = side; i < count && results[side]; i += 2) results[side] = work(node, i);
      });
    }
  }
  return results[0] ? results[1] : results[0];
}

}  // namespace

chain::Status check_receipts(const Plan& plan, std::uint16_t api_port, const Stage& stage) {
  Reader node(api_port);
  for (std::size_t i = 0; i < std::min(kReceiptsChecked, stage.transactions.size()); ++i) {
    const auto target = "/v1/txs/" + chain::to_hex(stage.transactions[i].id.view()) + "/receipt";
    const auto receipt = node.get_as(plan.cast().union_member, plan.chain().tag, target);
    if (!receipt) return std::unexpected(receipt.error());
    const auto* code = receipt->if_contains("code");
    if (code == nullptr || *code != "OK")
      return chain::invalid(stage.name + ": " + json::serialize(*receipt).substr(0, 400));
  }
  return {};
}

chain::Status wait_for_all(const std::vector<std::uint16_t>& api_ports) {
  std::optional<std::int64_t> wanted;
  for (const auto port : api_ports) {
    Reader node(port);
    const auto deadline = std::chrono::steady_clock::now() + kDeadline;
    for (auto height = height_of(node);; height = height_of(node)) {
      if (!height) return std::unexpected(height.error());
      if (!wanted) wanted = *height;
      if (*height >= *wanted) break;
      if (std::chrono::steady_clock::now() > deadline) return chain::invalid("a node stays behind the others");
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
  }
  return {};
}

chain::Status check_roots(std::uint16_t one, std::uint16_t other) {
  Reader first(one);
  Reader second(other);
  const auto first_height = height_of(first);
  const auto second_height = height_of(second);
  if (!first_height) return std::unexpected(first_height.error());
  if (!second_height) return std::unexpected(second_height.error());
  const auto common = static_cast<std::uint64_t>(std::min(*first_height, *second_height));
  for (std::uint64_t i = 0; i <= kHeightsCompared; ++i) {
    const auto height = static_cast<std::int64_t>(common * i / kHeightsCompared);
    const auto a = root_at(first, height);
    const auto b = root_at(second, height);
    if (!a) return std::unexpected(a.error());
    if (!b) return std::unexpected(b.error());
    if (*a != *b) return chain::invalid("the nodes' state roots differ at height " + std::to_string(height));
  }
  return {};
}

chain::Result<std::uint64_t> count_transfers(const Plan& plan, std::uint16_t one, std::uint16_t other,
                                             std::size_t jobs_done) {
  const auto expected = expected_balances(plan, jobs_done);
  const auto status = at_both(one, other, expected.size(), [&](Reader& node, std::size_t account) {
    return check_balance(plan, node, account, expected[account]);
  });
  if (!status) return std::unexpected(status.error());
  return jobs_done;
}

chain::Result<std::uint64_t> count_entries(const Plan& plan, std::uint16_t one, std::uint16_t other,
                                           std::size_t jobs_done) {
  const std::size_t used = std::min(jobs_done, plan.cast().accounts.size());
  std::vector<std::uint64_t> entries(used);
  const auto status = at_both(one, other, used, [&](Reader& node, std::size_t account) -> chain::Status {
    const auto counted = accrued_entries(plan, node, account);
    if (!counted) return std::unexpected(counted.error());
    entries[account] = *counted;
    return {};
  });
  if (!status) return std::unexpected(status.error());
  std::uint64_t total = 0;
  for (const auto count : entries) total += count;
  return total;
}

}  // namespace xh::bench
