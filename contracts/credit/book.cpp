#include "contracts/credit/book.h"

#include <algorithm>

#include "contracts/engine/calendar.h"
#include "contracts/engine/default_parameters.h"
#include "contracts/identity/members.h"

namespace xh::contracts::credit {

File file_of(const Context& context, const chain::AccountId& worker) {
  return context.read<File>(file_key(worker)).value_or(File{});
}
void save_file(Context& context, const chain::AccountId& worker, const File& file) {
  context.write(file_key(worker), file);
}

std::optional<Consent> find_consent(const Context& context, const chain::AccountId& worker,
                                    const chain::AccountId& recipient, ConsentPurpose purpose) {
  return context.read<Consent>(consent_key(worker, recipient, purpose));
}

std::vector<Consent> consents_of(const Context& context, const chain::AccountId& worker) {
  std::vector<Consent> out;
  for (const auto& ref : file_of(context, worker).consents) {
    if (auto consent = find_consent(context, worker, ref.recipient, ref.purpose)) out.push_back(std::move(*consent));
  }
  return out;
}

OutcomeOf<Consent> valid_consent(const Context& context, const chain::AccountId& worker,
                                 const chain::AccountId& recipient, ConsentPurpose purpose) {
  auto consent = find_consent(context, worker, recipient, purpose);
  if (!consent) {
    return refuse("NO_CONSENT", "OP-78",
                  "the worker gave you no consent for the purpose " + std::string(enum_name(purpose)) +
                      "; ask the worker for credit.grant_consent");
  }
  if (consent->revoked_at)
    return refuse("NO_CONSENT", "OP-78", "the worker revoked the consent; ask the worker for a new one");
  if (context.now() >= consent->expires_at)
    return refuse("CONSENT_EXPIRED", "OP-78", "the consent has expired; ask the worker for a new one");
  return std::move(*consent);
}

OutcomeOf<std::vector<Indicator>> read_indicators(std::span<const std::string> names) {
  if (names.empty()) return refuse("EMPTY_LIST", "OP-78", "name at least one indicator");
  std::vector<Indicator> out;
  for (const auto& name : names) {
    const auto indicator = indicator_of(name);
    if (!indicator) {
      const bool marital = name == "marital_status";
      return refuse("NOT_AN_INDICATOR", marital ? "OP-79" : "OP-78",
                    "'" + name + "' is no indicator and is disclosed to nobody; ask for derived indicators only");
    }
    out.push_back(*indicator);
  }
  std::ranges::sort(out);
  out.erase(std::ranges::unique(out).begin(), out.end());
  return out;
}

std::optional<Loan> find_loan(const Context& context, const chain::RecordKey& loan) {
  return context.read<Loan>(loan_key(loan));
}

std::vector<chain::RecordKey> loans_of(const Context& context, const chain::AccountId& party, std::uint64_t page) {
  return context.read<LoanPage>(loan_page_key(party, page)).value_or(LoanPage{}).loans;
}

void list_loan(Context& context, const chain::AccountId& party, const chain::RecordKey& loan) {
  auto count = context.read<LoanCount>(loan_count_key(party)).value_or(LoanCount{});
  const auto key = loan_page_key(party, count.loans / kLoanPageSize);
  auto page = context.read<LoanPage>(key).value_or(LoanPage{});
  page.loans.push_back(loan);
  context.write(key, page);
  ++count.loans;
  context.write(loan_count_key(party), count);
}

std::vector<DisclosureEntry> disclosures_of(const Context& context, const chain::AccountId& worker,
                                            std::uint64_t page) {
  return context.read<DisclosurePage>(disclosure_key(worker, page)).value_or(DisclosurePage{}).entries;
}

void log_disclosure(Context& context, const chain::AccountId& worker, DisclosureEntry entry) {
  auto file = file_of(context, worker);
  const auto key = disclosure_key(worker, file.disclosures / kPageSize);
  auto page = context.read<DisclosurePage>(key).value_or(DisclosurePage{});
  page.entries.push_back(std::move(entry));
  context.write(key, page);
  ++file.disclosures;
  save_file(context, worker, file);
}

std::optional<Objection> find_objection(const Context& context, const chain::RecordKey& objection) {
  return context.read<Objection>(objection_key(objection));
}

std::vector<ListedObjection> objections_of(const Context& context, const chain::AccountId& worker, std::uint64_t from,
                                           std::size_t limit) {
  std::vector<ListedObjection> out;
  const auto all = file_of(context, worker).objections;
  for (auto number = from; number < all && number - from < limit; ++number) {
    const auto ref = context.read<ObjectionRef>(objection_list_key(worker, number));
    if (!ref) continue;
    if (auto content = find_objection(context, ref->objection)) out.push_back({ref->objection, std::move(*content)});
  }
  return out;
}

std::optional<Erasure> find_erasure(const Context& context, const chain::AccountId& worker) {
  return context.read<Erasure>(erasure_key(worker));
}

Outcome require_usable(const Context& context, const chain::AccountId& worker) {
  const auto erasure = find_erasure(context, worker);
  if (!erasure || erasure->state == ErasureState::kRequested) return {};
  return refuse("DATA_BLOCKED", "R-10e",
                "the file was erased on the worker's request; what is kept for its retention may not be used");
}

Outcome require_worker(const Context& context) {
  if (auto ok = identity::require_sender(context, identity::Role::kWorker); !ok) return ok;
  return require_usable(context, context.info().sender);
}

chain::Day civil_day_of(const Context& context, chain::Timestamp at) {
  CalendarReader reader(context);
  const auto* zone = reader.zone(kUnionZone);
  CHECK(zone != nullptr);
  return civil_day(*zone, at);
}

chain::Timestamp days_from_now(const Context& context, std::int64_t days) {
  return chain::Timestamp{context.now().value + days * chain::kDayMs};
}

}  // namespace xh::contracts::credit
