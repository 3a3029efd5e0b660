// What follows from a genesis document alone (chain/ledger/genesis.h, make_context): the trust anchor of everything else; and what makes a
// list of validators a set that may decide (chain/ledger/validator_set.h).
import { schnorr } from '@noble/curves/secp256k1.js';
import { type Bytes, concat, toHex } from '../codec/bytes.ts';
import { GenesisType, type Genesis, kMaxValidators, kMinValidators, type Validator, type ValidatorSet, ValidatorSetType } from '../codec/messages.ts';
import { encode, type Json, parseMessage } from '../codec/schema.ts';
import { CodecError } from '../codec/wire.ts';
import { kNoChain, makeChainTag, taggedHash, tags } from './domain.ts';
import { refuse } from './verdict.ts';

// The validators of an epoch and the hash that its headers carry.
export interface EpochSet {
  readonly epoch: bigint;
  readonly validators: readonly Validator[];
  readonly hash: Bytes;
}

export interface ChainContext {
  readonly chainId: string;
  readonly clock: 'real' | 'driven';
  readonly timeMs: bigint;
  readonly genesisHash: Bytes;
  readonly chainTag: Bytes;
  readonly genesisSet: EpochSet; // epoch 0
}

// n validators, f = floor((n-1)/3) of whom may lie; a quorum is n - f (consensus.md).
export const maxFaultyOf = (validators: number): number => Math.floor((validators - 1) / 3);
export const quorumOf = (validators: number): number => validators - maxFaultyOf(validators);

export function genesisHash(genesis: Genesis): Bytes {
  return taggedHash(tags.genesis, kNoChain, encode(GenesisType, genesis));
}

export function makeEpochSet({ epoch, validators }: ValidatorSet, chainTag: Bytes): EpochSet {
  return { epoch, validators, hash: taggedHash(tags.validators, chainTag, encode(ValidatorSetType, { epoch, validators })) };
}

// Refuses a document that is no genesis or whose validators could not form a quorum.
export function makeContext(document: Json): ChainContext {
  const genesis = parseGenesis(document);
  const flaw = flawOf(genesis.validators);
  if (flaw !== null) refuse('genesis_malformed', { what: flaw });
  const hash = genesisHash(genesis);
  const chainTag = makeChainTag(genesis.chain_id, hash);
  return {
    chainId: genesis.chain_id,
    clock: genesis.clock,
    timeMs: genesis.time,
    genesisHash: hash,
    chainTag,
    genesisSet: makeEpochSet({ epoch: 0n, validators: genesis.validators }, chainTag),
  };
}

function parseGenesis(document: Json): Genesis {
  try {
    return parseMessage(GenesisType, document);
  } catch (error) {
    if (error instanceof CodecError) refuse('genesis_malformed', { what: error.message });
    throw error;
  }
}

// Why these validators can be no set; null when they can.
export function flawOf(validators: readonly Validator[]): string | null {
  if (validators.length < kMinValidators || validators.length > kMaxValidators) return `${validators.length} validators`;
  if (hasTwice(validators.map((v) => v.key))) return 'a key twice';
  if (hasTwice(validators.map((v) => v.node_key))) return 'a node key twice';
  const lost = validators.find((v) => !isCurvePoint(v.key));
  return lost === undefined ? null : `${lost.name}: key not on the curve`;
}

const hasTwice = (keys: readonly Bytes[]): boolean => new Set(keys.map(toHex)).size !== keys.length;

function isCurvePoint(key: Bytes): boolean {
  try {
    schnorr.Point.fromBytes(concat(Uint8Array.of(2), key));
    return true;
  } catch {
    return false;
  }
}
