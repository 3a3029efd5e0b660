#include "cli/bank/cnaps_sheet.h"

#include "cli/bank/table.h"
#include "cli/output/csv_cell.h"
#include "cli/output/money.h"

namespace xh::cli {
namespace {

constexpr const char* kSalaryText = "工资及退休金";  // R-15c
constexpr const char* kOtherText = "其他";

const std::vector<Column>& columns() {
  static const std::vector<Column> kColumns{
      {"payer_bank", {"付款行"}, false},
      {"payer_account", {"付款账号"}, false},
      {"payer_name", {"付款户名"}, false},
      {"payee_bank", {"收款行"}, false},
      {"payee_cnaps", {"收款行联行号"}, false},
      {"province", {"省"}, false},
      {"city", {"市"}, false},
      {"payee_account", {"收款账号"}, true},
      {"payee_name", {"收款户名"}, true},
      {"amount", {"金额"}, true},
      {"purpose", {"用途"}, false},
      {"remark", {"备注"}, true},
      {"phone", {"短信号码"}, false},
  };
  return kColumns;
}

}  // namespace

std::string write_cnaps_sheet(const PaymentFile& file) {
  std::vector<std::string> heading;
  for (const auto& column : columns()) heading.emplace_back(column.headings.front());
  std::string out = std::string(kByteOrderMark) + guarded_csv_line(heading);
  for (const auto& line : file.lines) {
    out += guarded_csv_line({file.payer_bank, file.payer.number, file.payer.name, line.bank_name, line.payee.cnaps,
                             line.province, line.city, line.payee.number, line.payee.name, bank_amount(line.amount),
                             line.purpose == kSalary ? kSalaryText : kOtherText, line.end_to_end, line.phone});
  }
  return out;
}

chain::Result<PaymentFile> read_cnaps_sheet(std::string_view bytes) {
  const auto table = Table::read(bytes, columns(), true);
  if (!table) return std::unexpected(table.error());
  if (table->rows().size() > kMaxBankFileLines) return chain::invalid("the sheet has more than 10,000 rows");
  PaymentFile out;
  for (const auto& row : table->rows()) {
    PaymentLine line;
    line.place = out.lines.size() + 1;
    line.end_to_end = table->cell(row, "remark");
    line.payee = {table->cell(row, "payee_name"), table->cell(row, "payee_account"), table->cell(row, "payee_cnaps")};
    const auto amount = parse_yuan(table->cell(row, "amount"));
    if (!amount) return chain::invalid("line " + std::to_string(row.line) + ": " + amount.error().message);
    line.amount = *amount;
    out.lines.push_back(std::move(line));
  }
  return out;
}

}  // namespace xh::cli
