#include "contracts/engine/index_list.h"

namespace xh::contracts {
namespace {

StateKey key_of(const ListName& name, std::uint8_t offset) {
  return StateKey(name.contract, static_cast<std::uint8_t>(name.table + offset)).add(name.kind).add(name.owner);
}

void set_count(Context& context, const ListName& name, std::uint64_t count) {
  if (count == 0)
    context.erase(list_head_key(name));
  else
    context.write(list_head_key(name), ListHead{count});
}

void save_page(Context& context, const ListName& name, std::uint64_t number, const ListPage& page) {
  if (page.items.empty())
    context.erase(list_page_key(name, number));
  else
    context.write(list_page_key(name, number), page);
}

// Takes the last item off its page and gives it.
chain::Hash256 take_last(Context& context, const ListName& name, std::uint64_t count) {
  const std::uint64_t number = (count - 1) / kListPageSize;
  auto page = context.read<ListPage>(list_page_key(name, number)).value_or(ListPage{});
  CHECK(!page.items.empty());
  const auto last = page.items.back();
  page.items.pop_back();
  save_page(context, name, number, page);
  set_count(context, name, count - 1);
  return last;
}

}  // namespace

chain::Hash256 list_owner(std::uint64_t first, std::uint64_t second) {
  chain::Bytes bytes;
  chain::append_be64(bytes, first);
  chain::append_be64(bytes, second);
  bytes.resize(chain::Hash256::kSize, 0);
  return *chain::to_fixed<chain::Hash256>(bytes);
}

StateKey list_head_key(const ListName& name) {
  return key_of(name, 0);
}
StateKey list_page_key(const ListName& name, std::uint64_t page) {
  return key_of(name, 1).add(page);
}
StateKey list_place_key(const ListName& name, const chain::Hash256& item) {
  return key_of(name, 2).add(item);
}

std::uint64_t list_count(const Context& context, const ListName& name) {
  return context.read<ListHead>(list_head_key(name)).value_or(ListHead{}).count;
}

std::vector<chain::Hash256> list_page(const Context& context, const ListName& name, std::uint64_t page) {
  return context.read<ListPage>(list_page_key(name, page)).value_or(ListPage{}).items;
}

void list_append(Context& context, const ListName& name, const chain::Hash256& item) {
  const auto count = list_count(context, name);
  const auto number = count / kListPageSize;
  auto page = context.read<ListPage>(list_page_key(name, number)).value_or(ListPage{});
  page.items.push_back(item);
  save_page(context, name, number, page);
  set_count(context, name, count + 1);
}

bool list_contains(const Context& context, const ListName& name, const chain::Hash256& item) {
  return context.exists(list_place_key(name, item));
}

void list_add(Context& context, const ListName& name, const chain::Hash256& item) {
  if (list_contains(context, name, item)) return;
  context.write(list_place_key(name, item), ListPlace{list_count(context, name)});
  list_append(context, name, item);
}

void list_remove(Context& context, const ListName& name, const chain::Hash256& item) {
  const auto place = context.read<ListPlace>(list_place_key(name, item));
  if (!place) return;
  context.erase(list_place_key(name, item));
  const auto last = take_last(context, name, list_count(context, name));
  if (last == item) return;
  const auto number = place->place / kListPageSize;
  auto page = context.read<ListPage>(list_page_key(name, number));
  CHECK(page.has_value() && place->place % kListPageSize < page->items.size());
  page->items[place->place % kListPageSize] = last;
  context.write(list_page_key(name, number), *page);
  context.write(list_place_key(name, last), *place);
}

}  // namespace xh::contracts
