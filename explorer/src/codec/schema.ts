// The strict Protobuf codec of chain/codec/codec.h, from one description of each message (messages.ts).
//
// Invariant: decode(type, bytes) succeeds only if encode(type, decode(type, bytes)) equals bytes. Refused are unknown, repeated, unordered and
// default-valued fields, long varints, bad UTF-8, wrong sizes and lists over their limit; a refusal is a CodecError.
// The same description reads the JSON form of chain/codec/json.h (`fromJson`), which needs integers as bigint (exact_json.ts).
import { fromAddress } from './address.ts';
import { type Bytes, fromHex } from './bytes.ts';
import { CodecError, Reader, unzigzag, Writer, zigzag } from './wire.ts';

export type Json = null | boolean | number | bigint | string | Json[] | { [key: string]: Json };

// A value that travels as one varint.
export interface NumberType<T> {
  readonly kind: 'number';
  readonly initial: T; // what an absent field holds
  toVarint(value: T): bigint;
  fromVarint(raw: bigint): T;
  fromJson(json: Json, path: string): T;
}

// A value that travels as length and bytes.
export interface BodyType<T> {
  readonly kind: 'body';
  readonly initial?: T; // none: the field is required
  encode(value: T): Bytes;
  decode(body: Bytes, limit: number): T;
  isAbsent(value: T): boolean;
  fromJson(json: Json, path: string): T;
}

export type ValueType<T> = NumberType<T> | BodyType<T>;

export interface FieldType<T> {
  write(out: Writer, number: number, value: T): void;
  read(reader: Reader, number: number): T;
  fromJson(json: Json | undefined, path: string): T;
}

const kDefaultLimit = 256;
const kUint64Max = (1n << 64n) - 1n;

function jsonError(path: string, what: string): never {
  throw new CodecError(`${path === '' ? 'document' : path}: ${what}`);
}

function integerFromJson(json: Json, path: string, min: bigint, max: bigint): bigint {
  let value: bigint;
  if (typeof json === 'bigint') value = json;
  else if (typeof json === 'string' && /^-?[0-9]+$/.test(json)) value = BigInt(json);
  else jsonError(path, 'not a whole number');
  if (value < min || value > max) jsonError(path, 'number out of range');
  return value;
}

// ---- numbers

export const uint64: NumberType<bigint> = {
  kind: 'number',
  initial: 0n,
  toVarint: (v) => v,
  fromVarint: (raw) => raw,
  fromJson: (json, path) => integerFromJson(json, path, 0n, kUint64Max),
};

export function uint32(initial = 0): NumberType<number> {
  return {
    kind: 'number',
    initial,
    toVarint: (v) => BigInt(v),
    fromVarint: (raw) => {
      if (raw > 0xffffffffn) throw new CodecError('number too large for its field');
      return Number(raw);
    },
    fromJson: (json, path) => Number(integerFromJson(json, path, 0n, 0xffffffffn)),
  };
}

export function withInitial<T>(type: NumberType<T>, initial: T): NumberType<T> {
  return { ...type, initial };
}

export const int64: NumberType<bigint> = {
  kind: 'number',
  initial: 0n,
  toVarint: zigzag,
  fromVarint: unzigzag,
  fromJson: (json, path) => integerFromJson(json, path, -(1n << 63n), (1n << 63n) - 1n),
};

// An enum by the names of its values, in order from zero. JSON carries the name, or the number where the C++ side gives its enum no names.
export function enumeration<const Names extends readonly [string, ...string[]]>(names: Names): NumberType<Names[number]> {
  return {
    kind: 'number',
    initial: names[0],
    toVarint: (v) => BigInt(names.indexOf(v)),
    fromVarint: (raw) => {
      const name = raw < BigInt(names.length) ? names[Number(raw)] : undefined;
      if (name === undefined) throw new CodecError('enum value unknown');
      return name;
    },
    fromJson: (json, path) => {
      const found = typeof json === 'bigint' ? names[Number(integerFromJson(json, path, 0n, kUint64Max))] : names.find((name) => name === json);
      return found ?? jsonError(path, 'unknown name');
    },
  };
}

// ---- bodies

// Exactly n bytes, always present.
export function fixed(size: number): BodyType<Bytes> {
  return {
    kind: 'body',
    encode: (v) => {
      if (v.length !== size) throw new CodecError('fixed-size field has another size');
      return v;
    },
    decode: (body) => {
      if (body.length !== size) throw new CodecError('fixed-size field has another size');
      return body.slice();
    },
    isAbsent: () => false,
    fromJson: (json, path) => {
      if (typeof json !== 'string' || json.length !== 2 * size) jsonError(path, `expected ${size} bytes of hexadecimal`);
      return hexFromJson(json, path);
    },
  };
}

function hexFromJson(json: Json, path: string): Bytes {
  if (typeof json !== 'string') jsonError(path, 'expected text');
  try {
    return fromHex(json);
  } catch {
    jsonError(path, 'not hexadecimal');
  }
}

// An account id: 32 bytes on the wire, an address in JSON.
export const account: BodyType<Bytes> = {
  ...fixed(32),
  fromJson: (json, path) => {
    if (typeof json !== 'string') jsonError(path, 'expected an address');
    try {
      return fromAddress(json);
    } catch (error) {
      jsonError(path, (error as Error).message);
    }
  },
};

function checkSize(body: Bytes, limit: number): Bytes {
  if (body.length > limit) throw new CodecError('field above its size limit');
  return body;
}

export const bytes: BodyType<Bytes> = {
  kind: 'body',
  initial: new Uint8Array(0),
  encode: (v) => v,
  decode: (body, limit) => checkSize(body, limit).slice(),
  isAbsent: (v) => v.length === 0,
  fromJson: hexFromJson,
};

export const text: BodyType<string> = {
  kind: 'body',
  initial: '',
  encode: (v) => new TextEncoder().encode(v),
  decode: (body, limit) => {
    checkSize(body, limit);
    try {
      const out = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
      if (!out.includes('\0')) return out;
    } catch {
      // falls through to the refusal
    }
    throw new CodecError('text is not UTF-8');
  },
  isAbsent: (v) => v === '',
  fromJson: (json, path) => (typeof json === 'string' ? json : jsonError(path, 'expected text')),
};

// ---- fields

function writeOne<T>(out: Writer, number: number, type: ValueType<T>, value: T): void {
  if (type.kind === 'number') {
    out.tag(number, 0);
    out.varint(type.toVarint(value));
  } else {
    out.tag(number, 2);
    out.lengthDelimited(type.encode(value));
  }
}

function readOne<T>(reader: Reader, type: ValueType<T>, limit: number): T {
  return type.kind === 'number' ? type.fromVarint(reader.varint()) : type.decode(reader.lengthDelimited(), limit);
}

const isAbsent = <T>(type: ValueType<T>, value: T) =>
  type.kind === 'number' ? type.toVarint(value) === 0n : type.isAbsent(value);

export function one<T>(type: ValueType<T>, limit = kDefaultLimit): FieldType<T> {
  return {
    write: (out, number, value) => {
      if (!isAbsent(type, value)) writeOne(out, number, type, value);
    },
    read: (reader, number) => {
      if (reader.takeTag(number, type.kind === 'number' ? 0 : 2)) {
        const value = readOne(reader, type, limit);
        if (isAbsent(type, value)) throw new CodecError('default value written out');
        return value;
      }
      if (type.initial === undefined || !isAbsent(type, type.initial)) throw new CodecError('required field missing');
      return type.initial;
    },
    fromJson: (json, path) => {
      if (json !== undefined) return type.fromJson(json, path);
      return type.initial ?? jsonError(path, 'is missing');
    },
  };
}

// Numbers are packed, everything else is repeated. `limit` counts items, `itemLimit` bounds the bytes of each.
export function list<T>(type: ValueType<T>, limit: number, itemLimit = kDefaultLimit): FieldType<T[]> {
  return {
    write: (out, number, values) => {
      if (type.kind === 'number') writePacked(out, number, type, values);
      else for (const value of values) writeOne(out, number, type, value);
    },
    read: (reader, number) => {
      if (type.kind === 'number') return reader.takeTag(number, 2) ? readPacked(reader, type, limit) : [];
      const out: T[] = [];
      while (reader.takeTag(number, 2)) {
        if (out.length === limit) throw new CodecError('list above its limit');
        out.push(readOne(reader, type, itemLimit));
      }
      return out;
    },
    fromJson: (json, path) => {
      if (json === undefined) return [];
      if (!Array.isArray(json)) jsonError(path, 'expected a list');
      return json.map((item, i) => type.fromJson(item, `${path}[${i}]`));
    },
  };
}

function writePacked<T>(out: Writer, number: number, type: NumberType<T>, values: readonly T[]): void {
  if (values.length === 0) return;
  const packed = new Writer();
  for (const value of values) packed.varint(type.toVarint(value));
  out.tag(number, 2);
  out.lengthDelimited(packed.finish());
}

function readPacked<T>(reader: Reader, type: NumberType<T>, limit: number): T[] {
  const items = new Reader(reader.lengthDelimited());
  if (items.atEnd()) throw new CodecError('empty list written out');
  const out: T[] = [];
  while (!items.atEnd()) {
    if (out.length === limit) throw new CodecError('list above its limit');
    out.push(type.fromVarint(items.varint()));
  }
  return out;
}

// ---- messages

export interface MessageField<T> {
  readonly number: number;
  readonly type: FieldType<T>;
}
export const field = <T>(number: number, type: FieldType<T>): MessageField<T> => ({ number, type });

type AnyFields = Record<string, MessageField<never>>;
type Described<F> = { [K in keyof F]: F[K] extends MessageField<infer T> ? T : never };
export type Infer<M> = M extends BodyType<infer T> ? T : never;

// Fields in ascending order of their numbers; nested messages are always present.
export function message<F extends { [K in keyof F]: MessageField<any> }>(fields: F): BodyType<Described<F>> {
  const entries = Object.entries(fields as unknown as AnyFields) as [string, MessageField<unknown>][];
  return {
    kind: 'body',
    encode: (value) => {
      const out = new Writer();
      for (const [name, f] of entries) f.type.write(out, f.number, (value as Record<string, unknown>)[name]);
      return out.finish();
    },
    decode: (body) => {
      const reader = new Reader(body);
      const out: Record<string, unknown> = {};
      for (const [name, f] of entries) out[name] = f.type.read(reader, f.number);
      if (!reader.atEnd()) throw new CodecError('unknown, repeated or unordered field');
      return out as Described<F>;
    },
    isAbsent: () => false,
    fromJson: (json, path) => {
      if (json === null || typeof json !== 'object' || Array.isArray(json)) jsonError(path, 'expected an object');
      const known = new Set(entries.map(([name]) => name));
      for (const name of Object.keys(json)) {
        if (!known.has(name)) jsonError(path, `has an unknown member '${name}'`);
      }
      const out: Record<string, unknown> = {};
      for (const [name, f] of entries) out[name] = f.type.fromJson(json[name], path === '' ? name : `${path}.${name}`);
      return out as Described<F>;
    },
  };
}

export const encode = <T>(type: BodyType<T>, value: T): Bytes => type.encode(value);
export const decode = <T>(type: BodyType<T>, body: Bytes): T => type.decode(body, Number.MAX_SAFE_INTEGER);
export const parseMessage = <T>(type: BodyType<T>, json: Json): T => type.fromJson(json, '');
