// Text and bytes that must not outlive their use: passphrases, mnemonics, seeds. Overwritten when they go; move-only.
#pragma once

#include <string>
#include <utility>

#include "chain/primitives/bytes.h"

namespace xh::cli {

void wipe(void* data, std::size_t size) noexcept;

template <class Container>
class Secret {
 public:
  Secret() = default;
  explicit Secret(Container value) : value_(std::move(value)) {}
  Secret(Secret&& other) noexcept : value_(std::exchange(other.value_, {})) {}
  Secret& operator=(Secret&& other) noexcept {
    if (this != &other) {
      clear();
      value_ = std::exchange(other.value_, {});
    }
    return *this;
  }
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;
  ~Secret() { clear(); }

  [[nodiscard]] const Container& get() const { return value_; }
  [[nodiscard]] Container& get() { return value_; }

 private:
  void clear() noexcept {
    wipe(value_.data(), value_.size());
    value_.clear();
  }
  Container value_;
};

using SecretText = Secret<std::string>;
using SecretBytes = Secret<chain::Bytes>;

}  // namespace xh::cli
