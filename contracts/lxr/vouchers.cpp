#include "contracts/lxr/vouchers.h"

#include <algorithm>

#include "contracts/engine/calendar.h"
#include "contracts/engine/default_parameters.h"
#include "contracts/lxr/events.h"

namespace xh::contracts::lxr {
namespace {

VoucherYear new_year(const Context& context, chain::Timestamp at) {
  CalendarReader reader(context);
  const auto* zone = reader.zone(kUnionZone);
  CHECK(zone != nullptr);
  const auto year = civil_date(civil_day(*zone, at)).year;
  VoucherYear out;
  out.year = static_cast<std::uint32_t>(year);
  out.from = local_time(*zone, day_of({year, 1, 1}), 0);
  out.until = local_time(*zone, day_of({year + 1, 1, 1}), 0);
  return out;
}

VoucherNumber next_number(Context& context) {
  auto book = context.read<VoucherYears>(voucher_years_key()).value_or(VoucherYears{});
  const auto holds = [&](const VoucherYear& y) { return y.from <= context.now() && context.now() < y.until; };
  auto year = std::ranges::find_if(book.years, holds);
  if (year == book.years.end()) year = book.years.insert(year, new_year(context, context.now()));
  const VoucherNumber number{year->year, ++year->issued};
  context.write_public(voucher_years_key(), book);
  return number;
}

}  // namespace

VoucherNumber issue_voucher(Context& context, const Posting& posting) {
  VoucherIssued voucher;
  voucher.number = next_number(context);
  voucher.amount = posting.amount;
  voucher.from = posting.from;
  voucher.to = posting.to;
  voucher.purpose = posting.purpose;
  voucher.transaction = context.info().transaction;
  voucher.reference = posting.reference;
  voucher.at = context.now();
  std::vector<chain::AccountId> parties;
  for (const auto& account : {posting.from, posting.to}) {
    if (!account.is_zero()) parties.push_back(account);
  }
  context.emit(ContractId::kLxr, static_cast<std::uint32_t>(EventKind::kVoucherIssued), voucher, std::move(parties));
  return voucher.number;
}

}  // namespace xh::contracts::lxr
