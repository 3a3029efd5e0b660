// Both languages say everything, and say it with the same places for values.
#include "cli/output/dictionary.h"

#include <boost/test/unit_test.hpp>

namespace xh::cli {
namespace {

BOOST_AUTO_TEST_SUITE(dictionary)

BOOST_AUTO_TEST_CASE(every_text_exists_in_both_languages_and_takes_the_same_value) {
  for (std::size_t i = 0; i < static_cast<std::size_t>(Text::kCount); ++i) {
    const auto chinese = text(Language::kChinese, static_cast<Text>(i));
    const auto english = text(Language::kEnglish, static_cast<Text>(i));
    BOOST_TEST(!chinese.empty());
    BOOST_TEST(!english.empty());
    BOOST_TEST(chinese != english);
    BOOST_TEST((chinese.find("{}") == std::string_view::npos) == (english.find("{}") == std::string_view::npos),
               english);
  }
}

BOOST_AUTO_TEST_CASE(labels_exist_in_both_languages) {
  for (const char* member : {"amount", "gross", "net", "account", "time", "height"}) {
    const auto* label = find_label(member);
    BOOST_REQUIRE(label != nullptr);
    BOOST_TEST(!label->chinese.empty());
    BOOST_TEST(!label->english.empty());
  }
  BOOST_TEST(find_label("no_such_member") == nullptr);
  BOOST_TEST(label_text(Language::kChinese, "no_such_member") == "no_such_member");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::cli
