// Writes the .proto text that a struct's fields() stand for. Test support: the published .proto files are compared with it.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "chain/codec/codec.h"

namespace xh::chain::test {

// "Header" from the compiler's own spelling of the type.
template <class T>
std::string type_name() {
  std::string_view text = __PRETTY_FUNCTION__;
  const auto begin = text.find("T = ") + 4;
  text = text.substr(begin, text.find_first_of(";]", begin) - begin);
  return std::string(text.substr(text.rfind(':') + 1));
}

class SchemaText {
 public:
  template <Message T>
  void add() {
    const auto name = type_name<T>();
    if (!messages_.try_emplace(name, "").second) return;
    std::string body;
    for_each_field<T>([&](const auto& f) {
      using Member = std::remove_cvref_t<decltype(std::declval<T>().*f.member)>;
      body += "  " + declare<Member>() + " " + f.name + " = " + std::to_string(f.kNumber) + ";\n";
    });
    messages_[name] = "message " + name + " {\n" + body + "}\n";
    order_.push_back(name);
  }

  [[nodiscard]] std::string text() const {
    std::string out;
    for (const auto& name : order_) out += "\n" + messages_.at(name);
    return out;
  }

 private:
  template <class T>
  std::string declare() {
    if constexpr (detail::kIsOptional<T>) return "optional " + scalar<typename T::value_type>();
    else if constexpr (detail::kIsVector<T>) return "repeated " + scalar<typename T::value_type>();
    else return scalar<T>();
  }

  template <class T>
  std::string scalar() {
    if constexpr (detail::kIsStrong<T>) return scalar<typename T::rep>();
    else if constexpr (std::is_same_v<T, bool>) return "bool";
    else if constexpr (std::is_enum_v<T>) return "uint32";
    else if constexpr (std::is_same_v<T, std::uint32_t>) return "uint32";
    else if constexpr (std::is_same_v<T, std::uint64_t>) return "uint64";
    else if constexpr (std::is_same_v<T, std::int64_t>) return "sint64";
    else if constexpr (std::is_same_v<T, std::string>) return "string";
    else if constexpr (Message<T>) {
      add<T>();
      return type_name<T>();
    } else return "bytes";
  }

  std::map<std::string, std::string> messages_;
  std::vector<std::string> order_;
};

}  // namespace xh::chain::test
