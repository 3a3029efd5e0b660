// Verdicts as rows use them: asked for when the row comes into view, asked again while evidence may still arrive.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { BlockSummary, EvidenceRow, TransactionSummary } from '../api/types.ts';
import type { ProvenFault } from '../verify/evidence.ts';
import type { VerifiedHeader } from '../verify/light_block.ts';
import { checkBlockRow, checkEvidenceRow } from '../verify/rows.ts';
import { failed, judge, type ReasonCode, type Verdict } from '../verify/verdict.ts';
import { useApp } from './context.ts';

export type ShownVerdict<T> = Verdict<T> | { readonly state: 'checking' };

const kChecking = { state: 'checking' } as const;
const kRetryMs = 1_500;
const kRetries = 20;
const kMayArrive: ReadonlySet<ReasonCode> = new Set<ReasonCode>(['not_final_yet', 'unreachable']);

// True once the element has been on screen.
export function useSeen(): [{ current: HTMLTableRowElement | null }, boolean] {
  const ref = useRef<HTMLTableRowElement | null>(null);
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    if (ref.current === null || seen) return;
    const observer = new IntersectionObserver((entries) => {
      if (entries.some((e) => e.isIntersecting)) setSeen(true);
    }, { rootMargin: '200px' });
    observer.observe(ref.current);
    return () => observer.disconnect();
  }, [seen]);
  return [ref, seen];
}

// `name` changes when there is something else to check; null waits.
function useVerdict<T>(name: string | null, check: () => Promise<Verdict<T>>): ShownVerdict<T> {
  const { trust, trustFailure } = useApp();
  const [verdict, setVerdict] = useState<ShownVerdict<T>>(kChecking);
  useEffect(() => {
    if (name === null) return;
    if (trust === null) return setVerdict(trustFailure === null ? kChecking : failed({ code: 'no_anchor', facts: {} }));
    let live = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const attempt = async (left: number) => {
      const result = await check();
      if (!live) return;
      setVerdict(result);
      if (result.state !== 'verified' && kMayArrive.has(result.reason.code) && left > 0) {
        timer = setTimeout(() => void attempt(left - 1), kRetryMs);
      }
    };
    setVerdict(kChecking);
    void attempt(kRetries);
    return () => {
      live = false;
      clearTimeout(timer);
    };
  }, [name, trust, trustFailure]);
  return verdict;
}

export function useBlockVerdict(row: BlockSummary | null, isSeen = true): ShownVerdict<VerifiedHeader> {
  const { verifier } = useApp();
  return useVerdict(row !== null && isSeen ? JSON.stringify(row) : null, async () => {
    const proven = await verifier.header(row!.height);
    if (proven.state !== 'verified') return proven;
    const compared = judge(() => checkBlockRow(row!, proven.value));
    return compared.state === 'verified' ? proven : compared;
  });
}

export function useTransactionVerdict(row: TransactionSummary | null, isSeen = true): ShownVerdict<VerifiedHeader> {
  const { verifier } = useApp();
  return useVerdict(row !== null && isSeen ? JSON.stringify(row) : null, () => verifier.transaction(row!));
}

export function useEvidenceVerdict(row: EvidenceRow): ShownVerdict<ProvenFault> {
  const { verifier } = useApp();
  return useVerdict(JSON.stringify(row), async () => {
    const proven = await verifier.evidence(row);
    if (proven.state !== 'verified') return proven;
    const compared = judge(() => checkEvidenceRow(row, proven.value));
    return compared.state === 'verified' ? proven : compared;
  });
}

// Whether a block's listed transactions are, all together, what its root commits to: null while unknown.
export function useWholeBlock(rows: readonly TransactionSummary[], block: ShownVerdict<VerifiedHeader>): boolean | null {
  const { verifier } = useApp();
  const [whole, setWhole] = useState<boolean | null>(null);
  const header = block.state === 'verified' ? block.value : null;
  useEffect(() => {
    let live = true;
    setWhole(null);
    if (header !== null) void verifier.rowsMakeRoot(rows, header).then((result) => live && setWhole(result));
    return () => {
      live = false;
    };
  }, [rows, header]);
  return block.state === 'unverified' || block.state === 'mismatch' ? false : whole;
}
