#include "tests/sim/node/signature_memo.h"

#include <secp256k1.h>
#include <secp256k1_extrakeys.h>
#include <secp256k1_schnorrsig.h>

#include <array>
#include <cstdint>
#include <cstring>
#include <unordered_map>

namespace {

constexpr std::size_t kMessageBytes = 32;
constexpr std::size_t kMaxRemembered = 1'000'000;
using Question = std::array<unsigned char, 64 + kMessageBytes + 64>;  // signature, message, key

struct QuestionHash {
  std::size_t operator()(const Question& question) const noexcept {
    std::size_t out = 0;
    std::memcpy(&out, question.data() + 32, sizeof out);  // of the signature's second half: uniformly distributed
    return out;
  }
};

std::unordered_map<Question, int, QuestionHash>& memo() {
  static std::unordered_map<Question, int, QuestionHash> answers;  // look-up only
  return answers;
}

Question question_of(const unsigned char* signature, const unsigned char* message, const secp256k1_xonly_pubkey& key) {
  Question out;
  std::memcpy(out.data(), signature, 64);
  std::memcpy(out.data() + 64, message, kMessageBytes);
  std::memcpy(out.data() + 64 + kMessageBytes, key.data, 64);
  return out;
}

void remember(const Question& question, int answer) {
  if (memo().size() < kMaxRemembered) memo().emplace(question, answer);
}

}  // namespace

// The linker's names for the wrapped and the real function (ld: --wrap). C linkage, as the library has it.
extern "C" {
int __real_secp256k1_schnorrsig_verify(const secp256k1_context*, const unsigned char*, const unsigned char*, size_t,
                                       const secp256k1_xonly_pubkey*);
int __real_secp256k1_schnorrsig_sign_custom(const secp256k1_context*, unsigned char*, const unsigned char*, size_t,
                                            const secp256k1_keypair*, secp256k1_schnorrsig_extraparams*);

int __wrap_secp256k1_schnorrsig_verify(const secp256k1_context* context, const unsigned char* signature,
                                       const unsigned char* message, size_t size, const secp256k1_xonly_pubkey* key) {
  if (size != kMessageBytes) return __real_secp256k1_schnorrsig_verify(context, signature, message, size, key);
  const Question question = question_of(signature, message, *key);
  if (const auto known = memo().find(question); known != memo().end()) return known->second;
  const int answer = __real_secp256k1_schnorrsig_verify(context, signature, message, size, key);
  remember(question, answer);
  return answer;
}

int __wrap_secp256k1_schnorrsig_sign_custom(const secp256k1_context* context, unsigned char* signature,
                                            const unsigned char* message, size_t size, const secp256k1_keypair* pair,
                                            secp256k1_schnorrsig_extraparams* parameters) {
  const int signed_ok = __real_secp256k1_schnorrsig_sign_custom(context, signature, message, size, pair, parameters);
  secp256k1_xonly_pubkey key;
  if (signed_ok == 1 && size == kMessageBytes && secp256k1_keypair_xonly_pub(context, &key, nullptr, pair) == 1) {
    remember(question_of(signature, message, key), 1);
  }
  return signed_ok;
}
}

namespace xh::sim {

void forget_signatures() {
  memo().clear();
}
std::size_t remembered_signatures() {
  return memo().size();
}

}  // namespace xh::sim
