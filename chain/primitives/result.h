// Errors are values. Every room returns Result<T>; the Fault tells the caller what to do, the text tells the human.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <utility>

namespace xh::chain {

// What a caller does about an error.
enum class Fault : std::uint8_t {
  kInvalid,   // the sender is wrong and stays wrong: refuse, and count it against a peer
  kNotYet,    // may become right later: missing data, full queue, clock skew
  kNotFound,  // asked for something that is not here
  kLocal,     // our own disk, memory or configuration: stop the node, say what to do
};

struct Error {
  Fault fault = Fault::kInvalid;
  std::string message;

  friend bool operator==(const Error&, const Error&) = default;
};

template <class T>
using Result = std::expected<T, Error>;
using Status = std::expected<void, Error>;

[[nodiscard]] inline std::unexpected<Error> invalid(std::string message) {
  return std::unexpected(Error{Fault::kInvalid, std::move(message)});
}
[[nodiscard]] inline std::unexpected<Error> not_yet(std::string message) {
  return std::unexpected(Error{Fault::kNotYet, std::move(message)});
}
[[nodiscard]] inline std::unexpected<Error> not_found(std::string message) {
  return std::unexpected(Error{Fault::kNotFound, std::move(message)});
}
[[nodiscard]] inline std::unexpected<Error> local_fault(std::string message) {
  return std::unexpected(Error{Fault::kLocal, std::move(message)});
}

}  // namespace xh::chain
