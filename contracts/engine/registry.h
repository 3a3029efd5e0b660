// The table of all contract methods and calendar handlers: number -> decoder, accounts it names, handler. Built once,
// immutable, thread-safe. A contract room offers `void register_<contract>(Registry&)`; engine/registry_all.cpp calls
// them all.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "contracts/engine/context.h"

namespace xh::contracts {

// A call whose arguments are decoded: once a block, on the hot path.
class PreparedCall {
 public:
  virtual ~PreparedCall() = default;
  // Accounts that the arguments name beside the signers (decision 7: overdue items of any of them must settle first).
  [[nodiscard]] virtual std::vector<chain::AccountId> accounts() const = 0;
  [[nodiscard]] virtual Outcome execute(Context& context) const = 0;
};

struct Method {
  std::string name;  // "lxr.transfer": shown by API and CLI
  // Strict decode only: the cheap check of a transaction's arguments before it enters a mempool.
  std::function<chain::Status(chain::BytesView args)> check;
  // Strict decode for execution. kInvalid: the arguments are no encoding of the method's struct.
  std::function<chain::Result<std::unique_ptr<const PreparedCall>>(chain::BytesView args)> prepare;
};

struct CalendarHandler {
  std::string name;  // "payroll.payday"
  std::function<Outcome(Context&, const DueItem&)> execute;
};

class Registry {
 public:
  // Adds a method whose arguments are the struct Args; `accounts_of` may be empty.
  template <chain::Message Args>
  void add_method(ContractId contract, std::uint32_t number, std::string name,
                  std::function<Outcome(Context&, const Args&)> run,
                  std::function<std::vector<chain::AccountId>(const Args&)> accounts_of = {});
  void add_calendar(ContractId contract, std::uint32_t kind, CalendarHandler handler);

  [[nodiscard]] const Method* find_method(std::uint32_t contract, std::uint32_t method) const;
  [[nodiscard]] const CalendarHandler* find_calendar(std::uint32_t contract, std::uint32_t kind) const;
  // For API and CLI: visits every method in order of contract and number.
  [[nodiscard]] const std::map<std::pair<std::uint32_t, std::uint32_t>, Method>& methods() const { return methods_; }

  // Parameters that genesis must bring, gathered from the contracts.
  void require_parameter(std::string name) { required_parameters_.push_back(std::move(name)); }
  [[nodiscard]] const std::vector<std::string>& required_parameters() const { return required_parameters_; }

 private:
  void insert(ContractId contract, std::uint32_t number, Method method);

  std::map<std::pair<std::uint32_t, std::uint32_t>, Method> methods_;
  std::map<std::pair<std::uint32_t, std::uint32_t>, CalendarHandler> calendar_;
  std::vector<std::string> required_parameters_;
};

// Every contract of this protocol version.
[[nodiscard]] const Registry& all_contracts();

namespace detail {

template <chain::Message Args>
struct MethodParts {
  std::function<Outcome(Context&, const Args&)> run;
  std::function<std::vector<chain::AccountId>(const Args&)> accounts_of;
};

template <chain::Message Args>
class PreparedArgs final : public PreparedCall {
 public:
  PreparedArgs(std::shared_ptr<const MethodParts<Args>> parts, Args args)
      : parts_(std::move(parts)), args_(std::move(args)) {}
  [[nodiscard]] std::vector<chain::AccountId> accounts() const override {
    return parts_->accounts_of ? parts_->accounts_of(args_) : std::vector<chain::AccountId>{};
  }
  [[nodiscard]] Outcome execute(Context& context) const override { return parts_->run(context, args_); }

 private:
  std::shared_ptr<const MethodParts<Args>> parts_;
  Args args_;
};

}  // namespace detail

template <chain::Message Args>
void Registry::add_method(ContractId contract, std::uint32_t number, std::string name,
                          std::function<Outcome(Context&, const Args&)> run,
                          std::function<std::vector<chain::AccountId>(const Args&)> accounts_of) {
  Method method;
  method.name = std::move(name);
  method.check = [](chain::BytesView args) -> chain::Status {
    auto decoded = chain::decode<Args>(args);
    if (!decoded) return std::unexpected(decoded.error());
    return {};
  };
  auto parts = std::make_shared<const detail::MethodParts<Args>>(
      detail::MethodParts<Args>{std::move(run), std::move(accounts_of)});
  method.prepare = [parts](chain::BytesView args) -> chain::Result<std::unique_ptr<const PreparedCall>> {
    auto decoded = chain::decode<Args>(args);
    if (!decoded) return std::unexpected(decoded.error());
    return std::make_unique<const detail::PreparedArgs<Args>>(parts, std::move(*decoded));
  };
  insert(contract, number, std::move(method));
}

}  // namespace xh::contracts
