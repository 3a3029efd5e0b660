#include "cli/commands/names.h"

#include <array>
#include <span>

#include "contracts/identity/members.h"

namespace xh::cli {
namespace {

namespace identity = contracts::identity;
namespace lxr = contracts::lxr;
namespace contribution = contracts::contribution;

constexpr std::array kSeasonNames = std::to_array<std::string_view>({"normal", "peak", "low"});
constexpr std::array kRatingNames = std::to_array<std::string_view>({"none", "good", "medium", "bad"});

template <class E>
Outcome<E> by_name(std::string_view name, std::span<const std::string_view> names, std::size_t first,
                   const std::string& what) {
  std::string known;
  for (std::size_t i = first; i < names.size(); ++i) {
    if (names[i] == name) return static_cast<E>(i);
    known += (known.empty() ? "" : ", ") + std::string(names[i]);
  }
  return usage_error("there is no " + what + " '" + std::string(name) + "'; known: " + known);
}

std::vector<identity::Role> all_roles() {
  std::vector<identity::Role> out;
  for (std::uint32_t b = 1; b <= identity::kAllRoles; b <<= 1) out.push_back(static_cast<identity::Role>(b));
  return out;
}

}  // namespace

Outcome<std::uint32_t> role_bits(const std::vector<std::string>& names) {
  std::uint32_t out = 0;
  for (const auto& name : names) {
    std::uint32_t found = 0;
    for (const auto role : all_roles()) {
      if (identity::role_name(role) == name) found = identity::bit(role);
    }
    if (found == 0) return usage_error("there is no role '" + name + "'; known: " + role_text(identity::kAllRoles));
    out |= found;
  }
  return out;
}

std::string role_text(std::uint32_t bits) {
  std::string out;
  for (const auto role : all_roles()) {
    if ((bits & identity::bit(role)) != 0) out += (out.empty() ? "" : ", ") + std::string(identity::role_name(role));
  }
  return out;
}

Outcome<lxr::Purpose> purpose_of(std::string_view name) {
  std::vector<std::string_view> names;
  for (std::uint32_t i = 0; i <= static_cast<std::uint32_t>(enum_max(lxr::Purpose{})); ++i)
    names.push_back(lxr::purpose_name(static_cast<lxr::Purpose>(i)));
  return by_name<lxr::Purpose>(name, names, static_cast<std::size_t>(lxr::Purpose::kFee), "purpose");
}

Outcome<contribution::Season> season_of(std::string_view name) {
  return by_name<contribution::Season>(name, kSeasonNames, 0, "season");
}
Outcome<contribution::Rating> rating_of(std::string_view name) {
  return by_name<contribution::Rating>(name, kRatingNames, 1, "rating");
}

}  // namespace xh::cli
