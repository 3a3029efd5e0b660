// Lists in pages: newest first, "older" follows the node's cursor.
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { Page } from '../api/types.ts';
import { useApp } from './context.ts';
import { Load, useLoad } from './load.tsx';

interface PagerProps<T> {
  readonly load: (cursor: string | null) => Promise<Page<T>>;
  readonly children: (items: readonly T[]) => ComponentChildren;
}

export function Pager<T>({ load, children }: PagerProps<T>) {
  const { t } = useApp();
  const [cursor, setCursor] = useState<string | null>(null);
  const loaded = useLoad(cursor ?? '', () => load(cursor));
  return (
    <Load of={loaded}>
      {(page) => (
        <>
          {children(page.items)}
          <p class="pager">
            {cursor !== null && <button type="button" onClick={() => setCursor(null)}>{t('newer')}</button>}
            {page.next !== null && <button type="button" onClick={() => setCursor(page.next)}>{t('older')}</button>}
          </p>
        </>
      )}
    </Load>
  );
}
