#include "node/ops/logging.h"

#include <spdlog/formatter.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <boost/json/serialize.hpp>
#include <boost/json/string_view.hpp>
#include <chrono>
#include <memory>
#include <utility>

#include "node/ops/time_text.h"

namespace xh::node {
namespace {

// {"time":"...Z","level":"info","node":"node0","message":"..."}
class JsonFormatter final : public spdlog::formatter {
 public:
  explicit JsonFormatter(std::string node) : node_(std::move(node)) {}

  void format(const spdlog::details::log_msg& message, spdlog::memory_buf_t& out) override {
    const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(message.time.time_since_epoch()).count();
    const auto level = spdlog::level::to_string_view(message.level);
    const auto line = "{\"time\":\"" + format_rfc3339(chain::Timestamp{ms}) + "\",\"level\":\"" +
                      std::string(level.data(), level.size()) + "\",\"node\":" + quoted(node_) +
                      ",\"message\":" + quoted({message.payload.data(), message.payload.size()}) + "}\n";
    out.append(line.data(), line.data() + line.size());
  }
  [[nodiscard]] std::unique_ptr<spdlog::formatter> clone() const override {
    return std::make_unique<JsonFormatter>(node_);
  }

 private:
  static std::string quoted(std::string_view text) {
    return boost::json::serialize(boost::json::string_view(text.data(), text.size()));
  }

  std::string node_;
};

spdlog::level::level_enum to_spdlog(LogConfig::Level level) {
  switch (level) {
    case LogConfig::Level::kTrace:
      return spdlog::level::trace;
    case LogConfig::Level::kDebug:
      return spdlog::level::debug;
    case LogConfig::Level::kInfo:
      return spdlog::level::info;
    case LogConfig::Level::kWarning:
      return spdlog::level::warn;
    case LogConfig::Level::kError:
      break;
  }
  return spdlog::level::err;
}

}  // namespace

void set_up_logging(const LogConfig& config, const std::string& node_name) {
  auto logger = std::make_shared<spdlog::logger>(node_name, std::make_shared<spdlog::sinks::stderr_sink_mt>());
  if (config.format == LogConfig::Format::kJson) {
    logger->set_formatter(std::make_unique<JsonFormatter>(node_name));
  } else {
    logger->set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %n %l %v", spdlog::pattern_time_type::utc);
  }
  logger->set_level(to_spdlog(config.level));
  logger->flush_on(spdlog::level::info);
  spdlog::set_default_logger(std::move(logger));
}

void log_warning(const std::string& message) {
  spdlog::warn("{}", message);
}

}  // namespace xh::node
