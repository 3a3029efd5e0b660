// Addresses of pages: "#/blocks/12", so that any file server can serve them.
import { useEffect, useState } from 'preact/hooks';

export type Route =
  | { readonly page: 'home' }
  | { readonly page: 'blocks' }
  | { readonly page: 'block'; readonly height: number }
  | { readonly page: 'transactions' }
  | { readonly page: 'transaction'; readonly id: string }
  | { readonly page: 'validators' }
  | { readonly page: 'evidence' }
  | { readonly page: 'unknown' };

const kMaxHeightDigits = 15; // below 2^53

export function parseRoute(hash: string): Route {
  const path = hash.split('?')[0]!.replace(/^#\/?/, '').replace(/\/$/, '');
  if (path === '') return { page: 'home' };
  if (path === 'blocks' || path === 'validators' || path === 'evidence') return { page: path };
  if (path === 'txs') return { page: 'transactions' };
  const [, kind, name] = /^(blocks|txs)\/([0-9a-f]+)$/.exec(path) ?? [];
  if (kind === 'blocks' && /^[0-9]+$/.test(name!) && name!.length <= kMaxHeightDigits) return { page: 'block', height: Number(name) };
  if (kind === 'txs' && name!.length === 64) return { page: 'transaction', id: name! };
  return { page: 'unknown' };
}

export const hrefs = {
  home: '#/',
  blocks: '#/blocks',
  transactions: '#/txs',
  validators: '#/validators',
  evidence: '#/evidence',
  block: (height: number): string => `#/blocks/${height}`,
  transaction: (id: string): string => `#/txs/${id}`,
} as const;

export function useRoute(): Route {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const update = () => setHash(location.hash);
    addEventListener('hashchange', update);
    return () => removeEventListener('hashchange', update);
  }, []);
  return parseRoute(hash);
}
