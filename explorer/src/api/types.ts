// The API's public data (docs/api.md), as far as pages use it. Shapes are enforced by parse.ts.
import type { EvidenceKind, Subject } from '../codec/messages.ts';

export interface NodeStatus {
  chain_id: string;
  genesis_hash: string;
  height: number;
  block_id: string;
  block_time: number;
  epoch: number;
  view: number;
  clock: 'real' | 'driven';
  node: { name: string; version: string };
  peers_up: number;
  mempool_transactions: number;
}

// Roots, parent and validator_set_hash come with a single block, not in lists.
export interface BlockSummary {
  height: number;
  id: string;
  time: number;
  proposer: number;
  view: number;
  epoch: number;
  transaction_count: number;
  receipt_count: number;
  state_root?: string;
  transactions_root?: string;
  receipts_root?: string;
  parent?: string;
  validator_set_hash?: string;
}

export interface TransactionSummary {
  id: string;
  hash: string;
  height: number;
  index: number;
  time: number;
  type: string;
  state: string;
  proof?: { size: number; path: string[] };
}

export interface BlockDetail {
  summary: BlockSummary;
  header: string; // hexadecimal, exact bytes
  transactions: TransactionSummary[];
}

export interface ValidatorRow {
  index: number;
  name: string;
  operator_account: string;
  key: string;
  node_key: string;
  address: string;
  suspended_from_view?: number; // of the present epoch; the node's word
}

// A change of the validator set on its way (contracts/governance/changes.h). Seats are those of the present set, `next` is what it leads to.
export interface Edit {
  kind: 'add' | 'remove' | 'replace';
  name: string;
  key: string; // empty when the validator was named
  validator: { name: string; key: string } | null;
}
export interface MembershipChange {
  change: string;
  proposer: string;
  proposed_at: number;
  note: string;
  accepted: boolean;
  edits: Edit[];
  next: { name: string; key: string }[];
  approvals: number[]; // seats of the present set
  attestations: number[]; // places in `next`
  to_attest: number[]; // places in `next`, those who did included
}

export interface ValidatorsAnswer {
  epoch: number;
  quorum: number;
  max_faulty: number;
  first_height: number;
  hash: string;
  validators: ValidatorRow[];
  changes: MembershipChange[];
}

// What the ledger keeps of evidence (contracts/governance/convictions.h), and what this node holds besides.
export interface VoteRow {
  kind: Subject['kind'];
  epoch: number;
  view: number;
  parent_view: number;
  block: string;
  signer: number;
  signature: string;
}
export interface EvidenceRow {
  kind: EvidenceKind;
  first: VoteRow;
  second: VoteRow;
  conviction: Conviction | null; // none: not on the chain
}
export interface Conviction {
  name: string;
  key: string;
  reporter: string;
  height: number;
  from_view: number | null; // none: convicted, and leads on
}
export interface EvidenceAnswer {
  on_chain: EvidenceRow[];
  held: EvidenceRow[];
}

export interface Page<T> {
  items: T[];
  next: string | null;
}
