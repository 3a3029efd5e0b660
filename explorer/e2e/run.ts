// End-to-end: a real browser, the built pages, and nodes named by XH_E2E_API (addresses separated by commas, or "mock"). XH_E2E_END_EPOCH may
// name a program that ends the ledger's epoch: it runs once, while a page of the first node is open.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { ApiClient } from '../src/api/client.ts';
import { launch } from './browser.ts';
import { Front } from './front.ts';
import { type Ground, honestChecks } from './honest.ts';
import { lyingChecks } from './lying.ts';
import { liveEpochCheck, membershipLies } from './membership.ts';
import { MockNode } from './mock_node.ts';
import { Report } from './report.ts';

const kLeastBlocks = 3; // a row to lie about, and neighbours
const named = process.env['XH_E2E_API'] ?? '';
const report = new Report();

async function survey(node: string): Promise<Omit<Ground, 'browser' | 'base'>> {
  const api = new ApiClient(node);
  const [status, validators, evidence, transactions] = await Promise.all([api.status(), api.validators(), api.evidence(), api.transactions(null, 1)]);
  if (status.height < kLeastBlocks) throw new Error(`the ledger is at height ${status.height}: it needs ${kLeastBlocks} blocks`);
  const first = transactions.items[0];
  return {
    chainId: status.chain_id, genesisHash: status.genesis_hash, isDriven: status.clock === 'driven', height: status.height,
    validators: validators.validators.length, quorum: validators.quorum, firstHeight: validators.first_height, epochs: status.epoch + 1,
    suspended: validators.validators.filter((v) => v.suspended_from_view !== undefined).length, changes: validators.changes.length,
    convictions: evidence.on_chain.length,
    transaction: first === undefined ? null : { id: first.id, height: first.height, index: first.index },
  };
}

// The pages as the node itself serves them, with its own headers; dist/ behind the forwarding server when it serves none.
async function pagesOf(node: string, front: Front): Promise<string> {
  const answer = await fetch(node);
  const isPage = answer.ok && (await answer.text()).includes('id="app"');
  console.log(isPage ? '# pages served by the node' : '# pages served from dist/: the node has none');
  return isPage ? node : front.listen();
}

async function testNode(node: string, endEpoch: (() => Promise<void>) | null): Promise<void> {
  const browser = await launch();
  const front = new Front(node);
  try {
    const ground: Ground = { browser, base: await pagesOf(node, front), ...(await survey(node)) };
    console.log(`# ${node} ${ground.chainId}, height ${ground.height}`);
    await honestChecks(report, ground);
    await lyingChecks(report, ground, node);
    await membershipLies(report, ground, node);
    if (endEpoch !== null) await liveEpochCheck(report, ground, endEpoch);
  } finally {
    await browser.close();
    if (front.server.listening) await front.close();
  }
}

async function main(): Promise<void> {
  if (named === 'mock') {
    const mock = new MockNode();
    await testNode(await mock.listen(), () => Promise.resolve(mock.endEpoch()));
    await mock.close();
    return;
  }
  const nodes = named.split(',').map((n) => n.trim()).filter((n) => n !== '');
  if (nodes.length === 0) throw new Error('set XH_E2E_API to the API addresses of a network, or to "mock"');
  const program = process.env['XH_E2E_END_EPOCH'];
  const endEpoch = program === undefined ? null : async () => void (await promisify(execFile)(program));
  for (const [i, node] of nodes.entries()) await testNode(node.endsWith('/') ? node : `${node}/`, i === 0 ? endEpoch : null);
}

try {
  await main();
} catch (error) {
  report.fail('the run itself', error);
}
report.finish();
