// Numbers, times and hashes as the reader's language writes them. Days and hours are those of Asia/Shanghai, as on the ledger.
import { type Key, kLanguageTags, type Language, type Translate } from '../i18n/index.ts';
import type { Reason } from '../verify/verdict.ts';

export interface Formats {
  number(value: number): string;
  time(ms: number): string;
  exactTime(ms: number): string;
  date(ms: number): string;
}

const kZone = 'Asia/Shanghai';

export function makeFormats(language: Language): Formats {
  const number = new Intl.NumberFormat(kLanguageTags[language]);
  return {
    number: (value) => number.format(value),
    time: (ms) => localParts(ms, 'seconds'),
    exactTime: (ms) => localParts(ms, 'milliseconds'),
    date: (ms) => localParts(ms, 'days'),
  };
}

const kParts = new Intl.DateTimeFormat('en', {
  timeZone: kZone, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit',
  fractionalSecondDigits: 3, hourCycle: 'h23',
});

// 2026-01-01 08:00:00: read alike in both languages.
function localParts(ms: number, precision: 'days' | 'seconds' | 'milliseconds'): string {
  if (!isDate(ms)) return String(ms);
  const p = Object.fromEntries(kParts.formatToParts(ms).map((part) => [part.type, part.value]));
  const day = `${p['year']}-${p['month']}-${p['day']}`;
  if (precision === 'days') return day;
  const time = `${day} ${p['hour']}:${p['minute']}:${p['second']}`;
  return precision === 'seconds' ? time : `${time}.${p['fractionalSecond']}`;
}

// A node may send a time that no calendar has.
const kMaxDateMs = 8.64e15;
const isDate = (ms: number): boolean => Math.abs(ms) <= kMaxDateMs;
export const isoTime = (ms: number): string => (isDate(ms) ? new Date(ms).toISOString() : String(ms));

export function shorten(text: string): string {
  return text.length > 24 ? `${text.slice(0, 8)}…${text.slice(-8)}` : text;
}

// API names of compared fields, and the words pages use for them.
const kFieldLabels: Readonly<Record<string, Key>> = {
  height: 'height', id: 'block_id', time: 'time', proposer: 'proposer', view: 'view', epoch: 'epoch',
  transaction_count: 'transactions', receipt_count: 'receipts', state_root: 'state_root', transactions_root: 'transactions_root',
  receipts_root: 'receipts_root', parent: 'parent', validator_set_hash: 'validator_set_hash', name: 'validator_name',
  operator_account: 'operator_account', key: 'voting_key', node_key: 'node_key', address: 'address', count: 'validators_title',
  quorum: 'quorum', max_faulty: 'tolerance', first_height: 'first_height', hash: 'validator_set_hash', index: 'index',
};

export function reasonText(reason: Reason, t: Translate, format: Formats): string {
  const facts: Record<string, string> = {};
  for (const [name, value] of Object.entries(reason.facts)) facts[name] = shorten(value);
  const field = reason.facts['field'];
  if (field !== undefined) {
    const label = kFieldLabels[field];
    facts['field'] = label === undefined ? field : t(label);
    if (field === 'time') for (const side of ['shown', 'proven']) facts[side] = format.exactTime(Number(reason.facts[side]));
  }
  return t(`reason_${reason.code}`, facts);
}
