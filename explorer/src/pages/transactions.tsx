// All transactions, newest first.
import { useApp } from '../ui/context.ts';
import { Pager } from '../ui/pager.tsx';
import { TransactionTable } from '../ui/tables.tsx';

export function TransactionsPage() {
  const { t, api } = useApp();
  return (
    <>
      <h1>{t('nav_transactions')}</h1>
      <p class="quiet">{t('transaction_privacy')}</p>
      <Pager load={api.transactions}>
        {(rows) => (rows.length === 0 ? <p class="quiet">{t('empty')}</p> : <TransactionTable rows={rows} caption={t('table_transactions')} />)}
      </Pager>
    </>
  );
}
