// The ledger's messages that a browser reads or hashes, field for field as chain/ledger/*.h describes them.
import { account, bytes, enumeration, field, fixed, type Infer, int64, list, message, one, text, uint32, uint64, withInitial } from './schema.ts';

export const kMaxValidators = 64;
export const kMinValidators = 4;
export const kMaxHeaderBytes = 512;
export const kProtocolVersion = 1;

const hash = fixed(32);

// chain/ledger/block.h
export const HeaderType = message({
  chain: field(1, one(hash)),
  height: field(2, one(uint64)),
  view: field(3, one(uint64)),
  parent: field(4, one(hash)),
  timestamp: field(5, one(int64)),
  proposer: field(6, one(uint32())),
  transactions_root: field(7, one(hash)),
  receipts_root: field(8, one(hash)),
  state_root: field(9, one(hash)),
  transaction_count: field(10, one(uint32())),
  receipt_count: field(11, one(uint32())),
  epoch: field(12, one(uint64)),
  validator_set_hash: field(13, one(hash)),
  next_validator_set_hash: field(14, one(hash)),
  protocol_version: field(15, one(uint32(kProtocolVersion))),
});
export type Header = Infer<typeof HeaderType>;

// chain/ledger/vote.h
export const SubjectType = message({
  kind: field(1, one(enumeration(['notarize', 'nullify', 'finalize']))),
  epoch: field(2, one(uint64)),
  view: field(3, one(uint64)),
  parent_view: field(4, one(uint64)),
  block: field(5, one(hash)),
});
export type Subject = Infer<typeof SubjectType>;

export const VoteType = message({
  subject: field(1, one(SubjectType)),
  signer: field(2, one(uint32())),
  signature: field(3, one(fixed(64))),
});
export type Vote = Infer<typeof VoteType>;

export const CertificateType = message({
  subject: field(1, one(SubjectType)),
  signers: field(2, one(bytes, Math.ceil(kMaxValidators / 8))),
  signatures: field(3, list(fixed(64), kMaxValidators)),
});
export type Certificate = Infer<typeof CertificateType>;

// chain/ledger/validator_set.h
export const ValidatorType = message({
  name: field(1, one(text, 64)),
  operator_account: field(2, one(account)),
  key: field(3, one(hash)),
  node_key: field(4, one(hash)),
  address: field(5, one(text, 128)),
});
export type Validator = Infer<typeof ValidatorType>;

export const ValidatorSetType = message({
  epoch: field(1, one(uint64)),
  validators: field(2, list(ValidatorType, kMaxValidators)),
});
export type ValidatorSet = Infer<typeof ValidatorSetType>;

// chain/ledger/evidence.h
export const EvidenceType = message({
  kind: field(1, one(enumeration(['two_notarizes', 'two_finalizes', 'nullify_and_finalize']))),
  first: field(2, one(VoteType)),
  second: field(3, one(VoteType)),
});
export type Evidence = Infer<typeof EvidenceType>;
export type EvidenceKind = Evidence['kind'];

// chain/light/epochs.h
export const EpochLinkType = message({
  header: field(1, one(bytes, kMaxHeaderBytes)),
  finalization: field(2, one(CertificateType)),
  next: field(3, one(ValidatorSetType)),
});
export type EpochLink = Infer<typeof EpochLinkType>;

// chain/ledger/transaction.h
export const KeyPolicyType = message({
  threshold: field(1, one(uint32(1))),
  keys: field(2, list(hash, 16)),
});

// chain/ledger/genesis.h
const MemberType = message({
  name: field(1, one(text, 64)),
  roles: field(2, one(uint32())),
  policy: field(3, one(KeyPolicyType)),
});
const ZoneTransitionType = message({
  from_utc_s: field(1, one(int64)),
  offset_s: field(2, one(int64)),
});
const ZoneType = message({
  name: field(1, one(text, 64)),
  transitions: field(2, list(ZoneTransitionType, 1024)),
});
const HolidayTableType = message({
  name: field(1, one(text, 32)),
  source: field(2, one(text, 256)),
  holidays: field(3, list(int64, 4096)),
  working_weekend_days: field(4, list(int64, 4096)),
});
const ParameterType = message({
  name: field(1, one(text, 64)),
  effective_from: field(2, one(int64)),
  value: field(3, one(int64)),
  source: field(4, one(text, 256)),
});
const ConsensusParamsType = message({
  delta_ms: field(1, one(withInitial(int64, 500n))),
  max_timeout_ms: field(2, one(withInitial(int64, 30_000n))),
  heartbeat_ms: field(3, one(withInitial(int64, 30_000n))),
  clock_drift_ms: field(4, one(withInitial(int64, 1_000n))),
  calendar_slice: field(5, one(uint32(500))),
  max_block_transactions: field(6, one(uint32(10_000))),
  max_block_bytes: field(7, one(withInitial(uint64, 4n * 1024n * 1024n))),
});
export const GenesisType = message({
  chain_id: field(1, one(text, 48)),
  time: field(2, one(int64)),
  clock: field(3, one(enumeration(['real', 'driven']))),
  consensus: field(4, one(ConsensusParamsType)),
  validators: field(5, list(ValidatorType, kMaxValidators)),
  members: field(6, list(MemberType, 256)),
  zones: field(7, list(ZoneType, 64)),
  holidays: field(8, list(HolidayTableType, 64)),
  parameters: field(9, list(ParameterType, 4096)),
  blinding: field(10, one(hash)),
});
export type Genesis = Infer<typeof GenesisType>;
