// What the verification worker does, apart from messages: one ledger's context and the epochs followed so far.
import { toAddress } from '../codec/address.ts';
import { fromHex, toHex } from '../codec/bytes.ts';
import { parseExactJson } from '../codec/exact_json.ts';
import type { Evidence, Vote } from '../codec/messages.ts';
import type { Json } from '../codec/schema.ts';
import type { EvidenceRow, VoteRow } from '../api/types.ts';
import { type ChainContext, makeContext, maxFaultyOf, quorumOf } from './chain_context.ts';
import { type Epoch, EpochTrail, parseEpochLink } from './epochs.ts';
import { verifyEvidence } from './evidence.ts';
import { verifyLightBlock } from './light_block.ts';
import type { EpochInfo, Request } from './protocol.ts';
import { checkTransactionRow, rowsMakeRoot } from './transactions.ts';
import { judge, type ReasonCode, refuse } from './verdict.ts';

export class LedgerSession {
  private context: ChainContext | null = null;
  private trail: EpochTrail | null = null;

  answer(request: Request): unknown {
    switch (request.operation) {
      case 'open':
        return judge(() => this.open(request.genesisText));
      case 'follow':
        return this.follow(request.epochsText);
      case 'light':
        return judge(() => verifyLightBlock(...this.opened(), request.light, request.height));
      case 'transaction':
        return judge(() => (checkTransactionRow(request.row, request.block), null));
      case 'transactions': {
        const verdict = judge(() => rowsMakeRoot(request.rows, request.block));
        return verdict.state === 'verified' && verdict.value;
      }
      case 'evidence':
        return judge(() => verifyEvidence(...this.opened(), evidenceOf(request.row)));
    }
  }

  private opened(): [ChainContext, EpochTrail] {
    return this.context !== null && this.trail !== null ? [this.context, this.trail] : refuse('no_anchor');
  }

  private open(genesisText: string): object {
    const context = makeContext(dataIn(genesisText, 'genesis_malformed'));
    this.context = context;
    this.trail = new EpochTrail(context);
    const { chainId, clock } = context;
    return {
      ledger: { chainId, clock, genesisHash: toHex(context.genesisHash), chainTag: toHex(context.chainTag) },
      epochs: this.trail.epochs.map(describe),
    };
  }

  private follow(epochsText: string): object {
    const verdict = judge(() => {
      const [, trail] = this.opened();
      for (const link of linksIn(dataIn(epochsText, 'epoch_malformed'))) trail.follow(parseEpochLink(link));
      return null;
    });
    return { verdict, epochs: this.trail?.epochs.map(describe) ?? [] };
  }
}

// The data of an answer's envelope, its integers kept exact.
function dataIn(envelopeText: string, code: ReasonCode): Json {
  try {
    const envelope = parseExactJson(envelopeText);
    if (envelope !== null && typeof envelope === 'object' && !Array.isArray(envelope)) return envelope['data'] ?? null;
  } catch (error) {
    if (error instanceof SyntaxError) return refuse(code, { what: error.message });
    throw error;
  }
  return refuse(code, { what: 'no envelope' });
}

function linksIn(data: Json): Json[] {
  const links = data !== null && typeof data === 'object' && !Array.isArray(data) ? data['links'] : undefined;
  return Array.isArray(links) ? links : refuse('epoch_malformed', { what: 'no links' });
}

function describe({ set, firstHeight, end }: Epoch): EpochInfo {
  return {
    epoch: Number(set.epoch),
    firstHeight: Number(firstHeight),
    end: end === null ? null : { height: Number(end.height), id: toHex(end.id), timeMs: Number(end.timeMs), signers: end.signers },
    hash: toHex(set.hash),
    quorum: quorumOf(set.validators.length),
    maxFaulty: maxFaultyOf(set.validators.length),
    validators: set.validators.map((v, index) => ({
      index,
      name: v.name,
      operator_account: toAddress(v.operator_account),
      key: toHex(v.key),
      node_key: toHex(v.node_key),
      address: v.address,
    })),
  };
}

const voteOf = ({ kind, epoch, view, parent_view, block, signer, signature }: VoteRow): Vote => ({
  subject: { kind, epoch: BigInt(epoch), view: BigInt(view), parent_view: BigInt(parent_view), block: fromHex(block) },
  signer,
  signature: fromHex(signature),
});

const evidenceOf = ({ kind, first, second }: EvidenceRow): Evidence => ({ kind, first: voteOf(first), second: voteOf(second) });
