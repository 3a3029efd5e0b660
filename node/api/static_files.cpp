#include "node/api/static_files.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>

namespace xh::node::api {
namespace {

std::string content_type_of(const std::filesystem::path& file) {
  static const std::map<std::string, std::string> kTypes = {
      {".html", "text/html; charset=utf-8"}, {".js", "text/javascript; charset=utf-8"}, {".css", "text/css; charset=utf-8"},
      {".json", "application/json"},         {".svg", "image/svg+xml"},                  {".png", "image/png"},
      {".ico", "image/x-icon"},              {".woff2", "font/woff2"},                   {".webmanifest", "application/manifest+json"}};
  const auto at = kTypes.find(file.extension().string());
  return at == kTypes.end() ? "application/octet-stream" : at->second;
}

bool is_plain_name(const std::string& name) {
  return !name.starts_with('.') && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
  });
}

}  // namespace

Response static_file(const std::filesystem::path& dir, const std::vector<std::string>& path) {
  if (dir.empty()) return problem_response({http::status::not_found, "NOT_FOUND", "this node serves no explorer: set api.explorer_dir in config.toml"});
  std::filesystem::path file = dir;
  for (const auto& name : path) {
    if (!is_plain_name(name)) return problem_response({http::status::not_found, "NOT_FOUND", "there is no such file"});
    file /= name;
  }
  if (path.empty()) file /= "index.html";
  std::error_code error;
  if (!std::filesystem::is_regular_file(file, error) || std::filesystem::file_size(file, error) > kMaxStaticFileBytes) {
    return problem_response({http::status::not_found, "NOT_FOUND", "there is no such file"});
  }
  std::ifstream in(file, std::ios::binary);
  Response out;
  out.content_type = content_type_of(file);
  out.body.assign(std::istreambuf_iterator<char>(in), {});
  return out;
}

}  // namespace xh::node::api
