// An honest node: every row is verified, in both languages, by keyboard too, and axe finds nothing.
import type { Browser } from 'playwright-core';
import { membershipChecks } from './membership.ts';
import { expectAll, kWaitMs, Reader } from './pages.ts';
import { expect, type Report } from './report.ts';

export interface Ground {
  readonly browser: Browser;
  readonly base: string; // where the pages are
  readonly chainId: string;
  readonly genesisHash: string;
  readonly isDriven: boolean;
  readonly validators: number;
  readonly quorum: number;
  readonly suspended: number; // validators that lead no more
  readonly changes: number; // of the set, under way
  readonly epochs: number;
  readonly firstHeight: number; // of the present epoch
  readonly convictions: number;
  // A transaction of the ledger, when it has one.
  readonly transaction: { id: string; height: number; index: number } | null;
  readonly height: number;
}

export async function honestChecks(report: Report, g: Ground): Promise<void> {
  const on = async (path: string, body: (reader: Reader) => Promise<void>, options = {}) => {
    const reader = await Reader.open(g.browser, g.base, path, options);
    try {
      await body(reader);
      reader.expectNoFaults();
    } finally {
      await reader.close();
    }
  };

  await report.check('home: head, quorum strip and recent blocks are verified', () => on('#/', async (r) => {
    await r.page.waitForSelector('[data-head] [data-verdict=verified]', { timeout: kWaitMs });
    await r.page.getByRole('button', { name: 'Pause updates' }).click();
    expectAll(await r.settled('block-', Math.min(5, g.height)), 'verified');
    await r.page.waitForSelector('[data-quorum]:not([data-quorum=""])', { timeout: kWaitMs });
    const signed = Number(await r.page.locator('[data-quorum]').getAttribute('data-quorum'));
    expect(signed >= g.quorum && signed <= g.validators, `${signed} signers shown`);
    expect((await r.page.locator('[data-chain]').innerText()) === g.chainId, 'chain id is shown');
    await r.axe();
  }));
  await report.check('home: new blocks arrive by themselves', () => on('#/', async (r) => {
    await r.page.waitForSelector('[data-feed=live]', { timeout: kWaitMs });
  }));
  await report.check('blocks: every row is verified', () => on('#/blocks', async (r) => {
    expectAll(await r.settled('block-', Math.min(10, g.height)), 'verified');
    await r.axe();
  }));
  await report.check('block: the genesis block is verified through its descendant', () => on('#/blocks/0', async (r) => {
    expectAll(await r.settled('block-0'), 'verified');
  }));
  await membershipChecks(report, g, on);
  await transactionChecks(report, g, on);
  await frameChecks(report, g, on);
}

export type On = (path: string, body: (reader: Reader) => Promise<void>, options?: object) => Promise<void>;

async function transactionChecks(report: Report, g: Ground, on: On): Promise<void> {
  const { transaction } = g;
  if (transaction === null) return report.skip('transaction pages', 'the ledger holds no transaction');
  await report.check('block: it and all its transactions are verified', () => on(`#/blocks/${transaction.height}`, async (r) => {
    expectAll(await r.settled(`block-${transaction.height}`), 'verified');
    expectAll(await r.settled('transaction-'), 'verified');
    await r.axe();
  }));
  await report.check('transactions: every row is verified', () => on('#/txs', async (r) => {
    expectAll(await r.settled('transaction-'), 'verified');
    await r.axe();
  }));
  await report.check('transaction: hash, place and time are verified', () => on(`#/txs/${transaction.id}`, async (r) => {
    expectAll(await r.settled(`transaction-${transaction.height}-${transaction.index}`), 'verified');
    await r.axe();
  }));
  await report.check('search: a transaction id leads to its page', () => on('#/', async (r) => {
    await r.page.getByRole('searchbox').fill(transaction.id);
    await r.page.keyboard.press('Enter');
    await r.page.waitForURL(`**/*#/txs/${transaction.id}`);
  }));
}

async function frameChecks(report: Report, g: Ground, on: On): Promise<void> {
  await report.check('search: a height leads to its block, nonsense is answered in words', () => on('#/validators', async (r) => {
    const box = r.page.getByRole('searchbox');
    await box.fill('what');
    await r.page.keyboard.press('Enter');
    await r.page.getByText('64 hexadecimal characters').waitFor();
    await box.fill('1');
    await r.page.keyboard.press('Enter');
    await r.page.waitForURL('**/*#/blocks/1');
    expectAll(await r.settled('block-1'), 'verified');
  }));
  await report.check('Chinese: the same pages, verified, chosen by the browser\'s language', () => on('#/', async (r) => {
    await r.page.waitForSelector('[data-head] [data-verdict=verified]', { timeout: kWaitMs });
    expect((await r.page.locator('html').getAttribute('lang')) === 'zh-CN', 'the page says it is Chinese');
    await r.page.getByRole('button', { name: '暂停更新' }).click();
    expectAll(await r.settled('block-'), 'verified');
    await r.page.locator('[data-head] .badge', { hasText: '已验证' }).waitFor();
    await r.axe();
  }, { locale: 'zh-CN' }));
  await report.check('language: the switch works and is remembered', () => on('#/validators', async (r) => {
    await r.page.getByRole('button', { name: '中文' }).click();
    await r.page.getByRole('heading', { level: 1, name: '验证人' }).waitFor();
    await r.page.reload();
    await r.page.getByRole('heading', { level: 1, name: '验证人' }).waitFor();
    await r.page.getByRole('button', { name: 'English' }).click();
    await r.page.getByRole('heading', { level: 1, name: 'Validators' }).waitFor();
  }));
  await report.check('dark and narrow: axe finds nothing, no page scrolls sideways', () => on('#/blocks', async (r) => {
    for (const path of ['#/blocks', '#/', '#/validators', `#/blocks/${g.transaction?.height ?? 1}`]) {
      await r.go(path);
      await r.page.waitForSelector('h1');
      if (path === '#/') await r.page.waitForSelector('[data-head]', { timeout: kWaitMs });
      else await r.settled();
      await r.axe();
      const excess = await r.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(excess <= 0, `${path} is ${excess} px too wide`);
    }
  }, { dark: true, narrow: true }));
  await report.check('keyboard: the skip link reaches the content, links are followed with Enter', () => on('#/blocks', async (r) => {
    await r.settled('block-');
    await r.page.keyboard.press('Tab');
    await r.page.keyboard.press('Enter');
    await r.page.waitForFunction(() => document.activeElement?.id === 'content');
    await r.page.locator('tbody th a').first().focus();
    expect((await r.page.evaluate(() => document.activeElement?.tagName)) === 'A', 'a link takes the focus');
    await r.page.keyboard.press('Enter');
    await r.page.waitForURL('**/*#/blocks/*');
    await r.page.waitForFunction(() => document.activeElement?.id === 'content'); // the focus follows to the new page
  }));
  await report.check(`clock: the simulation banner is ${g.isDriven ? 'on every page' : 'absent'}`, () => on('#/', async (r) => {
    for (const path of ['#/', '#/blocks', '#/blocks/1', '#/txs', '#/validators', '#/evidence', '#/nowhere']) {
      await r.go(path);
      if (g.isDriven) await r.page.waitForSelector('[data-banner=simulation]');
      else expect((await r.page.locator('[data-banner=simulation]').count()) === 0, 'no banner on a real clock');
    }
  }));
  await report.check('anchor: the first visit pins the genesis, a link may name it', () => on(`?genesis=${g.genesisHash}#/`, async (r) => {
    await r.page.waitForSelector(`[data-anchor="${g.genesisHash}"]`);
    expect((await r.page.locator('[data-banner=anchor]').count()) === 0, 'no alarm');
  }));
  await report.check('anchor: a link that names another genesis raises the alarm and nothing is verified', () => on(`?genesis=${'0'.repeat(64)}#/blocks`, async (r) => {
    await r.page.waitForSelector('[data-banner=anchor]');
    expectAll(await r.settled('block-'), 'unverified');
    await r.axe();
    await r.page.getByRole('button', { name: 'Trust the new genesis' }).click();
    await r.page.waitForSelector(`[data-anchor="${g.genesisHash}"]`);
    expectAll(await r.settled('block-'), 'verified');
  }));
}
