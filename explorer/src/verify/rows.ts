// Compares what a page shows with what was proven. A difference names the field, the shown and the proven value.
import type { BlockSummary, ValidatorRow, ValidatorsAnswer } from '../api/types.ts';
import type { VerifiedHeader } from './light_block.ts';
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

// A validator row against the genesis document's entry.
export function checkValidatorRow(row: ValidatorRow, proven: ValidatorRow | undefined): void {
  if (proven === undefined) refuse('validator_unknown', { index: String(row.index) });
  same('name', row.name, proven.name);
  same('operator_account', row.operator_account, proven.operator_account);
  same('key', row.key, proven.key);
  same('node_key', row.node_key, proven.node_key);
  same('address', row.address, proven.address);
}

// The set as a whole: epoch 0, as many validators as genesis names, their quorum and their hash.
export function checkValidatorSet(answer: ValidatorsAnswer, count: number, quorum: number, hash: string): void {
  if (answer.epoch !== 0) refuse('later_epoch', { epoch: String(answer.epoch) });
  same('count', answer.validators.length, count);
  same('quorum', answer.quorum, quorum);
  same('hash', answer.hash, hash);
}
