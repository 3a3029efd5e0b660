// One transaction, as far as it is public: id, hash, type, place, time.
import type { TransactionSummary } from '../api/types.ts';
import { callName } from '../i18n/calls.ts';
import { useApp } from '../ui/context.ts';
import { Load, useLoad } from '../ui/load.tsx';
import { Badge, Hash, Term, Terms, Time } from '../ui/parts.tsx';
import { hrefs } from '../ui/router.ts';
import { useTransactionVerdict } from '../ui/verdicts.ts';

export function TransactionPage({ id }: { id: string }) {
  const { t, api } = useApp();
  const loaded = useLoad(id, () => api.transaction(id));
  return (
    <>
      <h1>{t('transaction')}</h1>
      <Load of={loaded}>{(row) => <TransactionView row={row} />}</Load>
    </>
  );
}

function TransactionView({ row }: { row: TransactionSummary }) {
  const { t, format, language } = useApp();
  const verdict = useTransactionVerdict(row);
  return (
    <>
      <div data-row={`transaction-${row.height}-${row.index}`}><Badge of={verdict} /></div>
      <Terms areRoots>
        <Term label={t('transaction_id')}><Hash value={row.id} /></Term>
        <Term label={t('transaction_hash')}><Hash value={row.hash} /></Term>
      </Terms>
      <Terms>
        <Term label={t('type')}>{callName(language, row.type)} <code>{row.type}</code></Term>
        <Term label={t('state')}>{row.state === 'final' ? t('state_final') : row.state}</Term>
        <Term label={t('time')}><Time ms={row.time} /></Term>
        <Term label={t('block')}><a href={hrefs.block(row.height)}>{format.number(row.height)}</a></Term>
        <Term label={t('index')}>{format.number(row.index)}</Term>
      </Terms>
      <p class="quiet">{t('transaction_privacy')}</p>
      {verdict.state === 'verified' && (
        <details>
          <summary>{t('how_verified')}</summary>
          <ol>
            <li>{t('step_inclusion', { index: row.index, path: row.proof?.path.length ?? 0 })}</li>
            <li>{t('step_block_final', { height: format.number(verdict.value.height), signed: verdict.value.signers.length })}</li>
          </ol>
        </details>
      )}
    </>
  );
}
