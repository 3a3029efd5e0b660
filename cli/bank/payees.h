// Who is behind an account, for the bank only: the union's list of names and bank accounts, and the salts that open the
// destinations on the ledger (I4, OP-31). The list never leaves this machine but inside a payout file.
//
// CSV (first row: account, name, bank_account, cnaps, salt, and if wanted bank_name, province, city, phone, purpose) or
// JSON (a list of objects with these members). An account may have several rows: the one that opens a withdrawal's
// destination is the one that is paid. Stateless after reading.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "chain/primitives/result.h"
#include "cli/bank/payment_file.h"

namespace xh::cli {

struct Payee {
  chain::AccountId account;
  BankAccount at;
  chain::Hash256 salt;  // zero: a row without one opens nothing (the payer's own)
  std::string bank_name;
  std::string province;
  std::string city;
  std::string phone;
  std::string purpose = std::string(kSalary);
};

struct PayeeProblem {
  std::size_t line = 0;  // of the CSV, or the number of the JSON's item
  std::string message;
};

class PayeeList {
 public:
  // Error: the file as a whole cannot be read. A bad row is a problem and left out.
  [[nodiscard]] static chain::Result<PayeeList> read(std::string_view bytes);

  [[nodiscard]] const std::vector<PayeeProblem>& problems() const { return problems_; }
  [[nodiscard]] const std::vector<Payee>& payees() const { return payees_; }
  // The row whose commitment is `destination`; null when none opens it.
  [[nodiscard]] const Payee* opening(const chain::AccountId& account, const chain::Hash256& destination) const;
  [[nodiscard]] const Payee* first_of(const chain::AccountId& account) const;

 private:
  std::vector<Payee> payees_;
  std::vector<PayeeProblem> problems_;
};

// What a destination commits to: "<bank account>|<CNAPS>|<name>", as `member commitment` commits to a line:
// H("xh/commitment/1", salt || line).
[[nodiscard]] std::string destination_text(const BankAccount& at);
[[nodiscard]] chain::Hash256 destination_of(const BankAccount& at, const chain::Hash256& salt);

}  // namespace xh::cli
