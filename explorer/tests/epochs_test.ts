// From genesis to later epochs: what is followed, and what is refused on the way.
import { describe, expect, test } from 'vitest';
import { toHex } from '../src/codec/bytes.ts';
import { parseExactJson } from '../src/codec/exact_json.ts';
import { type Certificate, CertificateType, type EpochLink, EpochLinkType, type Header, HeaderType, kMaxValidators } from '../src/codec/messages.ts';
import { decode, encode } from '../src/codec/schema.ts';
import { makeEpochSet } from '../src/verify/chain_context.ts';
import { EpochTrail, parseEpochLink } from '../src/verify/epochs.ts';
import { blockId } from '../src/verify/header.ts';
import { type LightBlock, verifyLightBlock } from '../src/verify/light_block.ts';
import { judge } from '../src/verify/verdict.ts';
import { FixtureLedger, linkJson, makeCertificate, makeGenesisDocument, makeValidator, secretOf } from './fixture.ts';

// Epoch 0: people 0 1 2 3, blocks 0..5. Epoch 1: 0 1 2 4, blocks 6..9. Epoch 2: 4 5 6 7 8, blocks 10..14. Epoch 3: the same, renewed.
const kPlans = [{ at: 5, people: [0, 1, 2, 4] }, { at: 9, people: [4, 5, 6, 7, 8] }, { at: 14, people: [4, 5, 6, 7, 8] }];
const ledger = new FixtureLedger(20, makeGenesisDocument(), kPlans);
const { context, links } = ledger;
const stranger = new FixtureLedger(8, makeGenesisDocument('xh-other'), kPlans);
const [first, second] = links as [EpochLink, EpochLink];
const zero = new Uint8Array(32);

function codeOf(check: () => unknown): string {
  const verdict = judge(check);
  return verdict.state === 'verified' ? 'verified' : `${verdict.state} ${verdict.reason.code}`;
}
const follow = (...walk: EpochLink[]) => codeOf(() => ledger.trail(walk));

// The first link with another header, finalized by epoch 0's validators as an honest one is: what a quorum could sign.
function resigned(change: Partial<Header>, next = first.next, signers: readonly number[] = [0, 1, 2]): EpochLink {
  const header = { ...decode(HeaderType, first.header), ...change };
  const bytes = encode(HeaderType, header);
  const subject = { ...first.finalization.subject, block: blockId(bytes, context.chainTag) };
  return { header: bytes, finalization: makeCertificate(context, subject, signers), next };
}
const certified = (change: (c: Certificate) => Certificate): EpochLink => ({ ...first, finalization: change(first.finalization) });
// A next set that the header does name.
function leadingTo(next: EpochLink['next']): EpochLink {
  return resigned({ next_validator_set_hash: makeEpochSet(next, context.chainTag).hash }, next);
}

describe('links are followed', () => {
  test('from genesis to the present epoch', () => {
    const { epochs, present } = ledger.trail();
    expect(epochs.map((e) => Number(e.firstHeight))).toEqual([0, 6, 10, 15]);
    expect(epochs.map((e) => e.end?.height)).toEqual([5n, 9n, 14n, undefined]);
    expect(epochs.map((e) => e.set.validators.length)).toEqual([4, 4, 5, 5]);
    expect(present.set.epoch).toBe(3n);
  });
  test('to a set that shares no validator with genesis', () => {
    expect(follow(first, second)).toBe('verified');
    expect(ledger.trail([first, second]).present.set.validators.map((v) => v.name)).not.toContain('Union');
  });
  test('when the last block was finalized in a later view than its header says, as after a crash of its proposer', () => {
    const { subject } = first.finalization;
    expect(follow(certified(() => makeCertificate(context, { ...subject, view: subject.view + 9n, parent_view: subject.view }, [0, 2, 3])))).toBe('verified');
  });
  test('as JSON and as bytes alike', () => {
    const parsed = parseEpochLink(parseExactJson(JSON.stringify(linkJson(second))));
    expect(parsed).toEqual(second);
    expect(decode(EpochLinkType, encode(EpochLinkType, second))).toEqual(second);
    expect(follow(first, parsed)).toBe('verified');
  });
  test('none at all leaves the genesis validators', () => {
    expect(ledger.trail([]).epochs).toHaveLength(1);
  });
});

describe('a link is refused', () => {
  const outsiders = (c: Certificate) => makeCertificate(context, c.subject, [0, 1, 2], (place) => secretOf(place + 10));
  test.each<[string, EpochLink[], string]>([
    ['when an epoch is skipped', [second], 'header_other_epoch'],
    ['when it comes twice', [first, first], 'header_other_epoch'],
    ['of another ledger', [stranger.links[0]!], 'header_other_ledger'],
    ['with another next set than its header names', [{ ...first, next: { epoch: 1n, validators: [0, 1, 2, 3].map(makeValidator) } }], 'epoch_other_set'],
    ['with the next set in another order', [{ ...first, next: { ...first.next, validators: [...first.next.validators].reverse() } }], 'epoch_other_set'],
    ['with a name changed in the next set', [{ ...first, next: { epoch: 1n, validators: first.next.validators.map((v) => ({ ...v, name: `${v.name}!` })) } }], 'epoch_other_set'],
    ['with a header that ends no epoch', [resigned({ next_validator_set_hash: zero })], 'epoch_goes_on'],
    ['with a header that names other present validators', [resigned({ validator_set_hash: zero })], 'header_other_validators'],
    ['with a header of a later epoch under the old set', [resigned({ epoch: 1n })], 'header_other_epoch'],
    ['with a header of height 0', [resigned({ height: 0n })], 'header_outside_epoch'],
    ['with a header from before its epoch began', [first, { ...second, ...rewound() }], 'header_outside_epoch'],
    ['that skips a number', [leadingTo({ ...first.next, epoch: 2n })], 'epoch_number'],
    ['that stays in its epoch', [leadingTo({ ...first.next, epoch: 0n })], 'epoch_number'],
    ['to a set of three', [leadingTo({ epoch: 1n, validators: [0, 1, 2].map(makeValidator) })], 'epoch_malformed'],
    ['to a set above the limit', [leadingTo({ epoch: 1n, validators: Array.from({ length: kMaxValidators + 1 }, (_, i) => makeValidator(i)) })], 'epoch_malformed'],
    ['to a set with a key twice', [leadingTo({ epoch: 1n, validators: [0, 1, 2, 2].map(makeValidator) })], 'epoch_malformed'],
    ['to a set with a node key twice', [leadingTo({ epoch: 1n, validators: [0, 1, 2, 4].map((p) => ({ ...makeValidator(p), node_key: zero })) })], 'epoch_malformed'],
    ['to a set with a key off the curve', [leadingTo({ epoch: 1n, validators: [0, 1, 2, 4].map((p) => (p === 4 ? { ...makeValidator(p), key: zero.map(() => 255) } : makeValidator(p))) })], 'epoch_malformed'],
    ['with a notarization', [certified((c) => makeCertificate(context, { ...c.subject, kind: 'notarize' }, [0, 1, 2]))], 'certificate_kind'],
    ['with the finalization of another block', [certified(() => decode(CertificateType, ledger.blocks[2]!.finalization!))], 'certificate_other_block'],
    ['with a finalization of another epoch', [certified((c) => makeCertificate(context, { ...c.subject, epoch: 1n }, [0, 1, 2]))], 'certificate_epoch'],
    ['with less than a quorum', [certified((c) => makeCertificate(context, c.subject, [0, 1]))], 'certificate_quorum'],
    ['signed by others', [certified(outsiders)], 'certificate_signature'],
    ['with one foreign signer', [certified((c) => makeCertificate(context, c.subject, [0, 1, 2], (place) => secretOf(place === 2 ? 4 : place)))], 'certificate_signature'],
    ['with one signer counted twice', [certified((c) => ({ ...c, signatures: [c.signatures[0]!, c.signatures[0]!, c.signatures[1]!] }))], 'certificate_signature'],
    ['finalized by the set that it leads to', [certified((c) => ledger.certify({ ...c.subject, epoch: 1n }, [0, 1, 3]))], 'certificate_epoch'],
    ['finalized by the next set in the old epoch\'s name', [certified((c) => makeCertificate(context, c.subject, [0, 1, 3], (place) => secretOf([0, 1, 2, 4][place]!)))], 'certificate_signature'],
    ['with bytes after its header', [{ ...first, header: Uint8Array.of(...first.header, 0) }], 'header_malformed'],
    ['with a header too long', [{ ...first, header: new Uint8Array(600) }], 'header_malformed'],
  ])('%s', (_, walk, code) => expect(follow(...walk)).toBe(`mismatch ${code}`));

  // Epoch 1's last header, finalized by epoch 1's own validators, at a height of epoch 0.
  function rewound(): Pick<EpochLink, 'header' | 'finalization'> {
    const header = encode(HeaderType, { ...decode(HeaderType, second.header), height: 3n });
    const subject = { ...second.finalization.subject, block: blockId(header, context.chainTag) };
    return { header, finalization: ledger.certify(subject, [0, 1, 2]) };
  }

  test('and leaves the trail where it stood', () => {
    const trail = new EpochTrail(context);
    trail.follow(first);
    expect(codeOf(() => trail.follow(first))).toBe('mismatch header_other_epoch');
    expect(trail.epochs).toHaveLength(2);
    expect(trail.present.end).toBeNull();
    trail.follow(second);
    expect(trail.epochs).toHaveLength(3);
  });
  test.each<[string, unknown]>([
    ['no object', 7],
    ['an unknown member', { ...linkJson(first), more: 1 }],
    ['no certificate', { ...linkJson(first), finalization: undefined }],
    ['an address that is none', { ...linkJson(first), next: { epoch: 1, validators: [{ ...linkJson(first).next.validators[0], operator_account: 'xh1q' }] } }],
    ['a kind of vote that there is none of', { ...linkJson(first), finalization: { ...linkJson(first).finalization, subject: { ...linkJson(first).finalization.subject, kind: 3 } } }],
  ])('as JSON with %s', (_, json) => {
    expect(codeOf(() => parseEpochLink(parseExactJson(JSON.stringify(json))))).toBe('mismatch epoch_malformed');
  });
});

describe('blocks of later epochs', () => {
  const check = (light: LightBlock, height: number, walk: readonly EpochLink[] = links) =>
    codeOf(() => verifyLightBlock(context, ledger.trail(walk), light, height));
  // Any block's header changed and signed anew by validators of the epoch that the header then names.
  const forged = (height: number, change: Partial<Header>): LightBlock => {
    const header = { ...ledger.blocks[height]!.header, ...change };
    const bytes = encode(HeaderType, header);
    const certificate = ledger.certify(ledger.subjectOf(header, blockId(bytes, context.chainTag)), [0, 1, 2, 3]);
    return { header: toHex(bytes), links: [], finalization: toHex(encode(CertificateType, certificate)) };
  };

  test('every block of the ledger is verified, each under its own epoch', () => {
    const trail = ledger.trail();
    for (let height = 1; height <= 20; height++) {
      const proven = verifyLightBlock(context, trail, ledger.lightBlock(height), height);
      expect(proven.epoch).toBe(height <= 5 ? 0 : height <= 9 ? 1 : height <= 14 ? 2 : 3);
      expect(proven.nextValidatorSetHash !== '').toBe([5, 9, 14].includes(height));
    }
  });
  test('are not verified while no link led there, which is no accusation', () => {
    expect(check(ledger.lightBlock(12), 12, [first])).toBe('unverified later_epoch');
    expect(check(ledger.lightBlock(7), 7, [first])).toBe('verified');
  });
  test('need no links for epoch 0', () => expect(check(ledger.lightBlock(4), 4, [])).toBe('verified'));

  test.each<[string, LightBlock, number, string]>([
    ['a header of a later epoch under the old set', forged(7, { validator_set_hash: context.genesisSet.hash }), 7, 'header_other_validators'],
    ['an old epoch\'s header under the later set', forged(3, { validator_set_hash: ledger.trail().of(1n).set.hash }), 3, 'header_other_validators'],
    ['a finalization by the epoch before', { ...ledger.lightBlock(7), ...signedBy(7, 0n) }, 7, 'certificate_epoch'],
    ['a finalization by the epoch before in the name of this one', { ...ledger.lightBlock(7), ...signedAs(7, [0, 1, 2, 3]) }, 7, 'certificate_signature'],
    ['a block of a former set above its last one', forged(5, { height: 6n, next_validator_set_hash: zero }), 6, 'header_outside_epoch'],
    ['another last block of a former epoch', forged(5, { state_root: zero }), 5, 'header_outside_epoch'],
    ['a former epoch that ends early', forged(2, { next_validator_set_hash: ledger.present.hash }), 2, 'header_outside_epoch'],
    ['a block of an epoch from before it began', forged(7, { height: 4n }), 4, 'header_outside_epoch'],
    ['links from one epoch into the next', acrossEpochs(), 5, 'header_other_epoch'],
  ])('%s is a mismatch', (_, light, height, code) => expect(check(light, height)).toBe(`mismatch ${code}`));

  function signedBy(height: number, epoch: bigint): Pick<LightBlock, 'finalization'> {
    const { header, id } = ledger.blocks[height]!;
    return { finalization: toHex(encode(CertificateType, ledger.certify({ ...ledger.subjectOf(header, id), epoch }, [0, 1, 2]))) };
  }
  function signedAs(height: number, people: readonly number[]): Pick<LightBlock, 'finalization'> {
    const { header, id } = ledger.blocks[height]!;
    const certificate = makeCertificate(context, ledger.subjectOf(header, id), [0, 1, 3], (place) => secretOf(people[place]!));
    return { finalization: toHex(encode(CertificateType, certificate)) };
  }
  function acrossEpochs(): LightBlock {
    const next = ledger.lightBlock(6);
    return { header: ledger.lightBlock(5).header, links: [next.header, ...next.links], finalization: next.finalization };
  }

  test('a header after the last one of an epoch that is not known to have ended', () => {
    const last = ledger.blocks[5]!;
    const after = forged(6, { epoch: 0n, validator_set_hash: context.genesisSet.hash, parent: last.id });
    const light = { header: toHex(last.headerBytes), links: [after.header], finalization: after.finalization };
    expect(check(light, 5, [])).toBe('mismatch link_after_epoch');
  });
});
