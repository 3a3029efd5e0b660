// Events of the guidance contract: what receipts carry. Numbers are stable for ever.
#pragma once

#include "contracts/guidance/records.h"

namespace xh::contracts::guidance {

enum class EventKind : std::uint32_t {
  kContentPublished = 1,
  kContentWithdrawn = 2,
  kSignedUp = 3,
  kReadCounted = 4,
  kClassDerived = 5,
  kClassSigned = 6,
  kClassObjected = 7,
  kOfferPublished = 8,
  kOfferWithdrawn = 9,
  kRiskDeclared = 10,
  kRiskForgotten = 11,
  kInterestNoted = 12,
};

// kContentWithdrawn has the same content.
struct ContentChanged {
  chain::RecordKey content;
  Content value;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("content", &ContentChanged::content),
                      chain::field<2>("value", &ContentChanged::value));
  }
  friend bool operator==(const ContentChanged&, const ContentChanged&) = default;
};

struct SignedUp {
  chain::RecordKey lecture;
  chain::AccountId account;
  bool cancelled = false;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("lecture", &SignedUp::lecture), chain::field<2>("account", &SignedUp::account),
                      chain::field<3>("cancelled", &SignedUp::cancelled));
  }
  friend bool operator==(const SignedUp&, const SignedUp&) = default;
};

struct ReadCounted {
  chain::RecordKey content;
  std::uint64_t count = 0;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("content", &ReadCounted::content), chain::field<2>("count", &ReadCounted::count));
  }
  friend bool operator==(const ReadCounted&, const ReadCounted&) = default;
};

// Of all three kinds about a class, to the worker.
struct ClassChanged {
  chain::AccountId worker;
  Classification content;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("worker", &ClassChanged::worker),
                      chain::field<2>("content", &ClassChanged::content));
  }
  friend bool operator==(const ClassChanged&, const ClassChanged&) = default;
};

// kOfferWithdrawn has the same content.
struct OfferChanged {
  chain::RecordKey offer;
  Offer content;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("offer", &OfferChanged::offer),
                      chain::field<2>("content", &OfferChanged::content));
  }
  friend bool operator==(const OfferChanged&, const OfferChanged&) = default;
};

// Receipts stay and a risk profile can be forgotten: they say that there is one, not what is in it. kRiskForgotten has
// the same content.
struct RiskDeclared {
  chain::AccountId account;

  static constexpr auto fields() { return std::tuple(chain::field<1>("account", &RiskDeclared::account)); }
  friend bool operator==(const RiskDeclared&, const RiskDeclared&) = default;
};

struct InterestNoted {
  chain::RecordKey offer;
  chain::AccountId account;
  bool withdrawn = false;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("offer", &InterestNoted::offer),
                      chain::field<2>("account", &InterestNoted::account),
                      chain::field<3>("withdrawn", &InterestNoted::withdrawn));
  }
  friend bool operator==(const InterestNoted&, const InterestNoted&) = default;
};

}  // namespace xh::contracts::guidance
