// A lying node: exactly the row it lied about shows a mismatch, its neighbours stay verified.
import { Front, type Lie } from './front.ts';
import type { Ground } from './honest.ts';
import { expectAll, Reader } from './pages.ts';
import { expect, type Report } from './report.ts';

interface Lying {
  readonly title: string;
  readonly page: (g: Ground) => string;
  // Alters an answer and names the row it altered.
  readonly lie: (told: (row: string) => void) => Lie;
  readonly rows: string; // prefix of the rows that are looked at
  readonly reason: RegExp;
  readonly needsTransaction?: true;
}

const isBlockList = (path: string) => path.startsWith('/v1/blocks?');
const kThird = 2;

function onBlockList(change: (block: any) => void) {
  return (told: (row: string) => void): Lie => (path, answer) => {
    if (!isBlockList(path)) return;
    const block = answer.blocks[kThird];
    change(block);
    told(`block-${block.height}`);
  };
}

const kLies: readonly Lying[] = [
  { title: 'a block\'s time in the list', page: () => '#/blocks', rows: 'block-', reason: /Time.*proven/,
    lie: onBlockList((b) => { b.time += 1; }) },
  { title: 'a block\'s transaction count in the list', page: () => '#/blocks', rows: 'block-', reason: /Transactions.*proven/,
    lie: onBlockList((b) => { b.transaction_count += 1; }) },
  { title: 'a block\'s proposer in the list', page: () => '#/blocks', rows: 'block-', reason: /Proposer.*proven/,
    lie: onBlockList((b) => { b.proposer += 1; }) },
  { title: 'a block\'s id in the list', page: () => '#/blocks', rows: 'block-', reason: /Block id.*proven/,
    lie: onBlockList((b) => { b.id = 'ab'.repeat(32); }) },
  { title: 'a block\'s header bytes', page: () => '#/blocks', rows: 'block-', reason: /finalization is of another block/,
    lie: lieOnHeader },
  { title: 'a block\'s finalization (a signature changed)', page: () => '#/blocks', rows: 'block-', reason: /signature of .* is not valid/,
    lie: lieOnSignature },
  { title: 'a transaction\'s hash on its block\'s page', page: (g) => `#/blocks/${g.transaction!.height}`, rows: 'transaction-',
    reason: /not at this place/, needsTransaction: true,
    lie: (told) => (path, answer) => {
      if (!/^\/v1\/blocks\/\d+$/.test(path) || answer.transactions.length === 0) return;
      const row = answer.transactions[0];
      row.hash = 'cd'.repeat(32);
      told(`transaction-${row.height}-${row.index}`);
    } },
  { title: 'a transaction\'s time in the list', page: () => '#/txs', rows: 'transaction-', reason: /Time.*proven/, needsTransaction: true,
    lie: (told) => (path, answer) => {
      if (!path.startsWith('/v1/txs?')) return;
      const row = answer.transactions[0];
      row.time -= 60_000;
      told(`transaction-${row.height}-${row.index}`);
    } },
  { title: 'a transaction\'s hash on its own page', page: (g) => `#/txs/${g.transaction!.id}`, rows: 'transaction-', reason: /not at this place/,
    needsTransaction: true,
    lie: (told) => (path, answer) => {
      if (!/^\/v1\/txs\/[0-9a-f]{64}$/.test(path)) return;
      answer.hash = 'ef'.repeat(32);
      told(`transaction-${answer.height}-${answer.index}`);
    } },
  { title: 'a validator\'s voting key', page: () => '#/validators', rows: 'validator-', reason: /Voting key.*proven/,
    lie: (told) => (path, answer) => {
      if (!path.startsWith('/v1/validators')) return;
      answer.validators[1].key = answer.validators[0].key;
      told('validator-1');
    } },
];

// The first light block asked for is lied about, and only that one.
function onOneLightBlock(change: (light: any) => void) {
  return (told: (row: string) => void): Lie => {
    let target: string | null = null;
    return (path, answer) => {
      if (!path.startsWith('/v1/light-blocks/')) return;
      target ??= path;
      if (path !== target) return;
      change(answer);
      told(`block-${path.split('/').pop()}`);
    };
  };
}

// The state root is the longest run of bytes that any value fits in: the header still decodes, but it is another header.
function lieOnHeader(told: (row: string) => void): Lie {
  return onOneLightBlock((light) => {
    const at = light.header.lastIndexOf('4a20'); // field 9, 32 bytes
    light.header = `${light.header.slice(0, at + 4)}${'77'.repeat(32)}${light.header.slice(at + 68)}`;
    if (light.links.length > 0) light.links = [];
  })(told);
}

function lieOnSignature(told: (row: string) => void): Lie {
  return onOneLightBlock((light) => {
    const last = light.finalization.at(-1);
    light.finalization = light.finalization.slice(0, -1) + (last === '0' ? '1' : '0');
  })(told);
}

export async function lyingChecks(report: Report, g: Ground, node: string): Promise<void> {
  for (const lying of kLies) {
    if (lying.needsTransaction === true && g.transaction === null) {
      report.skip(`lie about ${lying.title}`, 'the ledger holds no transaction');
      continue;
    }
    await report.check(`lie about ${lying.title}: that row is a mismatch, the others are not`, () => checkLie(g, node, lying));
  }
  await report.check('lie about genesis: the pinned anchor raises the alarm', () => checkGenesisLie(g, node));
}

async function checkLie(g: Ground, node: string, lying: Lying): Promise<void> {
  const told = new Set<string>();
  const front = new Front(node, lying.lie((row) => told.add(row)));
  const reader = await Reader.open(g.browser, await front.listen(), lying.page(g));
  try {
    const verdicts = await reader.settled(lying.rows);
    expect(told.size === 1, `lied about ${[...told].join(', ') || 'nothing'}`);
    const [row] = [...told] as [string];
    expect(verdicts[row] === 'mismatch', `${row} is ${verdicts[row]}`);
    expectAll(verdicts, 'verified', [row]);
    const reason = await reader.reasonOf(row);
    expect(lying.reason.test(reason), `the reason says: ${reason}`);
    await reader.axe();
  } finally {
    await reader.close();
    await front.close();
  }
}

// An honest first visit pins the genesis; then the same address serves another one.
async function checkGenesisLie(g: Ground, node: string): Promise<void> {
  const front = new Front(node);
  const reader = await Reader.open(g.browser, await front.listen(), '#/blocks');
  try {
    await reader.page.waitForSelector(`[data-anchor="${g.genesisHash}"]`);
    front.lie = (path, answer) => {
      if (path === '/v1/genesis') answer.validators[0].key = answer.members[0].policy.keys[0];
    };
    await reader.page.reload();
    await reader.page.waitForSelector('[data-banner=anchor]');
    expectAll(await reader.settled('block-'), 'unverified');
  } finally {
    await reader.close();
    await front.close();
  }
}
