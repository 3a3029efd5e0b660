// The RFC 9162 list tree (chain/merkle/list_proof.h): leaf = SHA-256(0x00 || data), node = SHA-256(0x01 || left || right), the empty list is
// SHA-256(""). A proof's size is not bound by the root: callers take it from the header's own count.
import { sha256 } from '@noble/hashes/sha2.js';
import { type Bytes, concat, equalBytes } from '../codec/bytes.ts';

export interface ListProof {
  readonly index: number;
  readonly size: number;
  readonly path: readonly Bytes[]; // siblings, from the leaf upwards
}

const kLeaf = Uint8Array.of(0);
const kNode = Uint8Array.of(1);

export const leafHash = (data: Bytes): Bytes => sha256(concat(kLeaf, data));
export const nodeHash = (left: Bytes, right: Bytes): Bytes => sha256(concat(kNode, left, right));

export function listRoot(leafHashes: readonly Bytes[]): Bytes {
  if (leafHashes.length === 0) return sha256(new Uint8Array(0));
  let level = [...leafHashes];
  while (level.length > 1) level = raiseLevel(level);
  return level[0]!;
}

// A level's parents; an odd last node rises as it is.
function raiseLevel(level: readonly Bytes[]): Bytes[] {
  const out: Bytes[] = [];
  for (let i = 0; i < level.length; i += 2) {
    const right = level[i + 1];
    out.push(right === undefined ? level[i]! : nodeHash(level[i]!, right));
  }
  return out;
}

export function proveInclusion(leafHashes: readonly Bytes[], index: number): ListProof {
  const path: Bytes[] = [];
  let level = [...leafHashes];
  for (let at = index; level.length > 1; at >>= 1) {
    const sibling = level[at ^ 1];
    if (sibling !== undefined) path.push(sibling);
    level = raiseLevel(level);
  }
  return { index, size: leafHashes.length, path };
}

// RFC 9162, 2.1.3.2. `root` is trusted, everything in `proof` is not.
export function verifyInclusion(root: Bytes, leaf: Bytes, proof: ListProof): boolean {
  if (!Number.isSafeInteger(proof.index) || !Number.isSafeInteger(proof.size)) return false;
  if (proof.index < 0 || proof.index >= proof.size || proof.size > 2 ** 31) return false;
  let index = proof.index;
  let last = proof.size - 1;
  let at = leaf;
  for (const sibling of proof.path) {
    if (last === 0) return false;
    if (index % 2 === 1 || index === last) {
      at = nodeHash(sibling, at);
      // A node without a sibling on its level rises until it is a right child.
      while (index % 2 === 0 && index !== 0) {
        index >>= 1;
        last >>= 1;
      }
    } else {
      at = nodeHash(at, sibling);
    }
    index >>= 1;
    last >>= 1;
  }
  return last === 0 && equalBytes(at, root);
}
