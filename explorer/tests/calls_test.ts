import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { callName, kCallNames } from '../src/i18n/calls.ts';

const kFolder = new URL('../../cli/calls/', import.meta.url);

// As the C++ side lists them, when its sources are at hand.
function knownCalls(): string[] {
  if (!existsSync(kFolder)) return [];
  const sources = readdirSync(kFolder).filter((name) => name.endsWith('_calls.cpp'));
  const text = sources.map((name) => readFileSync(new URL(name, kFolder), 'utf8')).join('\n');
  return [...text.matchAll(/call_entry<[^(]*\(\s*"([a-z]+\.[a-z_]+)"/g)].map((m) => m[1]!);
}

describe('transaction types', () => {
  test('are named in both languages', () => {
    for (const name of kCallNames) {
      expect(callName('zh', name)).toMatch(/[\u4e00-\u9fff]/);
      expect(callName('en', name)).toMatch(/^[A-Z][\x20-\x7e]+$/);
    }
  });
  test('are all those that the ledger knows', () => {
    expect(knownCalls().filter((name) => !kCallNames.includes(name))).toEqual([]);
  });
  test('that these pages do not know are shown as they are', () => {
    expect(callName('zh', 'future.call')).toBe('future.call');
    expect(callName('en', 'toString')).toBe('toString');
  });
});
