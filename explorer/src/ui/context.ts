// What every page may use: the API, the verifier, what is trusted, and the reader's language.
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { ApiClient } from '../api/client.ts';
import type { NodeStatus } from '../api/types.ts';
import type { Language, Translate } from '../i18n/index.ts';
import type { EpochInfo } from '../verify/protocol.ts';
import type { Reason } from '../verify/verdict.ts';
import type { Trust, Verifier } from '../verify/verifier.ts';
import type { Formats } from './format.ts';

export interface App {
  readonly api: ApiClient;
  readonly verifier: Verifier;
  readonly trust: Trust | null; // null until the genesis document was read
  readonly trustFailure: Reason | null;
  readonly epochs: readonly EpochInfo[]; // followed from genesis, by their numbers; empty until the genesis document was read
  readonly status: NodeStatus | null;
  readonly language: Language;
  readonly setLanguage: (language: Language) => void;
  readonly t: Translate;
  readonly format: Formats;
}

export const AppContext = createContext<App | null>(null);

export function useApp(): App {
  const app = useContext(AppContext);
  if (app === null) throw new Error('a page was drawn outside the app');
  return app;
}
