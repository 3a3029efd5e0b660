// Turns a node's JSON into the types of types.ts. Whatever does not fit is a ShapeError: a page shows it as an unusable answer instead of
// drawing half of it. Members that pages do not use are ignored.
import type { LightBlock } from '../verify/light_block.ts';
import type {
  BlockDetail, BlockSummary, NodeStatus, Page, TransactionSummary, ValidatorRow, ValidatorsAnswer,
} from './types.ts';

export class ShapeError extends Error {}

type Fields = Record<string, unknown>;

const kMaxItems = 20_000; // a block's transactions at most
const kMaxText = 256; // names, types, addresses
const kMaxEvidence = 64 * 1024; // hexadecimal of a header or a certificate

export function asObject(value: unknown, what = 'answer'): Fields {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) throw new ShapeError(`${what}: expected an object`);
  return value as Fields;
}
function count(from: Fields, name: string): number {
  const value = from[name];
  if (!Number.isSafeInteger(value) || (value as number) < 0) throw new ShapeError(`${name}: expected a whole number`);
  return value as number;
}
function str(from: Fields, name: string, limit = kMaxText): string {
  const value = from[name];
  if (typeof value !== 'string' || value.length > limit) throw new ShapeError(`${name}: expected text`);
  return value;
}
function hex(from: Fields, name: string, bytes = 32): string {
  const value = str(from, name);
  if (value.length !== 2 * bytes || !/^[0-9a-f]*$/.test(value)) throw new ShapeError(`${name}: expected ${bytes} bytes of hexadecimal`);
  return value;
}
function items(from: Fields, name: string): unknown[] {
  const value = from[name];
  if (!Array.isArray(value) || value.length > kMaxItems) throw new ShapeError(`${name}: expected a list`);
  return value;
}
function optionalHex<K extends string>(from: Fields, name: K): { [P in K]?: string } {
  return from[name] === undefined || from[name] === null ? {} : ({ [name]: hex(from, name) } as { [P in K]?: string });
}

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

export function parseValidator(value: unknown): ValidatorRow {
  const v = asObject(value, 'validator');
  return {
    index: count(v, 'index'),
    name: str(v, 'name'),
    operator_account: str(v, 'operator_account'),
    key: hex(v, 'key'),
    node_key: hex(v, 'node_key'),
    address: str(v, 'address'),
  };
}

export function parseValidators(value: unknown): ValidatorsAnswer {
  const v = asObject(value);
  return {
    epoch: count(v, 'epoch'),
    quorum: count(v, 'quorum'),
    hash: hex(v, 'hash'),
    validators: items(v, 'validators').map(parseValidator),
  };
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
