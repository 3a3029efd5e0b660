// Vectors that the C++ side writes (tests/golden/*.json at the repository's root): both languages must agree on every byte.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { equalBytes, fromHex, toHex } from '../src/codec/bytes.ts';
import { parseExactJson } from '../src/codec/exact_json.ts';
import { CertificateType, EpochLinkType, EvidenceType, GenesisType, HeaderType, type Subject } from '../src/codec/messages.ts';
import { decode, encode, type Json, parseMessage } from '../src/codec/schema.ts';
import { decodeCertificate, verifyFinalization, voteDigest } from '../src/verify/certificate.ts';
import { genesisHash, makeContext } from '../src/verify/chain_context.ts';
import { makeChainTag } from '../src/verify/domain.ts';
import { EpochTrail } from '../src/verify/epochs.ts';
import { verifyEvidence } from '../src/verify/evidence.ts';
import { blockId } from '../src/verify/header.ts';
import { leafHash, listRoot, verifyInclusion } from '../src/verify/list_tree.ts';

type Fields = { [key: string]: Json };
const kFolder = fileURLToPath(new URL('../../tests/golden/', import.meta.url));
const files = existsSync(kFolder) ? readdirSync(kFolder).filter((name) => name.endsWith('.json')) : [];
const kinds = ['notarize', 'nullify', 'finalize'] as const;

const vectors = files
  .map((name) => ({ name, data: parseExactJson(readFileSync(kFolder + name, 'utf8')) }))
  .filter((v): v is { name: string; data: Fields } => v.data !== null && typeof v.data === 'object' && !Array.isArray(v.data) && 'genesis' in v.data);

function subjectOf(vote: Fields): Subject {
  const s = (vote['subject'] as Fields | undefined) ?? vote;
  const kind = typeof s['kind'] === 'string' ? kinds.find((k) => k === s['kind']) : kinds[Number(s['kind'])];
  if (kind === undefined) throw new Error('vote.kind is unknown');
  const number = (name: string) => BigInt(s[name] as bigint);
  return { kind, epoch: number('epoch'), view: number('view'), parent_view: number('parent_view'), block: fromHex(s['block'] as string) };
}

describe.skipIf(vectors.length === 0)('golden vectors of the C++ side', () => {
  describe.each(vectors)('$name', ({ data }) => {
    const text = (name: string) => data[name] as string;
    const chainTag = fromHex(text('chain_tag'));

    test('genesis hash and chain tag', () => {
      const genesis = parseMessage(GenesisType, data['genesis']!);
      expect(toHex(genesisHash(genesis))).toBe(text('genesis_hash'));
      expect(toHex(makeChainTag(genesis.chain_id, genesisHash(genesis)))).toBe(text('chain_tag'));
    });
    test('header bytes and block id', () => {
      const bytes = fromHex(text('header_hex'));
      expect(toHex(encode(HeaderType, decode(HeaderType, bytes)))).toBe(text('header_hex'));
      expect(toHex(blockId(bytes, chainTag))).toBe(text('block_id'));
    });
    test('vote digest', () => {
      const vote = data['vote'] as Fields;
      expect(toHex(voteDigest(chainTag, subjectOf(vote)))).toBe(vote['digest']);
    });
    test('certificate bytes, and its signatures under the genesis validators', () => {
      const bytes = fromHex(text('certificate_hex'));
      const certificate = decodeCertificate(bytes);
      expect(equalBytes(encode(CertificateType, certificate), bytes)).toBe(true);
      expect(() => {
        const context = makeContext(data['genesis']!);
        verifyFinalization(context, context.genesisSet, certificate);
      }).not.toThrow();
    });
    test('epoch link bytes lead to five validators, evidence bytes convict the second', () => {
      const context = makeContext(data['genesis']!);
      const trail = new EpochTrail(context);
      const link = decode(EpochLinkType, fromHex(text('epoch_link_hex')));
      expect(toHex(encode(EpochLinkType, link))).toBe(text('epoch_link_hex'));
      trail.follow(link);
      expect(trail.present.set.validators.length).toBe(5);
      const evidence = decode(EvidenceType, fromHex(text('evidence_hex')));
      expect(toHex(encode(EvidenceType, evidence))).toBe(text('evidence_hex'));
      expect(verifyEvidence(context, trail, evidence)).toMatchObject({ kind: 'nullify_and_finalize', validator: 1, epoch: 0 });
    });
    test('transactions root and inclusion proof', () => {
      const leaves = (data['tx_hashes'] as string[]).map((h) => leafHash(fromHex(h)));
      const root = fromHex(text('transactions_root'));
      expect(toHex(listRoot(leaves))).toBe(text('transactions_root'));
      const proof = data['proof'] as Fields;
      const index = Number(proof['index'] ?? 0n);
      const path = (proof['path'] as string[]).map(fromHex);
      expect(verifyInclusion(root, leaves[index]!, { index, size: Number(proof['size']), path })).toBe(true);
    });
  });
});

test.skipIf(vectors.length === 0)('golden vectors are present: agreement with C++ was checked', () => {
  expect(vectors.length).toBeGreaterThan(0);
});
