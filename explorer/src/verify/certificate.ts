// Votes and certificates (chain/ledger/vote.h): the digest that validators sign, and the check of a quorum's signatures.
import { schnorr } from '@noble/curves/secp256k1.js';
import { be64, type Bytes, isZero } from '../codec/bytes.ts';
import { type Certificate, CertificateType, type Subject } from '../codec/messages.ts';
import { decode } from '../codec/schema.ts';
import { CodecError } from '../codec/wire.ts';
import { type ChainContext, quorumOf } from './chain_context.ts';
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

// The signers' indices when this is a finalization by a quorum of epoch 0 of `context`; refuses otherwise. A certificate with one bad
// signature is refused whole. Whether it is of the block at hand is the caller's check.
export function verifyFinalization(context: ChainContext, certificate: Certificate): number[] {
  const { subject } = certificate;
  if (subject.kind !== 'finalize') refuse('certificate_kind');
  if (subject.epoch !== 0n) refuse('certificate_epoch');
  if (subject.parent_view >= subject.view || isZero(subject.block)) refuse('certificate_malformed', { what: 'subject' });
  const validators = context.validators;
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
