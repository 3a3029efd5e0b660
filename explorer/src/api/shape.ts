// The pieces that parse.ts and parse_membership.ts read answers with. Whatever does not fit is a ShapeError.

export class ShapeError extends Error {}

export type Fields = Record<string, unknown>;

const kMaxItems = 20_000; // a block's transactions at most
const kMaxText = 256; // names, types, addresses
export const kMaxEvidence = 64 * 1024; // hexadecimal of a header or a certificate

export function asObject(value: unknown, what = 'answer'): Fields {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) throw new ShapeError(`${what}: expected an object`);
  return value as Fields;
}
export function count(from: Fields, name: string): number {
  const value = from[name];
  if (!Number.isSafeInteger(value) || (value as number) < 0) throw new ShapeError(`${name}: expected a whole number`);
  return value as number;
}
export function str(from: Fields, name: string, limit = kMaxText): string {
  const value = from[name];
  if (typeof value !== 'string' || value.length > limit) throw new ShapeError(`${name}: expected text`);
  return value;
}
export function hex(from: Fields, name: string, bytes = 32): string {
  const value = str(from, name);
  if (value.length !== 2 * bytes || !/^[0-9a-f]*$/.test(value)) throw new ShapeError(`${name}: expected ${bytes} bytes of hexadecimal`);
  return value;
}
export function items(from: Fields, name: string): unknown[] {
  const value = from[name];
  if (!Array.isArray(value) || value.length > kMaxItems) throw new ShapeError(`${name}: expected a list`);
  return value;
}
export function optionalHex<K extends string>(from: Fields, name: K): { [P in K]?: string } {
  return from[name] === undefined || from[name] === null ? {} : ({ [name]: hex(from, name) } as { [P in K]?: string });
}
export function flag(from: Fields, name: string): boolean {
  const value = from[name];
  if (typeof value !== 'boolean') throw new ShapeError(`${name}: expected yes or no`);
  return value;
}
// One of `names`; a number counts as the name at that place, for enums that have no names on the C++ side.
export function oneOf<T extends string>(from: Fields, name: string, names: readonly T[]): T {
  const value = from[name];
  const found = typeof value === 'number' ? names[value] : names.find((known) => known === value);
  if (found === undefined) throw new ShapeError(`${name}: unknown`);
  return found;
}
