// The API's public data (docs/api.md), as far as pages use it. Shapes are enforced by parse.ts.

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
}

export interface ValidatorsAnswer {
  epoch: number;
  quorum: number;
  hash: string;
  validators: ValidatorRow[];
}

export interface Page<T> {
  items: T[];
  next: string | null;
}
