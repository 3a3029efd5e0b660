// Messages between a page and its verification worker. Each request has an id; each gets exactly one answer.
import type { TransactionSummary, ValidatorRow } from '../api/types.ts';
import type { LightBlock, VerifiedHeader } from './light_block.ts';
import type { Verdict } from './verdict.ts';

// What the browser itself computed from the genesis document.
export interface Ledger {
  readonly chainId: string;
  readonly clock: 'real' | 'driven';
  readonly genesisHash: string;
  readonly chainTag: string;
  readonly validatorSetHash: string;
  readonly quorum: number;
  readonly validators: readonly ValidatorRow[];
}

export interface Operations {
  open: { ask: { genesisText: string }; answer: Verdict<Ledger> };
  light: { ask: { light: LightBlock; height: number }; answer: Verdict<VerifiedHeader> };
  transaction: { ask: { row: TransactionSummary; block: VerifiedHeader }; answer: Verdict<null> };
  transactions: { ask: { rows: readonly TransactionSummary[]; block: VerifiedHeader }; answer: boolean };
}
export type OperationName = keyof Operations;

export type Request = { [K in OperationName]: { id: number; operation: K } & Operations[K]['ask'] }[OperationName];
export type Response = { id: number; answer: unknown } | { id: number; fault: string };
