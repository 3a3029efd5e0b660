// Validators, changes of their set, and evidence against them (docs/api.md), as parse.ts does the rest.
import type { EvidenceKind } from '../codec/messages.ts';
import { asObject, count, flag, hex, items, oneOf, ShapeError, str } from './shape.ts';
import type { Conviction, Edit, EvidenceAnswer, EvidenceRow, MembershipChange, ValidatorRow, ValidatorsAnswer, VoteRow } from './types.ts';

const kMaxNote = 256;
const kVoteKinds = ['notarize', 'nullify', 'finalize'] as const;
const kEvidenceKinds: readonly EvidenceKind[] = ['two_notarizes', 'two_finalizes', 'nullify_and_finalize'];
const kEditKinds = ['add', 'remove', 'replace'] as const;

export function parseValidator(value: unknown): ValidatorRow {
  const v = asObject(value, 'validator');
  const suspended = v['suspended_from_view'];
  return {
    index: count(v, 'index'),
    name: str(v, 'name'),
    operator_account: str(v, 'operator_account'),
    key: hex(v, 'key'),
    node_key: hex(v, 'node_key'),
    address: str(v, 'address'),
    ...(suspended === undefined || suspended === null ? {} : { suspended_from_view: count(v, 'suspended_from_view') }),
  };
}

export function parseValidators(value: unknown): ValidatorsAnswer {
  const v = asObject(value);
  return {
    epoch: count(v, 'epoch'),
    quorum: count(v, 'quorum'),
    max_faulty: count(v, 'max_faulty'),
    first_height: count(v, 'first_height'),
    hash: hex(v, 'hash'),
    validators: items(v, 'validators').map(parseValidator),
    changes: items(v, 'changes').map(parseChange),
  };
}

function indices(from: Record<string, unknown>, name: string): number[] {
  const value = items(from, name);
  if (!value.every((i): i is number => Number.isSafeInteger(i) && (i as number) >= 0)) throw new ShapeError(`${name}: expected places`);
  return value;
}

export function parseChange(value: unknown): MembershipChange {
  const c = asObject(value, 'change');
  return {
    change: hex(c, 'change'),
    proposer: str(c, 'proposer'),
    proposed_at: count(c, 'proposed_at'),
    note: str(c, 'note', kMaxNote),
    accepted: flag(c, 'accepted'),
    edits: items(c, 'edits').map(parseEdit),
    next: items(asObject(c['next'], 'next'), 'validators').map(parseSeat),
    approvals: indices(c, 'approvals'),
    attestations: indices(c, 'attestations'),
    to_attest: indices(c, 'to_attest'),
  };
}

function parseSeat(value: unknown): { name: string; key: string } {
  const v = asObject(value, 'validator');
  return { name: str(v, 'name'), key: hex(v, 'key') };
}

function parseEdit(value: unknown): Edit {
  const e = asObject(value, 'edit');
  const hasKey = e['key'] !== undefined && e['key'] !== null;
  const hasValidator = e['validator'] !== undefined && e['validator'] !== null;
  return {
    kind: oneOf(e, 'kind', kEditKinds), name: str(e, 'name'), key: hasKey ? hex(e, 'key') : '',
    validator: hasValidator ? parseSeat(e['validator']) : null,
  };
}

function parseVote(value: unknown): VoteRow {
  const v = asObject(value, 'vote');
  const s = asObject(v['subject'], 'subject');
  return {
    kind: oneOf(s, 'kind', kVoteKinds), epoch: count(s, 'epoch'), view: count(s, 'view'), parent_view: count(s, 'parent_view'),
    block: hex(s, 'block'), signer: count(v, 'signer'), signature: hex(v, 'signature', 64),
  };
}

function parseEvidence(value: unknown, conviction: Conviction | null): EvidenceRow {
  const e = asObject(value, 'evidence');
  return { kind: oneOf(e, 'kind', kEvidenceKinds), first: parseVote(e['first']), second: parseVote(e['second']), conviction };
}

function parseConviction(value: unknown): EvidenceRow {
  const c = asObject(value, 'conviction');
  const leadsOn = c['from_view'] === undefined || c['from_view'] === null;
  return parseEvidence(c['evidence'], {
    name: str(c, 'name'), key: hex(c, 'key'), reporter: str(c, 'reporter'), height: count(c, 'height'), from_view: leadsOn ? null : count(c, 'from_view'),
  });
}

export function parseEvidenceAnswer(value: unknown): EvidenceAnswer {
  const a = asObject(value);
  return { on_chain: items(a, 'on_chain').map(parseConviction), held: items(a, 'held').map((e) => parseEvidence(e, null)) };
}
