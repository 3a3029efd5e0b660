// Loading one answer of the API, and what stands in its place until it is there.
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { ApiError, type ApiErrorKind } from '../api/client.ts';
import { useApp } from './context.ts';

export type Loaded<T> =
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly kind: ApiErrorKind; readonly retry: () => void }
  | { readonly state: 'ready'; readonly value: T };

// `name` identifies what is loaded: another name loads anew.
export function useLoad<T>(name: string, load: () => Promise<T>): Loaded<T> {
  const [attempt, setAttempt] = useState(0);
  const [loaded, setLoaded] = useState<Loaded<T>>({ state: 'loading' });
  useEffect(() => {
    let live = true;
    setLoaded({ state: 'loading' });
    load().then(
      (value) => live && setLoaded({ state: 'ready', value }),
      (error: unknown) => {
        if (!(error instanceof ApiError)) throw error;
        if (live) setLoaded({ state: 'failed', kind: error.kind, retry: () => setAttempt((n) => n + 1) });
      },
    );
    return () => {
      live = false;
    };
  }, [name, attempt]);
  return loaded;
}

export function Load<T>({ of, children }: { of: Loaded<T>; children: (value: T) => ComponentChildren }) {
  const { t } = useApp();
  if (of.state === 'ready') return <>{children(of.value)}</>;
  if (of.state === 'loading') return <p class="quiet" role="status">{t('waiting')}…</p>;
  return (
    <div class="notice" role="alert">
      <p>{t(`error_${of.kind}`)}</p>
      <button type="button" onClick={of.retry}>{t('retry')}</button>
    </div>
  );
}
