// Transaction rows against their block's transactions root. Runs in the worker: it hashes.
import type { TransactionSummary } from '../api/types.ts';
import { type Bytes, equalBytes, fromHex } from '../codec/bytes.ts';
import type { VerifiedHeader } from './light_block.ts';
import { leafHash, listRoot, verifyInclusion } from './list_tree.ts';
import { same } from './rows.ts';
import { refuse } from './verdict.ts';

// A transaction row against its block's verified header: its hash, place and time are proven. Its id and type are the node's word, since
// the bytes that would prove them are private.
export function checkTransactionRow(row: TransactionSummary, block: VerifiedHeader): void {
  same('height', row.height, block.height);
  same('time', row.time, block.timeMs);
  if (row.proof === undefined) refuse('no_proof');
  if (row.proof.size !== block.transactionCount) {
    refuse('proof_size', { shown: String(row.proof.size), proven: String(block.transactionCount) });
  }
  const proof = { index: row.index, size: row.proof.size, path: row.proof.path.map(hash32) };
  if (!verifyInclusion(hash32(block.transactionsRoot), leafHash(hash32(row.hash)), proof)) refuse('proof_root');
}

// True when these rows, in order, are exactly the block's transactions: then none of them needs a proof of its own.
export function rowsMakeRoot(rows: readonly TransactionSummary[], block: VerifiedHeader): boolean {
  if (rows.length !== block.transactionCount || rows.some((row, i) => row.index !== i || row.height !== block.height || row.time !== block.timeMs)) return false;
  const root = listRoot(rows.map((row) => leafHash(hash32(row.hash))));
  return equalBytes(root, hash32(block.transactionsRoot));
}

function hash32(hex: string): Bytes {
  if (hex.length !== 64) refuse('proof_malformed');
  try {
    return fromHex(hex);
  } catch {
    return refuse('proof_malformed');
  }
}
