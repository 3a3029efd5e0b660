// Votes and certificates (chain/ledger/vote.h): the digest that validators sign, and the check of a quorum's signatures.
import { schnorr } from '@noble/curves/secp256k1.js';
import { be64, type Bytes, isZero } from '../codec/bytes.ts';
import { type Certificate, CertificateType, type Subject } from '../codec/messages.ts';
import { decode } from '../codec/schema.ts';
import { CodecError } from '../codec/wire.ts';
import { type ChainContext, type EpochSet, quorumOf } from './chain_context.ts';
import { taggedHash, tags } from './domain.ts';
import { refuse } from './verdict.ts';

const kTagOf = { notarize: tags.voteNotarize, nullify: tags.voteNullify, finalize: tags.voteFinalize } as const;

export function voteDigest(chainTag: Bytes, subject: Subject): Bytes {
  return taggedHash(kTagOf[subject.kind], chainTag, be64(subject.epoch), be64(subject.view), be64(subject.parent_view), subject.block);
}

export function decodeCertificate(bytes: Bytes): Certificate {
  try {
    return decode(CertificateType, bytes);
  } catch (error) {
    if (error instanceof CodecError) refuse('certificate_malformed', { what: error.message });
    throw error;
  }
}

export function signersOf(bitmap: Bytes): number[] {
  const out: number[] = [];
  for (let i = 0; i < bitmap.length * 8; i++) {
    if (((bitmap[i >> 3]! >> (i & 7)) & 1) !== 0) out.push(i);
  }
  return out;
}

// As chain/ledger/vote.cpp: a nullify names its view alone; the other kinds name a block whose parent lies in an earlier view.
export function isWellFormed({ kind, view, parent_view, block }: Subject): boolean {
  if (kind === 'nullify') return parent_view === 0n && isZero(block) && view > 0n;
  return parent_view < view && !isZero(block);
}

// The signers' indices when this is a finalization by a quorum of `set`; refuses otherwise. A certificate with one bad signature is refused
// whole. Whether it is of the block at hand is the caller's check.
export function verifyFinalization(context: ChainContext, set: EpochSet, certificate: Certificate): number[] {
  const { subject } = certificate;
  if (subject.kind !== 'finalize') refuse('certificate_kind');
  if (subject.epoch !== set.epoch) refuse('certificate_epoch');
  if (!isWellFormed(subject)) refuse('certificate_malformed', { what: 'subject' });
  const { validators } = set;
  const signers = signersOf(certificate.signers);
  if (certificate.signers.length !== Math.ceil(validators.length / 8) || signers.some((i) => i >= validators.length)) {
    refuse('certificate_bitmap');
  }
  if (signers.length !== certificate.signatures.length) refuse('certificate_bitmap');
  const quorum = quorumOf(validators.length);
  if (signers.length < quorum) refuse('certificate_quorum', { signers: String(signers.length), quorum: String(quorum) });
  const digest = voteDigest(context.chainTag, subject);
  signers.forEach((signer, i) => {
    const validator = validators[signer]!;
    if (!schnorr.verify(certificate.signatures[i]!, digest, validator.key)) {
      refuse('certificate_signature', { validator: validator.name });
    }
  });
  return signers;
}
