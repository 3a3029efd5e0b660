import { describe, expect, test } from 'vitest';
import { parseBlocks, parseBlockSummary, parseLightBlock, parseSearch, parseStatus, parseTransaction } from '../src/api/parse.ts';
import { ShapeError } from '../src/api/shape.ts';
import { parseRoute } from '../src/ui/router.ts';
import { isoTime, makeFormats, reasonText, shorten } from '../src/ui/format.ts';
import { translator } from '../src/i18n/index.ts';

const hash = 'ab'.repeat(32);
const block = { height: 1, id: hash, time: 5, proposer: 0, view: 1, epoch: 0, transaction_count: 0, receipt_count: 0 };
const transaction = { id: hash, hash, height: 1, index: 0, time: 5, type: 'lxr.transfer', state: 'final' };

describe('a node\'s answer', () => {
  test('is taken when it has the shape, more members are ignored', () => {
    expect(parseBlockSummary({ ...block, more: 1, parent: null })).toEqual(block);
    expect(parseTransaction({ ...transaction, proof: { index: 0, size: 1, path: [] } }).proof).toEqual({ size: 1, path: [] });
    expect(parseBlocks({ blocks: [block], next_cursor: '7' })).toEqual({ items: [block], next: '7' });
    expect(parseBlocks({ blocks: [], next_cursor: null }).next).toBeNull();
    expect(parseLightBlock({ header: '00', links: [], finalization: null }).finalization).toBeNull();
    expect(parseSearch({ kind: 'block', target: 12 })).toEqual({ kind: 'block', target: '12' });
  });
  test.each<[string, () => unknown]>([
    ['no object', () => parseBlockSummary(null)],
    ['a height that is text', () => parseBlockSummary({ ...block, height: '1' })],
    ['a negative time', () => parseBlockSummary({ ...block, time: -1 })],
    ['a count above 2^53', () => parseBlockSummary({ ...block, receipt_count: 2 ** 60 })],
    ['an id that is no hash', () => parseBlockSummary({ ...block, id: 'AB' })],
    ['a type without end', () => parseTransaction({ ...transaction, type: 'x'.repeat(1000) })],
    ['a path that is no list', () => parseTransaction({ ...transaction, proof: { size: 1, path: 'x' } })],
    ['a path without end', () => parseTransaction({ ...transaction, proof: { size: 1, path: new Array(65).fill('') } })],
    ['links that are no text', () => parseLightBlock({ header: '', links: [1], finalization: null })],
    ['a status without node', () => parseStatus({ chain_id: 'x' })],
  ])('is refused with %s', (_, parse) => expect(parse).toThrow(ShapeError));
});

describe('addresses of pages', () => {
  test.each([
    ['', { page: 'home' }],
    ['#/', { page: 'home' }],
    ['#/blocks', { page: 'blocks' }],
    ['#/blocks/', { page: 'blocks' }],
    ['#/blocks/12', { page: 'block', height: 12 }],
    ['#/blocks/12?genesis=00', { page: 'block', height: 12 }],
    ['#/blocks/1a', { page: 'unknown' }],
    ['#/blocks/9999999999999999', { page: 'unknown' }],
    ['#/txs', { page: 'transactions' }],
    [`#/txs/${hash}`, { page: 'transaction', id: hash }],
    ['#/txs/ab', { page: 'unknown' }],
    ['#/validators', { page: 'validators' }],
    ['#/admin', { page: 'unknown' }],
    ['#content', { page: 'unknown' }],
  ])('%j', (address, route) => expect(parseRoute(address)).toEqual(route));
});

describe('words and numbers', () => {
  const format = makeFormats('en');
  test('times are those of Shanghai, to the second', () => {
    expect(format.time(1_767_225_600_999)).toBe('2026-01-01 08:00:00');
    expect(format.exactTime(1_767_225_600_999)).toBe('2026-01-01 08:00:00.999');
    expect(format.date(1_767_279_600_000)).toBe('2026-01-01');
  });
  test('a time that no calendar has is shown as a number', () => {
    expect(format.time(9e15)).toBe('9000000000000000');
    expect(isoTime(9e15)).toBe('9000000000000000');
  });
  test('a difference names the field in the reader\'s language', () => {
    const reason = { code: 'field_differs', facts: { field: 'time', shown: '1767225600999', proven: '1767225600000' } } as const;
    expect(reasonText(reason, translator('en'), format)).toBe(
      'Time (UTC+8): the node shows 2026-01-01 08:00:00.999, proven is 2026-01-01 08:00:00.000.',
    );
    expect(reasonText({ ...reason, facts: { field: 'id', shown: hash, proven: hash } }, translator('zh'), format)).toContain(shorten(hash));
  });
});
