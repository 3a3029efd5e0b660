// Small pieces that pages share: badge, time, hash, term list.
import type { ComponentChildren } from 'preact';
import { useApp } from './context.ts';
import { isoTime, reasonText, shorten } from './format.ts';
import type { ShownVerdict } from './verdicts.ts';

const kMarks = { verified: '✓', unverified: '○', mismatch: '✕', checking: '…' } as const;

// The verdict in words and a mark, never in colour alone; a reason when there is one.
export function Badge({ of }: { of: ShownVerdict<unknown> }) {
  const { t, format } = useApp();
  const words = t(of.state === 'verified' ? 'verdict_verified' : `verdict_${of.state}`);
  return (
    <span class="verdict" data-verdict={of.state}>
      <span class={`badge ${of.state}`} title={of.state === 'verified' ? t('verdict_verified_long') : undefined}>
        <span aria-hidden="true">{kMarks[of.state]}</span> {words}
      </span>
      {(of.state === 'mismatch' || of.state === 'unverified') && <span class="reason">{reasonText(of.reason, t, format)}</span>}
    </span>
  );
}

export function Time({ ms }: { ms: number }) {
  const { format } = useApp();
  return <time dateTime={isoTime(ms)} title={isoTime(ms)}>{format.time(ms)}</time>;
}

export function Hash({ value, short = false }: { value: string; short?: boolean }) {
  return <code class={short ? 'hash' : 'hash long'} title={short ? value : undefined}>{short ? shorten(value) : value}</code>;
}

// `areRoots` gives long hashes room for a line.
export function Terms({ children, areRoots = false }: { children: ComponentChildren; areRoots?: boolean }) {
  return <dl class={areRoots ? 'terms roots' : 'terms'}>{children}</dl>;
}
export function Term({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

// Indices count in the set of their epoch.
export function useValidatorName(): (epoch: number, index: number) => string {
  const { epochs } = useApp();
  return (epoch, index) => epochs[epoch]?.validators[index]?.name ?? `#${index}`;
}

export interface Seat {
  readonly name: string;
  readonly holds: boolean;
  readonly words: string; // what the mark means, for those who do not see it
}

// Who did something and who did not (signed, approved, attested): a mark and a word each.
export function Seats({ seats }: { seats: readonly Seat[] }) {
  return (
    <ul class="quorum">
      {seats.map(({ name, holds, words }, i) => (
        <li key={i} class={holds ? 'signed' : 'absent'}>
          <span class="sign" aria-hidden="true">{holds ? '✓' : '·'}</span>
          <span>{name}</span>
          <span class="unseen"> {words}</span>
        </li>
      ))}
    </ul>
  );
}
