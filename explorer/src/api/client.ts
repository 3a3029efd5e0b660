// Reads the node's public API (docs/api.md). Every failure is an ApiError whose kind pages can put into words.
import { parseBlock, parseBlocks, parseLightBlock, parseSearch, parseStatus, parseTransaction, parseTransactions, type SearchHit } from './parse.ts';
import { parseEvidenceAnswer, parseValidators } from './parse_membership.ts';
import { asObject, ShapeError } from './shape.ts';
import type { BlockDetail, BlockSummary, EvidenceAnswer, NodeStatus, Page, TransactionSummary, ValidatorsAnswer } from './types.ts';
import type { LightBlock } from '../verify/light_block.ts';

export type ApiErrorKind = 'unreachable' | 'not_found' | 'pending' | 'refused' | 'malformed';

export class ApiError extends Error {
  readonly kind: ApiErrorKind;

  constructor(kind: ApiErrorKind, detail: string) {
    super(detail);
    this.kind = kind;
  }
}

const kTimeoutMs = 15_000;
export const kPageSize = 20;

export class ApiClient {
  private readonly base: string;

  // `base` is where "v1/..." hangs: the address that the page itself came from.
  constructor(base: string) {
    this.base = base;
  }

  url(path: string): string {
    return new URL(path, this.base).href;
  }

  status = (): Promise<NodeStatus> => this.get('v1/status', parseStatus);
  validators = (): Promise<ValidatorsAnswer> => this.get('v1/validators', parseValidators);
  evidence = (): Promise<EvidenceAnswer> => this.get('v1/evidence', parseEvidenceAnswer);
  block = (height: number): Promise<BlockDetail> => this.get(`v1/blocks/${height}`, parseBlock);
  lightBlock = (height: number): Promise<LightBlock> => this.get(`v1/light-blocks/${height}`, parseLightBlock);
  transaction = (id: string): Promise<TransactionSummary> => this.get(`v1/txs/${id}`, parseTransaction);
  search = (text: string): Promise<SearchHit> => this.get(`v1/search?q=${encodeURIComponent(text)}`, parseSearch);
  blocks = (cursor: string | null, limit = kPageSize): Promise<Page<BlockSummary>> =>
    this.get(`v1/blocks?limit=${limit}${cursorPart(cursor)}`, parseBlocks);
  transactions = (cursor: string | null, limit = kPageSize): Promise<Page<TransactionSummary>> =>
    this.get(`v1/txs?proof=1&limit=${limit}${cursorPart(cursor)}`, parseTransactions);

  // Envelopes as sent: their integers may exceed what JSON.parse keeps (codec/exact_json.ts).
  genesisText = (): Promise<string> => this.text('v1/genesis');
  // The links from epoch `from` on: how it ended, how the next one ended, up to the present epoch.
  epochsText = (from: number): Promise<string> => this.text(`v1/epochs?from=${from}`);

  private async text(path: string): Promise<string> {
    const response = await this.fetch(path);
    try {
      return await response.text();
    } catch (error) {
      throw new ApiError('unreachable', String(error));
    }
  }

  private async get<T>(path: string, parse: (data: unknown) => T): Promise<T> {
    const response = await this.fetch(path);
    if (response.status === 202) throw new ApiError('pending', path);
    try {
      return parse(asObject(await response.json())['data']);
    } catch (error) {
      if (error instanceof ShapeError || error instanceof SyntaxError) throw new ApiError('malformed', error.message);
      throw new ApiError('unreachable', String(error));
    }
  }

  private async fetch(path: string): Promise<Response> {
    let response: Response;
    try {
      response = await fetch(this.url(path), { signal: AbortSignal.timeout(kTimeoutMs), headers: { accept: 'application/json' } });
    } catch (error) {
      throw new ApiError('unreachable', String(error));
    }
    if (response.ok) return response;
    if (response.status === 404) throw new ApiError('not_found', path);
    throw new ApiError(response.status >= 500 ? 'unreachable' : 'refused', `HTTP ${response.status}`);
  }
}

const cursorPart = (cursor: string | null): string => (cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`);
