// Languages. One typed dictionary each: a missing key does not compile, and a test compares keys and placeholders.
import { storage } from '../ui/storage.ts';
import { en } from './en.ts';
import { zh } from './zh.ts';

export type Key = keyof typeof en;
export type Dictionary = { readonly [K in Key]: string };
export type Language = 'zh' | 'en';
export type Facts = Readonly<Record<string, string | number>>;
export type Translate = (key: Key, facts?: Facts) => string;

export const dictionaries: Readonly<Record<Language, Dictionary>> = { zh, en };
export const kLanguageTags: Readonly<Record<Language, string>> = { zh: 'zh-CN', en: 'en' };

export function translator(language: Language): Translate {
  const dictionary = dictionaries[language];
  return (key, facts = {}) => dictionary[key].replace(/\{(\w+)\}/g, (_, name: string) => String(facts[name] ?? ''));
}

const kStorageKey = 'xinghuo.language';

// The link's (?lang=), else the reader's last choice, else the browser's.
export function chosenLanguage(search: string): Language {
  const named = new URLSearchParams(search).get('lang') ?? storage.getItem(kStorageKey) ?? navigator.language;
  return named.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}

export function rememberLanguage(language: Language): void {
  storage.setItem(kStorageKey, language);
}
