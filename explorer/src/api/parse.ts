// Turns a node's JSON into the types of types.ts. Whatever does not fit is a ShapeError: a page shows it as an unusable answer instead of
// drawing half of it. Members that pages do not use are ignored.
import type { LightBlock } from '../verify/light_block.ts';
import { asObject, count, hex, items, kMaxEvidence, optionalHex, ShapeError, str } from './shape.ts';
import type { BlockDetail, BlockSummary, NodeStatus, Page, TransactionSummary } from './types.ts';

export function parseStatus(value: unknown): NodeStatus {
  const s = asObject(value);
  const node = asObject(s['node'], 'node');
  return {
    chain_id: str(s, 'chain_id'),
    genesis_hash: hex(s, 'genesis_hash'),
    height: count(s, 'height'),
    block_id: hex(s, 'block_id'),
    block_time: count(s, 'block_time'),
    epoch: count(s, 'epoch'),
    view: count(s, 'view'),
    clock: str(s, 'clock') === 'driven' ? 'driven' : 'real',
    node: { name: str(node, 'name'), version: str(node, 'version') },
    peers_up: count(s, 'peers_up'),
    mempool_transactions: count(s, 'mempool_transactions'),
  };
}

export function parseBlockSummary(value: unknown): BlockSummary {
  const b = asObject(value, 'block');
  return {
    height: count(b, 'height'),
    id: hex(b, 'id'),
    time: count(b, 'time'),
    proposer: count(b, 'proposer'),
    view: count(b, 'view'),
    epoch: count(b, 'epoch'),
    transaction_count: count(b, 'transaction_count'),
    receipt_count: count(b, 'receipt_count'),
    ...optionalHex(b, 'state_root'),
    ...optionalHex(b, 'transactions_root'),
    ...optionalHex(b, 'receipts_root'),
    ...optionalHex(b, 'parent'),
    ...optionalHex(b, 'validator_set_hash'),
  };
}

export function parseTransaction(value: unknown): TransactionSummary {
  const t = asObject(value, 'transaction');
  return {
    id: hex(t, 'id'),
    hash: hex(t, 'hash'),
    height: count(t, 'height'),
    index: count(t, 'index'),
    time: count(t, 'time'),
    type: str(t, 'type'),
    state: str(t, 'state'),
    ...(t['proof'] === undefined || t['proof'] === null ? {} : { proof: parseProof(t['proof']) }),
  };
}

function parseProof(value: unknown): { size: number; path: string[] } {
  const p = asObject(value, 'proof');
  const path = items(p, 'path');
  if (path.length > 64 || !path.every((h): h is string => typeof h === 'string')) throw new ShapeError('proof: expected a path');
  return { size: count(p, 'size'), path };
}

export function parseBlock(value: unknown): BlockDetail {
  const b = asObject(value, 'block');
  return { summary: parseBlockSummary(b), header: str(b, 'header', kMaxEvidence), transactions: items(b, 'transactions').map(parseTransaction) };
}

function parsePage<T>(value: unknown, name: string, parse: (item: unknown) => T): Page<T> {
  const page = asObject(value);
  const next = page['next_cursor'];
  return { items: items(page, name).map(parse), next: typeof next === 'string' && next !== '' ? next : null };
}
export const parseBlocks = (value: unknown): Page<BlockSummary> => parsePage(value, 'blocks', parseBlockSummary);
export const parseTransactions = (value: unknown): Page<TransactionSummary> => parsePage(value, 'transactions', parseTransaction);

export function parseLightBlock(value: unknown): LightBlock {
  const l = asObject(value);
  const links = items(l, 'links');
  if (!links.every((h): h is string => typeof h === 'string' && h.length <= kMaxEvidence)) throw new ShapeError('links: expected text');
  const hasFinalization = l['finalization'] !== undefined && l['finalization'] !== null;
  return { header: str(l, 'header', kMaxEvidence), links, finalization: hasFinalization ? str(l, 'finalization', kMaxEvidence) : null };
}

export interface SearchHit {
  kind: string;
  target: string;
}
export function parseSearch(value: unknown): SearchHit {
  const hit = asObject(value);
  const target = hit['target'];
  if (typeof target !== 'string' && typeof target !== 'number') throw new ShapeError('target: expected a name');
  return { kind: str(hit, 'kind'), target: String(target) };
}
