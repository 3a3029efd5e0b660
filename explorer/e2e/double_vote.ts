// Makes a validator of a test network guilty: prints the arguments of governance.report_evidence, two finalizations of different blocks in one
// view of an epoch, signed with the key that the network's own files hold. Usage: node double_vote.ts GENESIS VALIDATOR_KEY_FILE INDEX EPOCH
import { readFileSync } from 'node:fs';
import { schnorr } from '@noble/curves/secp256k1.js';
import { fromHex } from '../src/codec/bytes.ts';
import { parseExactJson } from '../src/codec/exact_json.ts';
import type { Subject } from '../src/codec/messages.ts';
import { voteDigest } from '../src/verify/certificate.ts';
import { makeContext } from '../src/verify/chain_context.ts';
import { voteJson } from '../tests/fixture.ts';

const [genesis, keyFile, index, epoch] = process.argv.slice(2) as [string, string, string, string];
const { chainTag } = makeContext(parseExactJson(readFileSync(genesis, 'utf8')));
const secret = fromHex((JSON.parse(readFileSync(keyFile, 'utf8')) as { private_key: string }).private_key);

function finalization(block: number): object {
  const subject: Subject = { kind: 'finalize', epoch: BigInt(epoch), view: 1n, parent_view: 0n, block: new Uint8Array(32).fill(block) };
  return voteJson({ subject, signer: Number(index), signature: schnorr.sign(voteDigest(chainTag, subject), secret) });
}

console.log(JSON.stringify({ evidence: { kind: 'two_finalizes', first: finalization(1), second: finalization(2) } }));
