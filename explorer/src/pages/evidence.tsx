// Evidence of validators that voted twice: both votes side by side, checked by this browser with the validator's own key.
import type { EvidenceAnswer, EvidenceRow, VoteRow } from '../api/types.ts';
import { useApp } from '../ui/context.ts';
import { Load, useLoad } from '../ui/load.tsx';
import { Badge, Hash, Term, Terms, useValidatorName } from '../ui/parts.tsx';
import { hrefs } from '../ui/router.ts';
import { useEvidenceVerdict } from '../ui/verdicts.ts';

export function EvidencePage() {
  const { t, api } = useApp();
  const loaded = useLoad('evidence', api.evidence);
  return (
    <>
      <h1>{t('evidence_title')}</h1>
      <p>{t('evidence_intro')}</p>
      <Load of={loaded}>
        {(answer) => (
          <>
            <EvidenceList place="on_chain" rows={answer.on_chain} />
            <EvidenceList place="held" rows={onlyHeld(answer)} />
          </>
        )}
      </Load>
    </>
  );
}

// A node goes on holding what the ledger has by now: the same two votes, in either order.
export function onlyHeld({ on_chain, held }: EvidenceAnswer): EvidenceRow[] {
  const nameOf = ({ kind, epoch, view, parent_view, block, signer }: VoteRow) => JSON.stringify([kind, epoch, view, parent_view, block, signer]);
  const pairOf = (row: EvidenceRow) => [nameOf(row.first), nameOf(row.second)].sort().join();
  const known = new Set(on_chain.map(pairOf));
  return held.filter((row) => !known.has(pairOf(row)));
}

function EvidenceList({ place, rows }: { place: 'on_chain' | 'held'; rows: readonly EvidenceRow[] }) {
  const { t } = useApp();
  return (
    <section aria-labelledby={place} data-evidence={`${place}-${rows.length}`}>
      <h2 id={place}>{t(`evidence_${place}`)}</h2>
      <p class="quiet">{t(rows.length === 0 ? `evidence_none_${place}` : `evidence_about_${place}`)}</p>
      {rows.map((row, i) => <EvidenceCard key={JSON.stringify(row)} row={row} name={`evidence-${place}-${i}`} />)}
    </section>
  );
}

function EvidenceCard({ row, name }: { row: EvidenceRow; name: string }) {
  const { t, format } = useApp();
  const nameOf = useValidatorName();
  const verdict = useEvidenceVerdict(row);
  const { epoch, view } = row.first;
  const { conviction } = row;
  const validator = verdict.state === 'verified' ? verdict.value.name : (conviction?.name ?? nameOf(epoch, row.first.signer));
  return (
    <article class="card" data-row={name} aria-labelledby={name}>
      <h3 id={name}>{t('evidence_head', { name: validator, what: t(`evidence_${row.kind}`) })}</h3>
      <Badge of={verdict} />
      <Terms>
        <Term label={t('epoch')}>{format.number(epoch)}</Term>
        <Term label={t('view')}>{format.number(view)}</Term>
        {conviction !== null && (
          <>
            <Term label={t('convicted_in')}><a href={hrefs.block(conviction.height)}>{t('block_n', { height: format.number(conviction.height) })}</a></Term>
            <Term label={t('consequence')}>
              {conviction.from_view === null ? t('leads_on') : t('suspended_from', { view: format.number(conviction.from_view) })}
            </Term>
            <Term label={t('reported_by')}><Hash value={conviction.reporter} short /></Term>
          </>
        )}
      </Terms>
      <div class="cards">
        <VoteCard vote={row.first} place={1} />
        <VoteCard vote={row.second} place={2} />
      </div>
      <p class="quiet">{t(`evidence_why_${row.kind}`)}</p>
    </article>
  );
}

function VoteCard({ vote, place }: { vote: VoteRow; place: number }) {
  const { t, format } = useApp();
  const isNullify = vote.kind === 'nullify';
  return (
    <div class="card">
      <h4>{t('vote_n', { n: place, what: t(`vote_${vote.kind}`) })}</h4>
      <Terms>
        <Term label={t('view')}>{format.number(vote.view)}</Term>
        {!isNullify && <Term label={t('parent_view')}>{format.number(vote.parent_view)}</Term>}
      </Terms>
      <Terms areRoots>
        {!isNullify && <Term label={t('block_id')}><Hash value={vote.block} /></Term>}
        <Term label={t('signature')}><Hash value={vote.signature} /></Term>
      </Terms>
    </div>
  );
}
