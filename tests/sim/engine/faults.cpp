#include "tests/sim/engine/faults.h"

#include <algorithm>

namespace xh::sim {
namespace {

void cut_in_two(Prng& prng, Weather& weather, std::size_t nodes, bool one_way) {
  std::vector<bool> left(nodes);
  for (std::size_t i = 0; i < nodes; ++i) left[i] = prng.percent(50);
  for (std::size_t a = 0; a < nodes; ++a) {
    for (std::size_t b = 0; b < nodes; ++b) {
      if (left[a] != left[b] && (!one_way || left[a])) weather.cut[a][b] = true;
    }
  }
}

void cut_some_links(Prng& prng, Weather& weather, std::size_t nodes) {
  for (std::size_t a = 0; a < nodes; ++a) {
    for (std::size_t b = 0; b < nodes; ++b) {
      if (a != b && prng.percent(25)) weather.cut[a][b] = true;
    }
  }
}

}  // namespace

std::string Weather::describe() const {
  std::size_t cuts = 0;
  for (const auto& row : cut) {
    for (const bool c : row) cuts += c ? 1 : 0;
  }
  return "loss " + std::to_string(loss_percent) + "% certificates " + std::to_string(certificate_loss_percent) +
         "% dup " + std::to_string(duplicate_percent) + "% delay " + std::to_string(delay_ms_min) + ".." +
         std::to_string(delay_ms_max) + " ms, " + std::to_string(cuts) + " links cut, crash " +
         std::to_string(crash_percent) + "%";
}

bool is_deaf_to(const Weather& weather, std::uint32_t to, const SimMessage& message) {
  if (weather.deaf_groups == 0) return false;
  const auto missed = [&](const chain::Subject& s) {
    return s.kind == chain::VoteKind::kNullify && s.view.value % weather.deaf_groups == to % weather.deaf_groups;
  };
  if (const auto* votes = std::get_if<consensus::VotesMessage>(&message))
    return std::ranges::any_of(votes->votes, [&](const auto& v) { return missed(v.subject); });
  if (const auto* certificates = std::get_if<consensus::CertificatesMessage>(&message))
    return std::ranges::any_of(certificates->certificates, [&](const auto& c) { return missed(c.subject); });
  return std::holds_alternative<ProposalWire>(message);
}

Weather fine_weather(std::size_t nodes) {
  Weather weather;
  weather.cut.assign(nodes, std::vector<bool>(nodes, false));
  return weather;
}

Weather draw_weather(Prng& prng, std::size_t nodes) {
  Weather weather = fine_weather(nodes);
  if (prng.percent(60)) weather.loss_percent = prng.below(31);
  if (prng.percent(30)) weather.certificate_loss_percent = 50 + prng.below(51);
  if (prng.percent(40)) weather.duplicate_percent = prng.below(51);
  if (prng.percent(50)) weather.delay_ms_max = prng.between(20, 600);  // wide delays reorder
  if (prng.percent(40)) weather.crash_percent = prng.below(25);
  switch (prng.below(6)) {
    case 0:
      cut_in_two(prng, weather, nodes, false);
      break;
    case 1:
      cut_in_two(prng, weather, nodes, true);
      break;
    case 2:
      cut_some_links(prng, weather, nodes);
      break;
    default:
      break;
  }
  return weather;
}

}  // namespace xh::sim
