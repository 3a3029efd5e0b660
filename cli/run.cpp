#include "cli/run.h"

#include <algorithm>
#include <ostream>

#include "cli/commands/commands.h"

namespace xh::cli {
namespace {

void add_global_options(CLI::App& app, GlobalOptions& options) {
  app.fallthrough();
  app.require_subcommand(1);
  app.add_option("--home", options.home, "home folder (default: XINGHUO_HOME, then ~/.xinghuo)");
  app.add_option("--node", options.nodes, "node to ask, http://host:port; several are tried in turn")
      ->allow_extra_args(false);
  app.add_option("--genesis", options.genesis, "the ledger's genesis.json: nodes of another ledger are refused");
  const std::map<std::string, Format> formats{{"text", Format::kText}, {"json", Format::kJson}, {"csv", Format::kCsv}};
  app.add_option("-o,--output", options.format, "text, json or csv")
      ->transform(CLI::CheckedTransformer(formats).description(""))
      ->option_text("text|json|csv");
  const std::map<std::string, Language> languages{{"zh-CN", Language::kChinese}, {"en", Language::kEnglish}};
  app.add_option("--lang", options.language, "zh-CN or en")
      ->transform(CLI::CheckedTransformer(languages).description(""))
      ->option_text("zh-CN|en");
  app.add_option("--as", options.as, "the key that acts and asks");
  app.add_option("--passphrase-fd", options.passphrase_fd, "read the passphrase from this file descriptor");
  app.add_option("--timeout", options.timeout, "how long to wait for finality or a busy node")->capture_default_str();
}

void add_commands(CLI::App& app, Session& session) {
  add_keys_commands(app, session);
  add_config_commands(app, session);
  add_tx_commands(app, session);
  add_batch_command(app, session);
  add_account_commands(app, session);
  add_member_commands(app, session);
  add_money_commands(app, session);
  add_payout_commands(app, session);
  add_payroll_commands(app, session);
  add_credit_commands(app, session);
  add_insurance_commands(app, session);
  add_matching_commands(app, session);
  add_dispute_commands(app, session);
  add_guidance_commands(app, session);
  add_contribution_commands(app, session);
  add_voucher_commands(app, session);
  add_light_commands(app, session);
  add_validators_commands(app, session);
  add_query_commands(app, session);
  add_people_commands(app, session);
  add_doctor_commands(app, session);
}

int finish(const Failure& failure, Format format, Language language, Environment& environment) {
  (format == Format::kJson ? environment.out : environment.err) << render(failure, format, language) << std::flush;
  return static_cast<int>(failure.exit);
}

// The command line could not be read, so neither were its options: a script that asked for JSON still gets it.
Format format_wanted(const std::vector<std::string>& arguments) {
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const bool next =
        (arguments[i] == "-o" || arguments[i] == "--output") && i + 1 < arguments.size() && arguments[i + 1] == "json";
    if (next || arguments[i] == "--output=json" || arguments[i] == "-ojson") return Format::kJson;
  }
  return Format::kText;
}

int execute(Session& session) {
  const auto document = session.action()();
  const auto format = session.options().format;
  if (!document) return finish(document.error(), format, session.language(), session.environment());
  if (!document->printed) session.environment().out << render(*document, format, session.language()) << std::flush;
  return static_cast<int>(document->exit);
}

}  // namespace

int run(std::vector<std::string> arguments, Environment& environment) {
  GlobalOptions options;
  Session session(environment, options);
  CLI::App app("Xinghuo: wallet, payroll desk and light client", "xinghuo");
  add_global_options(app, options);
  add_commands(app, session);
  const Format wanted = format_wanted(arguments);
  std::ranges::reverse(arguments);  // CLI11 takes them last first
  try {
    app.parse(std::move(arguments));
  } catch (const CLI::CallForHelp&) {
    environment.out << app.help();
    return static_cast<int>(ExitCode::kOk);
  } catch (const CLI::ParseError& error) {
    return finish({ExitCode::kUsage, "USAGE", error.what()}, wanted, session.language(), environment);
  }
  return execute(session);
}

}  // namespace xh::cli
