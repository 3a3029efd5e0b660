// The epochs so far, as this browser followed them from genesis: every row was proven before it is drawn.
import { useState } from 'preact/hooks';
import { type App, useApp } from '../ui/context.ts';
import { Badge, Time } from '../ui/parts.tsx';
import { hrefs } from '../ui/router.ts';
import { TableFrame } from '../ui/tables.tsx';
import type { EpochInfo } from '../verify/protocol.ts';
import { failed } from '../verify/verdict.ts';

const kEpochsAtOnce = 20;

export function EpochHistory() {
  const { t, epochs, format } = useApp();
  const [limit, setLimit] = useState(kEpochsAtOnce);
  if (epochs.length === 0) return null;
  const shown = [...epochs].reverse().slice(0, limit);
  return (
    <section aria-labelledby="epochs" data-epochs={epochs.length}>
      <h2 id="epochs">{t('epochs_title')}</h2>
      <p class="quiet">{t(epochs.length === 1 ? 'epochs_first' : 'epochs_source')}</p>
      <TableFrame caption={t('table_epochs')}>
        <thead>
          <tr>
            <th scope="col" class="number">{t('epoch')}</th>
            <th scope="col">{t('nav_blocks')}</th>
            <th scope="col" class="wide">{t('ended')}</th>
            <th scope="col">{t('validators_title')}</th>
            <th scope="col" class="number wide">{t('quorum')}</th>
            <th scope="col">{t('verification')}</th>
          </tr>
        </thead>
        <tbody>{shown.map((e) => <EpochRow key={e.epoch} info={e} before={epochs[e.epoch - 1]} />)}</tbody>
      </TableFrame>
      {limit < epochs.length && (
        <button type="button" onClick={() => setLimit(limit + kEpochsAtOnce)}>
          {t('show_more', { n: format.number(Math.min(kEpochsAtOnce, epochs.length - limit)) })}
        </button>
      )}
    </section>
  );
}

// Who came and who left, by voting key: a validator with a new key counts as both.
export function membersChanged(info: EpochInfo, before: EpochInfo): { came: string[]; left: string[] } {
  const lacking = (from: EpochInfo, others: EpochInfo) => {
    const keys = new Set(others.validators.map((v) => v.key));
    return from.validators.filter((v) => !keys.has(v.key)).map((v) => v.name);
  };
  return { came: lacking(info, before), left: lacking(before, info) };
}

function memberWords({ t }: App, info: EpochInfo, before: EpochInfo | undefined): string {
  if (before === undefined) return t('members_genesis', { n: info.validators.length });
  const { came, left } = membersChanged(info, before);
  const words = [
    ...(came.length > 0 ? [t('members_came', { names: came.join(', ') })] : []),
    ...(left.length > 0 ? [t('members_left', { names: left.join(', ') })] : []),
  ];
  return t('members', { n: info.validators.length, words: words.length === 0 ? t('members_same') : words.join(' · ') });
}

function EpochRow({ info, before }: { info: EpochInfo; before: EpochInfo | undefined }) {
  const app = useApp();
  const { t, format, trust } = app;
  const isTrusted = trust?.anchor.kind === 'trusted';
  return (
    <tr data-row={`epoch-${info.epoch}`}>
      <th scope="row" class="number">{format.number(info.epoch)}</th>
      <td>
        <a href={hrefs.block(info.firstHeight)}>{format.number(info.firstHeight)}</a>
        {' – '}
        {info.end !== null && <a href={hrefs.block(info.end.height)}>{format.number(info.end.height)}</a>}
      </td>
      <td class="wide">{info.end === null ? t('epoch_present') : <Time ms={info.end.timeMs} />}</td>
      <td>{memberWords(app, info, before)}</td>
      <td class="number wide">{info.quorum}</td>
      <td><Badge of={isTrusted ? { state: 'verified', value: null } : failed({ code: 'anchor_changed', facts: {} })} /></td>
    </tr>
  );
}
