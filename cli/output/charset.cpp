#include "cli/output/charset.h"

#include <unicode/ucnv.h>

#include "chain/codec/wire.h"
#include "chain/primitives/check.h"

namespace xh::cli {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// Stops at the first byte that the encoding does not know.
class Converter {
 public:
  explicit Converter(const char* name) {
    UErrorCode error = U_ZERO_ERROR;
    handle_ = ucnv_open(name, &error);
    CHECK(U_SUCCESS(error));  // ICU's own data has both
    ucnv_setToUCallBack(handle_, UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &error);
    ucnv_setFromUCallBack(handle_, UCNV_FROM_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &error);
    CHECK(U_SUCCESS(error));
  }
  Converter(const Converter&) = delete;
  Converter& operator=(const Converter&) = delete;
  ~Converter() { ucnv_close(handle_); }
  [[nodiscard]] UConverter* handle() const { return handle_; }

 private:
  UConverter* handle_ = nullptr;
};

chain::Result<std::string> convert(const char* from, const char* to, std::string_view bytes) {
  if (bytes.size() > kMaxConvertedBytes) return chain::invalid("the file is larger than 64 MiB");
  const Converter source(from);
  const Converter target(to);
  std::u16string wide(bytes.size() + 1, u'\0');  // no encoding here has less than a byte a unit
  UErrorCode error = U_ZERO_ERROR;
  const auto units = ucnv_toUChars(source.handle(), wide.data(), static_cast<int32_t>(wide.size()), bytes.data(),
                                   static_cast<int32_t>(bytes.size()), &error);
  if (U_FAILURE(error)) return chain::invalid("the file is neither UTF-8 nor GB18030: save the sheet as \"CSV UTF-8\"");
  std::string out(static_cast<std::size_t>(units) * 4 + 1, '\0');  // both have at most four bytes a unit
  const auto size =
      ucnv_fromUChars(target.handle(), out.data(), static_cast<int32_t>(out.size()), wide.data(), units, &error);
  if (U_FAILURE(error)) return chain::invalid("the text holds signs that the encoding does not have");
  out.resize(static_cast<std::size_t>(size));
  return out;
}

}  // namespace

chain::Result<std::string> to_utf8(std::string_view bytes) {
  if (bytes.starts_with(kByteOrderMark)) bytes.remove_prefix(kByteOrderMark.size());
  if (chain::wire::is_valid_utf8(bytes)) return std::string(bytes);
  return convert("gb18030", "UTF-8", bytes);
}

std::string to_gb18030(std::string_view utf8) {
  auto out = convert("UTF-8", "gb18030", utf8);
  CHECK(out.has_value());  // GB18030 has every Unicode sign
  return std::move(*out);
}

}  // namespace xh::cli
