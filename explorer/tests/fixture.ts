// A small ledger made on the spot: four validators with known keys, blocks signed by a quorum. Used by the unit tests and by the mock node of
// the end-to-end tests. Deterministic: the same arguments give the same bytes.
import { schnorr } from '@noble/curves/secp256k1.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { toAddress } from '../src/codec/address.ts';
import { type Bytes, toHex, utf8 } from '../src/codec/bytes.ts';
import { parseExactJson } from '../src/codec/exact_json.ts';
import { type Certificate, CertificateType, type Header, HeaderType, type Subject } from '../src/codec/messages.ts';
import { encode } from '../src/codec/schema.ts';
import { type ChainContext, makeContext, quorumOf } from '../src/verify/chain_context.ts';
import { voteDigest } from '../src/verify/certificate.ts';
import { blockId, type LightBlock } from '../src/verify/light_block.ts';
import { leafHash, listRoot, proveInclusion } from '../src/verify/list_tree.ts';

const kGenesisTimeMs = 1_767_225_600_000; // 2026-01-01T00:00:00Z
const kBlockIntervalMs = 1_500;
const kZeroHash = new Uint8Array(32);
const kTypes = ['payroll.submit_work', 'payroll.confirm', 'lxr.transfer', 'contribution.record'];

export interface FixtureTransaction {
  id: string;
  hash: Bytes;
  type: string;
}
export interface FixtureBlock {
  header: Header;
  headerBytes: Bytes;
  id: Bytes;
  transactions: FixtureTransaction[];
  finalization: Bytes | null; // none: a later block's covers it
}

const digestOf = (label: string): Bytes => sha256(utf8(`xinghuo fixture ${label}`));
export const secretOf = (validator: number): Bytes => digestOf(`validator ${validator}`);

export function makeGenesisDocument(chainId = 'xh-mock-1', validators = 4, clock = 'driven'): object {
  const operatorKeys = Array.from({ length: validators }, (_, i) => schnorr.getPublicKey(digestOf(`operator ${i}`)));
  const names = ['Union', 'Employer A', 'Bank', '监管'];
  return {
    chain_id: chainId,
    time: kGenesisTimeMs,
    clock,
    consensus: {
      delta_ms: 500, max_timeout_ms: 30_000, heartbeat_ms: 30_000, clock_drift_ms: 1_000, calendar_slice: 500,
      max_block_transactions: 10_000, max_block_bytes: 4_194_304,
    },
    validators: operatorKeys.map((_, i) => ({
      name: names[i] ?? `Validator ${i}`,
      operator_account: toAddress(digestOf(`account ${i}`)),
      key: toHex(schnorr.getPublicKey(secretOf(i))),
      node_key: toHex(digestOf(`node ${i}`)),
      address: `127.0.0.1:${26656 + i}`,
    })),
    members: operatorKeys.map((key, i) => ({ name: names[i] ?? `Member ${i}`, roles: i, policy: { threshold: 1, keys: [toHex(key)] } })),
    zones: [{ name: 'Asia/Shanghai', transitions: [{ from_utc_s: -2177481943, offset_s: 29143 }, { from_utc_s: 0, offset_s: 28800 }] }],
    holidays: [{ name: 'CN', source: 'test', holidays: [20454, 20455], working_weekend_days: [20457] }],
    parameters: [{ name: 'fee.ppm', effective_from: 0, value: -12, source: 'OP-01' }],
    blinding: toHex(digestOf('blinding')),
  };
}

export function makeCertificate(
  context: ChainContext, subject: Subject, signers: readonly number[], secret: (validator: number) => Bytes = secretOf,
): Certificate {
  const bitmap = new Uint8Array(Math.ceil(context.validators.length / 8));
  const sorted = [...signers].sort((a, b) => a - b);
  for (const i of sorted) bitmap[i >> 3]! |= 1 << (i & 7);
  const digest = voteDigest(context.chainTag, subject);
  return { subject, signers: bitmap, signatures: sorted.map((i) => schnorr.sign(digest, secret(i), kZeroHash)) };
}

export class FixtureLedger {
  readonly document: object;
  readonly context: ChainContext;
  readonly blocks: FixtureBlock[] = [];

  constructor(blocks: number, document: object = makeGenesisDocument()) {
    this.document = document;
    this.context = makeContext(parseExactJson(JSON.stringify(document)));
    for (let i = 0; i <= blocks; i++) this.append();
  }

  // Blocks whose height ends in 3 or 4 have no finalization of their own.
  append(): FixtureBlock {
    const height = this.blocks.length;
    const parent = this.blocks[height - 1];
    const transactions = height === 0 ? [] : makeTransactions(height, height % 7);
    const header = this.makeHeader(height, parent?.id ?? kZeroHash, transactions);
    const headerBytes = encode(HeaderType, header);
    const id = blockId(headerBytes, this.context.chainTag);
    const isCovered = height === 0 || height % 10 === 3 || height % 10 === 4;
    const finalization = isCovered ? null : this.finalize(header, id);
    const block = { header, headerBytes, id, transactions, finalization };
    this.blocks.push(block);
    return block;
  }

  subjectOf(header: Header, id: Bytes): Subject {
    return { kind: 'finalize', epoch: 0n, view: header.view, parent_view: header.view - 1n, block: id };
  }

  lightBlock(height: number): LightBlock {
    const links: string[] = [];
    for (let at = height; at < this.blocks.length; at++) {
      const block = this.blocks[at]!;
      if (at > height) links.push(toHex(block.headerBytes));
      if (block.finalization !== null) {
        return { header: toHex(this.blocks[height]!.headerBytes), links, finalization: toHex(block.finalization) };
      }
    }
    return { header: toHex(this.blocks[height]!.headerBytes), links, finalization: null };
  }

  proof(height: number, index: number): { size: number; path: string[] } {
    const leaves = this.blocks[height]!.transactions.map((t) => leafHash(t.hash));
    const proof = proveInclusion(leaves, index);
    return { size: proof.size, path: proof.path.map(toHex) };
  }

  private finalize(header: Header, id: Bytes): Bytes {
    const n = this.context.validators.length;
    const absent = Number(header.height) % n;
    const signers = this.context.validators.map((_, i) => i).filter((i) => n === quorumOf(n) || i !== absent);
    return encode(CertificateType, makeCertificate(this.context, this.subjectOf(header, id), signers));
  }

  private makeHeader(height: number, parent: Bytes, transactions: readonly FixtureTransaction[]): Header {
    return {
      chain: this.context.chainTag,
      height: BigInt(height),
      view: BigInt(height),
      parent,
      timestamp: this.context.timeMs + BigInt(height * kBlockIntervalMs),
      proposer: height % this.context.validators.length,
      transactions_root: listRoot(transactions.map((t) => leafHash(t.hash))),
      receipts_root: digestOf(`receipts ${height}`),
      state_root: digestOf(`state ${height}`),
      transaction_count: transactions.length,
      receipt_count: transactions.length,
      epoch: 0n,
      validator_set_hash: this.context.validatorSetHash,
      next_validator_set_hash: kZeroHash,
      protocol_version: 1,
    };
  }
}

function makeTransactions(height: number, howMany: number): FixtureTransaction[] {
  return Array.from({ length: howMany }, (_, i) => ({
    id: toHex(digestOf(`transaction ${height} ${i}`)),
    hash: digestOf(`signed transaction ${height} ${i}`),
    type: kTypes[(height + i) % kTypes.length]!,
  }));
}
