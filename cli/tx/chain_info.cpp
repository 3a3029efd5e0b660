#include "cli/tx/chain_info.h"

#include <algorithm>

#include "chain/codec/json.h"
#include "cli/files.h"

namespace xh::cli {
namespace {

std::string text_of(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value != nullptr && value->is_string() ? std::string(std::string_view(value->get_string())) : std::string();
}

std::int64_t number_of(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  boost::system::error_code error;
  const auto out = value != nullptr ? value->to_number<std::int64_t>(error) : 0;
  return error ? 0 : out;
}

}  // namespace

Outcome<chain::Genesis> read_genesis(const std::filesystem::path& path) {
  const auto config = [&](const std::string& why) {
    return fail(ExitCode::kConfig, "BAD_GENESIS", path.string() + ": " + why);
  };
  const auto text = read_file(path, chain::kMaxGenesisBytes);
  if (!text) return config("cannot be read");
  const auto document = chain::parse_json(*text);
  if (!document) return config(document.error().message);
  auto genesis = chain::from_json<chain::Genesis>(*document);
  if (!genesis) return config(genesis.error().message);
  if (auto ok = chain::check_genesis(*genesis); !ok) return config(ok.error().message);
  return std::move(*genesis);
}

ChainInfo chain_info_of(const chain::Genesis& genesis) {
  const auto hash = chain::genesis_hash(genesis);
  return {genesis.chain_id, hash, chain::make_chain_tag(genesis.chain_id, hash)};
}

Outcome<LedgerStatus> read_status(const Answer& answer, const std::optional<ChainInfo>& expected) {
  const auto strange = [&](const std::string& why) {
    return fail(ExitCode::kNetwork, "BAD_ANSWER", answer.node + ": " + why);
  };
  if (!answer.data.is_object()) return strange("status is no object");
  LedgerStatus out;
  out.document = answer.data.get_object();
  out.node = answer.node;
  out.chain.chain_id = text_of(out.document, "chain_id");
  const auto hash = chain::fixed_from_hex<chain::Hash256>(text_of(out.document, "genesis_hash"));
  if (out.chain.chain_id.empty() || !hash) return strange("status names no ledger");
  out.chain.genesis_hash = *hash;
  out.chain.tag = chain::make_chain_tag(out.chain.chain_id, *hash);
  if (expected && (expected->genesis_hash != *hash || expected->chain_id != out.chain.chain_id)) {
    return fail(ExitCode::kConfig, "OTHER_LEDGER",
                answer.node + " serves ledger '" + out.chain.chain_id + "' of genesis " + chain::to_hex(hash->view()) +
                    ", your genesis file is of '" + expected->chain_id + "', " +
                    chain::to_hex(expected->genesis_hash.view()));
  }
  out.driven_clock = text_of(out.document, "clock") == "driven";
  // A driven clock may have moved on since the last block; the next block has its time.
  out.block_time =
      chain::Timestamp{std::max(number_of(out.document, "block_time"), number_of(out.document, "ledger_time"))};
  out.height = static_cast<std::uint64_t>(number_of(out.document, "height"));
  return out;
}

Outcome<LedgerStatus> fetch_status(ApiClient& api, const std::optional<ChainInfo>& expected) {
  const auto answer = api.get("/v1/status");
  if (!answer) return std::unexpected(answer.error());
  return read_status(*answer, expected);
}

}  // namespace xh::cli
