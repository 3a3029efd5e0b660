// A small ledger made on the spot: validators with known keys, blocks signed by a quorum, epochs that end where they are told to. Used by the
// unit tests and by the mock node of the end-to-end tests. Deterministic: the same arguments give the same bytes.
import { schnorr } from '@noble/curves/secp256k1.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { toAddress } from '../src/codec/address.ts';
import { type Bytes, toHex, utf8 } from '../src/codec/bytes.ts';
import { parseExactJson } from '../src/codec/exact_json.ts';
import {
  type Certificate, CertificateType, type EpochLink, type Header, HeaderType, type Subject, type Validator, type Vote,
} from '../src/codec/messages.ts';
import { decode, encode } from '../src/codec/schema.ts';
import { type ChainContext, type EpochSet, makeContext, makeEpochSet, quorumOf } from '../src/verify/chain_context.ts';
import { voteDigest } from '../src/verify/certificate.ts';
import { EpochTrail } from '../src/verify/epochs.ts';
import { blockId } from '../src/verify/header.ts';
import type { LightBlock } from '../src/verify/light_block.ts';
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
// People are numbered for good; a validator's index in a set is its place there.
export const secretOf = (person: number): Bytes => digestOf(`validator ${person}`);

const kNames = ['Union', 'Employer A', 'Bank', '监管'];
export function makeValidator(person: number): Validator {
  return {
    name: kNames[person] ?? `Validator ${person}`,
    operator_account: digestOf(`account ${person}`),
    key: schnorr.getPublicKey(secretOf(person)),
    node_key: digestOf(`node ${person}`),
    address: `127.0.0.1:${26656 + person}`,
  };
}
export const validatorJson = (v: Validator) => ({
  name: v.name, operator_account: toAddress(v.operator_account), key: toHex(v.key), node_key: toHex(v.node_key), address: v.address,
});

export function makeGenesisDocument(chainId = 'xh-mock-1', validators = 4, clock = 'driven'): object {
  const operatorKeys = Array.from({ length: validators }, (_, i) => schnorr.getPublicKey(digestOf(`operator ${i}`)));
  return {
    chain_id: chainId,
    time: kGenesisTimeMs,
    clock,
    consensus: {
      delta_ms: 500, max_timeout_ms: 30_000, heartbeat_ms: 30_000, clock_drift_ms: 1_000, calendar_slice: 500,
      max_block_transactions: 10_000, max_block_bytes: 4_194_304,
    },
    validators: operatorKeys.map((_, i) => validatorJson(makeValidator(i))),
    members: operatorKeys.map((key, i) => ({ name: kNames[i] ?? `Member ${i}`, roles: i, policy: { threshold: 1, keys: [toHex(key)] } })),
    zones: [{ name: 'Asia/Shanghai', transitions: [{ from_utc_s: -2177481943, offset_s: 29143 }, { from_utc_s: 0, offset_s: 28800 }] }],
    holidays: [{ name: 'CN', source: 'test', holidays: [20454, 20455], working_weekend_days: [20457] }],
    parameters: [{ name: 'fee.ppm', effective_from: 0, value: -12, source: 'OP-01' }],
    blinding: toHex(digestOf('blinding')),
  };
}

// `secret` gives the key that signs at a place of the set; by default that of genesis' person of this number.
export function makeCertificate(
  context: ChainContext, subject: Subject, signers: readonly number[], secret: (place: number) => Bytes = secretOf,
  validators = context.genesisSet.validators.length,
): Certificate {
  const bitmap = new Uint8Array(Math.ceil(validators / 8));
  const sorted = [...signers].sort((a, b) => a - b);
  for (const i of sorted) bitmap[i >> 3]! |= 1 << (i & 7);
  const digest = voteDigest(context.chainTag, subject);
  return { subject, signers: bitmap, signatures: sorted.map((i) => schnorr.sign(digest, secret(i), kZeroHash)) };
}

export function makeVote(context: ChainContext, subject: Subject, person: number, signer = person): Vote {
  return { subject, signer, signature: schnorr.sign(voteDigest(context.chainTag, subject), secretOf(person), kZeroHash) };
}

// As the node's JSON (chain/codec/json.h): a vote's kind is a number there.
const kVoteKinds = ['notarize', 'nullify', 'finalize'] as const;
export const subjectJson = (s: Subject) => ({
  kind: kVoteKinds.indexOf(s.kind), epoch: Number(s.epoch), view: Number(s.view), parent_view: Number(s.parent_view), block: toHex(s.block),
});
export const voteJson = ({ subject, signer, signature }: Vote) => ({ subject: subjectJson(subject), signer, signature: toHex(signature) });
export const linkJson = ({ header, finalization: { subject, signers, signatures }, next }: EpochLink) => ({
  header: toHex(header),
  finalization: { subject: subjectJson(subject), signers: toHex(signers), signatures: signatures.map(toHex) },
  next: { epoch: Number(next.epoch), validators: next.validators.map(validatorJson) },
});

// Which block ends an epoch, and who sits in the next one.
export interface EpochPlan {
  readonly at: number;
  readonly people: readonly number[];
}

export class FixtureLedger {
  readonly document: object;
  readonly context: ChainContext;
  readonly blocks: FixtureBlock[] = [];
  readonly links: EpochLink[] = [];
  readonly plans: EpochPlan[];
  private readonly people: (readonly number[])[]; // by epoch
  private readonly sets: EpochSet[];
  private readonly firstHeights = [0];

  constructor(blocks: number, document: object = makeGenesisDocument(), plans: readonly EpochPlan[] = []) {
    this.document = document;
    this.context = makeContext(parseExactJson(JSON.stringify(document)));
    this.plans = [...plans];
    this.people = [this.context.genesisSet.validators.map((_, i) => i)];
    this.sets = [this.context.genesisSet];
    for (let i = 0; i <= blocks; i++) this.append();
  }

  get present(): EpochSet {
    return this.sets.at(-1)!;
  }
  get firstHeight(): number {
    return this.firstHeights.at(-1)!;
  }

  // What a reader knows that followed the first links, by default all.
  trail(links: readonly EpochLink[] = this.links): EpochTrail {
    const trail = new EpochTrail(this.context);
    for (const link of links) trail.follow(link);
    return trail;
  }

  // Blocks whose height ends in 3 or 4 have no finalization of their own, unless they end an epoch.
  append(): FixtureBlock {
    const block = this.appendBlock();
    const plan = this.plans.find(({ at }) => at === Number(block.header.height));
    if (plan !== undefined) this.beginEpoch(block, plan);
    return block;
  }

  private beginEpoch({ header, headerBytes, finalization }: FixtureBlock, { people }: EpochPlan): void {
    const next = this.nextSet(people);
    this.links.push({ header: headerBytes, finalization: decode(CertificateType, finalization!), next: { epoch: next.epoch, validators: [...next.validators] } });
    this.sets.push(next);
    this.people.push(people);
    this.firstHeights.push(Number(header.height) + 1);
  }

  private nextSet(people: readonly number[]): EpochSet {
    return makeEpochSet({ epoch: this.present.epoch + 1n, validators: people.map(makeValidator) }, this.context.chainTag);
  }

  private appendBlock(): FixtureBlock {
    const height = this.blocks.length;
    const parent = this.blocks[height - 1];
    const transactions = height === 0 ? [] : makeTransactions(height, height % 7);
    const header = this.makeHeader(height, parent?.id ?? kZeroHash, transactions);
    const headerBytes = encode(HeaderType, header);
    const id = blockId(headerBytes, this.context.chainTag);
    const endsEpoch = this.plans.some(({ at }) => at === height);
    const isCovered = height === 0 || (!endsEpoch && (height % 10 === 3 || height % 10 === 4));
    const finalization = isCovered ? null : this.finalize(header, id);
    const block = { header, headerBytes, id, transactions, finalization };
    this.blocks.push(block);
    return block;
  }

  subjectOf(header: Header, id: Bytes): Subject {
    return { kind: 'finalize', epoch: header.epoch, view: header.view, parent_view: header.view - 1n, block: id };
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

  // A certificate by signers of a block's own epoch.
  certify(subject: Subject, signers: readonly number[]): Certificate {
    const people = this.people[Number(subject.epoch)]!;
    return makeCertificate(this.context, subject, signers, (place) => secretOf(people[place]!), people.length);
  }

  private finalize(header: Header, id: Bytes): Bytes {
    const n = this.present.validators.length;
    const absent = Number(header.height) % n;
    const signers = this.present.validators.map((_, i) => i).filter((i) => n === quorumOf(n) || i !== absent);
    return encode(CertificateType, this.certify(this.subjectOf(header, id), signers));
  }

  private makeHeader(height: number, parent: Bytes, transactions: readonly FixtureTransaction[]): Header {
    const plan = this.plans.find(({ at }) => at === height);
    return {
      chain: this.context.chainTag,
      height: BigInt(height),
      view: BigInt(height - Math.max(this.firstHeight - 1, 0)), // views begin anew in each epoch
      parent,
      timestamp: this.context.timeMs + BigInt(height * kBlockIntervalMs),
      proposer: height % this.present.validators.length,
      transactions_root: listRoot(transactions.map((t) => leafHash(t.hash))),
      receipts_root: digestOf(`receipts ${height}`),
      state_root: digestOf(`state ${height}`),
      transaction_count: transactions.length,
      receipt_count: transactions.length,
      epoch: this.present.epoch,
      validator_set_hash: this.present.hash,
      next_validator_set_hash: plan === undefined ? kZeroHash : this.nextSet(plan.people).hash,
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
