// member register | roles | suspend | rotate | recover | cancel-recovery | commitment
#include "chain/codec/codec.h"
#include "chain/codec/json.h"
#include "cli/commands/commands.h"
#include "cli/commands/names.h"
#include "cli/commands/write.h"
#include "cli/wallet/random.h"
#include "contracts/identity/calls.h"

namespace xh::cli {
namespace {

namespace identity = contracts::identity;

struct MemberOptions {
  std::vector<std::string> keys;  // hex public keys or key names of this home
  std::vector<std::string> roles;
  std::string account;
  std::string commitment;
  std::string reason;
  std::uint32_t threshold = 1;
  bool cooperating = false;
  bool lift = false;
  WriteOptions write;
};

Outcome<chain::KeyPolicy> policy_of(Session& session, const MemberOptions& options) {
  chain::KeyPolicy out{options.threshold, {}};
  for (const auto& name : options.keys) {
    if (const auto hex = chain::fixed_from_hex<chain::PublicKey>(name)) {
      out.keys.push_back(*hex);
      continue;
    }
    const auto file = session.keys().describe(name);
    if (!file) return std::unexpected(file.error());
    out.keys.push_back(file->public_key);
  }
  std::ranges::sort(out.keys);
  if (auto ok = chain::check_policy(out); !ok) return usage_error(ok.error().message);
  return out;
}

Outcome<chain::Hash256> hash_option(const std::string& hex, const std::string& name) {
  const auto hash = chain::fixed_from_hex<chain::Hash256>(hex);
  if (!hash) return usage_error(name + " is 64 hex digits");
  return *hash;
}

Outcome<Document> register_member(Session& session, const MemberOptions& options) {
  const auto policy = policy_of(session, options);
  if (!policy) return std::unexpected(policy.error());
  const auto roles = role_bits(options.roles);
  if (!roles) return std::unexpected(roles.error());
  const auto commitment = hash_option(options.commitment, "--commitment");
  if (!commitment) return std::unexpected(commitment.error());
  const identity::RegisterMembers args{{{*policy, *roles, *commitment, options.cooperating}}};
  auto out = write_call(session, options.write, "identity.register_members", chain::to_json(args));
  if (out && out->data.is_object()) out->data.get_object()["member"] = chain::to_address(chain::account_id_of(*policy));
  return out;
}

Outcome<Document> set_roles(Session& session, const MemberOptions& options) {
  const auto account = session.keys().account(options.account);
  if (!account) return std::unexpected(account.error());
  const auto roles = role_bits(options.roles);
  if (!roles) return std::unexpected(roles.error());
  return write_call(session, options.write, "identity.set_roles",
                    chain::to_json(identity::SetRoles{*account, *roles, options.cooperating}));
}

Outcome<Document> suspend(Session& session, const MemberOptions& options) {
  const auto account = session.keys().account(options.account);
  if (!account) return std::unexpected(account.error());
  const auto reason = hash_option(options.reason, "--reason");
  if (!reason) return std::unexpected(reason.error());
  const identity::SuspendMember args{*account, !options.lift, *reason};
  return write_call(session, options.write, "identity.suspend_member", chain::to_json(args));
}

Outcome<Document> rotate(Session& session, const MemberOptions& options) {
  const auto policy = policy_of(session, options);
  if (!policy) return std::unexpected(policy.error());
  return write_call(session, options.write, "identity.rotate_keys", chain::to_json(identity::RotateKeys{*policy}));
}

Outcome<Document> recover(Session& session, const MemberOptions& options) {
  const auto account = session.keys().account(options.account);
  if (!account) return std::unexpected(account.error());
  const auto policy = policy_of(session, options);
  if (!policy) return std::unexpected(policy.error());
  const auto reason = hash_option(options.reason, "--reason");
  if (!reason) return std::unexpected(reason.error());
  return write_call(session, options.write, "identity.recover_keys",
                    chain::to_json(identity::RecoverKeys{*account, *policy, *reason}));
}

Outcome<Document> cancel_recovery(Session& session, const MemberOptions& options) {
  const auto account = session.keys().account(options.account);
  if (!account) return std::unexpected(account.error());
  return write_call(session, options.write, "identity.cancel_recovery",
                    chain::to_json(identity::CancelRecovery{*account}));
}

// The commitment to personal data that stays off chain: H("xh/commitment/1", salt || text). The salt must be kept with
// the data: without it nothing can be shown, and destroying it erases the link.
Outcome<Document> commitment(Session& session) {
  std::string line;
  if (!std::getline(session.environment().in, line) || line.empty())
    return bad_input("expected the data to commit to on standard input, one line");
  const auto salt = random_fixed<chain::Hash256>();
  chain::Bytes bytes(salt.bytes.begin(), salt.bytes.end());
  chain::append(bytes, chain::as_bytes(line));
  const auto hash = chain::tagged_hash(chain::tags::kCommitment, {}, bytes);
  return Document{.data = {{"commitment", chain::to_hex(hash.view())}, {"salt", chain::to_hex(salt.view())}}};
}

void policy_options(CLI::App& command, MemberOptions& state) {
  command.add_option("--member-key", state.keys, "public key (hex) or name of a key here; several for m of n")
      ->allow_extra_args(false)
      ->required();
  command.add_option("--threshold", state.threshold, "how many of the keys must sign")->capture_default_str();
}

}  // namespace

void add_member_commands(CLI::App& app, Session& session) {
  CLI::App& member = *app.add_subcommand("member", "members, roles and keys")->require_subcommand(1);
  add_command<MemberOptions>(
      member, session, "register", "a new member (union)",
      [](CLI::App& command, MemberOptions& state) {
        policy_options(command, state);
        command.add_option("--role", state.roles, "worker, employer, bank, regulator, member; may be repeated")
            ->allow_extra_args(false)
            ->required();
        command
            .add_option("--commitment", state.commitment, "salted commitment to the identity data: member commitment")
            ->required();
        command.add_flag("--cooperating", state.cooperating, "an employer with an agreement with the union");
        add_write_options(command, state.write);
      },
      [&session](const MemberOptions& state) { return register_member(session, state); });
  add_command<MemberOptions>(
      member, session, "roles", "sets all roles of a member (union)",
      [](CLI::App& command, MemberOptions& state) {
        command.add_option("member", state.account, "key name or address")->required();
        command.add_option("--role", state.roles, "all roles it has from now on")->allow_extra_args(false)->required();
        command.add_flag("--cooperating", state.cooperating, "an employer with an agreement with the union");
        add_write_options(command, state.write);
      },
      [&session](const MemberOptions& state) { return set_roles(session, state); });
  add_command<MemberOptions>(
      member, session, "suspend", "suspends a member, or lifts it (union)",
      [](CLI::App& command, MemberOptions& state) {
        command.add_option("member", state.account, "key name or address")->required();
        command.add_option("--reason", state.reason, "commitment to the written reason: member commitment")->required();
        command.add_flag("--lift", state.lift, "ends the suspension");
        add_write_options(command, state.write);
      },
      [&session](const MemberOptions& state) { return suspend(session, state); });
  add_command<MemberOptions>(
      member, session, "rotate", "gives the acting account other keys",
      [](CLI::App& command, MemberOptions& state) {
        policy_options(command, state);
        add_write_options(command, state.write);
      },
      [&session](const MemberOptions& state) { return rotate(session, state); });
  add_command<MemberOptions>(
      member, session, "recover", "new keys for a member who lost the old ones (union, with --co a regulator or bank)",
      [](CLI::App& command, MemberOptions& state) {
        command.add_option("member", state.account, "key name or address")->required();
        policy_options(command, state);
        command.add_option("--reason", state.reason, "commitment to how the person was identified: member commitment")
            ->required();
        add_write_options(command, state.write);
      },
      [&session](const MemberOptions& state) { return recover(session, state); });
  add_command<MemberOptions>(
      member, session, "cancel-recovery", "stops an announced recovery (the account itself, or the union)",
      [](CLI::App& command, MemberOptions& state) {
        command.add_option("member", state.account, "key name or address")->required();
        add_write_options(command, state.write);
      },
      [&session](const MemberOptions& state) { return cancel_recovery(session, state); });
  add_command<NoOptions>(member, session, "commitment", "a salted commitment to a line of standard input", no_options,
                         [&session](const NoOptions&) { return commitment(session); });
}

}  // namespace xh::cli
