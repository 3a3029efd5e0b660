// What the node says of validators, changes and evidence: its shape, and the words that pages make of it.
import { describe, expect, test } from 'vitest';
import { parseChange, parseEvidenceAnswer, parseValidator, parseValidators } from '../src/api/parse_membership.ts';
import { ShapeError } from '../src/api/shape.ts';
import type { Edit } from '../src/api/types.ts';
import { evidenceDocument, validatorsDocument } from '../e2e/mock_membership.ts';
import { translator } from '../src/i18n/index.ts';
import { membersChanged } from '../src/pages/epoch_history.tsx';
import { onlyHeld } from '../src/pages/evidence.tsx';
import { editWords } from '../src/pages/open_changes.tsx';
import type { EpochInfo } from '../src/verify/protocol.ts';
import { FixtureLedger, makeGenesisDocument } from './fixture.ts';

const ledger = new FixtureLedger(12, makeGenesisDocument(), [{ at: 5, people: [0, 1, 2, 4] }, { at: 9, people: [0, 1, 2, 4, 5] }]);
const clone = (value: unknown): any => JSON.parse(JSON.stringify(value));
const validators = clone(validatorsDocument(ledger));
const evidence = clone(evidenceDocument(ledger));
const changed = (document: any, change: (copy: any) => void): unknown => {
  const copy = clone(document);
  change(copy);
  return copy;
};

describe('a node\'s answer', () => {
  test('about validators is taken when it has the shape', () => {
    const answer = parseValidators(validators);
    expect(answer).toMatchObject({ epoch: 2, quorum: 4, max_faulty: 1, first_height: 10 });
    expect(answer.validators.map((v) => v.suspended_from_view)).toEqual([undefined, 0, undefined, undefined, undefined]);
    expect(answer.changes[0]).toMatchObject({ accepted: true, to_attest: [4], edits: [{ kind: 'replace', key: '', validator: { name: 'Validator 7' } }] });
    expect(parseValidator({ ...validators.validators[0], suspended_from_view: null }).suspended_from_view).toBeUndefined();
  });
  test('about evidence is taken when it has the shape; kinds come by name or by number', () => {
    const answer = parseEvidenceAnswer(evidence);
    expect(answer.on_chain.map((e) => [e.kind, e.conviction?.name, e.conviction?.from_view])).toEqual([['two_notarizes', '监管', 20], ['nullify_and_finalize', 'Employer A', 17]]);
    expect(answer.held.map((e) => [e.kind, e.conviction])).toEqual([['two_finalizes', null]]);
    const numbered = changed(evidence, (e) => { e.held[0].kind = 1; e.held[0].first.subject.kind = 'finalize'; });
    expect(parseEvidenceAnswer(numbered).held).toEqual(answer.held);
    const leadsOn = changed(evidence, (e) => { delete e.on_chain[0].from_view; });
    expect(parseEvidenceAnswer(leadsOn).on_chain[0]!.conviction!.from_view).toBeNull();
  });
  test.each<[string, () => unknown]>([
    ['a quorum that is text', () => parseValidators(changed(validators, (v) => { v.quorum = '4'; }))],
    ['no list of changes', () => parseValidators(changed(validators, (v) => { v.changes = {}; }))],
    ['a suspension from a negative view', () => parseValidator({ ...validators.validators[1], suspended_from_view: -1 })],
    ['a seat that is no number', () => parseChange(changed(validators.changes[0], (c) => { c.approvals = ['0']; }))],
    ['an edit of an unknown kind', () => parseChange(changed(validators.changes[0], (c) => { c.edits[0].kind = 'swap'; }))],
    ['a change that is neither accepted nor not', () => parseChange(changed(validators.changes[0], (c) => { c.accepted = 'yes'; }))],
    ['a note without end', () => parseChange(changed(validators.changes[0], (c) => { c.note = 'x'.repeat(300); }))],
    ['evidence of an unknown kind', () => parseEvidenceAnswer(changed(evidence, (e) => { e.held[0].kind = 3; }))],
    ['a vote of an unknown kind', () => parseEvidenceAnswer(changed(evidence, (e) => { e.held[0].first.subject.kind = 'abstain'; }))],
    ['a signature cut short', () => parseEvidenceAnswer(changed(evidence, (e) => { e.held[0].second.signature = 'ab'; }))],
    ['a view above 2^53', () => parseEvidenceAnswer(changed(evidence, (e) => { e.held[0].second.subject.view = 2 ** 60; }))],
    ['a conviction without its votes', () => parseEvidenceAnswer(changed(evidence, (e) => { delete e.on_chain[0].evidence; }))],
  ])('is refused with %s', (_, parse) => expect(parse).toThrow(ShapeError));
});

test('evidence that is on the ledger counts as held no more, whatever the order of its votes', () => {
  const { on_chain, held } = parseEvidenceAnswer(evidence);
  const known = on_chain.map((row) => ({ ...row, first: row.second, second: row.first, conviction: null }));
  expect(onlyHeld({ on_chain, held: [...known, ...held] })).toEqual(held);
  expect(onlyHeld({ on_chain: [], held: known })).toEqual(known);
});

describe('a change in words', () => {
  const present = [{ name: 'Union', key: 'aa' }, { name: 'Bank', key: 'bb' }];
  const edit = (kind: Edit['kind'], name: string, key: string, next: string | null): Edit =>
    ({ kind, name, key, validator: next === null ? null : { name: next, key: 'cc' } });
  test.each<[string, Edit]>([
    ['Add Court', edit('add', '', '', 'Court')],
    ['Remove Bank', edit('remove', 'Bank', '', null)],
    ['Remove Bank', edit('remove', '', 'bb', null)],
    ['Remove dd', edit('remove', '', 'dd', null)],
    ['Replace Bank by Court', edit('replace', '', 'bb', 'Court')],
    ['A new key for Bank', edit('replace', 'Bank', '', 'Bank')],
  ])('%s', (words, e) => expect(editWords(e, present, translator('en'))).toBe(words));
});

test('who came and who left is told by key, so that a new key shows', () => {
  const info = (...people: [string, string][]) => ({ validators: people.map(([name, key]) => ({ name, key })) }) as unknown as EpochInfo;
  const before = info(['Union', 'aa'], ['Bank', 'bb'], ['Court', 'cc']);
  expect(membersChanged(info(['Union', 'aa'], ['Bank', 'b2'], ['Press', 'dd']), before)).toEqual({ came: ['Bank', 'Press'], left: ['Bank', 'Court'] });
  expect(membersChanged(before, before)).toEqual({ came: [], left: [] });
});
