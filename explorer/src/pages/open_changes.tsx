// Changes of the validator set under way: what each would do, whose seats approve it, which new validators have attested. The node's word.
import type { Edit, MembershipChange, ValidatorsAnswer } from '../api/types.ts';
import type { Translate } from '../i18n/index.ts';
import { useApp } from '../ui/context.ts';
import { Hash, Seats, Term, Terms, Time } from '../ui/parts.tsx';

export function OpenChanges({ answer }: { answer: ValidatorsAnswer }) {
  const { t } = useApp();
  return (
    <section aria-labelledby="changes" data-changes={answer.changes.length}>
      <h2 id="changes">{t('changes_title')}</h2>
      {answer.changes.length === 0 ? <p class="quiet">{t('changes_none')}</p> : (
        <>
          <p class="quiet">{t('changes_source')}</p>
          <div class="cards">{answer.changes.map((c) => <ChangeCard key={c.change} change={c} answer={answer} />)}</div>
        </>
      )}
    </section>
  );
}

// What an edit does, in words. One that names a validator by its key alone is looked up in the present set.
export function editWords(edit: Edit, present: readonly { name: string; key: string }[], t: Translate): string {
  const old = edit.name !== '' ? edit.name : (present.find((v) => v.key === edit.key)?.name ?? edit.key);
  const next = edit.validator?.name ?? '';
  if (edit.kind === 'replace') return old === next ? t('edit_new_key', { name: old }) : t('edit_replace', { old, next });
  return edit.kind === 'add' ? t('edit_add', { name: next }) : t('edit_remove', { name: old });
}

function ChangeCard({ change, answer }: { change: MembershipChange; answer: ValidatorsAnswer }) {
  const { t } = useApp();
  const words = change.edits.map((e) => editWords(e, answer.validators, t));
  const operated = answer.validators.filter((v) => v.operator_account === change.proposer).map((v) => v.name);
  return (
    <article class="card" aria-labelledby={change.change} data-change={change.change}>
      <h3 id={change.change}>{words.length === 0 ? t('edit_renew') : words.join(' · ')}</h3>
      <p>{t(change.accepted ? 'change_accepted' : 'change_open')}</p>
      <Terms>
        <Term label={t('proposed_by')}>{operated.length > 0 ? operated.join(', ') : <Hash value={change.proposer} short />}</Term>
        <Term label={t('time')}><Time ms={change.proposed_at} /></Term>
        {change.note !== '' && <Term label={t('note')}>{change.note}</Term>}
        <Term label={t('change_record')}><Hash value={change.change} short /></Term>
      </Terms>
      <h4>{t('approvals', { n: change.approvals.length, quorum: answer.quorum })}</h4>
      <Seats seats={answer.validators.map(({ name, index }) => {
        const holds = change.approvals.includes(index);
        return { name, holds, words: t(holds ? 'approved' : 'not_approved') };
      })} />
      <Attestations change={change} />
    </article>
  );
}

function Attestations({ change }: { change: MembershipChange }) {
  const { t } = useApp();
  if (change.to_attest.length === 0) return <p class="quiet">{t('attest_none')}</p>;
  return (
    <>
      <h4>{t('attestations', { n: change.attestations.length, of: change.to_attest.length })}</h4>
      <Seats seats={change.to_attest.map((place) => {
        const holds = change.attestations.includes(place);
        return { name: change.next[place]?.name ?? `#${place}`, holds, words: t(holds ? 'attested' : 'not_attested') };
      })} />
    </>
  );
}
