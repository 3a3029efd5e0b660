import { describe, expect, test } from 'vitest';
import type { Store } from '../src/ui/storage.ts';
import { decideAnchor, linkedGenesis, loadPin, type Pin, savePin } from '../src/verify/anchor.ts';

const A = 'aa'.repeat(32);
const B = 'bb'.repeat(32);
const pinned: Pin = { hash: A, source: 'first_visit', sinceMs: 1 };

function memoryStorage(): Store {
  const map = new Map<string, string>();
  return {
    getItem: (k) => map.get(k) ?? null, setItem: (k, v) => void map.set(k, v), removeItem: (k) => void map.delete(k),
  };
}

describe('trust anchor', () => {
  test('the first visit pins what it sees', () => {
    expect(decideAnchor(A, null, null, 7)).toEqual({ kind: 'trusted', isNew: true, pin: { hash: A, source: 'first_visit', sinceMs: 7 } });
  });
  test('a later visit keeps the pin', () => {
    expect(decideAnchor(A, null, pinned, 7)).toEqual({ kind: 'trusted', isNew: false, pin: pinned });
  });
  test('another genesis than the pinned one is an error', () => {
    expect(decideAnchor(B, null, pinned, 7)).toEqual({ kind: 'changed', expected: A, computed: B });
  });
  test('another genesis than the link names is an error, also on the first visit', () => {
    expect(decideAnchor(B, A, null, 7)).toMatchObject({ kind: 'changed', expected: A });
    expect(decideAnchor(A, B, pinned, 7)).toMatchObject({ kind: 'changed', expected: B });
  });
  test('a link cannot replace a pin that disagrees with it', () => {
    expect(decideAnchor(B, B, pinned, 7)).toMatchObject({ kind: 'changed', expected: A });
  });
  test('a link that agrees makes the pin one that was given', () => {
    expect(decideAnchor(A, A, pinned, 7)).toMatchObject({ kind: 'trusted', isNew: true, pin: { source: 'link' } });
  });
  test('a pin survives storage, a damaged one counts as none', () => {
    const storage = memoryStorage();
    savePin(storage, pinned);
    expect(loadPin(storage)).toEqual(pinned);
    storage.setItem('xinghuo.genesis', '{"hash":5}');
    expect(loadPin(storage)).toBeNull();
    storage.setItem('xinghuo.genesis', '{');
    expect(loadPin(storage)).toBeNull();
    savePin(storage, null);
    expect(loadPin(storage)).toBeNull();
  });
  test('the link works before and after the number sign', () => {
    expect(linkedGenesis({ search: `?genesis=${A.toUpperCase()}`, hash: '' })).toBe(A);
    expect(linkedGenesis({ search: '', hash: `#/blocks/5?genesis=${A}` })).toBe(A);
    expect(linkedGenesis({ search: '', hash: '#/blocks/5' })).toBeNull();
  });
});
