// From genesis to the present epoch (chain/light/epochs.h): each epoch's last header names the next validator set, and a quorum of the epoch
// itself finalized that very header. Nothing of a link is believed but what those signatures reach.
import { type Bytes, equalBytes } from '../codec/bytes.ts';
import { type EpochLink, EpochLinkType, type Header, type ValidatorSet } from '../codec/messages.ts';
import { type Json, parseMessage } from '../codec/schema.ts';
import { CodecError } from '../codec/wire.ts';
import { verifyFinalization } from './certificate.ts';
import { type ChainContext, type EpochSet, flawOf, makeEpochSet } from './chain_context.ts';
import { checkHeaderEpoch, type Decoded, decodeHeader, endsEpoch } from './header.ts';
import { refuse } from './verdict.ts';

export const kMaxEpochLinks = 4096;

export interface EpochEnd {
  readonly height: bigint;
  readonly id: Bytes;
  readonly timeMs: bigint;
  readonly signers: readonly number[];
}

export interface Epoch {
  readonly set: EpochSet;
  readonly firstHeight: bigint;
  readonly end: EpochEnd | null; // none: as far as this browser knows it goes on
}

export function parseEpochLink(json: Json): EpochLink {
  try {
    return parseMessage(EpochLinkType, json);
  } catch (error) {
    if (error instanceof CodecError) refuse('epoch_malformed', { what: error.message });
    throw error;
  }
}

// The epochs that this browser followed, each vouched for by the one before. Grows, never changes what it holds.
export class EpochTrail {
  private readonly context: ChainContext;
  private readonly followed: Epoch[];

  constructor(context: ChainContext) {
    this.context = context;
    this.followed = [{ set: context.genesisSet, firstHeight: 0n, end: null }];
  }

  get epochs(): readonly Epoch[] {
    return this.followed;
  }

  get present(): Epoch {
    return this.followed.at(-1)!;
  }

  // Refuses an epoch that no link led to yet: `later_epoch`, which is no accusation.
  of(epoch: bigint): Epoch {
    return this.followed[Number(epoch)] ?? refuse('later_epoch', { epoch: String(epoch), known: String(this.present.set.epoch) });
  }

  // One step. Refuses, and then stays where it was, unless the link's header is the present epoch's last, names the link's next set, and is
  // final by a certificate of its own.
  follow(link: EpochLink): void {
    if (this.followed.length > kMaxEpochLinks) refuse('epoch_malformed', { what: 'too many epochs' });
    const { present, context } = this;
    const last = lastHeader(context, present, link.header);
    const set = nextSet(context, last.header, link.next);
    if (!equalBytes(link.finalization.subject.block, last.id)) refuse('certificate_other_block');
    const signers = verifyFinalization(context, present.set, link.finalization);
    const { height, timestamp } = last.header;
    this.followed[this.followed.length - 1] = { ...present, end: { height, id: last.id, timeMs: timestamp, signers } };
    this.followed.push({ set, firstHeight: height + 1n, end: null });
  }
}

function lastHeader(context: ChainContext, present: Epoch, bytes: Bytes): Decoded {
  const decoded = decodeHeader(context, bytes);
  const { header } = decoded;
  checkHeaderEpoch(header, present.set);
  if (header.height === 0n || header.height < present.firstHeight) refuse('header_outside_epoch', placeOf(header));
  if (!endsEpoch(header)) refuse('epoch_goes_on', placeOf(header));
  return decoded;
}

function nextSet(context: ChainContext, last: Header, next: ValidatorSet): EpochSet {
  const due = last.epoch + 1n;
  if (next.epoch !== due) refuse('epoch_number', { epoch: String(next.epoch), expected: String(due) });
  const flaw = flawOf(next.validators);
  if (flaw !== null) refuse('epoch_malformed', { what: flaw });
  const set = makeEpochSet(next, context.chainTag);
  if (!equalBytes(set.hash, last.next_validator_set_hash)) refuse('epoch_other_set', placeOf(last));
  return set;
}

export const placeOf = (header: Header): Record<string, string> => ({ height: String(header.height), epoch: String(header.epoch) });
