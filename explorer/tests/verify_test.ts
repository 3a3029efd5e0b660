import { schnorr } from '@noble/curves/secp256k1.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { describe, expect, test } from 'vitest';
import { concat, fromHex, toHex, utf8 } from '../src/codec/bytes.ts';
import { parseExactJson } from '../src/codec/exact_json.ts';
import { type Certificate, CertificateType, type Header, HeaderType } from '../src/codec/messages.ts';
import { encode } from '../src/codec/schema.ts';
import { makeContext, quorumOf } from '../src/verify/chain_context.ts';
import { taggedHash } from '../src/verify/domain.ts';
import { blockId } from '../src/verify/header.ts';
import { type LightBlock, verifyLightBlock } from '../src/verify/light_block.ts';
import { judge } from '../src/verify/verdict.ts';
import { FixtureLedger, makeCertificate, makeGenesisDocument, secretOf } from './fixture.ts';

const ledger = new FixtureLedger(20);
const { context } = ledger;
const check = (light: LightBlock, height: number) => judge(() => verifyLightBlock(context, ledger.trail(), light, height));
const codeOf = (light: LightBlock, height: number) => {
  const verdict = check(light, height);
  return verdict.state === 'verified' ? 'verified' : `${verdict.state} ${verdict.reason.code}`;
};

// Block 5 with its header changed and signed anew by the given validators: what a quorum, or less than one, could make.
function resigned(change: Partial<Header>, signers: readonly number[] = [0, 1, 2]): LightBlock {
  const header = { ...ledger.blocks[5]!.header, ...change };
  const bytes = encode(HeaderType, header);
  const certificate = makeCertificate(context, ledger.subjectOf(header, blockId(bytes, context.chainTag)), signers);
  return { header: toHex(bytes), links: [], finalization: toHex(encode(CertificateType, certificate)) };
}
function withCertificate(change: (c: Certificate) => Certificate): LightBlock {
  const { header, id } = ledger.blocks[5]!;
  const certificate = change(makeCertificate(context, ledger.subjectOf(header, id), [0, 1, 3]));
  return { ...ledger.lightBlock(5), finalization: toHex(encode(CertificateType, certificate)) };
}

describe('hashes', () => {
  test('a tagged hash is SHA-256(SHA-256(tag) || chain || bytes)', () => {
    const chain = new Uint8Array(32).fill(9);
    expect(taggedHash('xh/header/1', chain, utf8('ab'), utf8('c'))).toEqual(sha256(concat(sha256(utf8('xh/header/1')), chain, utf8('abc'))));
  });
  test('the genesis hash does not depend on spacing and order of members', () => {
    const document = makeGenesisDocument();
    const reversed = Object.fromEntries(Object.entries(document).reverse());
    expect(makeContext(parseExactJson(JSON.stringify(reversed, null, 3))).genesisHash).toEqual(context.genesisHash);
  });
  test('the genesis hash depends on every member', () => {
    for (const change of [{ chain_id: 'other' }, { time: 5 }, { clock: 'real' }, { zones: [] }, { blinding: '00'.repeat(32) }]) {
      const other = makeContext(parseExactJson(JSON.stringify({ ...makeGenesisDocument(), ...change })));
      expect(other.genesisHash).not.toEqual(context.genesisHash);
    }
  });
  test('a genesis with a key twice, a key off the curve or three validators is refused', () => {
    const document = makeGenesisDocument() as { validators: { key: string }[] };
    const [first, ...others] = document.validators;
    const codes = [
      [first!, first!, ...others.slice(1)],
      [{ ...first!, key: 'ff'.repeat(32) }, ...others],
      others,
    ].map((validators) => judge(() => makeContext(parseExactJson(JSON.stringify({ ...document, validators })))));
    for (const verdict of codes) expect(verdict).toMatchObject({ state: 'mismatch', reason: { code: 'genesis_malformed' } });
  });
  test('quorums are n - floor((n-1)/3)', () => {
    expect([4, 5, 6, 7, 10, 64].map(quorumOf)).toEqual([3, 4, 5, 5, 7, 43]);
  });
});

describe('a block is verified', () => {
  test('with its own finalization', () => {
    const verdict = check(ledger.lightBlock(5), 5);
    expect(verdict).toMatchObject({ state: 'verified', value: { height: 5, finalizedBy: 5, signers: [0, 2, 3], id: toHex(ledger.blocks[5]!.id) } });
  });
  test('through links to a finalization', () => {
    expect(ledger.lightBlock(3).links).toHaveLength(2);
    expect(check(ledger.lightBlock(3), 3)).toMatchObject({ state: 'verified', value: { height: 3, finalizedBy: 5 } });
  });
  test('when it is the genesis block, through its first descendant', () => {
    expect(check(ledger.lightBlock(0), 0)).toMatchObject({ state: 'verified', value: { height: 0, parent: '' } });
  });
  test('when the certificate is of a later view than the header', () => {
    expect(codeOf(withCertificate((c) => makeCertificate(context, { ...c.subject, view: c.subject.view + 4n }, [1, 2, 3])), 5)).toBe('verified');
  });
  test('on a ledger of ten validators, whose bitmap takes two bytes', () => {
    const ten = new FixtureLedger(5, makeGenesisDocument('xh-ten', 10));
    expect(judge(() => verifyLightBlock(ten.context, ten.trail(), ten.lightBlock(2), 2))).toMatchObject({ state: 'verified' });
  });
});

describe('a block is not verified', () => {
  test('before its finalization exists', () => {
    expect(codeOf({ ...ledger.lightBlock(5), finalization: null }, 5)).toBe('unverified not_final_yet');
  });
  test('in an epoch that no link led to', () => {
    expect(codeOf(resigned({ epoch: 1n }), 5)).toBe('unverified later_epoch');
  });
});

describe('evidence is a mismatch', () => {
  const other = new FixtureLedger(6, makeGenesisDocument('xh-other'));
  const light5 = ledger.lightBlock(5);
  const light3 = ledger.lightBlock(3);

  test.each<[string, LightBlock, number, string]>([
    ['of another height', light5, 6, 'header_other_height'],
    ['of another ledger', other.lightBlock(5), 5, 'header_other_ledger'],
    ['with another validator set', resigned({ validator_set_hash: new Uint8Array(32) }), 5, 'header_other_validators'],
    ['with an unknown protocol version', resigned({ protocol_version: 2 }), 5, 'header_malformed'],
    ['with a proposer outside the set', resigned({ proposer: 4 }), 5, 'header_malformed'],
    ['with a number no browser can show', resigned({ timestamp: 1n << 60n }), 5, 'header_malformed'],
    ['with a header that is not hexadecimal', { ...light5, header: 'zz' }, 5, 'header_malformed'],
    ['with a byte after the header', { ...light5, header: `${light5.header}00` }, 5, 'header_malformed'],
    ['with a header of another block', { ...light5, header: ledger.lightBlock(6).header }, 6, 'certificate_other_block'],
    ['with a link left out', { ...light3, links: light3.links.slice(1) }, 3, 'link_parent'],
    ['with its links swapped', { ...light3, links: [...light3.links].reverse() }, 3, 'link_parent'],
    ['with the last link left out', { ...light3, links: light3.links.slice(0, 1) }, 3, 'certificate_other_block'],
    ['with too many links', { ...light3, links: new Array<string>(4097).fill('') }, 3, 'too_many_links'],
    ['with a certificate that is none', { ...light5, finalization: '00' }, 5, 'certificate_malformed'],
    ['with a certificate of another block', { ...light5, finalization: ledger.lightBlock(6).finalization }, 5, 'certificate_other_block'],
  ])('%s', (_, light, height, code) => expect(codeOf(light, height)).toBe(`mismatch ${code}`));

  const cases: [string, (c: Certificate) => Certificate, string][] = [
    ['a notarization', (c) => makeCertificate(context, { ...c.subject, kind: 'notarize' }, [0, 1, 3]), 'certificate_kind'],
    ['of another epoch', (c) => makeCertificate(context, { ...c.subject, epoch: 1n }, [0, 1, 3]), 'certificate_epoch'],
    ['whose parent view is not below its view', (c) => makeCertificate(context, { ...c.subject, parent_view: c.subject.view }, [0, 1, 3]), 'certificate_malformed'],
    ['of less than a quorum', (c) => makeCertificate(context, c.subject, [0, 3]), 'certificate_quorum'],
    ['with a bitmap too long', (c) => ({ ...c, signers: concat(c.signers, new Uint8Array(1)) }), 'certificate_bitmap'],
    ['with a signer outside the set', (c) => ({ ...c, signers: Uint8Array.of(0x13) }), 'certificate_bitmap'],
    ['with fewer signatures than signers', (c) => ({ ...c, signatures: c.signatures.slice(1) }), 'certificate_bitmap'],
    ['with more signatures than signers', (c) => ({ ...c, signers: Uint8Array.of(0x03) }), 'certificate_bitmap'],
    ['with one signer counted three times', (c) => ({ ...c, signatures: [c.signatures[0]!, c.signatures[0]!, c.signatures[0]!] }), 'certificate_signature'],
    ['with signatures in another order', (c) => ({ ...c, signatures: [...c.signatures].reverse() }), 'certificate_signature'],
    ['that one signer signed with another key', (c) => makeCertificate(context, c.subject, [0, 1, 3], (i) => secretOf(i === 3 ? 2 : i)), 'certificate_signature'],
    ['whose signatures are of another view', (c) => ({ ...c, subject: { ...c.subject, view: c.subject.view + 1n } }), 'certificate_signature'],
    ['with a signature of zeros', (c) => ({ ...c, signatures: [new Uint8Array(64), ...c.signatures.slice(1)] }), 'certificate_signature'],
  ];
  test.each(cases)('certificate %s', (_, change, code) => expect(codeOf(withCertificate(change), 5)).toBe(`mismatch ${code}`));

  test('links whose height or time does not rise, though a quorum signed them', () => {
    const before = ledger.blocks[5]!;
    const child = (change: Partial<Header>): LightBlock => {
      const signed = resigned({ height: 6n, view: 6n, parent: before.id, timestamp: before.header.timestamp + 1n, ...change });
      return { header: toHex(before.headerBytes), links: [signed.header], finalization: signed.finalization };
    };
    expect(codeOf(child({}), 5)).toBe('verified');
    expect(codeOf(child({ height: 7n }), 5)).toBe('mismatch link_height');
    expect(codeOf(child({ timestamp: before.header.timestamp }), 5)).toBe('mismatch link_time');
  });
});

test('BIP-340 reference vector 1 verifies and its altered form does not', () => {
  const key = fromHex('DFF1D77F2A671C5F36183726DB2341BE58FEAE1DA2DECED843240F7B502BA659');
  const digest = fromHex('243F6A8885A308D313198A2E03707344A4093822299F31D0082EFA98EC4E6C89');
  const signature = fromHex(
    '6896BD60EEAE296DB48A229FF71DFE071BDE413E6D43F917DC8DCF8C78DE33418906D11AC976ABCCB20B091292BFF4EA897EFCB639EA871CFA95F6DE339E4B0A',
  );
  expect(schnorr.verify(signature, digest, key)).toBe(true);
  expect(schnorr.verify(signature, sha256(digest), key)).toBe(false);
});
