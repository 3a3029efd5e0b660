#include "contracts/catalog/record_entries.h"
#include "contracts/dispute/records.h"
#include "contracts/guidance/records.h"
#include "contracts/matching/records.h"

namespace xh::contracts {
namespace {

// A list is read by the account that owns it; of lists that no account owns the union reads the records, everybody else
// asks the API's routes.
template <class T>
Readers owner_of(const ReadQuestion<T>& question) {
  Readers out = question.by_key;
  if (!question.ids.empty()) out.accounts.push_back(chain::retag<chain::AccountId>(question.ids.front()));
  return out;
}

void add_lists(RecordCatalog& c, ContractId id, std::uint8_t table, std::string_view head, std::string_view page,
               std::string_view place) {
  c.add<ListHead>(id, table, head, {KeyPart::kNumber, KeyPart::kRecord}, owner_of<ListHead>);
  c.add<ListPage>(id, static_cast<std::uint8_t>(table + 1), page,
                  {KeyPart::kNumber, KeyPart::kRecord, KeyPart::kNumber}, owner_of<ListPage>);
  c.add<ListPlace>(id, static_cast<std::uint8_t>(table + 2), place,
                   {KeyPart::kNumber, KeyPart::kRecord, KeyPart::kRecord}, owner_of<ListPlace>);
}

}  // namespace

void add_matching_records(RecordCatalog& c) {
  using namespace matching;  // NOLINT: a table of names from one contract
  const auto id = ContractId::kMatching;
  c.add<Opening>(id, kTableOpening, "matching.opening", {KeyPart::kRecord}, for_everyone<Opening>());
  c.add<Profile>(id, kTableProfile, "matching.profile", {KeyPart::kAccount}, by_key<Profile>());
  // The employer is shown what it may see by the API: the record names the worker.
  c.add<Proposal>(id, kTableProposal, "matching.proposal", {KeyPart::kRecord},
                  by_value<Proposal>([](const Proposal& v) { return std::vector{v.worker}; }));
  c.add<ProposedBefore>(id, kTableProposed, "matching.proposed", {KeyPart::kRecord, KeyPart::kAccount},
                        by_key<ProposedBefore>());
  add_lists(c, id, kTableList, "matching.list", "matching.list_page", "matching.list_place");
}

void add_dispute_records(RecordCatalog& c) {
  using namespace dispute;  // NOLINT: a table of names from one contract
  const auto id = ContractId::kDispute;
  c.add<Dispute>(id, kTableDispute, "dispute.dispute", {KeyPart::kRecord},
                 by_value<Dispute>([](const Dispute& v) { return std::vector{v.filer, v.respondent}; }));
  c.add<OpenOn>(id, kTableOpenOn, "dispute.open_on", {KeyPart::kAccount, KeyPart::kRecord}, by_key<OpenOn>());
  c.add<AidRequest>(id, kTableAid, "dispute.aid", {KeyPart::kRecord}, by_value<AidRequest>([](const AidRequest& v) {
                      std::vector out{v.account};
                      if (v.adviser) out.push_back(*v.adviser);
                      return out;
                    }));
  c.add<Liability>(
      id, kTableLiability, "dispute.liability", {KeyPart::kRecord},
      by_value<Liability>([](const Liability& v) { return std::vector{v.lender, v.terms.borrower, v.worker}; }));
  c.add<Advises>(id, kTableAdvises, "dispute.advises", {KeyPart::kRecord, KeyPart::kAccount}, by_key<Advises>());
  add_lists(c, id, kTableList, "dispute.list", "dispute.list_page", "dispute.list_place");
}

void add_guidance_records(RecordCatalog& c) {
  using namespace guidance;  // NOLINT: a table of names from one contract
  const auto id = ContractId::kGuidance;
  c.add<Content>(id, kTableContent, "guidance.content", {KeyPart::kRecord}, for_everyone<Content>());
  c.add<Reads>(id, kTableReads, "guidance.reads", {KeyPart::kRecord}, for_everyone<Reads>());
  c.add<Seen>(id, kTableRead, "guidance.seen", {KeyPart::kRecord, KeyPart::kAccount}, by_key<Seen>());
  c.add<Classification>(id, kTableClass, "guidance.class", {KeyPart::kAccount}, by_key<Classification>());
  // Who sees an offer depends on who asks (FN-06): the API's recommendation decides.
  c.add<Offer>(id, kTableOffer, "guidance.offer", {KeyPart::kRecord}, for_union_only<Offer>());
  c.add<RiskProfile>(id, kTableRisk, "guidance.risk", {KeyPart::kAccount}, by_key<RiskProfile>());
  add_lists(c, id, kTableList, "guidance.list", "guidance.list_page", "guidance.list_place");
}

}  // namespace xh::contracts
