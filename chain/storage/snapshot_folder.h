// Snapshots on disk: one folder, flat names, so that it runs on the same small disk interface as block log and journal.
//   snapshot-<height, 20 digits>.manifest             frame file (frame_file.h): header frame 4 format | 32 chain tag |
//                                                     8 height; data frame 1: the manifest's encoding
//   snapshot-<height, 20 digits>-<chunk, 6 digits>    the chunk's bytes, whose hash the manifest names
//
// Invariants: a manifest's name exists only once all its chunks are durable, and is the first to go; so a snapshot is
// whole or not there, whenever the process dies. What lies around without a manifest is removed by remove_unfinished().
// Threading: one thread at a time; several objects may read one folder. Callers: chain/state/state_export, node.
// Errors: kLocal with the path (disk, damage), kNotFound for a snapshot that is not there.
#pragma once

#include "chain/storage/file_system.h"
#include "chain/storage/snapshot_format.h"

namespace xh::chain {

class SnapshotFolder {
 public:
  SnapshotFolder(FileSystem& disk, std::string dir, const ChainTag& chain);

  // Those that are whole by name; newest first. A folder that does not exist has none.
  [[nodiscard]] Result<std::vector<Height>> heights() const;
  [[nodiscard]] Result<SnapshotManifest> manifest(Height height) const;
  // kLocal when the bytes are not the manifest's.
  [[nodiscard]] Result<Bytes> chunk(const SnapshotManifest& manifest, std::size_t chunk) const;
  // Bytes as they lie there, for a peer who checks them; fewer where the file ends. kNotFound.
  [[nodiscard]] Result<Bytes> chunk_part(Height height, std::size_t chunk, std::uint64_t offset,
                                         std::size_t bytes) const;
  // False when it is missing or not the manifest's.
  [[nodiscard]] Result<bool> has_chunk(const SnapshotManifest& manifest, std::size_t chunk) const;

  // Makes the folder when it is missing. Writes and syncs; a chunk of the same number is replaced.
  [[nodiscard]] Status write_chunk(Height height, std::size_t chunk, BytesView bytes);
  // Needs all chunks written. Afterwards the snapshot is there.
  [[nodiscard]] Status write_manifest(const SnapshotManifest& manifest);

  [[nodiscard]] Status remove(Height height);
  [[nodiscard]] Status keep_newest(std::size_t count);
  [[nodiscard]] Status remove_unfinished();

  [[nodiscard]] const std::string& dir() const { return dir_; }

 private:
  [[nodiscard]] std::string manifest_path(Height height) const;
  [[nodiscard]] std::string chunk_path(Height height, std::size_t chunk) const;
  [[nodiscard]] Status remove_chunks(Height height);

  FileSystem& disk_;
  std::string dir_;
  ChainTag chain_;
};

}  // namespace xh::chain
