// The quorum strip: which validators' signatures make a verified block final.
import type { VerifiedHeader } from '../verify/light_block.ts';
import { useApp } from './context.ts';
import type { ShownVerdict } from './verdicts.ts';

export function QuorumStrip({ verdict }: { verdict: ShownVerdict<VerifiedHeader> }) {
  const { t, trust, format } = useApp();
  if (trust === null) return null;
  const { validators, quorum } = trust.ledger;
  const proven = verdict.state === 'verified' ? verdict.value : null;
  const signed = new Set(proven?.signers ?? []);
  return (
    <section class="card" aria-labelledby="quorum" data-quorum={proven === null ? '' : signed.size}>
      <h2 id="quorum">{t('quorum_title')}</h2>
      <ul class="quorum">
        {validators.map((v) => {
          const hasSigned = signed.has(v.index);
          const words = proven === null ? t('verdict_unverified') : t(hasSigned ? 'quorum_signed' : 'quorum_absent');
          return (
            <li key={v.index} class={hasSigned ? 'signed' : 'absent'}>
              <span class="sign" aria-hidden="true">{hasSigned ? '✓' : '·'}</span>
              <span>{v.name}</span>
              <span class="unseen"> {words}</span>
            </li>
          );
        })}
      </ul>
      {proven !== null && <p>{t('quorum_summary', { signed: signed.size, n: validators.length, quorum })}</p>}
      {proven !== null && proven.finalizedBy !== proven.height && (
        <p class="quiet">{t('quorum_other', { height: format.number(proven.finalizedBy) })}</p>
      )}
    </section>
  );
}
