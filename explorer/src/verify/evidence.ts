// Proof that a validator broke the protocol (chain/ledger/evidence.h): two votes of one epoch and view that no honest validator signs both.
// The votes' contents are compared, never their signature bytes; both signatures are checked here with the validator's own key.
import { schnorr } from '@noble/curves/secp256k1.js';
import { toHex } from '../codec/bytes.ts';
import type { Evidence, EvidenceKind, Subject, Vote } from '../codec/messages.ts';
import { isWellFormed, voteDigest } from './certificate.ts';
import type { ChainContext, EpochSet } from './chain_context.ts';
import type { EpochTrail } from './epochs.ts';
import { refuse } from './verdict.ts';

// Who is convicted, of what. The key tells whether the same validator sits in a later epoch's set.
export interface ProvenFault {
  readonly kind: EvidenceKind;
  readonly epoch: number;
  readonly view: number;
  readonly validator: number;
  readonly name: string;
  readonly key: string;
}

const isSame = (a: Subject, b: Subject): boolean => a.parent_view === b.parent_view && toHex(a.block) === toHex(b.block);

// What two votes of one signer prove, if anything. Not faults: notarize then nullify; notarize one block and finalize another.
export function conflictOf({ subject: a, signer: first }: Vote, { subject: b, signer: second }: Vote): EvidenceKind | null {
  if (first !== second || a.epoch !== b.epoch || a.view !== b.view) return null;
  if (a.kind === b.kind) {
    if (a.kind === 'nullify' || isSame(a, b)) return null;
    return a.kind === 'notarize' ? 'two_notarizes' : 'two_finalizes';
  }
  const kinds = [a.kind, b.kind];
  return kinds.includes('nullify') && kinds.includes('finalize') ? 'nullify_and_finalize' : null;
}

export function verifyEvidence(context: ChainContext, trail: EpochTrail, evidence: Evidence): ProvenFault {
  const { first, second } = evidence;
  const kind = conflictOf(first, second);
  if (kind === null) refuse('evidence_no_conflict');
  if (kind !== evidence.kind) refuse('evidence_other_kind');
  const { set } = trail.of(first.subject.epoch);
  const validator = set.validators[first.signer] ?? refuse('validator_unknown', { index: String(first.signer) });
  checkVote(context, set, first, '1');
  checkVote(context, set, second, '2');
  return {
    kind, epoch: Number(first.subject.epoch), view: Number(first.subject.view), validator: first.signer, name: validator.name, key: toHex(validator.key),
  };
}

function checkVote(context: ChainContext, set: EpochSet, { subject, signer, signature }: Vote, place: string): void {
  if (!isWellFormed(subject)) refuse('evidence_vote_malformed', { place });
  const { name, key } = set.validators[signer]!;
  if (!schnorr.verify(signature, voteDigest(context.chainTag, subject), key)) refuse('evidence_signature', { place, validator: name });
}
