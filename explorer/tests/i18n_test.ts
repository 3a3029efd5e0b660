import { describe, expect, test } from 'vitest';
import { dictionaries, type Key, translator } from '../src/i18n/index.ts';
import { kReasonCodes } from '../src/verify/verdict.ts';

const keys = Object.keys(dictionaries.en) as Key[];
const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((m) => m[1]).sort();

describe('dictionaries', () => {
  test('have the same keys', () => expect(Object.keys(dictionaries.zh).sort()).toEqual([...keys].sort()));
  test.each(keys)('%s says something in both languages, with the same placeholders', (key) => {
    expect(dictionaries.en[key].trim()).not.toBe('');
    expect(dictionaries.zh[key].trim()).not.toBe('');
    expect(placeholders(dictionaries.zh[key])).toEqual(placeholders(dictionaries.en[key]));
    expect(dictionaries.zh[key]).toMatch(/[\u4e00-\u9fff]/);
    expect(dictionaries.zh[key]).not.toMatch(/[\u4e00-\u9fff][,:;(]/); // full-width punctuation
  });
  test('know every reason a check can give', () => {
    for (const code of kReasonCodes) expect(keys).toContain(`reason_${code}`);
  });
  test('a translator fills placeholders in and leaves none behind', () => {
    expect(translator('en')('block_n', { height: 12 })).toBe('Block 12');
    expect(translator('zh')('quorum_summary', { n: 4, signed: 3 })).not.toContain('{');
  });
});
