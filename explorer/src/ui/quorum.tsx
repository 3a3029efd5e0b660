// The quorum strip: which validators' signatures make a verified block final.
import type { VerifiedHeader } from '../verify/light_block.ts';
import { useApp } from './context.ts';
import { Seats } from './parts.tsx';
import type { ShownVerdict } from './verdicts.ts';

export function QuorumStrip({ verdict }: { verdict: ShownVerdict<VerifiedHeader> }) {
  const { t, epochs, format } = useApp();
  const proven = verdict.state === 'verified' ? verdict.value : null;
  const set = epochs[proven?.epoch ?? epochs.length - 1];
  if (set === undefined) return null;
  const { validators, quorum } = set;
  const signed = new Set(proven?.signers ?? []);
  return (
    <section class="card" aria-labelledby="quorum" data-quorum={proven === null ? '' : signed.size}>
      <h2 id="quorum">{t('quorum_title')}</h2>
      <Seats seats={validators.map(({ name, index }) => {
        const holds = signed.has(index);
        return { name, holds, words: proven === null ? t('verdict_unverified') : t(holds ? 'quorum_signed' : 'quorum_absent') };
      })} />
      {proven !== null && <p>{t('quorum_summary', { signed: signed.size, n: validators.length, quorum })}</p>}
      {proven !== null && proven.finalizedBy !== proven.height && (
        <p class="quiet">{t('quorum_other', { height: format.number(proven.finalizedBy) })}</p>
      )}
    </section>
  );
}
