#include "contracts/catalog/event_catalog.h"

#include <functional>
#include <map>

#include "contracts/contribution/events.h"
#include "contracts/credit/events.h"
#include "contracts/dispute/events.h"
#include "contracts/engine/context.h"
#include "contracts/governance/events.h"
#include "contracts/guidance/events.h"
#include "contracts/identity/events.h"
#include "contracts/insurance/events.h"
#include "contracts/lxr/events.h"
#include "contracts/matching/events.h"
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
  add<identity::RecoveryAnnounced>(c, ContractId::kIdentity, kRecoveryAnnounced, "identity.recovery_announced");
  add<identity::RecoveryCancelled>(c, ContractId::kIdentity, kRecoveryCancelled, "identity.recovery_cancelled");
  add<identity::KeysRotated>(c, ContractId::kIdentity, kKeysRecovered, "identity.keys_recovered");
}

void add_lxr(Catalog& c) {
  using enum lxr::EventKind;
  add<lxr::VoucherIssued>(c, ContractId::kLxr, kVoucherIssued, "lxr.voucher_issued");
  add<lxr::CustodyStated>(c, ContractId::kLxr, kCustodyStated, "lxr.custody_stated");
  add<lxr::CustodyStated>(c, ContractId::kLxr, kCustodyMismatch, "lxr.custody_mismatch");
  add<lxr::RelationChanged>(c, ContractId::kLxr, kRelationChanged, "lxr.relation_changed");
  add<lxr::WithdrawalRequested>(c, ContractId::kLxr, kWithdrawalRequested, "lxr.withdrawal_requested");
  add<lxr::WithdrawalSettled>(c, ContractId::kLxr, kWithdrawalSettled, "lxr.withdrawal_settled");
  add<lxr::PayoutSet>(c, ContractId::kLxr, kPayoutSet, "lxr.payout_set");
  add<lxr::PayoutEvent>(c, ContractId::kLxr, kPayoutOpened, "lxr.payout_opened");
  add<lxr::PayoutEvent>(c, ContractId::kLxr, kPayoutClosed, "lxr.payout_closed");
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
  add<payroll::PartTimeLimitEvent>(c, id, kPartTimeLimit, "payroll.parttime_limit_exceeded");
  add<payroll::ReminderEvent>(c, id, kReminder, "payroll.reminder");
  add<payroll::EscalatedEvent>(c, id, kEscalated, "payroll.escalated");
  add<payroll::FlagsRejectedEvent>(c, id, kFlagsRejected, "payroll.flags_rejected");
  add<payroll::AgreementAmendedEvent>(c, id, kAgreementAmended, "payroll.agreement_amended");
  add<payroll::ReviewClosedEvent>(c, id, kReviewClosed, "payroll.review_closed");
  add<payroll::Vault>(c, id, kVaultDecided, "payroll.vault_decided");
  add<payroll::ArrearsEvent>(c, id, kEnterpriseDefault, "payroll.enterprise_default");
  add<payroll::ArrearsEvent>(c, id, kArrearsOpen, "payroll.arrears_open");
  add<payroll::ArrearsEvent>(c, id, kVaultCleared, "payroll.vault_cleared");
  add<payroll::NetBelowMinimumEvent>(c, id, kNetBelowMinimum, "payroll.net_below_minimum");
  add<payroll::CoverageWarningEvent>(c, id, kCoverageWarning, "payroll.coverage_warning");
  add<payroll::DayReversedEvent>(c, id, kDayReversed, "payroll.day_reversed");
  add<payroll::AdvanceDrawnEvent>(c, id, kAdvanceDrawn, "payroll.advance_drawn");
  add<payroll::TaxRemittedEvent>(c, id, kTaxRemitted, "payroll.tax_remitted");
}

void add_insurance(Catalog& c) {
  using enum insurance::EventKind;
  const auto id = ContractId::kInsurance;
  add<insurance::RatesSet>(c, id, kRatesSet, "insurance.rates_set");
  add<insurance::Classified>(c, id, kClassified, "insurance.classified");
  add<insurance::ContractSigned>(c, id, kContractSigned, "insurance.contract_signed");
  add<insurance::ContractEnded>(c, id, kContractEnded, "insurance.contract_ended");
  add<insurance::OrderCoverSet>(c, id, kOrderCoverSet, "insurance.order_cover_set");
  add<insurance::Month>(c, id, kMonthBilled, "insurance.month_billed");
  add<insurance::MonthNotice>(c, id, kMonthOverdue, "insurance.month_overdue");
  add<insurance::MonthNotice>(c, id, kMonthWaits, "insurance.month_waits");
  add<insurance::Month>(c, id, kMonthPaid, "insurance.month_paid");
  add<insurance::DefaultEvent>(c, id, kDefault, "insurance.default");
  add<insurance::HardshipEvent>(c, id, kHardshipStated, "insurance.hardship_stated");
  add<insurance::HardshipEvent>(c, id, kHardshipDecided, "insurance.hardship_decided");
  add<insurance::MonthNotice>(c, id, kDefaultCured, "insurance.default_cured");
  add<insurance::DefaultEvent>(c, id, kContractTerminatedDefault, "insurance.contract_terminated_default");
  add<insurance::DefaultUnlinked>(c, id, kDefaultUnlinked, "insurance.default_unlinked");
  add<insurance::Classified>(c, id, kRenewalCheck, "insurance.renewal_check");
  add<insurance::Remitted>(c, id, kRemitted, "insurance.remitted");
  add<insurance::PlanEvent>(c, id, kPlanOffered, "insurance.plan_offered");
  add<insurance::PlanEvent>(c, id, kPlanAccepted, "insurance.plan_accepted");
}

void add_credit(Catalog& c) {
  using enum credit::EventKind;
  const auto id = ContractId::kCredit;
  add<credit::Consent>(c, id, kConsentGranted, "credit.consent_granted");
  add<credit::Consent>(c, id, kConsentRevoked, "credit.consent_revoked");
  add<credit::Disclosed>(c, id, kDisclosed, "credit.disclosed");
  add<credit::ObjectionEvent>(c, id, kObjectionRaised, "credit.objection_raised");
  add<credit::ObjectionEvent>(c, id, kObjectionAnswered, "credit.objection_answered");
  add<credit::ObjectionEvent>(c, id, kObjectionOverdue, "credit.objection_overdue");
  add<credit::StatementChanged>(c, id, kStatementChanged, "credit.statement_changed");
  add<credit::LoanChanged>(c, id, kLoanChanged, "credit.loan_changed");
  add<credit::GuaranteeMoved>(c, id, kGuaranteeReserved, "credit.guarantee_reserved");
  add<credit::GuaranteeMoved>(c, id, kGuaranteeReleased, "credit.guarantee_released");
  add<credit::GuaranteeMoved>(c, id, kGuaranteeCalled, "credit.guarantee_called");
  add<credit::GuaranteeMoved>(c, id, kGuaranteeRepaid, "credit.guarantee_repaid");
  add<credit::RepaymentRecorded>(c, id, kRepaymentRecorded, "credit.repayment_recorded");
  add<credit::ErasureEvent>(c, id, kErasureRequested, "credit.erasure_requested");
  add<credit::ErasureEvent>(c, id, kErased, "credit.erased");
  add<credit::ErasureEvent>(c, id, kHoldEnded, "credit.hold_ended");
  add<credit::BehaviourChanged>(c, id, kBehaviourChanged, "credit.behaviour_changed");
}

void add_matching(Catalog& c) {
  using enum matching::EventKind;
  const auto id = ContractId::kMatching;
  add<matching::OpeningPublished>(c, id, kOpeningPublished, "matching.opening_published");
  add<matching::OpeningEnded>(c, id, kOpeningEnded, "matching.opening_ended");
  add<matching::ProfileChanged>(c, id, kProfilePublished, "matching.profile_published");
  add<matching::ProfileChanged>(c, id, kProfileWithdrawn, "matching.profile_withdrawn");
  add<matching::SkillsAttested>(c, id, kSkillsAttested, "matching.skills_attested");
  add<matching::Proposed>(c, id, kProposed, "matching.proposed");
  add<matching::CandidateOffered>(c, id, kCandidateOffered, "matching.candidate_offered");
  add<matching::ProposalAnswered>(c, id, kProposalAnswered, "matching.proposal_answered");
  add<matching::ProposalAnswered>(c, id, kCandidateAnswered, "matching.candidate_answered");
  add<matching::FeeDue>(c, id, kFeeDue, "matching.fee_due");
  add<matching::FeeDue>(c, id, kFeePaid, "matching.fee_paid");
}

void add_dispute(Catalog& c) {
  using enum dispute::EventKind;
  const auto id = ContractId::kDispute;
  add<dispute::DisputeFiled>(c, id, kFiled, "dispute.filed");
  add<dispute::DisputeStep>(c, id, kAnswered, "dispute.answered");
  add<dispute::DisputeStep>(c, id, kUnanswered, "dispute.unanswered");
  add<dispute::DisputeStep>(c, id, kHearingSet, "dispute.hearing_set");
  add<dispute::DisputeDecided>(c, id, kDecided, "dispute.decided");
  add<dispute::DisputeStep>(c, id, kEscalated, "dispute.escalated");
  add<dispute::DisputeStep>(c, id, kWithdrawn, "dispute.withdrawn");
  add<dispute::DisputeStep>(c, id, kAppealed, "dispute.appealed");
  add<dispute::DisputeStep>(c, id, kFinal, "dispute.final");
  add<dispute::AidChanged>(c, id, kAidRequested, "dispute.aid_requested");
  add<dispute::AidChanged>(c, id, kAidAssigned, "dispute.aid_assigned");
  add<dispute::AidChanged>(c, id, kAidOverdue, "dispute.aid_overdue");
  add<dispute::AidChanged>(c, id, kAidClosed, "dispute.aid_closed");
  add<dispute::Liability>(c, id, kLiabilityDeclared, "dispute.liability_declared");
}

void add_guidance(Catalog& c) {
  using enum guidance::EventKind;
  const auto id = ContractId::kGuidance;
  add<guidance::ContentChanged>(c, id, kContentPublished, "guidance.content_published");
  add<guidance::ContentChanged>(c, id, kContentWithdrawn, "guidance.content_withdrawn");
  add<guidance::SignedUp>(c, id, kSignedUp, "guidance.signed_up");
  add<guidance::ReadCounted>(c, id, kReadCounted, "guidance.read_counted");
  add<guidance::ClassChanged>(c, id, kClassDerived, "guidance.class_derived");
  add<guidance::ClassChanged>(c, id, kClassSigned, "guidance.class_signed");
  add<guidance::ClassChanged>(c, id, kClassObjected, "guidance.class_objected");
  add<guidance::OfferChanged>(c, id, kOfferPublished, "guidance.offer_published");
  add<guidance::OfferChanged>(c, id, kOfferWithdrawn, "guidance.offer_withdrawn");
  add<guidance::RiskDeclared>(c, id, kRiskDeclared, "guidance.risk_declared");
  add<guidance::RiskDeclared>(c, id, kRiskForgotten, "guidance.risk_forgotten");
  add<guidance::InterestNoted>(c, id, kInterestNoted, "guidance.interest_noted");
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
    add_insurance(out);
    add_credit(out);
    add_matching(out);
    add_dispute(out);
    add_guidance(out);
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
  return {
      {"type", "unknown"}, {"contract", event.contract}, {"kind", event.kind}, {"bytes", chain::to_hex(event.data)}};
}

}  // namespace xh::contracts
