// One block: its header's values, how it was verified, its transactions.
import { useMemo, useState } from 'preact/hooks';
import type { BlockDetail, BlockSummary, TransactionSummary } from '../api/types.ts';
import { useApp } from '../ui/context.ts';
import { Load, useLoad } from '../ui/load.tsx';
import { Badge, Hash, Term, Terms, Time, useValidatorName } from '../ui/parts.tsx';
import { hrefs } from '../ui/router.ts';
import { TransactionTable } from '../ui/tables.tsx';
import { type ShownVerdict, useBlockVerdict, useWholeBlock } from '../ui/verdicts.ts';
import type { VerifiedHeader } from '../verify/light_block.ts';

const kRowsAtOnce = 50;

export function BlockPage({ height }: { height: number }) {
  const { t, api, format, status } = useApp();
  const loaded = useLoad(String(height), () => api.block(height));
  return (
    <>
      <div class="heading">
        <h1>{t('block_n', { height: format.number(height) })}</h1>
        {height > 0 && <a href={hrefs.block(height - 1)}>{t('previous_block')}</a>}
        {status !== null && height < status.height && <a href={hrefs.block(height + 1)}>{t('next_block')}</a>}
      </div>
      <Load of={loaded}>{(block) => <BlockView block={block} />}</Load>
    </>
  );
}

function BlockView({ block: { summary, transactions } }: { block: BlockDetail }) {
  const verdict = useBlockVerdict(summary);
  return (
    <>
      <div data-row={`block-${summary.height}`}><Badge of={verdict} /></div>
      <HeaderTerms block={summary} verdict={verdict} />
      {verdict.state === 'verified' && <HowVerified proven={verdict.value} />}
      <Transactions block={summary} rows={transactions} verdict={verdict} />
    </>
  );
}

function HeaderTerms({ block, verdict }: { block: BlockSummary; verdict: ShownVerdict<VerifiedHeader> }) {
  const { t, format } = useApp();
  const nameOf = useValidatorName();
  const proven = verdict.state === 'verified' ? verdict.value : null;
  const roots = ['state_root', 'transactions_root', 'receipts_root', 'validator_set_hash'] as const;
  return (
    <>
      <Terms>
        {block.height === 0 && <Term label={t('block')}>{t('genesis_block')}</Term>}
        <Term label={t('time')}><Time ms={block.time} /></Term>
        <Term label={t('proposer')}>{nameOf(block.epoch, block.proposer)}</Term>
        <Term label={t('view')}>{format.number(block.view)}</Term>
        <Term label={t('epoch')}>
          {format.number(block.epoch)}
          {proven !== null && proven.nextValidatorSetHash !== '' && <> · <a href={hrefs.validators}>{t('ends_epoch')}</a></>}
        </Term>
        <Term label={t('transactions')}>{format.number(block.transaction_count)}</Term>
        <Term label={t('receipts')}>{format.number(block.receipt_count)}</Term>
        {proven !== null && (
          <Term label={t('finalized_by')}><a href={hrefs.block(proven.finalizedBy)}>{t('block_n', { height: format.number(proven.finalizedBy) })}</a></Term>
        )}
      </Terms>
      <Terms areRoots>
        <Term label={t('block_id')}><Hash value={block.id} /></Term>
        {block.parent !== undefined && block.height > 0 && (
          <Term label={t('parent')}><a href={hrefs.block(block.height - 1)}><Hash value={block.parent} /></a></Term>
        )}
        {proven !== null && proven.nextValidatorSetHash !== '' && (
          <Term label={t('next_validator_set_hash')}><Hash value={proven.nextValidatorSetHash} /></Term>
        )}
        {roots.map((name) => block[name] !== undefined && <Term key={name} label={t(name)}><Hash value={block[name]} /></Term>)}
      </Terms>
    </>
  );
}

function HowVerified({ proven }: { proven: VerifiedHeader }) {
  const { t, epochs, format } = useApp();
  const nameOf = useValidatorName();
  const isLinked = proven.finalizedBy !== proven.height;
  const names = proven.signers.map((i) => nameOf(proven.epoch, i)).join(', ');
  return (
    <details>
      <summary>{t('how_verified')}</summary>
      <ol>
        <li>{t('step_id')}</li>
        <li>{t('step_header')}</li>
        <li>{isLinked ? t('step_links', { height: format.number(proven.finalizedBy) }) : t('step_own')}</li>
        {proven.epoch > 0 && <li>{t('step_epochs', { n: format.number(proven.epoch) })}</li>}
        <li>{t('step_certificate', { signed: proven.signers.length, quorum: epochs[proven.epoch]?.quorum ?? '', epoch: proven.epoch })}</li>
        <li>{t('step_signers', { names })}</li>
      </ol>
    </details>
  );
}

interface TransactionsProps {
  readonly block: BlockSummary;
  readonly rows: readonly TransactionSummary[];
  readonly verdict: ShownVerdict<VerifiedHeader>;
}

// A wrong row of the block itself does not condemn its transactions: they are checked against the proven header.
function Transactions({ block, rows, verdict }: TransactionsProps) {
  const { t, format } = useApp();
  const [limit, setLimit] = useState(kRowsAtOnce);
  const whole = useWholeBlock(rows, verdict);
  const shown = useMemo(() => rows.slice(0, limit), [rows, limit]);
  return (
    <section aria-labelledby="transactions">
      <h2 id="transactions">{t('transactions')}</h2>
      {rows.length === 0 && block.transaction_count === 0 ? <p class="quiet">{t('no_transactions')}</p> : (
        <>
          <p class="quiet">{t('transaction_privacy')}</p>
          <TransactionTable rows={shown} caption={t('table_block_transactions', { height: block.height })} block={verdict} whole={whole} />
        </>
      )}
      {limit < rows.length && (
        <button type="button" onClick={() => setLimit(limit + kRowsAtOnce)}>
          {t('show_more', { n: format.number(Math.min(kRowsAtOnce, rows.length - limit)) })}
        </button>
      )}
    </section>
  );
}
