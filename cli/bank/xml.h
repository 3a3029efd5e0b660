// XML through pugixml, as the bank formats need it: elements by local name (banks choose their own prefixes), text
// trimmed. The library's types stay behind this header and its .cpp: others see text in and text out.
//
// Threading: an XmlDocument belongs to one thread; XmlNode points into it. Limits: kMaxBankFileBytes; entities of a
// DTD are not expanded, nothing is fetched.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "chain/primitives/result.h"

namespace xh::cli {

class XmlNode {
 public:
  XmlNode() = default;  // an element that is not there: has no children and no text
  explicit XmlNode(void* node) : node_(node) {}

  [[nodiscard]] bool exists() const { return node_ != nullptr; }
  [[nodiscard]] std::string name() const;  // local
  // "GrpHdr/MsgId": the first element of each name.
  [[nodiscard]] XmlNode at(std::string_view path) const;
  [[nodiscard]] std::vector<XmlNode> all(std::string_view name) const;  // children of that local name
  [[nodiscard]] std::string text() const;
  [[nodiscard]] std::string text(std::string_view path) const { return at(path).text(); }
  [[nodiscard]] std::string attribute(const char* name) const;
  [[nodiscard]] std::string name_space() const;  // of its own prefix, as the document's root declares it

  // For writing; needs a node that exists.
  XmlNode add(const char* name) const;
  XmlNode add(const char* name, const std::string& text) const;
  void set(const char* attribute, const std::string& value) const;

 private:
  void* node_ = nullptr;
};

class XmlDocument {
 public:
  XmlDocument();
  ~XmlDocument();
  XmlDocument(XmlDocument&&) noexcept;
  XmlDocument& operator=(XmlDocument&&) noexcept;

  [[nodiscard]] static chain::Result<XmlDocument> parse(std::string_view text);
  [[nodiscard]] XmlNode root() const;
  XmlNode make_root(const char* name, const std::string& name_space);
  [[nodiscard]] std::string write() const;  // with declaration, UTF-8, indented

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace xh::cli
