// The page's side: when links are asked for, how often, and what becomes of rows when the node hides or alters them. The worker's messages go
// to its own code in this process.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type ApiClient, ApiError } from '../src/api/client.ts';
import type { EvidenceRow } from '../src/api/types.ts';
import { toHex } from '../src/codec/bytes.ts';
import { LedgerSession } from '../src/verify/ledger_session.ts';
import type { EpochInfo, Request } from '../src/verify/protocol.ts';
import { checkEvidenceRow, checkValidatorSet } from '../src/verify/rows.ts';
import { judge } from '../src/verify/verdict.ts';
import { Verifier } from '../src/verify/verifier.ts';
import { FixtureLedger, linkJson, makeGenesisDocument, makeVote } from './fixture.ts';

const ledger = new FixtureLedger(20, makeGenesisDocument(), [{ at: 5, people: [0, 1, 2, 4] }, { at: 9, people: [4, 5, 6, 7, 8] }]);

class LocalWorker {
  private readonly session = new LedgerSession();
  private hear: (event: object) => void = () => undefined;
  addEventListener(type: string, listener: (event: object) => void): void {
    if (type === 'message') this.hear = listener;
  }
  postMessage(request: Request): void {
    queueMicrotask(() => this.hear({ data: { id: request.id, answer: this.session.answer(request) } }));
  }
}

// A node: honest, unless `links` is replaced.
class Node {
  asked: number[] = [];
  links: (from: number) => unknown = (from) => ledger.links.slice(from).map(linkJson);
  genesisText = () => Promise.resolve(JSON.stringify({ data: ledger.document }));
  lightBlock = (height: number) => Promise.resolve(ledger.lightBlock(height));
  epochsText = (from: number): Promise<string> => {
    this.asked.push(from);
    return Promise.resolve(JSON.stringify({ data: { links: this.links(from) } }));
  };
}

async function opened(): Promise<{ node: Node; verifier: Verifier; learned: number[] }> {
  const node = new Node();
  const verifier = new Verifier(node as unknown as ApiClient, null);
  const learned: number[] = [];
  verifier.onEpochs = (epochs: readonly EpochInfo[]) => learned.push(epochs.length);
  await verifier.open();
  return { node, verifier, learned };
}
const codeOf = (verdict: { state: string; reason?: { code: string } }) => (verdict.state === 'verified' ? 'verified' : `${verdict.state} ${verdict.reason?.code}`);

beforeEach(() => void vi.stubGlobal('Worker', LocalWorker));
afterEach(() => void vi.unstubAllGlobals());

describe('epoch links', () => {
  test('are not asked for while blocks are of epoch 0', async () => {
    const { node, verifier, learned } = await opened();
    expect(codeOf(await verifier.header(3))).toBe('verified');
    expect(node.asked).toEqual([]);
    expect(learned).toEqual([1]);
  });
  test('are followed once for however many rows of later epochs', async () => {
    const { node, verifier, learned } = await opened();
    const verdicts = await Promise.all([15, 14, 13, 12, 8, 7, 2].map((height) => verifier.header(height)));
    expect(verdicts.map(codeOf)).toEqual(new Array(7).fill('verified'));
    expect(node.asked).toEqual([0, 2]); // the links, and that there are no more
    expect(learned).toEqual([1, 3]);
  });
  test('are followed to their end when the node gives one at a time', async () => {
    const { node, verifier, learned } = await opened();
    node.links = (from) => ledger.links.slice(from, from + 1).map(linkJson);
    expect(codeOf(await verifier.follow())).toBe('verified');
    expect(node.asked).toEqual([0, 1, 2]);
    expect(learned).toEqual([1, 2, 3]);
  });
  test('that the node hides leave the row unverified, and verified once they are there', async () => {
    const { node, verifier } = await opened();
    const honest = node.links;
    node.links = () => [];
    expect(codeOf(await verifier.header(12))).toBe('unverified later_epoch');
    node.links = honest;
    expect(codeOf(await verifier.header(12))).toBe('verified');
  });
  test('that cannot be loaded are no accusation', async () => {
    const { node, verifier } = await opened();
    node.epochsText = () => Promise.reject(new ApiError('unreachable', 'gone'));
    expect(codeOf(await verifier.header(12))).toBe('unverified unreachable');
    expect(codeOf(await verifier.header(2))).toBe('verified');
  });
  test('that were altered are a mismatch of the rows that need them, and of no others', async () => {
    const { node, verifier, learned } = await opened();
    node.links = (from) => ledger.links.slice(from).map(linkJson).map((link, i) => (i + from === 1 ? { ...link, next: { ...link.next, epoch: 7 } } : link));
    expect(codeOf(await verifier.header(12))).toBe('mismatch epoch_number');
    expect(codeOf(await verifier.header(7))).toBe('verified'); // the first link holds
    expect(codeOf(await verifier.header(2))).toBe('verified');
    expect(learned.at(-1)).toBe(2);
  });
  test.each<[string, unknown]>([['no list', {}], ['absent', undefined], ['a list of something else', [1]]])('that are %s are a mismatch', async (_, data) => {
    const { node, verifier } = await opened();
    node.links = () => data;
    expect(codeOf(await verifier.header(12))).toBe('mismatch epoch_malformed');
  });
  test('are nothing once the anchor changed', async () => {
    const { verifier } = await opened();
    verifier.distrust('00'.repeat(32));
    expect(codeOf(await verifier.header(12))).toBe('unverified anchor_changed');
  });
});

describe('the validators of the present epoch', () => {
  const set = ledger.present;
  const answer = {
    epoch: 2, quorum: 4, max_faulty: 1, first_height: 10, hash: toHex(set.hash), changes: [],
    validators: set.validators.map((v, index) => ({ index, name: v.name, operator_account: '', key: toHex(v.key), node_key: '', address: '' })),
  };
  const infos = async (): Promise<readonly EpochInfo[]> => {
    const { verifier } = await opened();
    let epochs: readonly EpochInfo[] = [];
    verifier.onEpochs = (all) => (epochs = all);
    await verifier.follow();
    return epochs;
  };

  test('are those that the links lead to', async () => {
    const epochs = await infos();
    expect(epochs.map((e) => [e.firstHeight, e.end?.height])).toEqual([[0, 5], [6, 9], [10, undefined]]);
    expect(() => checkValidatorSet(answer, epochs)).not.toThrow();
  });
  test.each(['epoch', 'quorum', 'max_faulty', 'first_height', 'hash'] as const)('a changed %s is named', async (field) => {
    const lie = { ...answer, [field]: field === 'hash' ? '00'.repeat(32) : answer[field] - 1 };
    const epochs = await infos();
    expect(judge(() => checkValidatorSet(lie, epochs))).toMatchObject({ state: 'mismatch', reason: { code: 'field_differs', facts: { field } } });
  });
  test('one left out is noticed', async () => {
    const epochs = await infos();
    expect(codeOf(judge(() => checkValidatorSet({ ...answer, validators: answer.validators.slice(1) }, epochs)))).toBe('mismatch field_differs');
  });
});

describe('evidence of a later epoch', () => {
  const hash = (n: number) => new Uint8Array(32).fill(n);
  const voteRow = (block: number): EvidenceRow['first'] => {
    const { subject, signer, signature } = makeVote(
      ledger.context, { kind: 'notarize', epoch: 2n, view: 3n, parent_view: 2n, block: hash(block) }, 5, 1,
    );
    return { kind: subject.kind, epoch: 2, view: 3, parent_view: 2, block: toHex(subject.block), signer, signature: toHex(signature) };
  };
  const row: EvidenceRow = { kind: 'two_notarizes', first: voteRow(1), second: voteRow(2), conviction: null };

  test('makes links be followed and convicts under that epoch\'s keys', async () => {
    const { node, verifier } = await opened();
    const verdict = await verifier.evidence(row);
    expect(verdict).toMatchObject({ state: 'verified', value: { name: 'Validator 5', validator: 1, epoch: 2 } });
    expect(node.asked[0]).toBe(0);
  });
  test('is a mismatch when the node names someone else', async () => {
    const { verifier } = await opened();
    const verdict = await verifier.evidence(row);
    if (verdict.state !== 'verified') throw new Error('not verified');
    const conviction = { name: 'Validator 5', key: toHex(ledger.present.validators[1]!.key), reporter: '', height: 12, from_view: null };
    expect(() => checkEvidenceRow({ ...row, conviction }, verdict.value)).not.toThrow();
    expect(codeOf(judge(() => checkEvidenceRow({ ...row, conviction: { ...conviction, name: 'Bank' } }, verdict.value)))).toBe('mismatch field_differs');
    expect(codeOf(judge(() => checkEvidenceRow({ ...row, conviction: { ...conviction, key: '00'.repeat(32) } }, verdict.value)))).toBe('mismatch field_differs');
  });
});
