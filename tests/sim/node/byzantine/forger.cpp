// Forges certificates out of those that it has seen: too few signers, one twice, strangers, a bitmap of another length,
// another subject under good signatures, another epoch.
#include <deque>

#include "tests/sim/node/byzantine/behaviour.h"

namespace xh::sim {
namespace {

constexpr std::size_t kMaxSeen = 32;

class Forger final : public Behaviour {
 public:
  explicit Forger(LiarKit& kit) : Behaviour(kit, Fault::kForger) {}

  void incoming(p2p::PeerId, const Frame& frame) override {
    const auto message = read_frame<consensus::CertificatesMessage>(frame);
    if (!message) return;
    for (const auto& certificate : message->certificates) {
      if (certificate.signers.empty() || certificate.signatures.empty())
        continue;  // another liar's: nothing to forge from
      seen_.push_back(certificate);
      if (seen_.size() > kMaxSeen) seen_.pop_front();
    }
  }

  void tick() override {
    if (seen_.empty() || !kit_.chance.percent(30)) return;
    lied();
    auto certificate = seen_[kit_.chance.below(seen_.size())];
    forge(certificate);
    kit_.say_to_some(make_frame(consensus::CertificatesMessage{{certificate}}), 60);
  }

 private:
  void forge(chain::Certificate& c) {
    auto& chance = kit_.chance;
    switch (chance.below(9)) {
      case 0:  // a later view, which nobody voted about
        c.subject.view = chain::View{c.subject.view.value + 1 + chance.below(1'000)};
        break;
      case 1:
        c.subject.kind = static_cast<chain::VoteKind>((static_cast<std::uint32_t>(c.subject.kind) + 1) % 3);
        break;
      case 2:
        c.subject.block.bytes[0] ^= 1;
        break;
      case 3:  // one signer less
        c.subject.view = chain::View{c.subject.view.value + 1};
        drop_signer(c);
        break;
      case 4:  // ourselves in everybody's place
        c.subject.view = chain::View{c.subject.view.value + 1};
        for (auto& signature : c.signatures) signature = kit_.sign(c.subject).signature;
        break;
      case 5:
        c.signers.push_back(0);
        break;
      case 6:
        c.signers.back() |= 0x80;  // a stranger
        c.signatures.push_back(c.signatures.front());
        break;
      case 7:
        c.subject.epoch = chain::Epoch{c.subject.epoch.value + (chance.percent(50) ? 1 : UINT64_MAX)};
        break;
      default:
        c.signatures[chance.below(c.signatures.size())].bytes[5] ^= 4;
        c.subject.view = chain::View{c.subject.view.value + chance.below(2)};
        break;
    }
  }

  static void drop_signer(chain::Certificate& c) {
    for (auto& byte : c.signers) {
      if (byte == 0) continue;
      byte = static_cast<std::uint8_t>(byte & (byte - 1));
      break;
    }
    c.signatures.erase(c.signatures.begin());
  }

  std::deque<chain::Certificate> seen_;
};

}  // namespace

std::unique_ptr<Behaviour> make_forger(LiarKit& kit) {
  return std::make_unique<Forger>(kit);
}

}  // namespace xh::sim
