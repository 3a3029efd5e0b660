import { describe, expect, test } from 'vitest';
import type { BlockSummary, TransactionSummary } from '../src/api/types.ts';
import { toHex } from '../src/codec/bytes.ts';
import { type VerifiedHeader, verifyLightBlock } from '../src/verify/light_block.ts';
import { checkBlockRow, checkValidatorRow } from '../src/verify/rows.ts';
import { checkTransactionRow, rowsMakeRoot } from '../src/verify/transactions.ts';
import { judge } from '../src/verify/verdict.ts';
import { FixtureLedger } from './fixture.ts';

const ledger = new FixtureLedger(8);
const proven: VerifiedHeader = verifyLightBlock(ledger.context, ledger.trail(), ledger.lightBlock(6), 6);
const block: BlockSummary = {
  height: 6, id: proven.id, time: proven.timeMs, proposer: proven.proposer, view: proven.view, epoch: 0,
  transaction_count: 6, receipt_count: 6, state_root: proven.stateRoot, transactions_root: proven.transactionsRoot,
  receipts_root: proven.receiptsRoot, parent: proven.parent, validator_set_hash: proven.validatorSetHash,
};
const rowOf = (index: number): TransactionSummary => {
  const t = ledger.blocks[6]!.transactions[index]!;
  return { id: t.id, hash: toHex(t.hash), height: 6, index, time: proven.timeMs, type: t.type, state: 'final', proof: ledger.proof(6, index) };
};
const rows = Array.from({ length: 6 }, (_, i) => rowOf(i));
const codeOf = (check: () => void) => {
  const verdict = judge(check);
  return verdict.state === 'verified' ? 'verified' : verdict.reason.code;
};

describe('block rows', () => {
  test('the true row is verified', () => expect(codeOf(() => checkBlockRow(block, proven))).toBe('verified'));
  test.each(Object.keys(block) as (keyof BlockSummary)[])('a changed %s is named', (field) => {
    const value = block[field];
    const lie = { ...block, [field]: typeof value === 'number' ? value + 1 : '00'.repeat(32) };
    expect(judge(() => checkBlockRow(lie, proven))).toMatchObject({ state: 'mismatch', reason: { code: 'field_differs', facts: { field } } });
  });
});

describe('transaction rows', () => {
  test('true rows are verified, one by one and all at once', () => {
    for (const row of rows) expect(codeOf(() => checkTransactionRow(row, proven))).toBe('verified');
    expect(rowsMakeRoot(rows, proven)).toBe(true);
  });
  test.each<[string, Partial<TransactionSummary>, string]>([
    ['hash', { hash: 'ab'.repeat(32) }, 'proof_root'],
    ['index', { index: 3 }, 'proof_root'],
    ['time', { time: 1 }, 'field_differs'],
    ['height', { height: 7 }, 'field_differs'],
    ['hash that is none', { hash: 'zz' }, 'proof_malformed'],
    ['proof size', { proof: { ...rowOf(2).proof!, size: 5 } }, 'proof_size'],
    ['proof path', { proof: { size: 6, path: ['00'] } }, 'proof_malformed'],
    ['proof taken from a neighbour', { proof: rowOf(1).proof! }, 'proof_root'],
  ])('a changed %s is a mismatch', (_, change, code) => {
    expect(codeOf(() => checkTransactionRow({ ...rowOf(2), ...change }, proven))).toBe(code);
  });
  test('a row without proof is not verified, but no mismatch', () => {
    const { proof: _, ...bare } = rowOf(2);
    expect(judge(() => checkTransactionRow(bare, proven))).toMatchObject({ state: 'unverified', reason: { code: 'no_proof' } });
  });
  test('rows that leave one out, swap two or change one do not make the root', () => {
    expect(rowsMakeRoot(rows.slice(1), proven)).toBe(false);
    expect(rowsMakeRoot([rows[1]!, rows[0]!, ...rows.slice(2)], proven)).toBe(false);
    expect(rowsMakeRoot(rows.map((r, i) => (i === 4 ? { ...r, hash: '11'.repeat(32) } : r)), proven)).toBe(false);
    expect(rowsMakeRoot(rows.map((r, i) => (i === 4 ? { ...r, time: 5 } : r)), proven)).toBe(false);
  });
});

test('a validator row must be the genesis document\'s', () => {
  const row = { index: 0, name: 'Union', operator_account: 'xh1a', key: '11', node_key: '22', address: 'a:1' };
  expect(codeOf(() => checkValidatorRow(row, row))).toBe('verified');
  expect(codeOf(() => checkValidatorRow({ ...row, key: '12' }, row))).toBe('field_differs');
  expect(codeOf(() => checkValidatorRow(row, undefined))).toBe('validator_unknown');
});
