// Awareness content: pushes, lectures with sign-up, booklets; and readers counted only where the union turned that on.
#include <algorithm>

#include "contracts/engine/calendar.h"
#include "contracts/guidance/default_parameters.h"
#include "contracts/guidance/handlers.h"
#include "contracts/identity/members.h"

namespace xh::contracts::guidance {
namespace {

using identity::Role;

bool is_language(const std::string& language) {
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
  };
  return language.size() >= 2 && language.size() <= kMaxLanguageBytes && std::ranges::all_of(language, allowed);
}

Outcome check_content(const Context& context, const ContentTerms& terms) {
  if (terms.title.is_zero() || terms.content.is_zero())
    return refuse("NO_CONTENT", "LG-01", "name the hashes of title and content");
  if (auto ok = check_pointer(terms.pointer); !ok) return ok;
  if (!is_language(terms.language)) return refuse("BAD_LANGUAGE", "LG-01", "a language is a tag such as zh-CN");
  const bool lecture = terms.kind == ContentKind::kLecture;
  if (!lecture && (terms.starts_at || terms.seats != 0))
    return refuse("BAD_LECTURE", "LG-01", "only a lecture has a beginning and seats");
  const bool in_time = terms.starts_at && is_plausible(*terms.starts_at) && *terms.starts_at > context.now();
  if (lecture && (!in_time || terms.seats < 1 || terms.seats > kMaxSeats))
    return refuse("BAD_LECTURE", "LG-01", "a lecture begins after now and has 1 to 10000 seats");
  return {};
}

OutcomeOf<Content> require_content(const Context& context, const chain::RecordKey& key) {
  auto content = find_content(context, key);
  if (!content) return refuse("UNKNOWN_CONTENT", "LG-01", "there is no content " + chain::to_hex(key.view()));
  if (content->withdrawn) return refuse("CONTENT_WITHDRAWN", "LG-01", "the content was withdrawn");
  return std::move(*content);
}

Outcome enter(Context& context, const SignUp& args, const Content& lecture, const chain::AccountId& account) {
  const auto list = list_of(ListKind::kSignedUp, args.lecture);
  const auto item = chain::retag<chain::Hash256>(account);
  if (list_contains(context, list, item)) return refuse("SIGNED_UP", "LG-01", "you have signed up for this lecture");
  if (list_count(context, list) >= lecture.terms.seats)
    return refuse("LECTURE_FULL", "LG-01", "the lecture has no seat left");
  list_add(context, list, item);
  list_add(context, list_of(ListKind::kLecturesOf, account), chain::retag<chain::Hash256>(args.lecture));
  return {};
}

Outcome leave(Context& context, const SignUp& args, const chain::AccountId& account) {
  const auto list = list_of(ListKind::kSignedUp, args.lecture);
  const auto item = chain::retag<chain::Hash256>(account);
  if (!list_contains(context, list, item))
    return refuse("NOT_SIGNED_UP", "LG-01", "you have not signed up for this lecture");
  list_remove(context, list, item);
  list_remove(context, list_of(ListKind::kLecturesOf, account), chain::retag<chain::Hash256>(args.lecture));
  return {};
}

}  // namespace

Outcome check_pointer(const std::string& pointer) {
  const auto printable = [](char c) { return c > ' ' && c < 0x7f; };
  if (!pointer.empty() && pointer.size() <= kMaxPointerBytes && std::ranges::all_of(pointer, printable)) return {};
  return refuse("BAD_POINTER", "LG-01", "a pointer is where the text is found: printable ASCII without blanks");
}

Outcome publish_content(Context& context, const PublishContent& args) {
  if (auto ok = identity::require_sender(context, Role::kUnion); !ok) return ok;
  if (auto ok = check_content(context, args.terms); !ok) return ok;
  const auto key = context.new_record_key();
  const Content content{args.terms, context.now(), false};
  context.write(content_key(key), content);
  list_add(context, all_of(ListKind::kContents), chain::retag<chain::Hash256>(key));
  emit(context, EventKind::kContentPublished, ContentChanged{key, content}, {context.info().sender});
  return {};
}

Outcome withdraw_content(Context& context, const NameContent& args) {
  if (auto ok = identity::require_sender(context, Role::kUnion); !ok) return ok;
  auto content = require_content(context, args.content);
  if (!content) return std::unexpected(content.error());
  content->withdrawn = true;
  context.write(content_key(args.content), *content);
  list_remove(context, all_of(ListKind::kContents), chain::retag<chain::Hash256>(args.content));
  emit(context, EventKind::kContentWithdrawn, ContentChanged{args.content, *content}, {context.info().sender});
  return {};
}

Outcome sign_up(Context& context, const SignUp& args) {
  const auto sender = context.info().sender;
  if (auto ok = identity::require_active(context, sender); !ok) return ok;
  const auto lecture = require_content(context, args.lecture);
  if (!lecture) return std::unexpected(lecture.error());
  if (!lecture->terms.starts_at) return refuse("NOT_A_LECTURE", "LG-01", "one signs up for lectures");
  if (context.now() >= *lecture->terms.starts_at) return refuse("LECTURE_BEGAN", "LG-01", "the lecture has begun");
  auto ok = args.cancel ? leave(context, args, sender) : enter(context, args, *lecture, sender);
  if (!ok) return ok;
  emit(context, EventKind::kSignedUp, SignedUp{args.lecture, sender, args.cancel}, {sender});
  return {};
}

Outcome read_receipt(Context& context, const NameContent& args) {
  const auto sender = context.info().sender;
  if (context.parameter(parameters::kReadReceipts, context.now()).value == 0)
    return refuse("READ_RECEIPTS_OFF", "LG-01", "this ledger does not count who reads; nothing has to be sent");
  if (auto ok = identity::require_active(context, sender); !ok) return ok;
  if (const auto content = require_content(context, args.content); !content) return std::unexpected(content.error());
  const auto seen = read_key(args.content, sender);
  if (context.exists(seen)) return {};  // counts once
  context.write(seen, Seen{context.now()});
  auto reads = context.read<Reads>(reads_key(args.content)).value_or(Reads{});
  reads.count += 1;
  context.write_public(reads_key(args.content), reads);
  emit(context, EventKind::kReadCounted, ReadCounted{args.content, reads.count}, {sender});
  return {};
}

}  // namespace xh::contracts::guidance
