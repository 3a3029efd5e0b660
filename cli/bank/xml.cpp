#include "cli/bank/xml.h"

#include <pugixml.hpp>
#include <sstream>

#include "cli/bank/payment_file.h"

namespace xh::cli {
namespace {

pugi::xml_node node_of(void* raw) {
  return pugi::xml_node(static_cast<pugi::xml_node_struct*>(raw));
}
XmlNode wrap(pugi::xml_node node) {
  return node ? XmlNode(node.internal_object()) : XmlNode();
}

std::string_view local_name(pugi::xml_node node) {
  const std::string_view name = node.name();
  const auto colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

pugi::xml_node first_child(pugi::xml_node parent, std::string_view name) {
  for (auto child = parent.first_child(); child; child = child.next_sibling()) {
    if (child.type() == pugi::node_element && local_name(child) == name) return child;
  }
  return {};
}

std::string trimmed(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  const auto first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(kSpace) - first + 1));
}

}  // namespace

struct XmlDocument::Parts {
  pugi::xml_document document;
};

std::string XmlNode::name() const {
  return exists() ? std::string(local_name(node_of(node_))) : std::string();
}

XmlNode XmlNode::at(std::string_view path) const {
  auto node = node_of(node_);
  while (node && !path.empty()) {
    const auto slash = path.find('/');
    node = first_child(node, path.substr(0, slash));
    path = slash == std::string_view::npos ? std::string_view() : path.substr(slash + 1);
  }
  return wrap(node);
}

std::vector<XmlNode> XmlNode::all(std::string_view name) const {
  std::vector<XmlNode> out;
  for (auto child = node_of(node_).first_child(); child; child = child.next_sibling()) {
    if (child.type() == pugi::node_element && local_name(child) == name) out.push_back(wrap(child));
  }
  return out;
}

std::string XmlNode::text() const {
  return exists() ? trimmed(node_of(node_).text().get()) : std::string();
}

std::string XmlNode::attribute(const char* name) const {
  return exists() ? node_of(node_).attribute(name).value() : std::string();
}

std::string XmlNode::name_space() const {
  if (!exists()) return {};
  const std::string_view full = node_of(node_).name();
  const auto colon = full.find(':');
  const std::string declaration =
      colon == std::string_view::npos ? "xmlns" : "xmlns:" + std::string(full.substr(0, colon));
  return attribute(declaration.c_str());
}

XmlNode XmlNode::add(const char* name) const {
  return wrap(node_of(node_).append_child(name));
}
XmlNode XmlNode::add(const char* name, const std::string& text) const {
  auto child = node_of(node_).append_child(name);
  child.text().set(text.c_str());
  return wrap(child);
}
void XmlNode::set(const char* attribute, const std::string& value) const {
  node_of(node_).append_attribute(attribute).set_value(value.c_str());
}

XmlDocument::XmlDocument() : parts_(std::make_unique<Parts>()) {}
XmlDocument::~XmlDocument() = default;
XmlDocument::XmlDocument(XmlDocument&&) noexcept = default;
XmlDocument& XmlDocument::operator=(XmlDocument&&) noexcept = default;

chain::Result<XmlDocument> XmlDocument::parse(std::string_view text) {
  if (text.size() > kMaxBankFileBytes) return chain::invalid("the file is larger than 16 MiB");
  XmlDocument out;
  const auto result = out.parts_->document.load_buffer(text.data(), text.size());
  if (!result) {
    return chain::invalid("no XML: " + std::string(result.description()) + " at byte " + std::to_string(result.offset));
  }
  return out;
}

XmlNode XmlDocument::root() const {
  return wrap(parts_->document.document_element());
}

XmlNode XmlDocument::make_root(const char* name, const std::string& name_space) {
  auto declaration = parts_->document.append_child(pugi::node_declaration);
  declaration.append_attribute("version") = "1.0";
  declaration.append_attribute("encoding") = "UTF-8";
  auto root = parts_->document.append_child(name);
  root.append_attribute("xmlns").set_value(name_space.c_str());
  return wrap(root);
}

std::string XmlDocument::write() const {
  std::ostringstream out;
  parts_->document.save(out, "  ", pugi::format_indent, pugi::encoding_utf8);
  return out.str();
}

}  // namespace xh::cli
