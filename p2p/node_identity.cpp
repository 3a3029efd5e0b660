#include "p2p/node_identity.h"

#include <fcntl.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/json/monotonic_resource.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <cerrno>
#include <cstring>
#include <memory>
#include <string>
#include <utility>

#include "p2p/limits.h"

namespace xh::p2p {

namespace {

namespace fs = std::filesystem;
using chain::local_fault;

constexpr std::string_view kFileType = "xinghuo-node-key";
constexpr std::int64_t kFileVersion = 1;

// Closes a descriptor at the end of its scope.
struct Descriptor {
  int fd = -1;
  explicit Descriptor(int number) : fd(number) {}
  ~Descriptor() {
    if (fd >= 0) ::close(fd);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
};

// Overwrites secret bytes at the end of its scope, on every path.
struct Wipe {
  void* data;
  std::size_t size;
  ~Wipe() { OPENSSL_cleanse(data, size); }
};

std::string os_error(std::string_view what, const fs::path& file) {
  return std::string(what) + " " + file.string() + ": " + std::strerror(errno);
}

chain::Result<chain::NodeKey> public_key_of(chain::BytesView seed32) {
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(
      EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, seed32.data(), seed32.size()), &EVP_PKEY_free);
  chain::NodeKey out;
  std::size_t length = out.bytes.size();
  if (!key || EVP_PKEY_get_raw_public_key(key.get(), out.bytes.data(), &length) != 1 || length != out.bytes.size()) {
    return local_fault("OpenSSL cannot derive an Ed25519 public key");
  }
  return out;
}

chain::Status check_mode(int fd, const fs::path& file) {
  struct stat info{};
  if (::fstat(fd, &info) != 0) return local_fault(os_error("cannot inspect node key file", file));
  if (!S_ISREG(info.st_mode)) return local_fault("node key file " + file.string() + " is not a regular file");
  if ((info.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return local_fault("node key file " + file.string() + " is open to group or others; run: chmod 600 " +
                       file.string());
  }
  return {};
}

// Reads at most buffer.size() - 1 bytes; a longer file is an error.
chain::Result<std::string_view> read_whole(int fd, std::span<char> buffer, const fs::path& file) {
  std::size_t have = 0;
  while (have < buffer.size()) {
    const auto got = ::read(fd, buffer.data() + have, buffer.size() - have);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return local_fault(os_error("cannot read node key file", file));
    if (got == 0) return std::string_view(buffer.data(), have);
    have += static_cast<std::size_t>(got);
  }
  return local_fault("node key file " + file.string() + " is longer than " + std::to_string(kMaxKeyFileBytes) +
                     " bytes");
}

std::optional<std::string_view> text_field(const boost::json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  const auto* text = value == nullptr ? nullptr : value->if_string();
  if (text == nullptr) return std::nullopt;
  return std::string_view(*text);
}

chain::Status write_all(int fd, std::string_view text, const fs::path& file) {
  while (!text.empty()) {
    const auto put = ::write(fd, text.data(), text.size());
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return local_fault(os_error("cannot write node key file", file));
    text.remove_prefix(static_cast<std::size_t>(put));
  }
  if (::fsync(fd) != 0) return local_fault(os_error("cannot sync node key file", file));
  return {};
}

chain::Status sync_folder_of(const fs::path& file) {
  const auto folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
  const Descriptor descriptor(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (descriptor.fd < 0 || ::fsync(descriptor.fd) != 0) return local_fault(os_error("cannot sync folder", folder));
  return {};
}

// The seed as text, decoded without a copy that outlives the call.
bool decode_seed(std::string_view hex, std::array<std::uint8_t, 32>& out) {
  auto bytes = chain::from_hex(hex);
  if (!bytes) return false;
  const Wipe wipe{bytes->data(), bytes->size()};
  if (bytes->size() != out.size()) return false;
  std::memcpy(out.data(), bytes->data(), out.size());
  return true;
}

}  // namespace

NodeIdentity::NodeIdentity(NodeIdentity&& other) noexcept : seed_(other.seed_), public_(other.public_) {
  OPENSSL_cleanse(other.seed_.data(), other.seed_.size());
}

NodeIdentity& NodeIdentity::operator=(NodeIdentity&& other) noexcept {
  if (this == &other) return *this;
  seed_ = other.seed_;
  public_ = other.public_;
  OPENSSL_cleanse(other.seed_.data(), other.seed_.size());
  return *this;
}

NodeIdentity::~NodeIdentity() {
  OPENSSL_cleanse(seed_.data(), seed_.size());
}

chain::Result<NodeIdentity> NodeIdentity::generate() {
  std::array<std::uint8_t, 32> seed{};
  const Wipe wipe{seed.data(), seed.size()};
  if (RAND_priv_bytes(seed.data(), static_cast<int>(seed.size())) != 1) {
    return local_fault("the system's random source gave no bytes for a node key");
  }
  return from_seed(seed);
}

chain::Result<NodeIdentity> NodeIdentity::from_seed(chain::BytesView seed32) {
  NodeIdentity identity;
  if (seed32.size() != identity.seed_.size()) return chain::invalid("an Ed25519 seed has 32 bytes");
  std::memcpy(identity.seed_.data(), seed32.data(), seed32.size());
  auto key = public_key_of(seed32);
  if (!key) return std::unexpected(key.error());
  identity.public_ = *key;
  return identity;
}

chain::Result<NodeIdentity> NodeIdentity::load(const fs::path& file) {
  const Descriptor descriptor(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (descriptor.fd < 0) return local_fault(os_error("cannot open node key file", file));
  if (auto mode = check_mode(descriptor.fd, file); !mode) return std::unexpected(mode.error());

  std::array<char, kMaxKeyFileBytes + 1> text_buffer{};
  const Wipe wipe_text{text_buffer.data(), text_buffer.size()};
  auto text = read_whole(descriptor.fd, text_buffer, file);
  if (!text) return std::unexpected(text.error());

  // The parsed document lives in this buffer, so that it can be wiped; the heap beyond it is not needed at this size.
  std::array<unsigned char, 4 * kMaxKeyFileBytes> json_buffer{};
  const Wipe wipe_json{json_buffer.data(), json_buffer.size()};
  boost::json::monotonic_resource memory(json_buffer.data(), json_buffer.size());
  boost::json::error_code error;
  const auto document = boost::json::parse(*text, error, &memory);
  const auto bad = [&file](std::string_view why) {
    return local_fault("node key file " + file.string() + ": " + std::string(why));
  };
  if (error || !document.is_object()) return bad("not a JSON object");
  const auto& object = document.get_object();
  const auto* version = object.if_contains("version");
  if (text_field(object, "type") != kFileType) return bad("\"type\" is not \"" + std::string(kFileType) + "\"");
  if (version == nullptr || !version->is_int64() || version->get_int64() != kFileVersion) return bad("unknown version");
  const auto secret_hex = text_field(object, "private_key");
  std::array<std::uint8_t, 32> seed{};
  const Wipe wipe_seed{seed.data(), seed.size()};
  if (!secret_hex || !decode_seed(*secret_hex, seed)) return bad("\"private_key\" is not 64 hex digits");
  auto identity = from_seed(seed);
  if (!identity) return identity;
  const auto public_hex = text_field(object, "public_key");
  if (public_hex != chain::to_hex(identity->public_key().view()))
    return bad("the public key does not belong to the private key");
  return identity;
}

chain::Status NodeIdentity::save(const fs::path& file) const {
  const Descriptor descriptor(::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR));
  if (descriptor.fd < 0) return local_fault(os_error("cannot create node key file", file));
  auto secret_hex = chain::to_hex(seed_);
  const Wipe wipe_hex{secret_hex.data(), secret_hex.size()};
  std::string text = "{\n  \"type\": \"" + std::string(kFileType) +
                     "\",\n  \"version\": " + std::to_string(kFileVersion) + ",\n  \"public_key\": \"" +
                     chain::to_hex(public_.view()) + "\",\n  \"private_key\": \"";
  text.reserve(text.size() + secret_hex.size() + 16);  // no reallocation leaves a copy of the secret behind
  text += secret_hex;
  text += "\"\n}\n";
  const Wipe wipe_text{text.data(), text.size()};
  if (auto written = write_all(descriptor.fd, text, file); !written) return written;
  return sync_folder_of(file);
}

}  // namespace xh::p2p
