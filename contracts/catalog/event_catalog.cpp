#include "contracts/catalog/event_catalog.h"

#include <functional>
#include <map>

#include "contracts/contribution/events.h"
#include "contracts/engine/context.h"
#include "contracts/governance/events.h"
#include "contracts/identity/events.h"
#include "contracts/lxr/events.h"
#include "contracts/payroll/events.h"
#include "contracts/payroll/records.h"

namespace xh::contracts {
namespace {

struct Entry {
  const char* name;
  std::function<chain::Result<chain::json::object>(chain::BytesView)> render;
};
using Catalog = std::map<std::pair<std::uint32_t, std::uint32_t>, Entry>;

template <chain::Message T, class Kind>
void add(Catalog& catalog, ContractId contract, Kind kind, const char* name) {
  catalog[{static_cast<std::uint32_t>(contract), static_cast<std::uint32_t>(kind)}] = {
      name, [](chain::BytesView bytes) -> chain::Result<chain::json::object> {
        auto value = chain::decode<T>(bytes);
        if (!value) return std::unexpected(value.error());
        return chain::to_json(*value);
      }};
}

void add_identity(Catalog& c) {
  using enum identity::EventKind;
  add<identity::MemberRegistered>(c, ContractId::kIdentity, kMemberRegistered, "identity.member_registered");
  add<identity::KeysRotated>(c, ContractId::kIdentity, kKeysRotated, "identity.keys_rotated");
  add<identity::RolesSet>(c, ContractId::kIdentity, kRolesSet, "identity.roles_set");
  add<identity::MemberSuspended>(c, ContractId::kIdentity, kMemberSuspended, "identity.member_suspended");
}

void add_lxr(Catalog& c) {
  using enum lxr::EventKind;
  add<lxr::VoucherIssued>(c, ContractId::kLxr, kVoucherIssued, "lxr.voucher_issued");
  add<lxr::CustodyStated>(c, ContractId::kLxr, kCustodyStated, "lxr.custody_stated");
  add<lxr::CustodyStated>(c, ContractId::kLxr, kCustodyMismatch, "lxr.custody_mismatch");
  add<lxr::RelationChanged>(c, ContractId::kLxr, kRelationChanged, "lxr.relation_changed");
  add<lxr::WithdrawalRequested>(c, ContractId::kLxr, kWithdrawalRequested, "lxr.withdrawal_requested");
  add<lxr::WithdrawalSettled>(c, ContractId::kLxr, kWithdrawalSettled, "lxr.withdrawal_settled");
}

void add_payroll(Catalog& c) {
  using enum payroll::EventKind;
  const auto id = ContractId::kPayroll;
  add<payroll::AgreementSignedEvent>(c, id, kAgreementSigned, "payroll.agreement_signed");
  add<payroll::AgreementEndedEvent>(c, id, kAgreementEnded, "payroll.agreement_ended");
  add<payroll::BatchRecordedEvent>(c, id, kBatchRecorded, "payroll.batch_recorded");
  add<payroll::DayRecordedEvent>(c, id, kDayRecorded, "payroll.day_recorded");
  add<payroll::DayConfirmedEvent>(c, id, kDayConfirmed, "payroll.day_confirmed");
  add<payroll::DayDisputedEvent>(c, id, kDayDisputed, "payroll.day_disputed");
  add<payroll::DisputeDecidedEvent>(c, id, kDisputeDecided, "payroll.dispute_decided");
  add<payroll::DayAccruedEvent>(c, id, kDayAccrued, "payroll.day_accrued");
  add<payroll::Settlement>(c, id, kSettlement, "payroll.settlement");
  add<payroll::ShortageEvent>(c, id, kShortage, "payroll.shortage");
  add<payroll::Settlement>(c, id, kArrearsPaid, "payroll.arrears_paid");
  add<payroll::DaysHeldEvent>(c, id, kDaysHeld, "payroll.days_held");
}

void add_contribution(Catalog& c) {
  using enum contribution::EventKind;
  const auto id = ContractId::kContribution;
  add<contribution::ActRecorded>(c, id, kActRecorded, "contribution.act_recorded");
  add<contribution::ActRated>(c, id, kActRated, "contribution.act_rated");
  add<contribution::CvCredited>(c, id, kCvCredited, "contribution.cv_credited");
}

void add_governance(Catalog& c) {
  using enum governance::EventKind;
  const auto id = ContractId::kGovernance;
  add<governance::ChangeProposed>(c, id, kChangeProposed, "governance.change_proposed");
  add<governance::ChangeApproved>(c, id, kChangeApproved, "governance.change_approved");
  add<governance::ChangeAccepted>(c, id, kChangeAccepted, "governance.change_accepted");
  add<governance::ChangeWithdrawn>(c, id, kChangeWithdrawn, "governance.change_withdrawn");
  add<governance::ChangeApproved>(c, id, kApprovalWithdrawn, "governance.approval_withdrawn");
  add<governance::ReadyAttested>(c, id, kReadyAttested, "governance.ready_attested");
  add<governance::EpochEnded>(c, id, kEpochEnded, "governance.epoch_ended");
  add<governance::ValidatorConvicted>(c, id, kValidatorConvicted, "governance.validator_convicted");
  add<governance::ChangeWithdrawn>(c, id, kChangeLapsed, "governance.change_lapsed");
}

const Catalog& catalog() {
  static const Catalog kCatalog = [] {
    Catalog out;
    add_identity(out);
    add_lxr(out);
    add_payroll(out);
    add_contribution(out);
    add_governance(out);
    return out;
  }();
  return kCatalog;
}

}  // namespace

chain::json::object event_to_json(const chain::LedgerEvent& event) {
  const auto at = catalog().find({event.contract, event.kind});
  if (at != catalog().end()) {
    if (auto data = at->second.render(event.data)) return {{"type", at->second.name}, {"data", std::move(*data)}};
  }
  return {{"type", "unknown"}, {"contract", event.contract}, {"kind", event.kind}, {"bytes", chain::to_hex(event.data)}};
}

}  // namespace xh::contracts
