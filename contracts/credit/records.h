// State of the credit contract: tables, keys and records. Who calls: this contract and, through book.h and profile.h,
// API, tool and later contracts. Every list has a key that a client can compute: worker and page number, bank and page
// number.
#pragma once

#include "contracts/credit/file_records.h"
#include "contracts/credit/loan_records.h"

namespace xh::contracts::credit {

// Table numbers, stable for ever.
inline constexpr std::uint8_t kFileTable = 1;           // worker -> File
inline constexpr std::uint8_t kConsentTable = 2;        // worker, recipient, purpose -> Consent
inline constexpr std::uint8_t kDisclosureTable = 3;     // worker, page -> DisclosurePage
inline constexpr std::uint8_t kObjectionTable = 4;      // record key -> Objection
inline constexpr std::uint8_t kObjectionListTable = 5;  // worker, number -> ObjectionRef
inline constexpr std::uint8_t kErasureTable = 6;        // worker -> Erasure
inline constexpr std::uint8_t kLoanTable = 7;           // record key -> Loan
inline constexpr std::uint8_t kLoanPageTable = 8;       // bank or union, page -> LoanPage
inline constexpr std::uint8_t kLoanCountTable = 9;      // bank or union -> LoanCount

inline constexpr std::size_t kLoanPageSize = 64;

struct ObjectionRef {
  chain::RecordKey objection;

  static constexpr auto fields() { return std::tuple(chain::field<1>("objection", &ObjectionRef::objection)); }
};

[[nodiscard]] inline StateKey file_key(const chain::AccountId& worker) {
  return StateKey(ContractId::kCredit, kFileTable).add(worker);
}
[[nodiscard]] inline StateKey consent_key(const chain::AccountId& worker, const chain::AccountId& recipient,
                                          ConsentPurpose purpose) {
  return StateKey(ContractId::kCredit, kConsentTable)
      .add(worker)
      .add(recipient)
      .add(static_cast<std::uint64_t>(purpose));
}
[[nodiscard]] inline StateKey disclosure_key(const chain::AccountId& worker, std::uint64_t page) {
  return StateKey(ContractId::kCredit, kDisclosureTable).add(worker).add(page);
}
[[nodiscard]] inline StateKey objection_key(const chain::RecordKey& objection) {
  return StateKey(ContractId::kCredit, kObjectionTable).add(objection);
}
[[nodiscard]] inline StateKey objection_list_key(const chain::AccountId& worker, std::uint64_t number) {
  return StateKey(ContractId::kCredit, kObjectionListTable).add(worker).add(number);
}
[[nodiscard]] inline StateKey erasure_key(const chain::AccountId& worker) {
  return StateKey(ContractId::kCredit, kErasureTable).add(worker);
}
[[nodiscard]] inline StateKey loan_key(const chain::RecordKey& loan) {
  return StateKey(ContractId::kCredit, kLoanTable).add(loan);
}
[[nodiscard]] inline StateKey loan_page_key(const chain::AccountId& account, std::uint64_t page) {
  return StateKey(ContractId::kCredit, kLoanPageTable).add(account).add(page);
}
[[nodiscard]] inline StateKey loan_count_key(const chain::AccountId& account) {
  return StateKey(ContractId::kCredit, kLoanCountTable).add(account);
}

}  // namespace xh::contracts::credit
