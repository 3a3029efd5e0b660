// Protobuf wire primitives, strict side: what a Writer cannot produce, a Reader refuses (chain/codec/wire.h). Varints are minimal.
// A Reader never reads past its bytes; every refusal is a CodecError.
import { type Bytes, concat } from './bytes.ts';

export class CodecError extends Error {}

export type WireType = 0 | 2; // varint, length-delimited

const kUint64Max = (1n << 64n) - 1n;

export function zigzag(v: bigint): bigint {
  return v >= 0n ? v << 1n : (-v << 1n) - 1n;
}
export function unzigzag(v: bigint): bigint {
  return (v & 1n) === 0n ? v >> 1n : -((v + 1n) >> 1n);
}

export class Writer {
  private readonly parts: Bytes[] = [];

  varint(value: bigint): void {
    if (value < 0n || value > kUint64Max) throw new CodecError('number outside 64 bits');
    const out: number[] = [];
    let rest = value;
    for (; rest >= 0x80n; rest >>= 7n) out.push(Number(rest & 0x7fn) | 0x80);
    out.push(Number(rest));
    this.parts.push(Uint8Array.from(out));
  }
  tag(number: number, type: WireType): void {
    this.varint(BigInt(number * 8 + type));
  }
  raw(bytes: Bytes): void {
    this.parts.push(bytes);
  }
  lengthDelimited(bytes: Bytes): void {
    this.varint(BigInt(bytes.length));
    this.raw(bytes);
  }
  finish(): Bytes {
    return concat(...this.parts);
  }
}

export class Reader {
  private at = 0;
  private readonly bytes: Bytes;

  constructor(bytes: Bytes) {
    this.bytes = bytes;
  }

  atEnd(): boolean {
    return this.at === this.bytes.length;
  }

  varint(): bigint {
    let out = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const b = this.bytes[this.at];
      if (b === undefined) throw new CodecError('message ends inside a number');
      this.at++;
      if (shift === 63n && b > 1) throw new CodecError('number above 64 bits');
      out |= BigInt(b & 0x7f) << shift;
      if (b < 0x80) {
        if (b === 0 && shift !== 0n) throw new CodecError('number not in its shortest form');
        return out;
      }
    }
    throw new CodecError('number above 64 bits');
  }

  // True and consumed when the next tag is this one; false and untouched otherwise.
  takeTag(number: number, type: WireType): boolean {
    if (this.atEnd()) return false;
    const before = this.at;
    if (this.varint() === BigInt(number * 8 + type)) return true;
    this.at = before;
    return false;
  }

  lengthDelimited(): Bytes {
    const size = this.varint();
    if (size > BigInt(this.bytes.length - this.at)) throw new CodecError('length goes past the end of the message');
    const start = this.at;
    this.at += Number(size);
    return this.bytes.subarray(start, this.at);
  }
}
