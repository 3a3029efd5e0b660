#include "cli/people/store_backup.h"

#include <algorithm>
#include <fstream>
#include <set>

#include "chain/codec/json.h"
#include "chain/crypto/sha256.h"
#include "cli/files.h"
#include "cli/people/file_batch.h"

namespace xh::cli {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr std::string_view kFormat = "xinghuo-people-backup/1";

struct Line {
  std::string number;
  chain::Bytes value;
  bool is_tombstone = false;
};

struct Backup {
  json::object header;
  std::vector<Line> lines;
};

std::string_view kind_name(BackupKind kind) {
  return kind == BackupKind::kData ? "data" : "keys";
}

std::unexpected<Failure> damaged(const fs::path& path, std::size_t line, const std::string& what) {
  return fail(ExitCode::kFalse, "DAMAGED", path.string() + ": line " + std::to_string(line) + ": " + what);
}

std::string text_of(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value != nullptr && value->is_string() ? std::string(std::string_view(value->get_string())) : std::string();
}

// All lines and the closing one.
std::string backup_text(const json::object& header, const std::vector<Line>& lines) {
  std::string out = json::serialize(header) + "\n";
  for (const auto& line : lines)
    out +=
        json::serialize(json::object{{"n", line.number}, {line.is_tombstone ? "t" : "v", chain::to_hex(line.value)}}) +
        "\n";
  const auto hash = chain::sha256(chain::as_bytes(out));
  return out + json::serialize(json::object{{"end", lines.size()}, {"hash", chain::to_hex(hash.view())}}) + "\n";
}

Outcome<Line> line_of(const fs::path& path, std::size_t number, std::string_view text) {
  const auto document = chain::parse_json(text);
  if (!document || !document->is_object()) return damaged(path, number, "is not JSON");
  const auto& object = document->get_object();
  Line out{text_of(object, "n"), {}, object.contains("t")};
  auto value = chain::from_hex(text_of(object, out.is_tombstone ? "t" : "v"));
  if (out.number.size() != 32 || !chain::from_hex(out.number) || !value || value->size() > kMaxPersonFileBytes)
    return damaged(path, number, "is no entry");
  out.value = std::move(*value);
  return out;
}

Outcome<void> check_end(const fs::path& path, std::size_t number, std::string_view text, std::string_view before,
                        std::size_t count) {
  const auto document = chain::parse_json(text);
  const auto* end = document && document->is_object() ? document->get_object().if_contains("end") : nullptr;
  if (end == nullptr || !end->is_int64()) return damaged(path, number, "the backup's end is missing");
  const auto hash = chain::sha256(chain::as_bytes(before));
  if (static_cast<std::size_t>(end->get_int64()) != count ||
      text_of(document->get_object(), "hash") != chain::to_hex(hash.view()))
    return damaged(path, number, "the content is not what was backed up");
  return {};
}

Outcome<std::string> read_text(const fs::path& path) {
  std::error_code error;
  const auto size = fs::file_size(path, error);
  if (error) return bad_input(path.string() + ": cannot be read");
  if (size > kMaxBackupBytes) return bad_input(path.string() + ": larger than any backup");
  return read_file(path, size);
}

Outcome<Backup> read_backup(const fs::path& path, BackupKind kind) {
  const auto text = read_text(path);
  if (!text) return std::unexpected(text.error());
  Backup out;
  std::size_t number = 0;
  for (std::size_t at = 0; at < text->size();) {
    const auto end = text->find('\n', at);
    const auto line = std::string_view(*text).substr(at, end == std::string::npos ? end : end - at);
    ++number;
    if (number == 1) {
      const auto document = chain::parse_json(line);
      if (!document || !document->is_object() || text_of(document->get_object(), "format") != kFormat)
        return bad_input(path.string() + ": is no backup of a people store");
      out.header = document->get_object();
      if (text_of(out.header, "kind") != kind_name(kind))
        return bad_input(path.string() + ": is not a backup of " + std::string(kind_name(kind)));
    } else if (end == std::string::npos || end + 1 == text->size()) {
      if (auto ok = check_end(path, number, line, std::string_view(*text).substr(0, at), out.lines.size()); !ok)
        return std::unexpected(ok.error());
      return out;
    } else {
      auto entry = line_of(path, number, line);
      if (!entry) return std::unexpected(entry.error());
      if (out.lines.size() == 2 * kMaxPeople) return bad_input(path.string() + ": more people than a store holds");
      out.lines.push_back(std::move(*entry));
    }
    at = end + 1;
  }
  return damaged(path, number, "the backup's end is missing");
}

Outcome<void> add_lines(std::vector<Line>& lines, const fs::path& folder, bool is_tombstone) {
  const auto numbers = PeopleStore::numbers_in(folder);
  if (!numbers) return std::unexpected(numbers.error());
  for (const auto& number : *numbers) {
    const auto content = read_file(folder / number, kMaxPersonFileBytes);
    if (!content) return std::unexpected(content.error());
    const auto bytes = chain::as_bytes(*content);
    lines.push_back({number, {bytes.begin(), bytes.end()}, is_tombstone});
  }
  return {};
}

// The files of a store as the two backups give them, not opened yet.
Outcome<RestoreCount> write_files(const Backup& data, const Backup& keys, const fs::path& folder,
                                  const fs::path& keys_folder) {
  std::set<std::string> with_key;
  std::set<std::string> erased;
  for (const auto& line : keys.lines) with_key.insert(line.number);
  for (const auto& line : data.lines) {
    if (line.is_tombstone) erased.insert(line.number);
  }
  FileBatch people(folder / "data");
  FileBatch tombstones(folder / "erased");
  FileBatch sealed_keys(keys_folder);
  RestoreCount out;
  std::set<std::string> wanted;
  for (const auto& line : data.lines) {
    const bool is_person = !line.is_tombstone && !erased.contains(line.number);
    if (is_person && !with_key.contains(line.number)) ++out.without_key;
    if (is_person && with_key.contains(line.number)) {
      wanted.insert(line.number);
      if (auto ok = people.add(line.number, line.value); !ok) return std::unexpected(ok.error());
    }
    if (line.is_tombstone) {
      if (auto ok = tombstones.add(line.number, line.value); !ok) return std::unexpected(ok.error());
    }
  }
  for (const auto& line : keys.lines) {
    if (!wanted.contains(line.number)) continue;
    if (auto ok = sealed_keys.add(line.number, line.value); !ok) return std::unexpected(ok.error());
  }
  for (auto* batch : {&sealed_keys, &people, &tombstones}) {
    if (auto ok = batch->commit(); !ok) return std::unexpected(ok.error());
  }
  out.people = wanted.size();
  out.erased = erased.size();
  return out;
}

}  // namespace

Outcome<BackupCount> write_backup(const PeopleStore& store, BackupKind kind, const fs::path& path,
                                  std::int64_t time_ms) {
  json::object header{{"format", kFormat},
                      {"kind", kind_name(kind)},
                      {"store_id", chain::to_hex(store.file().store_id)},
                      {"generation", store.file().generation},
                      {"time", time_ms}};
  std::vector<Line> lines;
  const bool is_data = kind == BackupKind::kData;
  if (auto ok = add_lines(lines, is_data ? store.folder() / "data" : store.keys_folder(), false); !ok)
    return std::unexpected(ok.error());
  BackupCount out{lines.size(), 0};
  if (is_data) {
    if (auto ok = add_lines(lines, store.folder() / "erased", true); !ok) return std::unexpected(ok.error());
    out.erased = lines.size() - out.people;
  } else {
    header["store"] = chain::to_json(store.file());
  }
  header["count"] = lines.size();
  if (auto ok = write_new_private_file(path, backup_text(header, lines)); !ok) return std::unexpected(ok.error());
  return out;
}

Outcome<RestoreCount> restore_backup(const fs::path& data_path, const fs::path& keys_path, const fs::path& folder,
                                     const SecretText& passphrase) {
  const auto data = read_backup(data_path, BackupKind::kData);
  if (!data) return std::unexpected(data.error());
  const auto keys = read_backup(keys_path, BackupKind::kKeys);
  if (!keys) return std::unexpected(keys.error());
  if (text_of(data->header, "store_id") != text_of(keys->header, "store_id"))
    return bad_input("the two backups are of different stores");
  const auto* stored = keys->header.if_contains("store");
  const auto file = stored != nullptr ? chain::from_json<PeopleStoreFile>(*stored)
                                      : chain::Result<PeopleStoreFile>(chain::invalid("store.json is missing"));
  if (!file) return damaged(keys_path, 1, file.error().message);
  std::error_code error;
  if (is_there(folder) && !fs::is_empty(folder, error))
    return fail(ExitCode::kBadInput, "EXISTS", folder.string() + " is not empty; restore into a folder of its own");
  const auto keys_folder = folder / ("keys." + std::to_string(file->generation));
  for (const auto& part : {folder / "data", folder / "erased", keys_folder}) {
    if (auto made = make_private_folder(part); !made) return std::unexpected(made.error());
  }
  auto out = write_files(*data, *keys, folder, keys_folder);
  if (!out) return out;
  if (auto ok = write_new_private_file(folder / "store.json", pretty_json(*stored)); !ok)
    return std::unexpected(ok.error());
  if (auto ok = sync_folder(folder); !ok) return std::unexpected(ok.error());
  const auto store = PeopleStore::open(folder, passphrase);
  if (!store) return std::unexpected(store.error());
  if (const auto people = (*store)->all(); !people) return std::unexpected(people.error());
  return out;
}

Outcome<std::size_t> prune_key_backup(const PeopleStore& store, const fs::path& path) {
  auto backup = read_backup(path, BackupKind::kKeys);
  if (!backup) return std::unexpected(backup.error());
  if (text_of(backup->header, "store_id") != chain::to_hex(store.file().store_id))
    return bad_input(path.string() + ": is a backup of another store");
  const auto erased = PeopleStore::numbers_in(store.folder() / "erased");
  if (!erased) return std::unexpected(erased.error());
  const auto gone =
      std::erase_if(backup->lines, [&](const Line& line) { return std::ranges::binary_search(*erased, line.number); });
  if (gone == 0) return gone;
  backup->header["count"] = backup->lines.size();
  if (auto ok = replace_private_file(path, backup_text(backup->header, backup->lines)); !ok)
    return std::unexpected(ok.error());
  return gone;
}

}  // namespace xh::cli
