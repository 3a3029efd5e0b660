// What follows from a genesis document alone (chain/ledger/genesis.h, make_context): the trust anchor of everything else.
import { schnorr } from '@noble/curves/secp256k1.js';
import { type Bytes, concat, toHex } from '../codec/bytes.ts';
import { GenesisType, type Genesis, kMaxValidators, kMinValidators, type Validator, ValidatorSetType } from '../codec/messages.ts';
import { encode, type Json, parseMessage } from '../codec/schema.ts';
import { CodecError } from '../codec/wire.ts';
import { kNoChain, makeChainTag, taggedHash, tags } from './domain.ts';
import { refuse } from './verdict.ts';

export interface ChainContext {
  readonly chainId: string;
  readonly clock: 'real' | 'driven';
  readonly timeMs: bigint;
  readonly genesisHash: Bytes;
  readonly chainTag: Bytes;
  readonly validators: readonly Validator[]; // epoch 0
  readonly validatorSetHash: Bytes;
}

// A quorum of n validators, f = floor((n-1)/3) of whom may lie (consensus.md).
export const quorumOf = (validators: number): number => validators - Math.floor((validators - 1) / 3);

export function genesisHash(genesis: Genesis): Bytes {
  return taggedHash(tags.genesis, kNoChain, encode(GenesisType, genesis));
}

export function validatorSetHash(validators: readonly Validator[], chainTag: Bytes): Bytes {
  return taggedHash(tags.validators, chainTag, encode(ValidatorSetType, { epoch: 0n, validators: [...validators] }));
}

// Refuses a document that is no genesis or whose validators could not form a quorum.
export function makeContext(document: Json): ChainContext {
  const genesis = parseGenesis(document);
  checkValidators(genesis.validators);
  const hash = genesisHash(genesis);
  const chainTag = makeChainTag(genesis.chain_id, hash);
  return {
    chainId: genesis.chain_id,
    clock: genesis.clock,
    timeMs: genesis.time,
    genesisHash: hash,
    chainTag,
    validators: genesis.validators,
    validatorSetHash: validatorSetHash(genesis.validators, chainTag),
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

function checkValidators(validators: readonly Validator[]): void {
  if (validators.length < kMinValidators || validators.length > kMaxValidators) {
    refuse('genesis_malformed', { what: `${validators.length} validators` });
  }
  if (new Set(validators.map((v) => toHex(v.key))).size !== validators.length) refuse('genesis_malformed', { what: 'a key twice' });
  for (const v of validators) {
    if (!isCurvePoint(v.key)) refuse('genesis_malformed', { what: `${v.name}: key not on the curve` });
  }
}

function isCurvePoint(key: Bytes): boolean {
  try {
    schnorr.Point.fromBytes(concat(Uint8Array.of(2), key));
    return true;
  } catch {
    return false;
  }
}
