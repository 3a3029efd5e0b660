// One header: its strict form, its id, and what must hold of it under an epoch's validators.
import { type Bytes, equalBytes, fromHex, isZero } from '../codec/bytes.ts';
import { type Header, HeaderType, kMaxHeaderBytes, kProtocolVersion } from '../codec/messages.ts';
import { decode } from '../codec/schema.ts';
import { CodecError } from '../codec/wire.ts';
import type { ChainContext, EpochSet } from './chain_context.ts';
import { taggedHash, tags } from './domain.ts';
import { refuse } from './verdict.ts';

export interface Decoded {
  readonly header: Header;
  readonly id: Bytes;
}

export function blockId(headerBytes: Bytes, chainTag: Bytes): Bytes {
  return taggedHash(tags.header, chainTag, headerBytes);
}

export function hexBytes(hex: string, code: 'header_malformed' | 'certificate_malformed'): Bytes {
  try {
    return fromHex(hex);
  } catch (error) {
    return refuse(code, { what: (error as Error).message });
  }
}

// A header of this ledger; of which epoch, and under whose validators, is not judged yet.
export function decodeHeader(context: ChainContext, bytes: Bytes): Decoded {
  if (bytes.length > kMaxHeaderBytes) refuse('header_malformed', { what: `${bytes.length} bytes` });
  const header = decodeStrictly(bytes);
  if (!equalBytes(header.chain, context.chainTag)) refuse('header_other_ledger');
  if (header.protocol_version !== kProtocolVersion) refuse('header_malformed', { what: `protocol version ${header.protocol_version}` });
  for (const value of [header.height, header.view, header.timestamp, header.epoch]) {
    if (value < 0n || value > BigInt(Number.MAX_SAFE_INTEGER)) refuse('header_malformed', { what: `number ${value}` });
  }
  return { header, id: blockId(bytes, context.chainTag) };
}

export function checkHeaderEpoch(header: Header, set: EpochSet): void {
  if (header.epoch !== set.epoch) refuse('header_other_epoch', { epoch: String(header.epoch), expected: String(set.epoch) });
  if (!equalBytes(header.validator_set_hash, set.hash)) refuse('header_other_validators');
  if (header.proposer >= set.validators.length) refuse('header_malformed', { what: `proposer ${header.proposer}` });
}

// The last block of an epoch names the next validator set; every other header names none.
export const endsEpoch = (header: Header): boolean => !isZero(header.next_validator_set_hash);

function decodeStrictly(bytes: Bytes): Header {
  try {
    return decode(HeaderType, bytes);
  } catch (error) {
    if (error instanceof CodecError) refuse('header_malformed', { what: error.message });
    throw error;
  }
}
