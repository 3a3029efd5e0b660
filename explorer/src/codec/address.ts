// Addresses: an account id as people see it, bech32m (BIP-350) with the prefix "xh" (chain/codec/address.h). Errors name what is wrong.
import type { Bytes } from './bytes.ts';

const kPrefix = 'xh';
const kAlphabet = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
const kBech32mConstant = 0x2bc830a3;
const kChecksumGroups = 6;
const kMaxAddressLength = 90;
const kAccountBytes = 32;
const kGenerator = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];

// BIP-173: the BCH code's remainder over GF(32).
function polymod(groups: readonly number[]): number {
  let checksum = 1;
  for (const group of groups) {
    const top = checksum >>> 25;
    checksum = ((checksum & 0x1ffffff) << 5) ^ group;
    kGenerator.forEach((g, i) => {
      if (((top >>> i) & 1) !== 0) checksum ^= g;
    });
  }
  return checksum >>> 0;
}

function expandPrefix(prefix: string): number[] {
  const codes = [...prefix].map((c) => c.charCodeAt(0));
  return [...codes.map((c) => c >> 5), 0, ...codes.map((c) => c & 31)];
}

function regroup(values: Iterable<number>, from: number, to: number, pad: boolean): number[] {
  const out: number[] = [];
  let buffer = 0;
  let bits = 0;
  for (const value of values) {
    buffer = ((buffer << from) | value) & 0xfff;
    bits += from;
    while (bits >= to) {
      bits -= to;
      out.push((buffer >> bits) & ((1 << to) - 1));
    }
  }
  const rest = buffer & ((1 << bits) - 1);
  if (pad && bits > 0) out.push((rest << (to - bits)) & ((1 << to) - 1));
  if (!pad && (bits >= from || rest !== 0)) throw new Error('address has stray bits at its end');
  return out;
}

export function toAddress(account: Bytes): string {
  const groups = regroup(account, 8, 5, true);
  const rest = polymod([...expandPrefix(kPrefix), ...groups, ...new Array<number>(kChecksumGroups).fill(0)]) ^ kBech32mConstant;
  const checksum = Array.from({ length: kChecksumGroups }, (_, i) => (rest >>> (5 * (5 - i))) & 31);
  return `${kPrefix}1${[...groups, ...checksum].map((g) => kAlphabet[g]).join('')}`;
}

export function fromAddress(address: string): Bytes {
  if (address.length > kMaxAddressLength) throw new Error('address is too long');
  const lower = address.toLowerCase();
  if (address !== lower && address !== address.toUpperCase()) throw new Error('address mixes upper and lower case');
  if (!lower.startsWith(`${kPrefix}1`)) throw new Error(`address does not begin with '${kPrefix}1'`);
  const groups = [...lower.slice(kPrefix.length + 1)].map((c) => kAlphabet.indexOf(c));
  if (groups.includes(-1)) throw new Error('address has a character that addresses never use');
  if (groups.length < kChecksumGroups) throw new Error('address is too short');
  if (polymod([...expandPrefix(kPrefix), ...groups]) !== kBech32mConstant) throw new Error('address checksum is wrong');
  const out = Uint8Array.from(regroup(groups.slice(0, -kChecksumGroups), 5, 8, false));
  if (out.length !== kAccountBytes) throw new Error('address has the wrong length');
  return out;
}
