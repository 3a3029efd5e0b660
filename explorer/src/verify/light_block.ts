// Is this header final? The header, the headers that follow it up to one with a finalization, and that certificate (chain/light/fact.h,
// verify_final_header), all of one epoch that the trail from genesis reached. All of it comes from the node and is believed only as far as
// the signatures reach.
import { equalBytes, isZero, toHex } from '../codec/bytes.ts';
import { decodeCertificate, verifyFinalization } from './certificate.ts';
import type { ChainContext } from './chain_context.ts';
import { type Epoch, type EpochTrail, placeOf } from './epochs.ts';
import { checkHeaderEpoch, type Decoded, decodeHeader, endsEpoch, hexBytes } from './header.ts';
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
  readonly nextValidatorSetHash: string; // empty but in an epoch's last block
  readonly finalizedBy: number; // height of the header that the certificate names
  readonly signers: readonly number[];
}

export function verifyLightBlock(context: ChainContext, trail: EpochTrail, light: LightBlock, height: number): VerifiedHeader {
  const first = decodeHeader(context, hexBytes(light.header, 'header_malformed'));
  if (first.header.height !== BigInt(height)) refuse('header_other_height', { height: String(first.header.height) });
  const epoch = trail.of(first.header.epoch);
  checkHeader(first, epoch);
  if (light.finalization === null) refuse('not_final_yet');
  if (light.links.length > kMaxLinks) refuse('too_many_links');
  let last = first;
  for (const hex of light.links) {
    const next = decodeHeader(context, hexBytes(hex, 'header_malformed'));
    checkHeader(next, epoch);
    checkLink(last, next);
    last = next;
  }
  const certificate = decodeCertificate(hexBytes(light.finalization, 'certificate_malformed'));
  if (!equalBytes(certificate.subject.block, last.id)) refuse('certificate_other_block');
  const signers = verifyFinalization(context, epoch.set, certificate);
  return describe(first, Number(last.header.height), signers);
}

// Where an epoch began and ended is known from the links: validators who left by then sign nothing more that counts.
function checkHeader({ header, id }: Decoded, { set, firstHeight, end }: Epoch): void {
  checkHeaderEpoch(header, set);
  if (header.height < firstHeight) refuse('header_outside_epoch', placeOf(header));
  if (end === null) return;
  const claimsEnd = header.height >= end.height || endsEpoch(header);
  if (claimsEnd && !equalBytes(id, end.id)) refuse('header_outside_epoch', placeOf(header));
}

function checkLink(before: Decoded, after: Decoded): void {
  const height = String(after.header.height);
  if (endsEpoch(before.header)) refuse('link_after_epoch', { height });
  if (!equalBytes(after.header.parent, before.id)) refuse('link_parent', { height });
  if (after.header.height !== before.header.height + 1n) refuse('link_height', { height });
  if (after.header.timestamp <= before.header.timestamp) refuse('link_time', { height });
}

const hexOrNone = (hash: Uint8Array): string => (isZero(hash) ? '' : toHex(hash));

function describe({ header, id }: Decoded, finalizedBy: number, signers: readonly number[]): VerifiedHeader {
  return {
    id: toHex(id),
    height: Number(header.height),
    view: Number(header.view),
    parent: hexOrNone(header.parent),
    timeMs: Number(header.timestamp),
    proposer: header.proposer,
    transactionsRoot: toHex(header.transactions_root),
    receiptsRoot: toHex(header.receipts_root),
    stateRoot: toHex(header.state_root),
    transactionCount: header.transaction_count,
    receiptCount: header.receipt_count,
    epoch: Number(header.epoch),
    validatorSetHash: toHex(header.validator_set_hash),
    nextValidatorSetHash: hexOrNone(header.next_validator_set_hash),
    finalizedBy,
    signers,
  };
}
