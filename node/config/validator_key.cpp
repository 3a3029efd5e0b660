#include "node/config/validator_key.h"

#include <array>
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <optional>
#include <string>

#include "node/config/private_file.h"

namespace xh::node {
namespace {

namespace json = boost::json;
using chain::local_fault;

constexpr std::string_view kFileType = "xinghuo-validator-key";
constexpr std::int64_t kFileVersion = 1;

// Overwrites secret bytes at the end of its scope, on every path.
struct Wipe {
  std::span<std::uint8_t> secret;
  ~Wipe() { wipe(secret); }
};
std::span<std::uint8_t> bytes_of(std::string& text) {
  return {reinterpret_cast<std::uint8_t*>(text.data()), text.size()};
}

std::string_view text_field(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  const auto* text = value == nullptr ? nullptr : value->if_string();
  return text == nullptr ? std::string_view() : std::string_view(*text);
}

chain::Result<chain::SecretKey> key_from(const json::object& object) {
  const auto* version = object.if_contains("version");
  if (text_field(object, "type") != kFileType)
    return chain::invalid("\"type\" is not \"" + std::string(kFileType) + "\"");
  if (version == nullptr || !version->is_int64() || version->get_int64() != kFileVersion)
    return chain::invalid("unknown version");
  auto bytes = chain::from_hex(text_field(object, "private_key"));
  if (!bytes || bytes->size() != 32) return chain::invalid("\"private_key\" is not 64 hex digits");
  const Wipe wiped{*bytes};
  auto key = chain::SecretKey::from_bytes(*bytes);
  if (!key) return key;
  if (text_field(object, "public_key") != chain::to_hex(key->public_key().view())) {
    return chain::invalid("the public key does not belong to the private key");
  }
  return key;
}

}  // namespace

chain::Result<chain::SecretKey> generate_validator_key() {
  std::array<std::uint8_t, 32> secret{};
  const Wipe wiped{secret};
  if (auto ok = fill_random(secret); !ok) return std::unexpected(ok.error());
  return chain::SecretKey::from_bytes(secret);
}

chain::Result<chain::SecretKey> load_validator_key(const std::filesystem::path& file) {
  auto text = read_private_file(file, kMaxValidatorKeyFileBytes);
  if (!text) return local_fault("validator key: " + text.error().message);
  const Wipe wiped{bytes_of(*text)};
  // The parsed document lives in this buffer, so that it can be wiped; at this size it needs no heap beyond.
  std::array<unsigned char, 4 * kMaxValidatorKeyFileBytes> memory{};
  const Wipe wiped_memory{memory};
  json::monotonic_resource resource(memory.data(), memory.size());
  json::error_code error;
  const auto document = json::parse(*text, error, &resource);
  if (error || !document.is_object()) return local_fault("validator key " + file.string() + ": not a JSON object");
  auto key = key_from(document.get_object());
  if (!key) return local_fault("validator key " + file.string() + ": " + key.error().message);
  return key;
}

chain::Status save_validator_key(const chain::SecretKey& key, const std::filesystem::path& file) {
  auto secret = chain::to_hex(key.secret_bytes());
  const Wipe wiped{bytes_of(secret)};
  auto text = "{\"type\":\"" + std::string(kFileType) + "\",\"version\":" + std::to_string(kFileVersion) +
              ",\"public_key\":\"" + chain::to_hex(key.public_key().view()) + "\",\"private_key\":\"" + secret +
              "\"}\n";
  const Wipe wiped_text{bytes_of(text)};
  return write_new_file(file, text, kPrivateFileMode);
}

}  // namespace xh::node
