// All blocks, newest first.
import { useApp } from '../ui/context.ts';
import { Pager } from '../ui/pager.tsx';
import { BlockTable } from '../ui/tables.tsx';

export function BlocksPage() {
  const { t, api } = useApp();
  return (
    <>
      <h1>{t('nav_blocks')}</h1>
      <Pager load={api.blocks}>{(blocks) => <BlockTable blocks={blocks} />}</Pager>
    </>
  );
}
