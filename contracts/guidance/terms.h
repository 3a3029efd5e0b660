// The words of guidance that calls, records and events share: content, classes, offers, risk. Plain values; every limit
// of this contract is here. Texts stay off chain: hashes and pointers only.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "chain/codec/fields.h"
#include "chain/primitives/bytes.h"
#include "chain/primitives/types.h"

namespace xh::contracts::guidance {

inline constexpr std::size_t kMaxPointerBytes = 256;
inline constexpr std::size_t kMaxLanguageBytes = 16;
inline constexpr std::size_t kMaxGoals = 8;
inline constexpr std::uint32_t kMaxCode = 999'999'999;
inline constexpr std::uint32_t kMaxRisk = 5;
inline constexpr std::uint32_t kMaxSeats = 10'000;
inline constexpr std::size_t kMaxWorkersPerCall = 100;
inline constexpr std::size_t kMaxClassMonths = 60;
inline constexpr std::size_t kMaxOpenOffers = 512;

enum class ContentKind : std::uint32_t { kPush = 0, kLecture = 1, kBooklet = 2 };  // LG-01
constexpr ContentKind enum_max(ContentKind) {
  return ContentKind::kBooklet;
}
constexpr std::string_view enum_name(ContentKind kind) {
  switch (kind) {
    case ContentKind::kPush:
      return "push";
    case ContentKind::kLecture:
      return "lecture";
    case ContentKind::kBooklet:
      return "booklet";
  }
  return "";
}

enum class Topic : std::uint32_t { kInsurance = 0, kLaw = 1, kTax = 2, kSafety = 3, kFinance = 4 };
constexpr Topic enum_max(Topic) {
  return Topic::kFinance;
}
constexpr std::string_view enum_name(Topic topic) {
  switch (topic) {
    case Topic::kInsurance:
      return "insurance";
    case Topic::kLaw:
      return "law";
    case Topic::kTax:
      return "tax";
    case Topic::kSafety:
      return "safety";
    case Topic::kFinance:
      return "finance";
  }
  return "";
}

enum class WorkerClass : std::uint32_t { kUnclassified = 0, kPassive = 1, kActive = 2 };
constexpr WorkerClass enum_max(WorkerClass) {
  return WorkerClass::kActive;
}
constexpr std::string_view enum_name(WorkerClass worker_class) {
  switch (worker_class) {
    case WorkerClass::kUnclassified:
      return "unclassified";
    case WorkerClass::kPassive:
      return "passive";
    case WorkerClass::kActive:
      return "active";
  }
  return "";
}

// A class has effect only while it is signed by a human and not objected to.
enum class ClassState : std::uint32_t { kDerived = 0, kSigned = 1, kObjected = 2 };
constexpr ClassState enum_max(ClassState) {
  return ClassState::kObjected;
}
constexpr std::string_view enum_name(ClassState state) {
  switch (state) {
    case ClassState::kDerived:
      return "derived";
    case ClassState::kSigned:
      return "signed";
    case ClassState::kObjected:
      return "objected";
  }
  return "";
}

// FN-02, FN-04, FN-06, IN-17.
enum class OfferKind : std::uint32_t { kWealthPlan = 0, kBond = 1, kFund = 2, kInsurance = 3, kCharityJob = 4 };
constexpr OfferKind enum_max(OfferKind) {
  return OfferKind::kCharityJob;
}
constexpr std::string_view enum_name(OfferKind kind) {
  switch (kind) {
    case OfferKind::kWealthPlan:
      return "wealth_plan";
    case OfferKind::kBond:
      return "bond";
    case OfferKind::kFund:
      return "fund";
    case OfferKind::kInsurance:
      return "insurance";
    case OfferKind::kCharityJob:
      return "charity_job";
  }
  return "";
}
[[nodiscard]] constexpr bool is_finance(OfferKind kind) {
  return kind != OfferKind::kCharityJob;
}

}  // namespace xh::contracts::guidance
