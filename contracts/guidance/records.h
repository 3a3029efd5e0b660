// State of the guidance contract: tables, keys and records. Who calls: the contract's files, API, the funds of the
// contribution economy (classes.h). Threading: core thread. Content and offers are for members; class, risk profile,
// sign-ups and interest are personal: the worker and the union.
#pragma once

#include "contracts/engine/index_list.h"
#include "contracts/guidance/class_rule.h"

namespace xh::contracts::guidance {

// Table numbers, stable for ever. Lists take three tables each (engine/index_list.h).
inline constexpr std::uint8_t kTableContent = 1;  // record key -> Content
inline constexpr std::uint8_t kTableReads = 2;    // content -> Reads: how many, never who
inline constexpr std::uint8_t kTableRead = 3;     // content, account -> Seen
inline constexpr std::uint8_t kTableClass = 4;    // worker -> Classification
inline constexpr std::uint8_t kTableOffer = 5;    // record key -> Offer
inline constexpr std::uint8_t kTableRisk = 6;     // account -> RiskProfile
inline constexpr std::uint8_t kTableList = 10;    // 10 heads, 11 pages, 12 places

// Kinds of lists.
enum class ListKind : std::uint64_t {
  kContents = 1,    // zero -> contents not withdrawn
  kSignedUp = 2,    // lecture -> accounts
  kLecturesOf = 3,  // account -> lectures it signed up for
  kOffers = 4,      // zero -> offers not withdrawn
  kInterested = 5,  // offer -> accounts
  kInterestOf = 6,  // account -> offers
  kObjections = 7,  // zero -> workers who objected to their class: the union's desk
};

[[nodiscard]] inline StateKey content_key(const chain::RecordKey& content) {
  return StateKey(ContractId::kGuidance, kTableContent).add(content);
}
[[nodiscard]] inline StateKey reads_key(const chain::RecordKey& content) {
  return StateKey(ContractId::kGuidance, kTableReads).add(content);
}
[[nodiscard]] inline StateKey read_key(const chain::RecordKey& content, const chain::AccountId& account) {
  return StateKey(ContractId::kGuidance, kTableRead).add(content).add(account);
}
[[nodiscard]] inline StateKey class_key(const chain::AccountId& worker) {
  return StateKey(ContractId::kGuidance, kTableClass).add(worker);
}
[[nodiscard]] inline StateKey offer_key(const chain::RecordKey& offer) {
  return StateKey(ContractId::kGuidance, kTableOffer).add(offer);
}
[[nodiscard]] inline StateKey risk_key(const chain::AccountId& account) {
  return StateKey(ContractId::kGuidance, kTableRisk).add(account);
}
template <class Owner>
[[nodiscard]] ListName list_of(ListKind kind, const Owner& owner) {
  return {ContractId::kGuidance, kTableList, static_cast<std::uint64_t>(kind), chain::retag<chain::Hash256>(owner)};
}
[[nodiscard]] inline ListName all_of(ListKind kind) {
  return list_of(kind, chain::Hash256{});
}

struct ContentTerms {
  ContentKind kind = ContentKind::kPush;
  Topic topic = Topic::kLaw;
  chain::Hash256 title;
  chain::Hash256 content;
  std::string pointer;                        // where it is read, e.g. "content/2026/injury-cover.pdf"
  std::string language;                       // "zh-CN"
  std::optional<chain::Timestamp> starts_at;  // lectures
  std::uint32_t seats = 0;                    // lectures

  static constexpr auto fields() {
    return std::tuple(
        chain::field<1>("kind", &ContentTerms::kind), chain::field<2>("topic", &ContentTerms::topic),
        chain::field<3>("title", &ContentTerms::title), chain::field<4>("content", &ContentTerms::content),
        chain::field<5>("pointer", &ContentTerms::pointer, kMaxPointerBytes),
        chain::field<6>("language", &ContentTerms::language, kMaxLanguageBytes),
        chain::field<7>("starts_at", &ContentTerms::starts_at), chain::field<8>("seats", &ContentTerms::seats));
  }
  friend bool operator==(const ContentTerms&, const ContentTerms&) = default;
};
struct Content {
  ContentTerms terms;
  chain::Timestamp published_at;
  bool withdrawn = false;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("terms", &Content::terms),
                      chain::field<2>("published_at", &Content::published_at),
                      chain::field<3>("withdrawn", &Content::withdrawn));
  }
  friend bool operator==(const Content&, const Content&) = default;
};

struct Reads {
  std::uint64_t count = 0;

  static constexpr auto fields() { return std::tuple(chain::field<1>("count", &Reads::count)); }
  friend bool operator==(const Reads&, const Reads&) = default;
};
// So that nobody counts twice; read by the person alone.
struct Seen {
  chain::Timestamp at;

  static constexpr auto fields() { return std::tuple(chain::field<1>("at", &Seen::at)); }
  friend bool operator==(const Seen&, const Seen&) = default;
};

struct Classification {
  DerivedClass derived;  // what the rule says
  chain::Timestamp derived_at;
  WorkerClass decided = WorkerClass::kUnclassified;  // what a human signed
  std::optional<chain::Timestamp> signed_at;
  std::optional<chain::Hash256> reason;  // of a signature that departs from the rule, or answers an objection
  std::optional<chain::Hash256> objection;
  ClassState state = ClassState::kDerived;

  // What counts.
  [[nodiscard]] WorkerClass effective() const {
    return state == ClassState::kSigned ? decided : WorkerClass::kUnclassified;
  }

  static constexpr auto fields() {
    return std::tuple(
        chain::field<1>("derived", &Classification::derived),
        chain::field<2>("derived_at", &Classification::derived_at),
        chain::field<3>("decided", &Classification::decided), chain::field<4>("signed_at", &Classification::signed_at),
        chain::field<5>("reason", &Classification::reason), chain::field<6>("objection", &Classification::objection),
        chain::field<7>("state", &Classification::state));
  }
  friend bool operator==(const Classification&, const Classification&) = default;
};

struct OfferTerms {
  OfferKind kind = OfferKind::kCharityJob;
  chain::Hash256 title;
  chain::Hash256 content;
  std::string pointer;
  std::uint32_t risk = 0;                   // 1 to 5 of finance; 0 of jobs
  std::vector<std::uint32_t> goals;         // codes of the union's public list that it serves
  chain::Fen least;                         // smallest sum to take part with; 0 for jobs
  std::optional<chain::RecordKey> opening;  // of a job: matching's opening
  chain::Timestamp closes_at;

  static constexpr auto fields() {
    return std::tuple(
        chain::field<1>("kind", &OfferTerms::kind), chain::field<2>("title", &OfferTerms::title),
        chain::field<3>("content", &OfferTerms::content),
        chain::field<4>("pointer", &OfferTerms::pointer, kMaxPointerBytes), chain::field<5>("risk", &OfferTerms::risk),
        chain::field<6>("goals", &OfferTerms::goals, kMaxGoals), chain::field<7>("least", &OfferTerms::least),
        chain::field<8>("opening", &OfferTerms::opening), chain::field<9>("closes_at", &OfferTerms::closes_at));
  }
  friend bool operator==(const OfferTerms&, const OfferTerms&) = default;
};
struct Offer {
  OfferTerms terms;
  chain::Timestamp published_at;
  bool withdrawn = false;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("terms", &Offer::terms), chain::field<2>("published_at", &Offer::published_at),
                      chain::field<3>("withdrawn", &Offer::withdrawn));
  }
  friend bool operator==(const Offer&, const Offer&) = default;
};

// FN-07, in the person's own words; never derived.
struct RiskProfile {
  std::uint32_t capacity = 0;    // 1 to 5: what a loss would do
  std::uint32_t preference = 0;  // 1 to 5: what the person wants
  std::vector<std::uint32_t> goals;
  chain::Timestamp declared_at;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("capacity", &RiskProfile::capacity),
                      chain::field<2>("preference", &RiskProfile::preference),
                      chain::field<3>("goals", &RiskProfile::goals, kMaxGoals),
                      chain::field<4>("declared_at", &RiskProfile::declared_at));
  }
  friend bool operator==(const RiskProfile&, const RiskProfile&) = default;
};

[[nodiscard]] inline std::optional<Content> find_content(const Context& context, const chain::RecordKey& content) {
  return context.read<Content>(content_key(content));
}
[[nodiscard]] inline std::optional<Offer> find_offer(const Context& context, const chain::RecordKey& offer) {
  return context.read<Offer>(offer_key(offer));
}
[[nodiscard]] inline std::optional<Classification> find_class(const Context& context, const chain::AccountId& worker) {
  return context.read<Classification>(class_key(worker));
}
[[nodiscard]] inline std::optional<RiskProfile> find_risk(const Context& context, const chain::AccountId& account) {
  return context.read<RiskProfile>(risk_key(account));
}

}  // namespace xh::contracts::guidance
