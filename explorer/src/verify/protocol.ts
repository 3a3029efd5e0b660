// Messages between a page and its verification worker. Each request has an id; each gets exactly one answer.
import type { EvidenceRow, TransactionSummary, ValidatorRow } from '../api/types.ts';
import type { ProvenFault } from './evidence.ts';
import type { LightBlock, VerifiedHeader } from './light_block.ts';
import type { Verdict } from './verdict.ts';

// What the browser itself computed from the genesis document.
export interface Ledger {
  readonly chainId: string;
  readonly clock: 'real' | 'driven';
  readonly genesisHash: string;
  readonly chainTag: string;
}

// An epoch that the browser followed the links to. `end` is its last block; none in the present epoch.
export interface EpochInfo {
  readonly epoch: number;
  readonly firstHeight: number;
  readonly end: { readonly height: number; readonly id: string; readonly timeMs: number; readonly signers: readonly number[] } | null;
  readonly hash: string;
  readonly quorum: number;
  readonly maxFaulty: number;
  readonly validators: readonly ValidatorRow[];
}

export interface Operations {
  open: { ask: { genesisText: string }; answer: Verdict<{ ledger: Ledger; epochs: readonly EpochInfo[] }> };
  // Takes the links that follow the last epoch known, in order; stops at the first that does not hold.
  follow: { ask: { epochsText: string }; answer: { epochs: readonly EpochInfo[]; verdict: Verdict<null> } };
  light: { ask: { light: LightBlock; height: number }; answer: Verdict<VerifiedHeader> };
  transaction: { ask: { row: TransactionSummary; block: VerifiedHeader }; answer: Verdict<null> };
  transactions: { ask: { rows: readonly TransactionSummary[]; block: VerifiedHeader }; answer: boolean };
  evidence: { ask: { row: EvidenceRow }; answer: Verdict<ProvenFault> };
}
export type OperationName = keyof Operations;

export type Request = { [K in OperationName]: { id: number; operation: K } & Operations[K]['ask'] }[OperationName];
export type Response = { id: number; answer: unknown } | { id: number; fault: string };
