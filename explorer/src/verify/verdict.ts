// What a check ended in, as pages show it. A reason is a code that the dictionaries translate, plus facts for its placeholders.

export const kReasonCodes = [
  // the node's evidence does not hold: mismatch
  'header_malformed',
  'header_other_ledger',
  'header_other_validators',
  'header_other_epoch',
  'header_outside_epoch',
  'header_other_height',
  'link_parent',
  'link_height',
  'link_time',
  'link_after_epoch',
  'too_many_links',
  'certificate_malformed',
  'certificate_kind',
  'certificate_epoch',
  'certificate_other_block',
  'certificate_bitmap',
  'certificate_quorum',
  'certificate_signature',
  'field_differs',
  'proof_malformed',
  'proof_size',
  'proof_root',
  'genesis_malformed',
  'validator_unknown',
  'epoch_malformed',
  'epoch_goes_on',
  'epoch_other_set',
  'epoch_number',
  'evidence_no_conflict',
  'evidence_other_kind',
  'evidence_vote_malformed',
  'evidence_signature',
  // nothing was proven: not verified
  'not_final_yet',
  'later_epoch',
  'unreachable',
  'no_proof',
  'no_anchor',
  'anchor_changed',
  'verifier_failed',
] as const;
export type ReasonCode = (typeof kReasonCodes)[number];

const kUnproven: ReadonlySet<ReasonCode> = new Set<ReasonCode>([
  'not_final_yet', 'later_epoch', 'unreachable', 'no_proof', 'no_anchor', 'anchor_changed', 'verifier_failed',
]);

export interface Reason {
  readonly code: ReasonCode;
  readonly facts: Readonly<Record<string, string>>;
}

export type Verdict<T = unknown> =
  | { readonly state: 'verified'; readonly value: T }
  | { readonly state: 'unverified' | 'mismatch'; readonly reason: Reason };

export class Refusal extends Error {
  readonly reason: Reason;

  constructor(code: ReasonCode, facts: Record<string, string> = {}) {
    super(code);
    this.reason = { code, facts };
  }
}

export function refuse(code: ReasonCode, facts: Record<string, string> = {}): never {
  throw new Refusal(code, facts);
}

export function failed(reason: Reason): Verdict<never> {
  return { state: kUnproven.has(reason.code) ? 'unverified' : 'mismatch', reason };
}

// Runs a check; a Refusal becomes the verdict it names. Any other exception is a bug of ours and passes.
export function judge<T>(check: () => T): Verdict<T> {
  try {
    return { state: 'verified', value: check() };
  } catch (error) {
    if (error instanceof Refusal) return failed(error.reason);
    throw error;
  }
}
