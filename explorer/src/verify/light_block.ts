// Is this header final? The header, the headers that follow it up to one with a finalization, and that certificate (chain/light/fact.h,
// verify_final_header). All of it comes from the node and is believed only as far as the signatures reach.
import { type Bytes, equalBytes, fromHex, isZero, toHex } from '../codec/bytes.ts';
import { type Header, HeaderType, kMaxHeaderBytes, kProtocolVersion } from '../codec/messages.ts';
import { decode } from '../codec/schema.ts';
import { CodecError } from '../codec/wire.ts';
import { decodeCertificate, verifyFinalization } from './certificate.ts';
import type { ChainContext } from './chain_context.ts';
import { taggedHash, tags } from './domain.ts';
import { refuse } from './verdict.ts';

export const kMaxLinks = 4096;

// GET /v1/light-blocks/{height}: hexadecimal, as received.
export interface LightBlock {
  readonly header: string;
  readonly links: readonly string[];
  readonly finalization: string | null;
}

// A header that a quorum's signatures carry, in the form pages compare with and show.
export interface VerifiedHeader {
  readonly id: string;
  readonly height: number;
  readonly view: number;
  readonly parent: string;
  readonly timeMs: number;
  readonly proposer: number;
  readonly transactionsRoot: string;
  readonly receiptsRoot: string;
  readonly stateRoot: string;
  readonly transactionCount: number;
  readonly receiptCount: number;
  readonly epoch: number;
  readonly validatorSetHash: string;
  readonly finalizedBy: number; // height of the header that the certificate names
  readonly signers: readonly number[];
}

interface Decoded {
  readonly header: Header;
  readonly id: Bytes;
}

export function blockId(headerBytes: Bytes, chainTag: Bytes): Bytes {
  return taggedHash(tags.header, chainTag, headerBytes);
}

export function verifyLightBlock(context: ChainContext, light: LightBlock, height: number): VerifiedHeader {
  const first = decodeHeader(context, light.header);
  if (first.header.height !== BigInt(height)) refuse('header_other_height', { height: String(first.header.height) });
  if (light.finalization === null) refuse('not_final_yet');
  if (light.links.length > kMaxLinks) refuse('too_many_links');
  let last = first;
  for (const bytes of light.links) {
    const next = decodeHeader(context, bytes);
    checkLink(last, next);
    last = next;
  }
  const certificate = decodeCertificate(hexBytes(light.finalization, 'certificate_malformed'));
  if (!equalBytes(certificate.subject.block, last.id)) refuse('certificate_other_block');
  const signers = verifyFinalization(context, certificate);
  return describe(first, Number(last.header.height), signers);
}

function hexBytes(hex: string, code: 'header_malformed' | 'certificate_malformed'): Bytes {
  try {
    return fromHex(hex);
  } catch (error) {
    return refuse(code, { what: (error as Error).message });
  }
}

function decodeHeader(context: ChainContext, hex: string): Decoded {
  const bytes = hexBytes(hex, 'header_malformed');
  if (bytes.length > kMaxHeaderBytes) refuse('header_malformed', { what: `${bytes.length} bytes` });
  const header = decodeStrictly(bytes);
  if (!equalBytes(header.chain, context.chainTag)) refuse('header_other_ledger');
  if (header.epoch !== 0n) refuse('later_epoch', { epoch: String(header.epoch) });
  if (!equalBytes(header.validator_set_hash, context.validatorSetHash)) refuse('header_other_validators');
  if (header.proposer >= context.validators.length) refuse('header_malformed', { what: `proposer ${header.proposer}` });
  if (header.protocol_version !== kProtocolVersion) refuse('header_malformed', { what: `protocol version ${header.protocol_version}` });
  for (const value of [header.height, header.view, header.timestamp]) {
    if (value < 0n || value > BigInt(Number.MAX_SAFE_INTEGER)) refuse('header_malformed', { what: `number ${value}` });
  }
  return { header, id: blockId(bytes, context.chainTag) };
}

function decodeStrictly(bytes: Bytes): Header {
  try {
    return decode(HeaderType, bytes);
  } catch (error) {
    if (error instanceof CodecError) refuse('header_malformed', { what: error.message });
    throw error;
  }
}

function checkLink(before: Decoded, after: Decoded): void {
  const height = String(after.header.height);
  if (!equalBytes(after.header.parent, before.id)) refuse('link_parent', { height });
  if (after.header.height !== before.header.height + 1n) refuse('link_height', { height });
  if (after.header.timestamp <= before.header.timestamp) refuse('link_time', { height });
}

function describe({ header, id }: Decoded, finalizedBy: number, signers: readonly number[]): VerifiedHeader {
  return {
    id: toHex(id),
    height: Number(header.height),
    view: Number(header.view),
    parent: isZero(header.parent) ? '' : toHex(header.parent),
    timeMs: Number(header.timestamp),
    proposer: header.proposer,
    transactionsRoot: toHex(header.transactions_root),
    receiptsRoot: toHex(header.receipts_root),
    stateRoot: toHex(header.state_root),
    transactionCount: header.transaction_count,
    receiptCount: header.receipt_count,
    epoch: Number(header.epoch),
    validatorSetHash: toHex(header.validator_set_hash),
    finalizedBy,
    signers,
  };
}
