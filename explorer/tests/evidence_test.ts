// Evidence: what two votes prove, under the keys of their own epoch.
import { describe, expect, test } from 'vitest';
import { toHex } from '../src/codec/bytes.ts';
import { type Evidence, EvidenceType, type Subject, type Vote } from '../src/codec/messages.ts';
import { decode, encode } from '../src/codec/schema.ts';
import { conflictOf, verifyEvidence } from '../src/verify/evidence.ts';
import { judge } from '../src/verify/verdict.ts';
import { FixtureLedger, makeGenesisDocument, makeValidator, makeVote } from './fixture.ts';

const ledger = new FixtureLedger(8, makeGenesisDocument(), [{ at: 5, people: [0, 1, 2, 4] }]);
const { context } = ledger;
const zero = new Uint8Array(32);
const block = (n: number): Uint8Array => new Uint8Array(32).fill(n);
const about = (kind: Subject['kind'], n: number, change: Partial<Subject> = {}): Subject =>
  kind === 'nullify' ? { kind, epoch: 0n, view: 7n, parent_view: 0n, block: zero, ...change } : { kind, epoch: 0n, view: 7n, parent_view: 6n, block: block(n), ...change };
const vote = (kind: Subject['kind'], n: number, change: Partial<Subject> = {}): Vote => makeVote(context, about(kind, n, change), 3);

const twice: Evidence = { kind: 'two_notarizes', first: vote('notarize', 1), second: vote('notarize', 2) };
function codeOf(evidence: Evidence, trail = ledger.trail()): string {
  const verdict = judge(() => verifyEvidence(context, trail, evidence));
  return verdict.state === 'verified' ? `verified ${verdict.value.kind}` : `${verdict.state} ${verdict.reason.code}`;
}

describe('two votes convict', () => {
  test.each<[Evidence['kind'], Vote, Vote]>([
    ['two_notarizes', vote('notarize', 1), vote('notarize', 2)],
    ['two_notarizes', vote('notarize', 1), vote('notarize', 1, { parent_view: 5n })],
    ['two_finalizes', vote('finalize', 1), vote('finalize', 2)],
    ['nullify_and_finalize', vote('nullify', 0), vote('finalize', 1)],
    ['nullify_and_finalize', vote('finalize', 1), vote('nullify', 0)],
  ])('of %s', (kind, first, second) => expect(codeOf({ kind, first, second })).toBe(`verified ${kind}`));

  test('the validator whose key signed both, whose name is that of its epoch', () => {
    expect(judge(() => verifyEvidence(context, ledger.trail(), twice))).toMatchObject({
      state: 'verified', value: { validator: 3, name: '监管', key: toHex(makeValidator(3).key), epoch: 0, view: 7 },
    });
  });
  test('in a later epoch, under that epoch\'s keys', () => {
    const later = { ...twice, first: makeVote(context, about('notarize', 1, { epoch: 1n }), 4, 3), second: makeVote(context, about('notarize', 2, { epoch: 1n }), 4, 3) };
    expect(codeOf(later)).toBe('verified two_notarizes');
    expect(codeOf(later, ledger.trail([]))).toBe('unverified later_epoch');
    const former = { ...later, first: makeVote(context, later.first.subject, 3), second: makeVote(context, later.second.subject, 3) };
    expect(codeOf(former)).toBe('mismatch evidence_signature');
  });
  test('and survive the round trip byte for byte', () => {
    const bytes = encode(EvidenceType, twice);
    expect(decode(EvidenceType, bytes)).toEqual(twice);
    expect(encode(EvidenceType, decode(EvidenceType, bytes))).toEqual(bytes);
  });
});

describe('two votes convict nobody', () => {
  test.each<[string, Vote, Vote]>([
    ['notarize then nullify', vote('notarize', 1), vote('nullify', 0)],
    ['notarize one block and finalize another', vote('notarize', 1), vote('finalize', 2)],
    ['one vote twice', vote('notarize', 1), vote('notarize', 1)],
    ['one vote with two signatures', vote('finalize', 1), { ...vote('finalize', 1), signature: new Uint8Array(64).fill(5) }],
    ['two nullifies', vote('nullify', 0), vote('nullify', 0)],
    ['two views', vote('notarize', 1), vote('notarize', 2, { view: 8n })],
    ['two epochs', vote('notarize', 1), vote('notarize', 2, { epoch: 1n })],
    ['two validators', vote('notarize', 1), makeVote(context, about('notarize', 2), 2)],
  ])('%s', (_, first, second) => {
    expect(conflictOf(first, second)).toBeNull();
    expect(codeOf({ kind: 'two_notarizes', first, second })).toBe('mismatch evidence_no_conflict');
  });
});

describe('evidence is a mismatch', () => {
  test.each<[string, Evidence, string]>([
    ['of another kind than it says', { ...twice, kind: 'two_finalizes' }, 'evidence_other_kind'],
    ['with the first signature of another key', { ...twice, first: makeVote(context, twice.first.subject, 2, 3) }, 'evidence_signature'],
    ['with the second signature of another key', { ...twice, second: makeVote(context, twice.second.subject, 2, 3) }, 'evidence_signature'],
    ['with signatures exchanged', { ...twice, first: { ...twice.first, signature: twice.second.signature }, second: { ...twice.second, signature: twice.first.signature } }, 'evidence_signature'],
    ['with a block changed', { ...twice, second: { ...twice.second, subject: about('notarize', 9) } }, 'evidence_signature'],
    ['against a validator that the epoch lacks', { ...twice, first: makeVote(context, twice.first.subject, 3, 4), second: makeVote(context, twice.second.subject, 3, 4) }, 'validator_unknown'],
    ['with a nullify that names a block', { kind: 'nullify_and_finalize', first: vote('nullify', 0, { block: block(1) }), second: vote('finalize', 1) }, 'evidence_vote_malformed'],
    ['with a vote for no block', { ...twice, second: vote('notarize', 0, { block: zero }) }, 'evidence_vote_malformed'],
    ['with a parent in its own view', { ...twice, second: vote('notarize', 2, { parent_view: 7n }) }, 'evidence_vote_malformed'],
  ])('%s', (_, evidence, code) => expect(codeOf(evidence)).toBe(`mismatch ${code}`));
});
