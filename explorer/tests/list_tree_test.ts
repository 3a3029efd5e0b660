import { sha256 } from '@noble/hashes/sha2.js';
import { describe, expect, test } from 'vitest';
import { fromHex, toHex } from '../src/codec/bytes.ts';
import { leafHash, listRoot, nodeHash, proveInclusion, verifyInclusion } from '../src/verify/list_tree.ts';

// The inputs of Certificate Transparency's reference tests, and their roots for 0 to 8 leaves.
const kLeaves = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'].map(fromHex);
const kRoots = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
const leavesOf = (n: number) => Array.from({ length: n }, (_, i) => leafHash(Uint8Array.of(i, i >> 8)));

describe('list tree', () => {
  test.each(kRoots.map((root, n) => [n, root] as const))('%i reference leaves have the known root', (n, root) => {
    expect(toHex(listRoot(kLeaves.slice(0, n).map(leafHash)))).toBe(root);
  });
  test('every leaf of every size up to 70 has a proof that verifies', () => {
    for (let size = 1; size <= 70; size++) {
      const leaves = leavesOf(size);
      const root = listRoot(leaves);
      for (let i = 0; i < size; i++) expect(verifyInclusion(root, leaves[i]!, proveInclusion(leaves, i))).toBe(true);
    }
  });
});

describe('an inclusion proof is refused', () => {
  const leaves = leavesOf(13);
  const root = listRoot(leaves);
  const proof = proveInclusion(leaves, 5);
  const holds = (change: Partial<typeof proof>, leaf = leaves[5]!, at = root) => verifyInclusion(at, leaf, { ...proof, ...change });

  test('for another leaf, place or root', () => {
    expect(holds({})).toBe(true);
    expect(holds({}, leaves[6]!)).toBe(false);
    expect(holds({ index: 4 })).toBe(false);
    expect(holds({}, leaves[5]!, sha256(root))).toBe(false);
  });
  test('with a path too short, too long or changed', () => {
    expect(holds({ path: proof.path.slice(1) })).toBe(false);
    expect(holds({ path: proof.path.slice(0, -1) })).toBe(false);
    expect(holds({ path: [...proof.path, root] })).toBe(false);
    proof.path.forEach((_, i) => expect(holds({ path: proof.path.map((h, k) => (k === i ? sha256(h) : h)) })).toBe(false));
  });
  test('with an index outside the list or numbers that are none', () => {
    for (const index of [-1, 13, 1.5, Number.NaN]) expect(holds({ index })).toBe(false);
    for (const size of [0, -1, 2 ** 40, Number.NaN]) expect(holds({ size })).toBe(false);
  });
  test('when an inner node is passed off as a leaf', () => {
    const two = listRoot(leaves.slice(0, 2));
    expect(nodeHash(leaves[0]!, leaves[1]!)).toEqual(two);
    expect(verifyInclusion(two, two, { index: 0, size: 1, path: [] })).toBe(true); // so the size comes from the header
    expect(verifyInclusion(two, two, { index: 0, size: 2, path: [] })).toBe(false);
  });
});
