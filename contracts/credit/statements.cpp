// What a worker adds to the file: statements that are shown with every disclosure (R-09b), and commitments to behaviour
// data, which stay with the worker and are off unless the consortium turns them on (CR-01, CR-02, CR-08).
#include <algorithm>

#include "contracts/credit/handlers.h"

namespace xh::contracts::credit {

Outcome add_statement(Context& context, const Statement& args) {
  if (auto ok = require_worker(context); !ok) return ok;
  const auto worker = context.info().sender;
  if (args.text.is_zero()) return refuse("NO_TEXT", "R-09b", "a statement carries the salted hash of its text");
  auto file = file_of(context, worker);
  if (std::ranges::find(file.statements, args.text) != file.statements.end())
    return refuse("ALREADY_STATED", "R-09b", "this statement is in the file");
  if (file.statements.size() >= kMaxStatements)
    return refuse("TOO_MANY_STATEMENTS", "R-09b", "remove a statement before adding another one");
  file.statements.push_back(args.text);
  save_file(context, worker, file);
  emit(context, EventKind::kStatementChanged, StatementChanged{worker, args.text, true}, {worker});
  return {};
}

Outcome remove_statement(Context& context, const Statement& args) {
  const auto worker = context.info().sender;
  auto file = file_of(context, worker);
  if (std::erase(file.statements, args.text) == 0)
    return refuse("UNKNOWN_STATEMENT", "R-09b", "this statement is not in your file");
  save_file(context, worker, file);
  emit(context, EventKind::kStatementChanged, StatementChanged{worker, args.text, false}, {worker});
  return {};
}

Outcome commit_behaviour(Context& context, const Behaviour& args) {
  if (auto ok = require_worker(context); !ok) return ok;
  if (context.parameter("credit.behaviour", context.now()).value != 1)
    return refuse("BEHAVIOUR_OFF", "CR-08", "behaviour data are not collected on this ledger");
  const auto worker = context.info().sender;
  if (args.hash.is_zero()) return refuse("NO_TEXT", "CR-08", "a commitment is the salted hash of the data");
  auto file = file_of(context, worker);
  if (std::ranges::find(file.commitments, args.hash, &Commitment::hash) != file.commitments.end())
    return refuse("ALREADY_COMMITTED", "CR-01", "this commitment is in the file");
  if (file.commitments.size() >= kMaxCommitments)
    return refuse("TOO_MANY_COMMITMENTS", "CR-01", "forget a commitment before adding another one");
  file.commitments.push_back({args.kind, args.hash, context.now()});
  save_file(context, worker, file);
  emit(context, EventKind::kBehaviourChanged, BehaviourChanged{worker, file.commitments.back(), true}, {worker});
  return {};
}

Outcome forget_behaviour(Context& context, const Behaviour& args) {
  const auto worker = context.info().sender;
  auto file = file_of(context, worker);
  const auto at = std::ranges::find_if(
      file.commitments, [&](const Commitment& known) { return known.kind == args.kind && known.hash == args.hash; });
  if (at == file.commitments.end()) return refuse("UNKNOWN_COMMITMENT", "CR-01", "this commitment is not in your file");
  const auto forgotten = *at;
  file.commitments.erase(at);
  save_file(context, worker, file);
  emit(context, EventKind::kBehaviourChanged, BehaviourChanged{worker, forgotten, false}, {worker});
  return {};
}

}  // namespace xh::contracts::credit
