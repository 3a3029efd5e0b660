// JSON.parse rounds integers above 2^53; a genesis document may hold 64-bit ones, and its hash depends on each. This parser gives every
// integer as bigint, other numbers as number. It lets JSON.parse judge the text and the strings; it only finds the tokens itself.
import type { Json } from './schema.ts';

const kMaxDepth = 64;
const kToken = /[\s]*(?:([{}[\]:,])|("(?:[^"\\]|\\.)*")|(-?[0-9][0-9.eE+-]*)|(true|false|null))/y;

export function parseExactJson(text: string): Json {
  JSON.parse(text); // refuses what is not JSON at all
  const tokens = new Tokens(text);
  return readValue(tokens, tokens.next(), 0);
}

class Tokens {
  private at = 0;
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
  next(): string {
    kToken.lastIndex = this.at;
    const match = kToken.exec(this.text);
    if (match === null) throw new SyntaxError('unexpected end of JSON');
    this.at = kToken.lastIndex;
    return match[1] ?? match[2] ?? match[3] ?? match[4] ?? '';
  }
}

function readValue(tokens: Tokens, token: string, depth: number): Json {
  if (depth > kMaxDepth) throw new SyntaxError('JSON nested too deeply');
  if (token === '{') return readObject(tokens, depth);
  if (token === '[') return readArray(tokens, depth);
  if (/^-?[0-9]+$/.test(token)) return BigInt(token);
  return JSON.parse(token) as Json;
}

function readArray(tokens: Tokens, depth: number): Json[] {
  const out: Json[] = [];
  for (let token = tokens.next(); token !== ']'; token = tokens.next()) {
    if (token === ',') continue;
    out.push(readValue(tokens, token, depth + 1));
  }
  return out;
}

function readObject(tokens: Tokens, depth: number): { [key: string]: Json } {
  const out: { [key: string]: Json } = Object.create(null) as { [key: string]: Json };
  for (let token = tokens.next(); token !== '}'; token = tokens.next()) {
    if (token === ',') continue;
    const key = JSON.parse(token) as string;
    tokens.next(); // the colon
    if (key in out) throw new SyntaxError(`JSON names '${key}' twice`);
    out[key] = readValue(tokens, tokens.next(), depth + 1);
  }
  return out;
}
