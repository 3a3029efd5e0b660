// Genesis: the one document that all members of a consortium agree on before the first block. People read and write it as JSON; its hash
// is that of the strict encoding, so spacing and key order do not matter.
#pragma once

#include <string>
#include <tuple>
#include <vector>

#include "chain/codec/domain.h"
#include "chain/codec/fields.h"
#include "chain/ledger/block.h"
#include "chain/ledger/validator_set.h"
#include "chain/primitives/types.h"

namespace xh::chain {

// A driven clock exists for simulation only: operators move ledger time (architecture, decision 8).
enum class ClockMode : std::uint32_t { kReal = 0, kDriven = 1 };
constexpr ClockMode enum_max(ClockMode) { return ClockMode::kDriven; }
constexpr std::string_view enum_name(ClockMode mode) { return mode == ClockMode::kDriven ? "driven" : "real"; }

struct GenesisMember {
  std::string name;      // of the organisation; never of a person
  std::uint32_t roles = 0;  // bits of contracts/identity Role
  KeyPolicy policy;

  static constexpr auto fields() {
    return std::tuple(field<1>("name", &GenesisMember::name, 64), field<2>("roles", &GenesisMember::roles),
                      field<3>("policy", &GenesisMember::policy));
  }
  friend bool operator==(const GenesisMember&, const GenesisMember&) = default;
};

// A civil time zone as the ledger uses it: local = UTC + the offset of the last transition at or before it. Transitions ascend; the first
// entry holds from the beginning of time.
struct ZoneTransition {
  std::int64_t from_utc_s = 0;
  std::int64_t offset_s = 0;

  static constexpr auto fields() {
    return std::tuple(field<1>("from_utc_s", &ZoneTransition::from_utc_s), field<2>("offset_s", &ZoneTransition::offset_s));
  }
  friend bool operator==(const ZoneTransition&, const ZoneTransition&) = default;
};
struct Zone {
  std::string name;  // IANA, e.g. "Asia/Shanghai"
  std::vector<ZoneTransition> transitions;

  static constexpr auto fields() {
    return std::tuple(field<1>("name", &Zone::name, 64), field<2>("transitions", &Zone::transitions, 1024));
  }
  friend bool operator==(const Zone&, const Zone&) = default;
};

// Days that differ from "Monday to Friday are working days" (OP-16).
struct HolidayTable {
  std::string name;                      // e.g. "CN"
  std::string source;                    // the notice the days were read from
  std::vector<Day> holidays;             // ascending
  std::vector<Day> working_weekend_days; // ascending

  static constexpr auto fields() {
    return std::tuple(field<1>("name", &HolidayTable::name, 32), field<2>("source", &HolidayTable::source, 256),
                      field<3>("holidays", &HolidayTable::holidays, 4096),
                      field<4>("working_weekend_days", &HolidayTable::working_weekend_days, 4096));
  }
  friend bool operator==(const HolidayTable&, const HolidayTable&) = default;
};

// A rule's number from a day on (decision 9). The same name may appear with later days; each entry says where the number comes from.
struct Parameter {
  std::string name;       // e.g. "fee.ppm"
  Timestamp effective_from;
  std::int64_t value = 0;
  std::string source;     // rulebook or reference number

  static constexpr auto fields() {
    return std::tuple(field<1>("name", &Parameter::name, 64), field<2>("effective_from", &Parameter::effective_from),
                      field<3>("value", &Parameter::value), field<4>("source", &Parameter::source, 256));
  }
  friend bool operator==(const Parameter&, const Parameter&) = default;
};

// Timers and sizes of the protocol, the same on all nodes.
struct ConsensusParams {
  std::int64_t delta_ms = 500;            // bound on a message's delay that timers are derived from (R1)
  std::int64_t max_timeout_ms = 30'000;   // R9 cap
  std::int64_t heartbeat_ms = 30'000;     // R17
  std::int64_t clock_drift_ms = 1'000;    // R15
  std::uint32_t calendar_slice = 500;     // due items executed in a block at most, and at least when overdue (decision 7)
  std::uint32_t max_block_transactions = 10'000;
  std::uint64_t max_block_bytes = 4 * 1024 * 1024;

  static constexpr auto fields() {
    return std::tuple(field<1>("delta_ms", &ConsensusParams::delta_ms), field<2>("max_timeout_ms", &ConsensusParams::max_timeout_ms),
                      field<3>("heartbeat_ms", &ConsensusParams::heartbeat_ms),
                      field<4>("clock_drift_ms", &ConsensusParams::clock_drift_ms),
                      field<5>("calendar_slice", &ConsensusParams::calendar_slice),
                      field<6>("max_block_transactions", &ConsensusParams::max_block_transactions),
                      field<7>("max_block_bytes", &ConsensusParams::max_block_bytes));
  }
  friend bool operator==(const ConsensusParams&, const ConsensusParams&) = default;
};

struct Genesis {
  std::string chain_id;
  Timestamp time;
  ClockMode clock = ClockMode::kReal;
  ConsensusParams consensus;
  std::vector<Validator> validators;  // epoch 0
  std::vector<GenesisMember> members;
  std::vector<Zone> zones;
  std::vector<HolidayTable> holidays;
  std::vector<Parameter> parameters;
  Blinding blinding;  // genesis carries its own blinding (decision 10)

  static constexpr auto fields() {
    return std::tuple(field<1>("chain_id", &Genesis::chain_id, kMaxChainIdBytes), field<2>("time", &Genesis::time),
                      field<3>("clock", &Genesis::clock), field<4>("consensus", &Genesis::consensus),
                      field<5>("validators", &Genesis::validators, kMaxValidators), field<6>("members", &Genesis::members, 256),
                      field<7>("zones", &Genesis::zones, 64), field<8>("holidays", &Genesis::holidays, 64),
                      field<9>("parameters", &Genesis::parameters, 4096), field<10>("blinding", &Genesis::blinding));
  }
  friend bool operator==(const Genesis&, const Genesis&) = default;
};

inline constexpr std::size_t kMaxGenesisBytes = 16 * 1024 * 1024;

// What follows from a genesis alone.
struct ChainContext {
  std::string chain_id;
  Hash256 genesis_hash;
  ChainTag tag;
  ValidatorSet validators;  // epoch 0
  Hash256 validator_set_hash;
};

[[nodiscard]] Status check_genesis(const Genesis& genesis);
[[nodiscard]] Hash256 genesis_hash(const Genesis& genesis);
[[nodiscard]] ChainContext make_context(const Genesis& genesis);
// The genesis block's header for a state root that the contracts computed from this genesis (contracts/engine/genesis_state).
[[nodiscard]] Header genesis_header(const Genesis& genesis, const ChainContext& context, const Hash256& state_root);

}  // namespace xh::chain
