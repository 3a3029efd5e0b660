// What the checks do with a page: open it, read badges, wait for verdicts, run axe.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { expect } from './report.ts';

export type Verdicts = Record<string, string>;

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
export const kWaitMs = 30_000;

// A reader: own storage, one language, and a record of what the page did wrong (errors, requests to other hosts).
export class Reader {
  readonly page: Page;
  readonly faults: string[] = [];
  private readonly context: BrowserContext;

  private constructor(context: BrowserContext, page: Page, origin: string) {
    this.context = context;
    this.page = page;
    page.on('pageerror', (error) => this.faults.push(`error: ${error.message}`));
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().includes('Failed to load resource')) this.faults.push(`console: ${message.text()}`);
    });
    page.on('request', (request) => {
      if (!request.url().startsWith(origin)) this.faults.push(`foreign request: ${request.url()}`);
    });
  }

  static async open(browser: Browser, base: string, path: string, options: { locale?: string; dark?: boolean; narrow?: boolean } = {}): Promise<Reader> {
    // Tall, so that every row is on screen: rows are verified when they are seen.
    const context = await browser.newContext({
      locale: options.locale ?? 'en-US', colorScheme: options.dark === true ? 'dark' : 'light',
      viewport: options.narrow === true ? { width: 360, height: 3200 } : { width: 1280, height: 2400 },
    });
    const reader = new Reader(context, await context.newPage(), new URL(base).origin);
    await reader.page.goto(base + path);
    return reader;
  }

  async close(): Promise<void> {
    await this.context.close();
  }

  async go(path: string): Promise<void> {
    await this.page.evaluate((hash) => { location.hash = hash; }, path);
  }

  // Verdict of each row on the page, by the row's name.
  verdicts(): Promise<Verdicts> {
    return this.page.evaluate(() => {
      const out: Record<string, string> = {};
      for (const row of document.querySelectorAll<HTMLElement>('[data-row]')) {
        out[row.dataset['row']!] = row.querySelector<HTMLElement>('[data-verdict]')?.dataset['verdict'] ?? 'none';
      }
      return out;
    });
  }

  // Waits until at least `least` rows are there and none is still being checked.
  async settled(prefix = '', least = 1): Promise<Verdicts> {
    await this.page.waitForFunction(([p, n]) => {
      const rows = [...document.querySelectorAll<HTMLElement>(p === '' ? '[data-row]' : `[data-row^="${p}"]`)];
      return rows.length >= (n as number) && rows.every((row) => row.querySelector('[data-verdict]:not([data-verdict=checking])') !== null);
    }, [prefix, least] as const, { timeout: kWaitMs });
    const all = Object.entries(await this.verdicts());
    return Object.fromEntries(all.filter(([name]) => name.startsWith(prefix)));
  }

  reasonOf(row: string): Promise<string> {
    return this.page.locator(`[data-row="${row}"] .reason`).first().innerText();
  }

  async axe(): Promise<void> {
    await this.page.evaluate(axeSource);
    const violations = await this.page.evaluate(async () => {
      const result = await (window as unknown as { axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } }).axe.run();
      return result.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).slice(0, 3).join(' | ')}`);
    });
    expect(violations.length === 0, `axe: ${violations.join('; ')}`);
  }

  expectNoFaults(): void {
    expect(this.faults.length === 0, this.faults.join('; '));
  }
}

export function expectAll(verdicts: Verdicts, verdict: string, except: readonly string[] = []): void {
  const wrong = Object.entries(verdicts).filter(([name, v]) => v !== verdict && !except.includes(name));
  expect(wrong.length === 0, `expected ${verdict}: ${wrong.map(([name, v]) => `${name} is ${v}`).join(', ')}`);
}
