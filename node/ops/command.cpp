#include "node/ops/command.h"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <cstdio>
#include <utility>

namespace xh::node {
namespace {

namespace json = boost::json;

constexpr int kSchemaVersion = 1;

void print(std::FILE* to, const std::string& text) {
  std::fwrite(text.data(), 1, text.size(), to);
  std::fflush(to);
}

std::string envelope(bool success, json::object data, json::array errors) {
  json::object out;
  out["schema_version"] = kSchemaVersion;
  out["success"] = success;
  out["data"] = std::move(data);
  out["errors"] = std::move(errors);
  return json::serialize(out) + "\n";
}

}  // namespace

std::unexpected<Failure> fail(ExitCode exit, std::string code, std::string message) {
  return std::unexpected(Failure{exit, std::move(code), std::move(message)});
}

std::unexpected<Failure> bad_input(const chain::Error& error) {
  switch (error.fault) {
    case chain::Fault::kLocal:
      return fail(ExitCode::kOther, "LOCAL_FAULT", error.message);
    case chain::Fault::kNotFound:
      return fail(ExitCode::kBadInput, "NOT_FOUND", error.message);
    case chain::Fault::kInvalid:
    case chain::Fault::kNotYet:
      break;
  }
  return fail(ExitCode::kBadInput, "BAD_INPUT", error.message);
}

std::unexpected<Failure> config_failure(const ConfigError& error) {
  return fail(ExitCode::kConfig, "CONFIG", error.text());
}

int show(const Outcome<Output>& outcome, OutputFormat format) {
  if (!outcome) {
    const auto& failure = outcome.error();
    if (format == OutputFormat::kJson) {
      print(stdout, envelope(false, {}, {json::object{{"code", failure.code}, {"message", failure.message}}}));
    }
    print(stderr, "xinghuod: " + failure.message + "\n");
    return static_cast<int>(failure.exit);
  }
  print(stdout,
        format == OutputFormat::kJson ? envelope(outcome->exit == ExitCode::kOk, outcome->data, {}) : outcome->text);
  return static_cast<int>(outcome->exit);
}

}  // namespace xh::node
