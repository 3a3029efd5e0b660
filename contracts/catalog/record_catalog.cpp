#include "contracts/catalog/record_catalog.h"

#include <algorithm>
#include <charconv>
#include <cstring>

#include "chain/crypto/sha256.h"
#include "chain/light/fact.h"
#include "contracts/catalog/record_entries.h"
#include "contracts/engine/calendar.h"

namespace xh::contracts {
namespace {

constexpr std::size_t kPrefixBytes = 2;  // contract, table
constexpr std::size_t kIdBytes = chain::RecordKey::kSize;
constexpr std::size_t kNumberBytes = 8;

const RecordCatalog& catalog() {
  static const RecordCatalog kCatalog = [] {
    RecordCatalog out;
    add_engine_records(out);
    add_identity_records(out);
    add_lxr_records(out);
    add_payroll_records(out);
    add_insurance_records(out);
    add_credit_records(out);
    add_matching_records(out);
    add_dispute_records(out);
    add_guidance_records(out);
    add_contribution_records(out);
    add_governance_records(out);
    return out;
  }();
  return kCatalog;
}

bool is_number(KeyPart part) {
  return part == KeyPart::kNumber || part == KeyPart::kDay || part == KeyPart::kMonth;
}

// The key's bytes cut into its parts; nothing when they do not fit the table's key.
std::optional<std::vector<chain::BytesView>> split_key(const RecordKind& kind, chain::BytesView raw_key) {
  auto rest = raw_key.subspan(kPrefixBytes);
  std::vector<chain::BytesView> out;
  for (const auto part : kind.key) {
    const auto size = part == KeyPart::kText ? rest.size() : is_number(part) ? kNumberBytes : kIdBytes;
    if (rest.size() < size) return std::nullopt;
    out.push_back(rest.first(size));
    rest = rest.subspan(size);
  }
  if (!rest.empty()) return std::nullopt;
  return out;
}

chain::RecordKey id_of(chain::BytesView bytes) {
  chain::RecordKey out;
  std::memcpy(out.bytes.data(), bytes.data(), kIdBytes);
  return out;
}

// Days order like numbers in a key, those before 1970 too (payroll::day_part); months are plain numbers.
constexpr std::uint64_t kDayBias = std::uint64_t{1} << 63;

chain::json::value part_to_json(KeyPart part, chain::BytesView bytes) {
  if (part == KeyPart::kAccount)
    return chain::json::value(chain::to_address(chain::retag<chain::AccountId>(id_of(bytes))));
  if (part == KeyPart::kText) return chain::json::value(std::string(chain::as_string(bytes)));
  if (!is_number(part)) return chain::json::value(chain::to_hex(bytes));
  const auto number = chain::read_be64(bytes.data());
  const chain::Day day{static_cast<std::int64_t>(part == KeyPart::kDay ? number ^ kDayBias : number)};
  if (part == KeyPart::kNumber || !is_plausible(day)) return chain::json::value(number);
  const auto text = to_text(day);
  return chain::json::value(part == KeyPart::kMonth && text.ends_with("-01") ? text.substr(0, 7) : text);
}

chain::json::array key_to_json(const RecordKind& kind, const std::vector<chain::BytesView>& parts) {
  chain::json::array out;
  for (std::size_t i = 0; i < parts.size(); ++i) out.push_back(part_to_json(kind.key[i], parts[i]));
  return out;
}

chain::Result<std::uint64_t> number_of(std::string_view text) {
  std::uint64_t out = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (error != std::errc{} || end != text.data() + text.size()) return chain::invalid("is not a number");
  return out;
}

chain::Result<std::uint64_t> day_number_of(const std::string& text) {
  const auto day = day_from_text(text);
  if (!day || !is_plausible(*day)) return chain::invalid("is not a date");
  return static_cast<std::uint64_t>(day->value);
}

chain::Result<chain::Hash256> reference_hash(std::string_view text) {
  const auto colon = text.find(':');
  if (colon == std::string_view::npos || colon + 1 == text.size()) return chain::invalid("is not BANK:REFERENCE");
  const auto bank = chain::from_address(text.substr(0, colon));
  if (!bank) return std::unexpected(bank.error());
  return chain::Sha256().update(bank->view()).update(chain::as_bytes(text.substr(colon + 1))).finish();
}

template <class F>
chain::Status append_fixed(chain::Bytes& out, const chain::Result<F>& value) {
  if (!value) return std::unexpected(value.error());
  chain::append(out, value->view());
  return {};
}

chain::Status append_number(chain::Bytes& out, const chain::Result<std::uint64_t>& value) {
  if (!value) return std::unexpected(value.error());
  chain::append_be64(out, *value);
  return {};
}

chain::Status append_part(chain::Bytes& out, KeyPart part, const std::string& text) {
  switch (part) {
    case KeyPart::kAccount:
      return append_fixed(out, chain::from_address(text));
    case KeyPart::kRecord:
      return append_fixed(out, chain::fixed_from_hex<chain::RecordKey>(text));
    case KeyPart::kReference:
      return append_fixed(out, reference_hash(text));
    case KeyPart::kNumber:
      return append_number(out, number_of(text));
    case KeyPart::kDay: {
      const auto number = day_number_of(text);
      if (!number) return std::unexpected(number.error());
      return append_number(out, chain::Result<std::uint64_t>(*number ^ kDayBias));
    }
    case KeyPart::kMonth:
      return append_number(out, day_number_of(text.size() == 7 ? text + "-01" : text));
    case KeyPart::kText:
      chain::append(out, chain::as_bytes(text));
      return {};
  }
  return {};
}

// "insurance.month ACCOUNT MONTH"
std::string usage_of(const RecordKind& kind) {
  std::string out(kind.name);
  for (const auto part : kind.key) out += " " + std::string(key_part_name(part));
  return out;
}

std::unexpected<chain::Error> unknown_name(std::string_view name) {
  const auto contract = name.substr(0, name.find('.'));
  std::string of_contract;
  std::string contracts;
  for (const auto& kind : catalog().kinds()) {
    const auto other = kind.name.substr(0, kind.name.find('.'));
    if (other == contract) of_contract += (of_contract.empty() ? "" : ", ") + std::string(kind.name);
    if (!contracts.ends_with(other)) contracts += (contracts.empty() ? "" : ", ") + std::string(other);
  }
  return chain::invalid("there is no record kind '" + std::string(name) + "'; there are " +
                        (of_contract.empty() ? "records of " + contracts : of_contract));
}

}  // namespace

std::string_view key_part_name(KeyPart part) {
  switch (part) {
    case KeyPart::kAccount:
      return "ACCOUNT";
    case KeyPart::kRecord:
      return "RECORD";
    case KeyPart::kNumber:
      return "NUMBER";
    case KeyPart::kDay:
      return "DAY";
    case KeyPart::kMonth:
      return "MONTH";
    case KeyPart::kReference:
      return "BANK:REFERENCE";
    case KeyPart::kText:
      return "TEXT";
  }
  return "";
}

const RecordCatalog::Entry* RecordCatalog::find(chain::BytesView raw_key) const {
  if (raw_key.size() < kPrefixBytes) return nullptr;
  const auto at = entries_.find({raw_key[0], raw_key[1]});
  return at == entries_.end() ? nullptr : &at->second;
}

const RecordCatalog::Entry* RecordCatalog::find(std::string_view name, chain::Bytes& prefix) const {
  const auto at = std::ranges::find_if(entries_, [&](const auto& entry) { return entry.second.kind.name == name; });
  if (at == entries_.end()) return nullptr;
  prefix = {at->first.first, at->first.second};
  return &at->second;
}

std::vector<RecordKind> RecordCatalog::kinds() const {
  std::vector<RecordKind> out;
  for (const auto& [number, entry] : entries_) out.push_back(entry.kind);
  return out;
}

const RecordKind* find_record_kind(chain::BytesView raw_key) {
  const auto* entry = catalog().find(raw_key);
  return entry == nullptr ? nullptr : &entry->kind;
}

std::vector<RecordKind> record_kinds() {
  return catalog().kinds();
}

chain::Result<chain::Bytes> record_key_of(std::string_view name, std::span<const std::string> parts) {
  chain::Bytes out;
  const auto* entry = catalog().find(name, out);
  if (entry == nullptr) return unknown_name(name);
  const auto& kind = entry->kind;
  if (parts.size() != kind.key.size()) return chain::invalid("the key is: " + usage_of(kind));
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (auto ok = append_part(out, kind.key[i], parts[i]); !ok) {
      return chain::invalid(std::string(key_part_name(kind.key[i])) + " '" + parts[i] + "': " + ok.error().message +
                            "; the key is: " + usage_of(kind));
    }
  }
  if (out.size() > chain::kMaxRawKeyBytes) return chain::invalid("the key is longer than any record's");
  return out;
}

chain::json::object record_to_json(chain::BytesView raw_key, chain::BytesView value) {
  chain::json::object out;
  const auto* entry = catalog().find(raw_key);
  if (entry != nullptr) {
    const auto parts = split_key(entry->kind, raw_key);
    auto data = entry->render(value);
    if (parts && data) {
      out["type"] = std::string(entry->kind.name);
      out["key"] = key_to_json(entry->kind, *parts);
      out["data"] = std::move(*data);
      return out;
    }
  }
  out["data_hex"] = chain::to_hex(value);
  return out;
}

bool Readers::admit(const chain::AccountId& account) const {
  return everyone || std::ranges::find(accounts, account) != accounts.end();
}

Readers readers_of(const chain::StateView& state, chain::BytesView raw_key, const chain::RecordPtr& value) {
  const auto* entry = catalog().find(raw_key);
  if (entry == nullptr) return {};
  const auto parts = split_key(entry->kind, raw_key);
  if (!parts) return {};
  std::vector<chain::RecordKey> ids;
  Readers named;
  for (std::size_t i = 0; i < parts->size(); ++i) {
    const auto part = entry->kind.key[i];
    if (is_number(part) || part == KeyPart::kText) continue;
    ids.push_back(id_of((*parts)[i]));
    if (part == KeyPart::kAccount) named.accounts.push_back(chain::retag<chain::AccountId>(ids.back()));
  }
  return entry->readers(state, ids, std::move(named), value);
}

}  // namespace xh::contracts
