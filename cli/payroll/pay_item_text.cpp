#include "cli/payroll/pay_item_text.h"

#include <charconv>
#include <vector>

#include "cli/output/money.h"

namespace xh::cli {
namespace {

namespace payroll = contracts::payroll;
using payroll::PayItem;
using payroll::PayKind;

std::optional<std::uint32_t> whole(std::string_view text) {
  std::uint32_t out = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc{} && end == text.data() + text.size() ? std::optional(out) : std::nullopt;
}

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> out(1);
  for (const char c : text) {
    if (c == separator)
      out.emplace_back();
    else
      out.back() += c;
  }
  return out;
}

class ItemReader {
 public:
  explicit ItemReader(const std::string& text) : text_(text) {}

  Outcome<PayItem> read() {
    // A name may hold colons: the kind is looked for from the right.
    for (const auto kind :
         {PayKind::kPerOrder, PayKind::kPerMinute, PayKind::kPerDay, PayKind::kAgreedAmount, PayKind::kMilestones}) {
      const std::string mark = ":" + std::string(enum_name(kind));
      const auto at = text_.rfind(mark);
      if (at == std::string::npos || at == 0) continue;
      const std::string rest = text_.substr(at + mark.size());
      if (!rest.empty() && rest.front() != ':') continue;
      item_.name = text_.substr(0, at);
      item_.kind = kind;
      return read_rest(rest.empty() ? rest : rest.substr(1), rest.empty());
    }
    return wrong(
        "write NAME:per_order:6.50, NAME:per_minute:25, NAME:per_day:120, NAME:agreed_amount or "
        "NAME:milestones:FIRST=1000,SECOND=2500");
  }

 private:
  std::unexpected<Failure> wrong(const std::string& why) const { return usage_error("--item '" + text_ + "': " + why); }

  Outcome<PayItem> read_rest(const std::string& rest, bool absent) {
    if (item_.kind == PayKind::kAgreedAmount) {
      if (!absent) return wrong("agreed_amount has no rate");
      return item_;
    }
    if (rest.empty()) return wrong(item_.kind == PayKind::kMilestones ? "name its milestones" : "the rate is missing");
    const auto parts = split(rest, ',');
    std::size_t next = 0;
    if (item_.kind != PayKind::kMilestones) {
      const auto rate = parse_yuan(parts[next++]);
      if (!rate) return wrong(rate.error().message);
      item_.rate = *rate;
    }
    for (; next < parts.size(); ++next) {
      if (auto read = read_part(parts[next]); !read) return std::unexpected(read.error());
    }
    return item_;
  }

  Outcome<void> read_part(const std::string& part) {
    const auto at = part.rfind('=');
    if (at == std::string::npos || at == 0) return wrong("'" + part + "' is not NAME=VALUE");
    const std::string name = part.substr(0, at);
    const std::string value = part.substr(at + 1);
    if (name == "night" && item_.kind != PayKind::kMilestones) return read_night(value);
    const auto amount = parse_yuan(value);
    if (!amount) return wrong(amount.error().message);
    if (item_.kind == PayKind::kMilestones) {
      item_.milestones.push_back({name, *amount});
      return {};
    }
    const auto from = whole(name);
    if (!from) return wrong("a tier is FROM=RATE, as 41=5.50; '" + name + "' is no whole number");
    item_.tiers.push_back({*from, *amount});
    return {};
  }

  // "30%" or "30.5%"; parse_yuan reads hundredths exactly.
  Outcome<void> read_night(const std::string& value) {
    if (value.empty() || value.back() != '%') return wrong("the night supplement is a percentage, as night=30%");
    const auto hundredths = parse_yuan(value.substr(0, value.size() - 1));
    if (!hundredths || hundredths->value < 0 || hundredths->value > payroll::kMaxNightPpm / 100)
      return wrong("the night supplement lies between 0% and 100%");
    item_.night_ppm = static_cast<std::uint32_t>(hundredths->value * 100);
    return {};
  }

  const std::string& text_;
  PayItem item_;
};

std::optional<std::uint32_t> minute_of_day(const std::string& text) {
  const auto at = text.find(':');
  if (at == std::string::npos) return std::nullopt;
  const auto hours = whole(text.substr(0, at));
  const auto minutes = whole(text.substr(at + 1));
  if (!hours || !minutes || *hours > 23 || *minutes > 59) return std::nullopt;
  return *hours * 60 + *minutes;
}

}  // namespace

Outcome<PayItem> parse_pay_item(const std::string& text) {
  return ItemReader(text).read();
}

Outcome<std::pair<std::uint32_t, std::uint32_t>> parse_night(const std::string& text) {
  const auto at = text.find('-');
  const auto from = minute_of_day(text.substr(0, at));
  const auto to = at == std::string::npos ? std::nullopt : minute_of_day(text.substr(at + 1));
  if (!from || !to || *from == *to) return usage_error("--night '" + text + "': write 22:00-06:00");
  return std::pair(*from, *to);
}

}  // namespace xh::cli
