// Validators, epochs and evidence, as an honest node shows them and as a lying one does.
import { Front, type Lie } from './front.ts';
import type { Ground, On } from './honest.ts';
import { expectAll, kWaitMs, Reader } from './pages.ts';
import { expect, type Report } from './report.ts';

const sizeOf = async (r: Reader, name: string): Promise<string> => (await r.page.locator(`[data-${name}]`).first().getAttribute(`data-${name}`)) ?? '';

export async function membershipChecks(report: Report, g: Ground, on: On): Promise<void> {
  const f = g.validators - g.quorum;
  await report.check(`validators: ${g.validators} of them, a quorum of ${g.quorum} and ${f} tolerated, said in words`, () => on('#/validators', async (r) => {
    expectAll(await r.settled('validator-', g.validators + 1), 'verified');
    expect((await sizeOf(r, 'set')) === `${g.validators}-${g.quorum}-${f}`, `the page says ${await sizeOf(r, 'set')}`);
    await r.page.getByText(`without ${g.quorum} of the ${g.validators} signing`).waitFor();
    await r.page.getByText(`no more than ${f} of them`).waitFor();
    expect((await r.page.locator('[data-suspended]').count()) === g.suspended, 'the suspended are marked');
    expect((await sizeOf(r, 'changes')) === String(g.changes), `${g.changes} changes are shown`);
    if (g.changes === 0) await r.page.getByText('No change of the validators is under way').waitFor();
    await r.axe();
  }));
  await report.check(`epochs: all ${g.epochs} were followed from genesis`, () => on('#/validators', async (r) => {
    await r.page.waitForSelector(`[data-epochs="${g.epochs}"]`, { timeout: kWaitMs });
    expectAll(await r.settled('epoch-', Math.min(g.epochs, 20)), 'verified');
    if (g.epochs === 1) await r.page.getByText('the same since genesis').waitFor();
  }));
  await report.check('evidence: each is verified, or it is said that there is none', () => on('#/evidence', async (r) => {
    await r.page.waitForSelector(`[data-evidence="on_chain-${g.convictions}"]`, { timeout: kWaitMs });
    if (g.convictions === 0) await r.page.getByText('No validator was convicted').waitFor();
    else expectAll(await r.settled('evidence-', g.convictions), 'verified');
    await r.axe();
  }));
  await report.check('evidence: in Chinese, dark and narrow, nothing scrolls sideways', () => on('#/evidence', async (r) => {
    await r.page.getByRole('heading', { level: 1, name: '证据' }).waitFor();
    await r.page.waitForSelector('[data-evidence]');
    await r.axe();
    const excess = await r.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(excess <= 0, `the page is ${excess} px too wide`);
  }, { locale: 'zh-CN', dark: true, narrow: true }));
  if (g.suspended > 0) {
    await report.check('validators: who leads no more is said with the reason, and leads to the evidence', () => on('#/validators', async (r) => {
      await r.page.locator('[data-suspended]').first().getByRole('link').click();
      await r.page.waitForURL('**/*#/evidence');
      expectAll(await r.settled('evidence-', g.convictions), 'verified');
    }));
  }
  if (g.firstHeight > 0) await boundaryCheck(report, g, on);
}

// The last block of the former epoch and the first of this one, on their own pages.
async function boundaryCheck(report: Report, g: Ground, on: On): Promise<void> {
  await report.check('epochs: the blocks on both sides of the last boundary are verified', () => on(`#/blocks/${g.firstHeight - 1}`, async (r) => {
    expectAll(await r.settled(`block-${g.firstHeight - 1}`), 'verified');
    await r.page.getByText('last block of its epoch').waitFor();
    await r.go(`#/blocks/${g.firstHeight}`);
    expectAll(await r.settled(`block-${g.firstHeight}`), 'verified');
  }));
}

// An epoch that ends while the page is open is followed without a reload. `endEpoch` renews the set as it is.
export async function liveEpochCheck(report: Report, g: Ground, endEpoch: () => Promise<void>): Promise<void> {
  await report.check('epochs: one that ends meanwhile is followed by itself', async () => {
    const reader = await Reader.open(g.browser, g.base, '#/validators');
    try {
      await reader.page.waitForSelector(`[data-epochs="${g.epochs}"]`, { timeout: kWaitMs });
      await endEpoch();
      await reader.page.waitForSelector(`[data-epochs="${g.epochs + 1}"]`, { timeout: kWaitMs });
      expectAll(await reader.settled('validator-', g.validators + 1), 'verified');
      reader.expectNoFaults();
    } finally {
      await reader.close();
    }
  });
}

interface Told {
  readonly lie: Lie;
  readonly path: string;
  readonly rows: string;
  readonly verdicts: Readonly<Record<string, string>>; // of rows that are not verified; every other row of the prefix is
  readonly reason: RegExp;
}

const isLinks = (path: string) => path.startsWith('/v1/epochs');
const all = (n: number, verdict: string) => Object.fromEntries(Array.from({ length: n }, (_, i) => [`validator-${i}`, verdict]));

function lies(g: Ground): [string, Told][] {
  const out: [string, Told][] = [
    ['the quorum', {
      path: '#/validators', rows: 'validator-', verdicts: { 'validator-set': 'mismatch' }, reason: /Quorum.*proven/,
      lie: (path, answer) => { if (path.startsWith('/v1/validators')) answer.quorum -= 1; },
    }],
  ];
  if (g.epochs > 1) {
    out.push(['the next validators of an epoch link', {
      path: '#/validators', rows: 'validator-', verdicts: { ...all(g.validators, 'unverified'), 'validator-set': 'mismatch' }, reason: /not the next validators/,
      lie: (path, answer) => { if (isLinks(path) && answer.links.length > 0) answer.links[0].next.validators[0].name = 'Someone else'; },
    }], ['the signatures of an epoch link', {
      path: '#/validators', rows: 'validator-', verdicts: { ...all(g.validators, 'unverified'), 'validator-set': 'mismatch' }, reason: /signature of .* is not valid/,
      lie: (path, answer) => { if (isLinks(path) && answer.links.length > 0) answer.links[0].finalization.signatures.reverse(); },
    }], ['epoch links, by hiding them', {
      path: '#/validators', rows: 'validator-', verdicts: { ...all(g.validators, 'unverified'), 'validator-set': 'unverified' }, reason: /links lead no further than epoch 0/,
      lie: (path, answer) => { if (isLinks(path)) answer.links = []; },
    }]);
  }
  if (g.convictions > 0) {
    out.push(['the block of a vote in evidence', {
      path: '#/evidence', rows: 'evidence-on_chain-', verdicts: { 'evidence-on_chain-0': 'mismatch' }, reason: /signature of vote 2/,
      lie: (path, answer) => { if (path === '/v1/evidence') answer.on_chain[0].evidence.second.subject.block = '99'.repeat(32); },
    }], ['who is convicted', {
      path: '#/evidence', rows: 'evidence-on_chain-', verdicts: { 'evidence-on_chain-0': 'mismatch' }, reason: /Name.*proven/,
      lie: (path, answer) => { if (path === '/v1/evidence') answer.on_chain[0].name = 'Somebody'; },
    }]);
  }
  return out;
}

export async function membershipLies(report: Report, g: Ground, node: string): Promise<void> {
  for (const [title, told] of lies(g)) await report.check(`lie about ${title}: it shows`, () => checkLie(g, node, told));
}

async function checkLie(g: Ground, node: string, told: Told): Promise<void> {
  const front = new Front(node, told.lie);
  const reader = await Reader.open(g.browser, await front.listen(), told.path);
  const names = Object.keys(told.verdicts);
  try {
    const verdicts = await reader.settled(told.rows, names.length);
    for (const name of names) expect(verdicts[name] === told.verdicts[name], `${name} is ${verdicts[name]}`);
    expectAll(verdicts, 'verified', names);
    const row = names.find((name) => name === 'validator-set') ?? names[0]!;
    const reason = await reader.reasonOf(row);
    expect(told.reason.test(reason), `the reason says: ${reason}`);
  } finally {
    await reader.close();
    await front.close();
  }
}
