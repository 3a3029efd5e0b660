import { describe, expect, test } from 'vitest';
import { fromAddress, toAddress } from '../src/codec/address.ts';
import { type Bytes, concat, fromHex, toHex } from '../src/codec/bytes.ts';
import { parseExactJson } from '../src/codec/exact_json.ts';
import { CertificateType, GenesisType, HeaderType } from '../src/codec/messages.ts';
import { type BodyType, decode, encode, enumeration, field, fixed, int64, list, message, one, parseMessage, text, uint32, uint64 } from '../src/codec/schema.ts';
import { CodecError, Reader, unzigzag, zigzag } from '../src/codec/wire.ts';
import { FixtureLedger, makeGenesisDocument } from './fixture.ts';

const ledger = new FixtureLedger(3);
const headerBytes = ledger.blocks[2]!.headerBytes;

const refused = (type: BodyType<unknown>, bytes: Bytes) => expect(() => decode(type, bytes)).toThrow(CodecError);

const Sample = message({
  count: field(1, one(uint32())),
  name: field(2, one(text, 4)),
  numbers: field(3, list(int64, 3)),
  hash: field(4, one(fixed(2))),
  mode: field(5, one(enumeration(['off', 'on']))),
  big: field(6, one(uint64)),
});

describe('encoding', () => {
  test('a header survives the round trip byte for byte', () => {
    expect(encode(HeaderType, decode(HeaderType, headerBytes))).toEqual(headerBytes);
  });
  test('a certificate survives the round trip byte for byte', () => {
    const bytes = ledger.blocks[2]!.finalization!;
    expect(encode(CertificateType, decode(CertificateType, bytes))).toEqual(bytes);
  });
  test('a genesis document survives JSON and bytes', () => {
    const genesis = parseMessage(GenesisType, parseExactJson(JSON.stringify(makeGenesisDocument())));
    expect(decode(GenesisType, encode(GenesisType, genesis))).toEqual(genesis);
  });
  test('fields are the bytes that the Protobuf specification gives them', () => {
    const value = { count: 150, name: '星', numbers: [0n, -1n], hash: Uint8Array.of(7, 8), mode: 'on' as const, big: 1n << 63n };
    expect(toHex(encode(Sample, value))).toBe('0896011203e6989f1a0200012202070828013080808080808080808001');
  });
  test('absent numbers, texts and lists take no byte, fixed bytes always do', () => {
    const value = { count: 0, name: '', numbers: [], hash: new Uint8Array(2), mode: 'off' as const, big: 0n };
    expect(toHex(encode(Sample, value))).toBe('22020000');
    expect(decode(Sample, fromHex('22020000'))).toEqual(value);
  });
  test('zigzag keeps the extremes of 64 bits', () => {
    for (const v of [0n, 1n, -1n, (1n << 63n) - 1n, -(1n << 63n)]) expect(unzigzag(zigzag(v))).toBe(v);
    expect(zigzag(-(1n << 63n))).toBe((1n << 64n) - 1n);
  });
});

describe('a strict decoder refuses', () => {
  const cases: [string, string][] = [
    ['a default value written out', '080022020000'],
    ['a number that is not in its shortest form', '0881000022020000'.replace('810000', '818000')],
    ['a number above its field', '08808080801022020000'],
    ['a number above 64 bits', '22020000308080808080808080808002'],
    ['a number cut off', '2202000030ff'],
    ['a required field missing', '0801'],
    ['another size of a fixed field', '2203000000'],
    ['text above its limit', '1205616161616122020000'],
    ['text that is not UTF-8', '1202c32822020000'],
    ['text with a NUL', '1202610022020000'],
    ['an empty list written out', '1a0022020000'],
    ['a list above its limit', '1a040101010122020000'],
    ['an unknown enum value', '220200002802'],
    ['a length past the end', '22030000'],
    ['fields out of order', '220200000801'],
    ['a repeated field', '0801080122020000'],
    ['an unknown field', '220200003801'],
    ['another wire type', '0d0000000022020000'],
    ['trailing bytes', '2202000000'],
  ];
  test.each(cases)('%s', (_, hex) => refused(Sample, fromHex(hex)));

  test('every truncation of a header', () => {
    for (let n = 0; n < headerBytes.length; n++) refused(HeaderType, headerBytes.subarray(0, n));
  });
  test('a header with anything after it', () => refused(HeaderType, concat(headerBytes, Uint8Array.of(0))));
  test('a header without its protocol version', () => refused(HeaderType, headerBytes.subarray(0, headerBytes.length - 2)));
  test('no single-byte change of a header decodes to bytes that differ from it', () => {
    for (let i = 0; i < headerBytes.length; i++) {
      const changed = headerBytes.slice();
      changed[i]! ^= 0x01;
      try {
        expect(encode(HeaderType, decode(HeaderType, changed))).toEqual(changed);
      } catch (error) {
        expect(error).toBeInstanceOf(CodecError);
      }
    }
  });
  test('a reader leaves a tag that it was not asked for', () => {
    const reader = new Reader(fromHex('0801'));
    expect(reader.takeTag(2, 0)).toBe(false);
    expect(reader.takeTag(1, 0)).toBe(true);
  });
});

describe('JSON', () => {
  const parse = (text: string) => parseMessage(Sample, parseExactJson(text));
  test('integers above 2^53 keep every digit', () => {
    expect(parse('{"hash":"0102","big":9223372036854775809}').big).toBe(9223372036854775809n);
    expect(parse('{"hash":"0102","big":"9223372036854775809"}').big).toBe(9223372036854775809n);
  });
  test.each([
    ['an unknown member', '{"hash":"0102","other":1}'],
    ['a missing fixed field', '{}'],
    ['a fraction', '{"hash":"0102","count":1.0}'],
    ['a number out of range', '{"hash":"0102","count":4294967296}'],
    ['an unknown name', '{"hash":"0102","mode":"maybe"}'],
    ['bad hexadecimal', '{"hash":"01zz"}'],
  ])('%s is refused', (_, text) => expect(() => parse(text)).toThrow(CodecError));
  test('a name given twice is refused', () => expect(() => parse('{"hash":"0102","hash":"0103"}')).toThrow(SyntaxError));
  test('tokens inside strings are text', () => {
    expect(parseExactJson('{"a":["x,]}\\"1", -5 , 1.5e3,true,null,{}]}')).toEqual({ a: ['x,]}"1', -5n, 1500, true, null, {}] });
  });
  test.each(['', '{', '[1,]', '01', '{"a" 1}', '[1] 2'])('%j is not JSON', (text) => expect(() => parseExactJson(text)).toThrow(SyntaxError));
});

describe('addresses', () => {
  test('an account survives the round trip', () => {
    const account = fromHex('00ff'.repeat(16));
    expect(fromAddress(toAddress(account))).toEqual(account);
    expect(fromAddress(toAddress(account).toUpperCase())).toEqual(account);
  });
  test('any mistyped character is noticed', () => {
    const good = toAddress(fromHex('17'.repeat(32)));
    for (let i = 3; i < good.length; i++) {
      const other = good[i] === 'q' ? 'p' : 'q';
      expect(() => fromAddress(good.slice(0, i) + other + good.slice(i + 1))).toThrow();
    }
  });
  test.each(['', 'xh1', 'bc1qqqqqqqq', 'xh1b', `xh1${'q'.repeat(100)}`])('%j is no address', (a) => expect(() => fromAddress(a)).toThrow());
});
