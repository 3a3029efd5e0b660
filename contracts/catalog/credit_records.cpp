#include "contracts/catalog/record_entries.h"
#include "contracts/credit/records.h"

namespace xh::contracts {

void add_credit_records(RecordCatalog& c) {
  using namespace credit;  // NOLINT: a table of names from one contract
  const auto id = ContractId::kCredit;
  c.add<File>(id, kFileTable, "credit.file", {KeyPart::kAccount}, by_key<File>());
  c.add<Consent>(id, kConsentTable, "credit.consent", {KeyPart::kAccount, KeyPart::kAccount, KeyPart::kNumber},
                 by_key<Consent>());
  c.add<DisclosurePage>(id, kDisclosureTable, "credit.disclosures", {KeyPart::kAccount, KeyPart::kNumber},
                        by_key<DisclosurePage>());
  c.add<Objection>(id, kObjectionTable, "credit.objection", {KeyPart::kRecord},
                   by_value<Objection>([](const Objection& v) { return std::vector{v.worker}; }));
  c.add<ObjectionRef>(id, kObjectionListTable, "credit.objections", {KeyPart::kAccount, KeyPart::kNumber},
                      by_key<ObjectionRef>());
  c.add<Erasure>(id, kErasureTable, "credit.erasure", {KeyPart::kAccount}, by_key<Erasure>());
  c.add<Loan>(id, kLoanTable, "credit.loan", {KeyPart::kRecord},
              by_value<Loan>([](const Loan& v) { return std::vector{v.worker, v.bank}; }));
  c.add<LoanPage>(id, kLoanPageTable, "credit.loans", {KeyPart::kAccount, KeyPart::kNumber}, by_key<LoanPage>());
  c.add<LoanCount>(id, kLoanCountTable, "credit.loan_count", {KeyPart::kAccount}, by_key<LoanCount>());
}

}  // namespace xh::contracts
