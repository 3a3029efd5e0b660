// A node's public API over a fixture ledger: to develop against and to test the pages without a network. It speaks docs/api.md and signs its
// own blocks; a new block comes each kBlockMs.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { toHex } from '../src/codec/bytes.ts';
import { type EpochPlan, FixtureLedger, linkJson, makeGenesisDocument } from '../tests/fixture.ts';
import { evidenceDocument, validatorsDocument } from './mock_membership.ts';

const kBlockMs = 700;
const kFirstBlocks = 45;
const kPlans: readonly EpochPlan[] = [{ at: 20, people: [0, 1, 2, 4] }, { at: 33, people: [0, 1, 2, 4, 5] }];

type Answer = { status: number; body: unknown };
const problem = (status: number, code: string): Answer => ({ status, body: { type: 'about:blank', title: code, status, detail: code, code } });

export class MockNode {
  readonly ledger: FixtureLedger;
  private readonly listeners = new Set<ServerResponse>();
  private readonly server: Server;
  private readonly timer: NodeJS.Timeout;

  constructor(chainId = 'xh-mock-1') {
    this.ledger = new FixtureLedger(kFirstBlocks, makeGenesisDocument(chainId), kPlans);
    this.server = createServer((request, response) => this.handle(request, response));
    this.timer = setInterval(() => this.produce(), kBlockMs);
  }

  async listen(port = 0): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(port, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/`;
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    for (const listener of this.listeners) listener.end();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  // The next block is its epoch's last; the set is renewed.
  endEpoch(): void {
    this.ledger.plans.push({ at: this.ledger.blocks.length, people: kPlans.at(-1)!.people });
    this.produce();
  }

  private produce(): void {
    this.ledger.append();
    const height = this.finalHeight();
    const event = `event: block\ndata: ${JSON.stringify(this.summary(height))}\n\n`;
    for (const listener of this.listeners) listener.write(event);
  }

  private handle(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', 'http://mock');
    if (url.pathname === '/v1/events') {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      response.write(': open\n\n');
      this.listeners.add(response);
      request.on('close', () => this.listeners.delete(response));
      return;
    }
    const { status, body } = this.answer(url);
    const envelope = status === 200 ? { schema_version: 1, success: true, data: body, height: this.finalHeight(), errors: [] } : body;
    response.writeHead(status, { 'content-type': status === 200 ? 'application/json' : 'application/problem+json' });
    response.end(JSON.stringify(envelope));
  }

  private answer(url: URL): Answer {
    const [, , kind, name] = url.pathname.split('/');
    switch (kind) {
      case 'status': return ok(this.status());
      case 'genesis': return ok(this.ledger.document);
      case 'validators': return ok(validatorsDocument(this.ledger));
      case 'evidence': return ok(evidenceDocument(this.ledger));
      case 'epochs': return ok(this.epochs(Number(url.searchParams.get('from') ?? 0)));
      case 'blocks': return name === undefined ? ok(this.blocks(url)) : this.atHeight(name, (h) => this.block(h));
      case 'light-blocks': return name === '0' ? problem(404, 'NOT_FOUND') : this.atHeight(name ?? '', (h) => this.ledger.lightBlock(h));
      case 'txs': return name === undefined ? ok(this.transactions(url)) : this.transaction(name);
      case 'search': return this.search(url.searchParams.get('q') ?? '');
      default: return problem(404, 'NOT_FOUND');
    }
  }

  private epochs(from: number): object {
    return { epoch: Number(this.ledger.present.epoch), from, links: this.ledger.links.slice(from).map(linkJson), next_from: null };
  }

  private finalHeight(): number {
    let height = this.ledger.blocks.length - 1;
    while (height > 0 && this.ledger.blocks[height]!.finalization === null) height--;
    return height;
  }

  private atHeight(name: string, make: (height: number) => unknown): Answer {
    return /^[0-9]+$/.test(name) && Number(name) <= this.finalHeight() ? ok(make(Number(name))) : problem(404, 'NOT_FOUND');
  }

  private status(): object {
    const height = this.finalHeight();
    const block = this.ledger.blocks[height]!;
    const { context } = this.ledger;
    return {
      chain_id: context.chainId, genesis_hash: toHex(context.genesisHash), chain_tag: toHex(context.chainTag), height,
      block_id: toHex(block.id), block_time: Number(block.header.timestamp), state_root: toHex(block.header.state_root),
      epoch: Number(this.ledger.present.epoch),
      view: Number(block.header.view) + 1, clock: context.clock, node: { name: 'mock', validator_index: 0, version: '0.1.0' }, peers_up: 3,
      mempool_transactions: 0, protocol_version: 1,
    };
  }

  private summary(height: number): object {
    const { header, id } = this.ledger.blocks[height]!;
    return {
      height, id: toHex(id), time: Number(header.timestamp), proposer: header.proposer, view: Number(header.view), epoch: Number(header.epoch),
      transaction_count: header.transaction_count, receipt_count: header.receipt_count,
    };
  }

  private blocks(url: URL): object {
    const limit = Math.min(Number(url.searchParams.get('limit') ?? 20), 100);
    const from = Number(url.searchParams.get('cursor') ?? this.finalHeight());
    const heights = Array.from({ length: Math.min(limit, from + 1) }, (_, i) => from - i);
    const next = from - limit;
    return { blocks: heights.map((h) => this.summary(h)), next_cursor: next >= 0 ? String(next) : null };
  }

  private block(height: number): object {
    const { header, headerBytes, finalization, transactions } = this.ledger.blocks[height]!;
    const light = this.ledger.lightBlock(height);
    return {
      ...this.summary(height), header: toHex(headerBytes), state_root: toHex(header.state_root),
      transactions_root: toHex(header.transactions_root), receipts_root: toHex(header.receipts_root), parent: toHex(header.parent),
      validator_set_hash: toHex(header.validator_set_hash), finalization: finalization === null ? null : toHex(finalization),
      links: finalization === null ? light.links : [], transactions: transactions.map((_, i) => this.transactionSummary(height, i, false)),
    };
  }

  private transactionSummary(height: number, index: number, hasProof: boolean): object {
    const { header, transactions } = this.ledger.blocks[height]!;
    const t = transactions[index]!;
    return {
      id: t.id, hash: toHex(t.hash), height, index, time: Number(header.timestamp), type: t.type, state: 'final',
      ...(hasProof ? { proof: this.ledger.proof(height, index) } : {}),
    };
  }

  private transactions(url: URL): object {
    const limit = Math.min(Number(url.searchParams.get('limit') ?? 20), 100);
    const skip = Number(url.searchParams.get('cursor') ?? 0);
    const all: object[] = [];
    for (let h = this.finalHeight(); h >= 0 && all.length <= skip + limit; h--) {
      for (let i = this.ledger.blocks[h]!.transactions.length; i-- > 0; ) all.push(this.transactionSummary(h, i, false)); // as the node: lists carry no proofs
    }
    return { transactions: all.slice(skip, skip + limit), next_cursor: all.length > skip + limit ? String(skip + limit) : null };
  }

  private find(id: string): { height: number; index: number } | null {
    for (let height = this.finalHeight(); height > 0; height--) {
      const index = this.ledger.blocks[height]!.transactions.findIndex((t) => t.id === id);
      if (index >= 0) return { height, index };
    }
    return null;
  }

  private transaction(id: string): Answer {
    const found = this.find(id);
    return found === null ? problem(404, 'NOT_FOUND') : ok(this.transactionSummary(found.height, found.index, true));
  }

  private search(q: string): Answer {
    const height = this.ledger.blocks.findIndex((b) => toHex(b.id) === q);
    if (height >= 0) return ok({ kind: 'block', target: height });
    return this.find(q) === null ? problem(404, 'NOT_FOUND') : ok({ kind: 'transaction', target: q });
  }
}

const ok = (body: unknown): Answer => ({ status: 200, body });
