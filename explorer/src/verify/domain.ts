// Domain-separated hashing (chain/codec/domain.h): SHA-256( SHA-256(tag) || chain tag || bytes ).
import { sha256 } from '@noble/hashes/sha2.js';
import { type Bytes, concat, utf8 } from '../codec/bytes.ts';

export const kNoChain: Bytes = new Uint8Array(32); // for hashes that are the same on every ledger

export const tags = {
  chain: 'xh/chain/1',
  genesis: 'xh/genesis/1',
  header: 'xh/header/1',
  validators: 'xh/validators/1',
  voteNotarize: 'xh/vote-notarize/1',
  voteNullify: 'xh/vote-nullify/1',
  voteFinalize: 'xh/vote-finalize/1',
} as const;

export function taggedHash(tag: string, chain: Bytes, ...parts: readonly Bytes[]): Bytes {
  return sha256(concat(sha256(utf8(tag)), chain, ...parts));
}

export function makeChainTag(chainId: string, genesisHash: Bytes): Bytes {
  return taggedHash(tags.chain, kNoChain, utf8(chainId), genesisHash);
}
