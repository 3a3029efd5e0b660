#include <CLI/CLI.hpp>
#include <memory>

#include "chain/primitives/bytes.h"
#include "node/app/data_folder.h"
#include "node/config/genesis_file.h"
#include "node/core/snapshot_maker.h"
#include "node/core/snapshot_restore.h"
#include "node/ops/commands.h"
#include "node/ops/logging.h"

namespace xh::node {
namespace {

namespace json = boost::json;

struct SnapshotOptions {
  std::string home;
  std::optional<std::uint64_t> height;
};

// A home's config and genesis.
struct Place {
  NodeConfig config;
  chain::Genesis genesis;
  chain::ChainContext context;
};

Outcome<Place> place_of(const SnapshotOptions& options) {
  auto config = load_config(options.home);
  if (!config) return config_failure(config.error());
  auto genesis = load_genesis(config->genesis_file);
  if (!genesis) return bad_input(genesis.error());
  auto context = chain::make_context(*genesis);
  return Place{std::move(*config), std::move(*genesis), std::move(context)};
}

chain::SnapshotFolder folder_of(const Place& place, chain::FileSystem& disk) {
  return {disk, (place.config.data_dir / "snapshots").string(), place.context.tag};
}

std::uint64_t bytes_of(const chain::SnapshotManifest& manifest) {
  std::uint64_t out = 0;
  for (std::size_t i = 0; i < manifest.chunk_count(); ++i) out += chain::chunk_bytes(manifest, i);
  return out;
}

json::object describe(const chain::SnapshotManifest& manifest) {
  json::object out;
  out["height"] = manifest.height.value;
  out["id"] = chain::to_hex(chain::snapshot_id(manifest).view());
  out["block"] = chain::to_hex(chain::block_id_of(manifest.header, manifest.chain).view());
  out["records"] = manifest.records;
  out["chunks"] = manifest.chunk_count();
  out["bytes"] = bytes_of(manifest);
  out["epochs"] = manifest.epochs.size();
  return out;
}

std::string line_of(const chain::SnapshotManifest& manifest) {
  return "height " + std::to_string(manifest.height.value) + ": " + std::to_string(manifest.records) + " records, " +
         std::to_string(manifest.chunk_count()) + " chunks, " + std::to_string(bytes_of(manifest)) + " bytes\n";
}

chain::Result<chain::SnapshotManifest> write_snapshot(DataFolder& data) {
  auto& ledger = data.ledger();
  if (ledger.height() == ledger.base_height()) return chain::invalid("the ledger has no block of its own yet");
  auto head = manifest_head(ledger, ledger.height());
  if (!head && head.error().fault == chain::Fault::kNotFound) {
    return chain::invalid("the last block's finality is not proven here yet: let the node run until the next block");
  }
  if (!head) return head;
  chain::SnapshotFolder folder(data.disk(), data.snapshots_dir(), ledger.context().tag);
  if (auto ok = folder.remove_unfinished(); !ok) return std::unexpected(ok.error());
  const auto tree = ledger.state().finalized()->tree();
  chain::StateExport out(data.state().reader(), folder, ledger.height(), tree.root(), snapshot_list_prefix());
  for (auto more = out.advance();; more = out.advance()) {
    if (!more) return std::unexpected(more.error());
    if (!*more) break;
    out.prove(tree);
  }
  auto manifest = out.finish(std::move(*head));
  if (!manifest) return manifest;
  if (auto ok = folder.keep_newest(kSnapshotsKept); !ok) return std::unexpected(ok.error());
  return manifest;
}

Outcome<Output> create(const SnapshotOptions& options) {
  const auto place = place_of(options);
  if (!place) return std::unexpected(place.error());
  auto data = DataFolder::open(place->config, place->genesis, {[](const std::string&) {}, log_warning});
  if (!data) return bad_input(data.error());
  if ((*data)->lacks_blocks()) {
    return fail(ExitCode::kOther, "LOG_INCOMPLETE", "the block log lacks blocks: start the node, which fetches them");
  }
  if (auto ok = (*data)->open_ledger(); !ok) return bad_input(ok.error());
  const auto manifest = write_snapshot(**data);
  if (!manifest) return bad_input(manifest.error());
  Output out;
  out.data = describe(*manifest);
  out.text = "written: " + line_of(*manifest);
  return out;
}

Outcome<Output> list(const SnapshotOptions& options) {
  const auto place = place_of(options);
  if (!place) return std::unexpected(place.error());
  chain::PosixFileSystem disk;
  const auto folder = folder_of(*place, disk);
  const auto heights = folder.heights();
  if (!heights) return bad_input(heights.error());
  Output out;
  auto& all = out.data["snapshots"].emplace_array();
  for (const auto height : *heights) {
    const auto manifest = folder.manifest(height);
    if (!manifest) return bad_input(manifest.error());
    all.emplace_back(describe(*manifest));
    out.text += line_of(*manifest);
  }
  if (heights->empty()) out.text = "no snapshots\n";
  return out;
}

Outcome<Output> verify(const SnapshotOptions& options) {
  const auto place = place_of(options);
  if (!place) return std::unexpected(place.error());
  chain::PosixFileSystem disk;
  const auto folder = folder_of(*place, disk);
  const auto heights = folder.heights();
  if (!heights) return bad_input(heights.error());
  if (heights->empty()) return fail(ExitCode::kBadInput, "NO_SNAPSHOT", "there is no snapshot in " + folder.dir());
  const chain::Height height{options.height.value_or(heights->front().value)};
  const auto manifest = folder.manifest(height);
  if (!manifest) return bad_input(manifest.error());
  const auto head = verify_snapshot(place->context, folder, *manifest);
  Output out;
  out.data = describe(*manifest);
  out.data["valid"] = head.has_value();
  out.text = head ? "valid: " + line_of(*manifest) : "NOT valid: " + head.error().message + "\n";
  if (!head) out.data["problem"] = head.error().message;
  out.exit = head ? ExitCode::kOk : ExitCode::kFalse;
  return out;
}

using Run = Outcome<Output> (*)(const SnapshotOptions&);

CLI::App* add(CLI::App& group, ChosenCommand& chosen, const std::shared_ptr<SnapshotOptions>& options, const char* name,
              const char* help, Run run) {
  auto* const command = group.add_subcommand(name, help);
  command->callback([options, run, &chosen] { chosen = [options, run] { return run(*options); }; });
  command->add_option("--home", options->home, "The node's folder")->required();
  return command;
}

}  // namespace

void add_snapshot_commands(CLI::App& app, ChosenCommand& chosen) {
  const auto options = std::make_shared<SnapshotOptions>();
  auto* const group = app.add_subcommand("snapshot", "Snapshots of the state, from which new nodes begin");
  group->require_subcommand(1);
  add(*group, chosen, options, "create", "Write one of a stopped node's last block", &create);
  add(*group, chosen, options, "list", "Those that are kept", &list);
  add(*group, chosen, options, "verify", "Check one against genesis; exit 5 if it is not good", &verify)
      ->add_option("--height", options->height, "Which one (default: the newest)");
}

}  // namespace xh::node
