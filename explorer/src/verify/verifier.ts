// The page's side of verification: fetches evidence lazily, lets the worker judge it, and remembers verified headers.
// Limits: kFetches requests at a time, kRemembered headers. One instance a page. Epoch links are followed once and kept for the page's life.
import { type ApiClient, ApiError } from '../api/client.ts';
import type { EvidenceRow, TransactionSummary } from '../api/types.ts';
import { storage } from '../ui/storage.ts';
import { type AnchorState, decideAnchor, loadPin, savePin } from './anchor.ts';
import type { ProvenFault } from './evidence.ts';
import type { LightBlock, VerifiedHeader } from './light_block.ts';
import type { EpochInfo, Ledger, OperationName, Operations, Response } from './protocol.ts';
import { failed, type Verdict } from './verdict.ts';

const kFetches = 4;
const kRemembered = 2_000;
const kFollowRounds = 64; // answers with epoch links that are asked for in a row

export interface Trust {
  readonly ledger: Ledger;
  readonly anchor: AnchorState;
}

export class Verifier {
  // Called when links led to later epochs than before, with all of them.
  onEpochs: ((epochs: readonly EpochInfo[]) => void) | null = null;
  private readonly api: ApiClient;
  private readonly linked: string | null;
  private readonly worker: Worker;
  private readonly waiting = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>();
  private readonly headers = new Map<number, Promise<Verdict<VerifiedHeader>>>();
  private readonly queue: (() => void)[] = [];
  private running = 0;
  private lastId = 0;
  private trust: Trust | null = null;
  private epochs: readonly EpochInfo[] = [];
  private following: Promise<Verdict<null>> | null = null;
  private broken: Error | null = null;

  constructor(api: ApiClient, linked: string | null) {
    this.api = api;
    this.linked = linked;
    this.worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
    this.worker.addEventListener('message', (event: MessageEvent<Response>) => this.settle(event.data));
    this.worker.addEventListener('error', (event) => this.fail(event.message ?? 'worker'));
  }

  // Loads the genesis, computes its hash and settles the anchor. Throws an ApiError when the document cannot be had.
  async open(): Promise<Verdict<Trust>> {
    const genesisText = await this.api.genesisText();
    let opened: Operations['open']['answer'];
    try {
      opened = await this.ask('open', { genesisText });
    } catch (error) {
      return failed({ code: 'verifier_failed', facts: { what: (error as Error).message } });
    }
    if (opened.state !== 'verified') return opened;
    const { ledger, epochs } = opened.value;
    const anchor = decideAnchor(ledger.genesisHash, this.linked, loadPin(storage), Date.now());
    if (anchor.kind === 'trusted' && anchor.isNew) savePin(storage, anchor.pin);
    this.headers.clear();
    this.trust = { ledger, anchor };
    this.learn(epochs);
    return { state: 'verified', value: this.trust };
  }

  // Follows the node's links as far as they lead. Verified: there are no more. One that does not hold ends the walk where it stood.
  follow(): Promise<Verdict<null>> {
    if (this.trust === null) return Promise.resolve(failed({ code: 'no_anchor', facts: {} }));
    this.following ??= this.walk().finally(() => {
      this.following = null;
    });
    return this.following;
  }

  private async walk(): Promise<Verdict<null>> {
    for (let round = 0; round < kFollowRounds; round++) {
      const known = this.epochs.length;
      let epochsText: string;
      try {
        epochsText = await this.api.epochsText(known - 1);
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        return failed({ code: 'unreachable', facts: {} });
      }
      const { epochs, verdict } = await this.ask('follow', { epochsText });
      if (epochs.length > known) this.learn(epochs);
      if (verdict.state !== 'verified' || epochs.length === known) return verdict;
    }
    return { state: 'verified', value: null };
  }

  private learn(epochs: readonly EpochInfo[]): void {
    this.epochs = epochs;
    this.onEpochs?.(epochs);
  }

  // The node now names another genesis than the one opened: nothing it says counts until the page is opened anew.
  distrust(computed: string): Trust | null {
    if (this.trust === null) return null;
    const anchor: AnchorState = { kind: 'changed', expected: this.trust.ledger.genesisHash, computed };
    this.headers.clear();
    this.trust = { ledger: this.trust.ledger, anchor };
    return this.trust;
  }

  // The verified header at a height. Only success and mismatch are remembered; what could not be proven may be asked again.
  header(height: number): Promise<Verdict<VerifiedHeader>> {
    if (this.trust === null) return Promise.resolve(failed({ code: 'no_anchor', facts: {} }));
    if (this.trust.anchor.kind === 'changed') return Promise.resolve(failed({ code: 'anchor_changed', facts: {} }));
    const known = this.headers.get(height);
    if (known !== undefined) return known;
    const asked = this.inTurn(() => this.fetchHeader(height));
    this.headers.set(height, asked);
    void asked.then((verdict) => {
      if (verdict.state === 'unverified') this.headers.delete(height);
    });
    const oldest = this.headers.keys().next().value;
    if (this.headers.size > kRemembered && oldest !== undefined) this.headers.delete(oldest);
    return asked;
  }

  // The block that a row with a proof is in, when row and block hold. A row without one is asked for: block pages list transactions bare.
  async transaction(row: TransactionSummary): Promise<Verdict<VerifiedHeader>> {
    const block = await this.header(row.height);
    if (block.state !== 'verified') return block;
    if (row.proof === undefined) return this.withProof(row);
    const verdict = await this.ask('transaction', { row, block: block.value });
    return verdict.state === 'verified' ? block : verdict;
  }

  // True when the rows are exactly the block's transactions, which proves them all at once.
  rowsMakeRoot(rows: readonly TransactionSummary[], block: VerifiedHeader): Promise<boolean> {
    return this.ask('transactions', { rows, block });
  }

  private async withProof(row: TransactionSummary): Promise<Verdict<VerifiedHeader>> {
    try {
      const { proof } = await this.inTurn(() => this.api.transaction(row.id));
      return proof === undefined ? failed({ code: 'no_proof', facts: {} }) : await this.transaction({ ...row, proof });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return failed({ code: error.kind === 'malformed' ? 'proof_malformed' : 'unreachable', facts: {} });
    }
  }

  private async fetchHeader(height: number): Promise<Verdict<VerifiedHeader>> {
    try {
      const light = height === 0 ? await this.genesisEvidence() : await this.api.lightBlock(height);
      return await this.withEpochs(() => this.ask('light', { light, height }));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.kind === 'malformed') return failed({ code: 'header_malformed', facts: { what: error.message } });
      return failed({ code: error.kind === 'not_found' ? 'not_final_yet' : 'unreachable', facts: {} });
    }
  }

  // What the evidence is judged with may be an epoch that was not followed yet.
  private async withEpochs<T>(judged: () => Promise<Verdict<T>>): Promise<Verdict<T>> {
    const first = await judged();
    if (first.state === 'verified' || first.reason.code !== 'later_epoch') return first;
    const followed = await this.follow();
    const second = await judged();
    const isReached = second.state === 'verified' || second.reason.code !== 'later_epoch';
    return isReached || followed.state === 'verified' ? second : followed;
  }

  // Whom two signed votes convict.
  evidence(row: EvidenceRow): Promise<Verdict<ProvenFault>> {
    if (this.trust === null) return Promise.resolve(failed({ code: 'no_anchor', facts: {} }));
    if (this.trust.anchor.kind === 'changed') return Promise.resolve(failed({ code: 'anchor_changed', facts: {} }));
    return this.withEpochs(() => this.ask('evidence', { row }));
  }

  // No one finalizes the genesis block by itself: its header is linked to block 1's evidence.
  private async genesisEvidence(): Promise<LightBlock> {
    const [genesis, first] = await Promise.all([this.api.block(0), this.api.lightBlock(1)]);
    return { header: genesis.header, links: [first.header, ...first.links], finalization: first.finalization };
  }

  private inTurn<T>(task: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.queue.push(() => {
        this.running++;
        task().then(resolve, reject).finally(() => {
          this.running--;
          this.pump();
        });
      });
      this.pump();
    });
  }

  private pump(): void {
    while (this.running < kFetches) {
      const next = this.queue.shift();
      if (next === undefined) return;
      next();
    }
  }

  private ask<K extends OperationName>(operation: K, question: Operations[K]['ask']): Promise<Operations[K]['answer']> {
    if (this.broken !== null) return Promise.reject(this.broken);
    const id = ++this.lastId;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve: resolve as (value: never) => void, reject });
      this.worker.postMessage({ id, operation, ...question });
    });
  }

  // The worker cannot run (blocked, or too old a browser): nothing will be verified, and every question ends.
  private fail(what: string): void {
    this.broken = new Error(what);
    for (const waiter of this.waiting.values()) waiter.reject(this.broken);
    this.waiting.clear();
  }

  private settle(response: Response): void {
    const waiter = this.waiting.get(response.id);
    this.waiting.delete(response.id);
    if ('fault' in response) waiter?.reject(new Error(response.fault));
    else waiter?.resolve(response.answer as never);
  }
}
