// The trust anchor: which genesis this browser believes in. Trust on first use: the first genesis hash seen at this address is pinned, unless
// a link names the one to expect (?genesis=<hash>, from someone the reader trusts). A changed anchor is an error until the reader says otherwise.
import type { Store } from '../ui/storage.ts';

export interface Pin {
  readonly hash: string;
  readonly source: 'first_visit' | 'link';
  readonly sinceMs: number;
}

export type AnchorState =
  | { readonly kind: 'trusted'; readonly pin: Pin; readonly isNew: boolean }
  | { readonly kind: 'changed'; readonly expected: string; readonly computed: string };

// A link can only add an expectation, never replace a pin that disagrees: else any link could move the anchor.
export function decideAnchor(computed: string, linked: string | null, pinned: Pin | null, nowMs: number): AnchorState {
  if (pinned !== null && pinned.hash !== computed) return { kind: 'changed', expected: pinned.hash, computed };
  if (linked !== null && linked !== computed) return { kind: 'changed', expected: linked, computed };
  if (pinned !== null && (linked === null || pinned.source === 'link')) return { kind: 'trusted', pin: pinned, isNew: false };
  const pin: Pin = { hash: computed, source: linked === null ? 'first_visit' : 'link', sinceMs: nowMs };
  return { kind: 'trusted', pin, isNew: true };
}

const kStorageKey = 'xinghuo.genesis';

export function loadPin(storage: Store): Pin | null {
  try {
    const value = JSON.parse(storage.getItem(kStorageKey) ?? 'null') as Partial<Pin> | null;
    if (value === null || typeof value.hash !== 'string' || typeof value.sinceMs !== 'number') return null;
    return { hash: value.hash, source: value.source === 'link' ? 'link' : 'first_visit', sinceMs: value.sinceMs };
  } catch {
    return null;
  }
}

export function savePin(storage: Store, pin: Pin | null): void {
  if (pin === null) storage.removeItem(kStorageKey);
  else storage.setItem(kStorageKey, JSON.stringify(pin));
}

// Before or after the "#": both forms of the link work.
export function linkedGenesis(location: { search: string; hash: string }): string | null {
  const inHash = location.hash.includes('?') ? location.hash.slice(location.hash.indexOf('?')) : '';
  const value = new URLSearchParams(location.search).get('genesis') ?? new URLSearchParams(inHash).get('genesis');
  return value === null ? null : value.trim().toLowerCase();
}
