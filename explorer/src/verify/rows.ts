// Compares what a page shows with what was proven. A difference names the field, the shown and the proven value.
import type { BlockSummary, EvidenceRow, ValidatorRow, ValidatorsAnswer } from '../api/types.ts';
import type { ProvenFault } from './evidence.ts';
import type { VerifiedHeader } from './light_block.ts';
import type { EpochInfo } from './protocol.ts';
import { refuse } from './verdict.ts';

export function same(field: string, shown: string | number | undefined, proven: string | number): void {
  if (shown !== undefined && shown !== proven) refuse('field_differs', { field, shown: String(shown), proven: String(proven) });
}

// A block row against its verified header.
export function checkBlockRow(row: BlockSummary, proven: VerifiedHeader): void {
  same('height', row.height, proven.height);
  same('id', row.id, proven.id);
  same('time', row.time, proven.timeMs);
  same('proposer', row.proposer, proven.proposer);
  same('view', row.view, proven.view);
  same('epoch', row.epoch, proven.epoch);
  same('transaction_count', row.transaction_count, proven.transactionCount);
  same('receipt_count', row.receipt_count, proven.receiptCount);
  same('state_root', row.state_root, proven.stateRoot);
  same('transactions_root', row.transactions_root, proven.transactionsRoot);
  same('receipts_root', row.receipts_root, proven.receiptsRoot);
  same('validator_set_hash', row.validator_set_hash, proven.validatorSetHash);
  if (proven.parent !== '') same('parent', row.parent, proven.parent);
}

// A validator row against the entry of the epoch's set.
export function checkValidatorRow(row: ValidatorRow, proven: ValidatorRow | undefined): void {
  if (proven === undefined) refuse('validator_unknown', { index: String(row.index) });
  same('name', row.name, proven.name);
  same('operator_account', row.operator_account, proven.operator_account);
  same('key', row.key, proven.key);
  same('node_key', row.node_key, proven.node_key);
  same('address', row.address, proven.address);
}

// The set as a whole: the last epoch that links lead to, as many validators as it has, their quorum and their hash.
export function checkValidatorSet(answer: ValidatorsAnswer, epochs: readonly EpochInfo[]): void {
  const proven = epochs.at(-1)!;
  if (answer.epoch > proven.epoch) refuse('later_epoch', { epoch: String(answer.epoch), known: String(proven.epoch) });
  same('epoch', answer.epoch, proven.epoch);
  same('count', answer.validators.length, proven.validators.length);
  same('quorum', answer.quorum, proven.quorum);
  same('max_faulty', answer.max_faulty, proven.maxFaulty);
  same('first_height', answer.first_height, proven.firstHeight);
  same('hash', answer.hash, proven.hash);
}

// What the node says of a conviction against what the two votes prove. Where and by whom it was reported, and from which view it counts, is its word.
export function checkEvidenceRow(row: EvidenceRow, proven: ProvenFault): void {
  same('name', row.conviction?.name, proven.name);
  same('key', row.conviction?.key, proven.key);
}
