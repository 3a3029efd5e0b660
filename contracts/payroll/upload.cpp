// submit_work: the employer's daily upload (PY-04, PY-05, OP-07 to OP-09, OP-26). All or nothing: the first bad line
// refuses the whole and the message names it.
#include <algorithm>
#include <set>

#include "contracts/engine/default_parameters.h"
#include "contracts/identity/members.h"
#include "contracts/payroll/coverage.h"
#include "contracts/payroll/default_parameters.h"
#include "contracts/payroll/events.h"
#include "contracts/payroll/flags.h"
#include "contracts/payroll/handlers.h"
#include "contracts/payroll/history.h"
#include "contracts/payroll/milestones.h"
#include "contracts/payroll/silence.h"
#include "contracts/payroll/upload_checks.h"
#include "contracts/payroll/weeks.h"

namespace xh::contracts::payroll {
namespace {

using chain::Day;
using chain::Timestamp;

std::string log_name(std::size_t index, Day day) {
  return "log " + std::to_string(index + 1) + " (" +
         (is_plausible(day) ? to_text(day) : "day " + std::to_string(day.value)) + ")";
}

class Upload {
 public:
  Upload(Context& context, const SubmitWorkArgs& args) : context_(context), args_(args), calendar_(context) {}

  Outcome run() {
    if (auto ok = check_shape(); !ok) return ok;
    if (const auto known = context_.read<Batch>(batch_key(args_.batch))) return repeat(*known);
    Batch batch{context_.info().sender, context_.now(), {}, {}};
    for (std::size_t i = 0; i < args_.logs.size(); ++i) {
      auto ref = take(args_.logs[i]);
      if (!ref) return at(log_name(i, args_.logs[i].day), std::move(ref.error()));
      batch.logs.push_back(*ref);
    }
    batch.root = batch_root(batch.logs);
    context_.write(batch_key(args_.batch), batch);
    queue_silence(context_, args_.batch);
    count_upload(context_, context_.info().sender, late_, flagged_);
    count_month();
    report_batch(batch.root, false);
    return {};
  }

 private:
  Outcome check_shape() const {
    if (args_.batch.is_zero()) return refuse("BATCH_KEY_REUSED", "PY-04", "the batch key is zero; make a random one");
    if (args_.logs.empty()) return refuse("EMPTY_UPLOAD", "PY-04", "the upload has no logs");
    std::size_t entries = 0;
    std::set<DayKey> seen;
    for (std::size_t i = 0; i < args_.logs.size(); ++i) {
      const auto& log = args_.logs[i];
      entries += log.entries.size();
      if (!seen.insert({log.agreement, log.day}).second) {
        return refuse("DUPLICATE_LOG", "PY-05",
                      log_name(i, log.day) + ": the same agreement and day occur twice in the upload");
      }
    }
    if (entries > kMaxEntriesPerUpload) {
      return refuse("UPLOAD_TOO_LARGE", "PY-04",
                    "an upload has at most " + std::to_string(kMaxEntriesPerUpload) + " entries; split it");
    }
    return {};
  }

  // The batch key is known: the same content changes nothing (S04 row 4), other content is refused.
  Outcome repeat(const Batch& known) {
    const auto other = refuse("BATCH_KEY_REUSED", "PY-04", "the batch key was used for another upload; make a new one");
    if (known.employer != context_.info().sender || known.logs.size() != args_.logs.size()) return other;
    for (std::size_t i = 0; i < args_.logs.size(); ++i) {
      const auto agreement = open_agreement(context_, calendar_, args_.logs[i].agreement);
      if (!agreement) return other;
      const auto log = prepare_day(context_, *agreement, args_.logs[i]);
      if (!log || content_hash(log->content) != known.logs[i].hash) return other;
    }
    report_batch(known.root, true);
    return {};
  }

  OutcomeOf<LogRef> take(const DayUpload& log) {
    auto agreement = open_agreement(context_, calendar_, log.agreement);
    if (!agreement) return std::unexpected(agreement.error());
    const auto prepared = prepare_day(context_, *agreement, log);
    if (!prepared) return std::unexpected(prepared.error());
    const DayContent& content = prepared->content;
    const LogRef ref{log.agreement, log.day, content.version, content_hash(content)};
    entries_ += static_cast<std::uint32_t>(log.entries.size());
    const auto current = context_.read<DayLog>(day_log_key(log.agreement, log.day));
    if (current && content.version <= current->version) return repeat_log(*agreement, ref, *current);
    if (auto ok = check_revision(log, content, current); !ok) return std::unexpected(ok.error());
    if (auto ok = claim_milestones(context_, ref.agreement, ref.day, content.sums.milestones,
                                   current ? current->sums.milestones : std::vector<std::string>{});
        !ok) {
      return std::unexpected(ok.error());
    }
    return record(*agreement, *prepared, ref, current);
  }

  // That version exists: the same content is the same log again (S04 row 4), other content is no silent overwriting.
  OutcomeOf<LogRef> repeat_log(const OpenAgreement& agreement, const LogRef& ref, const DayLog& current) {
    const auto there =
        ref.version == current.version
            ? current
            : context_.read<DayLog>(superseded_key(ref.agreement, ref.day, ref.version)).value_or(DayLog{});
    if (there.hash != ref.hash) {
      return refuse("ALREADY_UPLOADED", "PY-04",
                    "the day has version " + std::to_string(current.version) +
                        " with other content; revise it with replaces = " + std::to_string(current.version));
    }
    report_log(agreement, ref, there, {}, true);
    return ref;
  }

  static Outcome check_revision(const DayUpload& log, const DayContent& content, const std::optional<DayLog>& current) {
    const std::uint32_t latest = current ? current->version : 0;
    if (log.replaces != latest) {
      return refuse("NO_SUCH_VERSION", "OP-11",
                    "it replaces version " + std::to_string(log.replaces) + ", but the current version is " +
                        std::to_string(latest));
    }
    if (!current) return {};
    if (current->confirmed())
      return refuse("LOG_FINAL", "PY-07", "all three parties have confirmed the day; it can no longer be revised");
    if (current->settlement > 0 && !current->disputed_at) {
      return refuse("LOG_FINAL", "OP-10", "the day was paid; it can be revised only after the worker disputes it");
    }
    if (content.sums.amount < current->settled) {
      return refuse("BELOW_PAID", "OP-11", "the day's amount would fall below what was paid for it already");
    }
    return {};
  }

  OutcomeOf<LogRef> record(OpenAgreement& agreement, const PreparedDay& prepared, const LogRef& ref,
                           const std::optional<DayLog>& current) {
    const DayContent& content = prepared.content;
    DayLog log;
    if (current) {
      context_.write(superseded_key(ref.agreement, ref.day, current->version), *current);
      // The day came when it first came; later versions keep its standing and what was paid for it.
      log.timeliness = current->timeliness;
      log.settle_day = current->settle_day;
      log.cutoff_s = current->cutoff_s;
      log.settlement = current->settlement;
      log.settled = current->settled;
    } else {
      judge_time(agreement, log, content.day);
      ++first_;
    }
    log.version = ref.version;
    log.hash = ref.hash;
    log.sums = content.sums;
    log.batch = args_.batch;
    log.uploaded_at = context_.now();
    log.entries = static_cast<std::uint32_t>(content.entries.size());
    log.amendment = content.amendment;
    auto flags = examine(context_, agreement, prepared.terms, content, current);
    if (prepared.terms.form == EmploymentForm::kPartTime) watch_part_time(context_, agreement, content.day);
    log.flags = std::move(flags.listed);
    log.flag_count = flags.count;
    if (log.flag_count > 0) flagged_.push_back({ref.agreement, ref.day, ref.version});
    context_.write(content_key(ref.agreement, ref.day, ref.version), content);
    context_.write(day_log_key(ref.agreement, ref.day), log);
    const auto opened = add_open_day(context_, agreement, ref.day);
    if (!opened) return std::unexpected(opened.error());
    if (*opened) save_book(context_, agreement);
    expect_pay(context_, agreement, ref.day, current ? current->sums.amount : chain::Fen{}, log.sums.amount);
    report_log(agreement, ref, log, current ? current->sums.amount : chain::Fen{}, false);
    return ref;
  }

  // The employer's month by the union's calendar (history.h).
  void count_month() {
    if (first_ == 0) return;
    const auto* zone = calendar_.zone(kUnionZone);
    CHECK(zone != nullptr);
    const auto& employer = context_.info().sender;
    auto month = open_employer_month(context_, employer, civil_day(*zone, context_.now()));
    month.logs += first_;
    month.late += late_;
    save_employer_month(context_, employer, month);
  }

  // OP-07 to OP-09: block time decides; before the cut-off of the work date, or LATE, which counts from the next civil
  // day on.
  void judge_time(const OpenAgreement& agreement, DayLog& log, Day day) {
    log.cutoff_s = use_parameter(context_, parameters::kCutoffS, local_time(*agreement.zone, day, 0));
    const Timestamp cutoff = local_time(*agreement.zone, day, log.cutoff_s.value * chain::kSecondMs);
    const bool late = context_.now() >= cutoff;
    log.timeliness = late ? Timeliness::kLate : Timeliness::kOnTime;
    log.settle_day = late ? std::max(add_days(day, 1), civil_day(*agreement.zone, context_.now())) : day;
    if (late) ++late_;
  }

  void report_log(const OpenAgreement& agreement, const LogRef& ref, const DayLog& log, chain::Fen replaced,
                  bool repeated) {
    context_.emit(ContractId::kPayroll, static_cast<std::uint32_t>(EventKind::kDayRecorded),
                  DayRecordedEvent{ref, log.sums.amount, log.entries, log.timeliness, log.flags, log.flag_count,
                                   repeated, replaced},
                  agreement.parties());
  }

  void report_batch(const chain::Hash256& root, bool repeated) {
    context_.emit(ContractId::kPayroll, static_cast<std::uint32_t>(EventKind::kBatchRecorded),
                  BatchRecordedEvent{args_.batch, root, static_cast<std::uint32_t>(args_.logs.size()), entries_,
                                     static_cast<std::uint32_t>(flagged_.size()), late_, repeated},
                  {context_.info().sender});
  }

  Context& context_;
  const SubmitWorkArgs& args_;
  CalendarReader calendar_;
  std::uint32_t entries_ = 0;
  std::uint32_t first_ = 0;  // logs of days that had none
  std::uint32_t late_ = 0;
  std::vector<FlaggedLog> flagged_;
};

}  // namespace

Outcome submit_work(Context& context, const SubmitWorkArgs& args) {
  if (auto ok = identity::require_sender(context, identity::Role::kEmployer); !ok) return ok;
  return Upload(context, args).run();
}

}  // namespace xh::contracts::payroll
