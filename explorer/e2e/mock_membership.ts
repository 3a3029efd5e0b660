// What the mock node says of validators, changes and evidence: one validator suspended, two changes under way, evidence of all three kinds.
import { toHex } from '../src/codec/bytes.ts';
import { toAddress } from '../src/codec/address.ts';
import type { EvidenceKind, Subject } from '../src/codec/messages.ts';
import { maxFaultyOf, quorumOf } from '../src/verify/chain_context.ts';
import { type FixtureLedger, makeValidator, makeVote, validatorJson, voteJson } from '../tests/fixture.ts';

const kSuspended = 1; // a person of every epoch of the mock ledger
const kLater = 7; // who is to take a seat

const hash = (n: number): Uint8Array => new Uint8Array(32).fill(n);
const subject = (kind: Subject['kind'], epoch: number, view: number, block: number): Subject => kind === 'nullify'
  ? { kind, epoch: BigInt(epoch), view: BigInt(view), parent_view: 0n, block: hash(0) }
  : { kind, epoch: BigInt(epoch), view: BigInt(view), parent_view: BigInt(view - 1), block: hash(block) };

function evidence({ context }: FixtureLedger, kind: EvidenceKind, person: number, first: Subject, second: Subject): object {
  return { kind, first: voteJson(makeVote(context, first, person)), second: voteJson(makeVote(context, second, person)) };
}

function conviction(person: number, height: number, fromView: number | null, proof: object): object {
  const { name, key } = makeValidator(person);
  const reporter = toAddress(makeValidator(0).operator_account);
  return { evidence: proof, name, key: toHex(key), reporter, height, ...(fromView === null ? {} : { from_view: fromView }) };
}

export function evidenceDocument(ledger: FixtureLedger): object {
  const proposals = evidence(ledger, 'two_notarizes', 3, subject('notarize', 0, 9, 1), subject('notarize', 0, 9, 2));
  const givenUp = evidence(ledger, 'nullify_and_finalize', kSuspended, subject('nullify', 1, 4, 0), subject('finalize', 1, 4, 3));
  return {
    on_chain: [conviction(3, 12, 20, proposals), conviction(kSuspended, 30, 17, givenUp)],
    held: [evidence(ledger, 'two_finalizes', 2, subject('finalize', 2, 3, 4), subject('finalize', 2, 3, 5))],
  };
}

function change(ledger: FixtureLedger, seed: number, more: object): object {
  const { validators } = ledger.present;
  return {
    change: toHex(hash(seed)), proposer: toAddress(validators[0]!.operator_account), proposed_at: Number(ledger.context.timeMs), edits: [], note: '',
    next: { epoch: Number(ledger.present.epoch) + 1, validators: validators.map(validatorJson) }, approvals: [0], attestations: [], to_attest: [],
    accepted: false, status: 'open', ...more,
  };
}

export function validatorsDocument(ledger: FixtureLedger): object {
  const { epoch, validators, hash: setHash } = ledger.present;
  const key = toHex(makeValidator(kSuspended).key);
  const rows = validators.map((v, index) => {
    const row = { index, ...validatorJson(v) };
    return row.key === key && epoch > 1n ? { ...row, suspended_from_view: 0 } : row;
  });
  const later = validatorJson(makeValidator(kLater));
  const next = { epoch: Number(epoch) + 1, validators: [...validators.slice(0, -1).map(validatorJson), later] };
  const edits = [{ kind: 'replace', name: validators.at(-1)!.name, validator: later }];
  return {
    epoch: Number(epoch), quorum: quorumOf(rows.length), max_faulty: maxFaultyOf(rows.length), first_height: ledger.firstHeight, validators: rows,
    hash: toHex(setHash),
    changes: [
      change(ledger, 0xc1, { edits, next, approvals: rows.map((r) => r.index), to_attest: [rows.length - 1], accepted: true, status: 'accepted', note: 'A new machine' }),
      change(ledger, 0xc2, {}),
    ],
  };
}
