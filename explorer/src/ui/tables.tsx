// Lists of blocks and transactions. Each row is verified by itself, once it has been on screen.
import type { ComponentChildren } from 'preact';
import type { BlockSummary, TransactionSummary } from '../api/types.ts';
import { callName } from '../i18n/calls.ts';
import type { VerifiedHeader } from '../verify/light_block.ts';
import { useApp } from './context.ts';
import { Badge, Hash, Time, useValidatorName } from './parts.tsx';
import { hrefs } from './router.ts';
import { type ShownVerdict, useBlockVerdict, useSeen, useTransactionVerdict } from './verdicts.ts';

// A wide table scrolls by itself, with the keyboard too.
export function TableFrame({ caption, children }: { caption: string; children: ComponentChildren }) {
  return (
    <div class="table" role="region" aria-label={caption} tabIndex={0}>
      <table>
        <caption class="unseen">{caption}</caption>
        {children}
      </table>
    </div>
  );
}

export function BlockTable({ blocks }: { blocks: readonly BlockSummary[] }) {
  const { t } = useApp();
  if (blocks.length === 0) return <p class="quiet">{t('empty')}</p>;
  return (
    <TableFrame caption={t('table_blocks')}>
      <thead>
        <tr>
          <th scope="col" class="number">{t('height')}</th>
          <th scope="col">{t('time')}</th>
          <th scope="col" class="number">{t('transactions')}</th>
          <th scope="col" class="wide">{t('proposer')}</th>
          <th scope="col" class="wide">{t('block_id')}</th>
          <th scope="col">{t('verification')}</th>
        </tr>
      </thead>
      <tbody>{blocks.map((b) => <BlockRow key={b.height} block={b} />)}</tbody>
    </TableFrame>
  );
}

function BlockRow({ block }: { block: BlockSummary }) {
  const { format } = useApp();
  const nameOf = useValidatorName();
  const [ref, isSeen] = useSeen();
  const verdict = useBlockVerdict(block, isSeen);
  return (
    <tr ref={ref} data-row={`block-${block.height}`}>
      <th scope="row" class="number"><a href={hrefs.block(block.height)}>{format.number(block.height)}</a></th>
      <td><Time ms={block.time} /></td>
      <td class="number">{format.number(block.transaction_count)}</td>
      <td class="wide">{nameOf(block.epoch, block.proposer)}</td>
      <td class="wide"><Hash value={block.id} short /></td>
      <td><Badge of={verdict} /></td>
    </tr>
  );
}

interface TransactionTableProps {
  readonly rows: readonly TransactionSummary[];
  readonly caption: string;
  // Rows of one block whose whole list was verified at once need no check of their own; null: not known yet.
  readonly whole?: boolean | null;
  readonly block?: ShownVerdict<VerifiedHeader>;
}

export function TransactionTable({ rows, caption, whole = false, block }: TransactionTableProps) {
  const { t } = useApp();
  const isOfOneBlock = block !== undefined;
  return (
    <TableFrame caption={caption}>
      <thead>
        <tr>
          <th scope="col" class="number">{t(isOfOneBlock ? 'index' : 'height')}</th>
          <th scope="col">{t('type')}</th>
          {!isOfOneBlock && <th scope="col">{t('time')}</th>}
          <th scope="col">{t('transaction_id')}</th>
          <th scope="col" class="wide">{t('transaction_hash')}</th>
          <th scope="col">{t('verification')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <TransactionRow key={`${row.height}-${row.index}`} row={row} isOfOneBlock={isOfOneBlock} given={givenVerdict(whole, block)} />
        ))}
      </tbody>
    </TableFrame>
  );
}

// What is known of each row before it is looked at: all verified, still unknown, or nothing (then the row checks itself).
function givenVerdict(whole: boolean | null, block: ShownVerdict<VerifiedHeader> | undefined): ShownVerdict<VerifiedHeader> | null {
  if (block === undefined || whole === false) return null;
  return whole === null ? { state: 'checking' } : block;
}

interface TransactionRowProps {
  readonly row: TransactionSummary;
  readonly isOfOneBlock: boolean;
  readonly given: ShownVerdict<VerifiedHeader> | null;
}

function TransactionRow({ row, isOfOneBlock, given }: TransactionRowProps) {
  const { format, language } = useApp();
  const [ref, isSeen] = useSeen();
  const own = useTransactionVerdict(row, isSeen && given === null);
  return (
    <tr ref={ref} data-row={`transaction-${row.height}-${row.index}`}>
      <td class="number">
        {isOfOneBlock ? format.number(row.index) : <a href={hrefs.block(row.height)}>{format.number(row.height)}</a>}
      </td>
      <td title={row.type}>{callName(language, row.type)}</td>
      {!isOfOneBlock && <td><Time ms={row.time} /></td>}
      <th scope="row"><a href={hrefs.transaction(row.id)}><Hash value={row.id} short /></a></th>
      <td class="wide"><Hash value={row.hash} short /></td>
      <td><Badge of={given ?? own} /></td>
    </tr>
  );
}
