// The validators of the present epoch as the node lists them, each compared with the set that the epoch links lead to; which of them lead
// no more, and how often each signed of late. Below: changes under way, and the epochs so far.
import { useEffect, useState } from 'preact/hooks';
import { ApiError } from '../api/client.ts';
import type { EvidenceRow, ValidatorRow, ValidatorsAnswer } from '../api/types.ts';
import { type App, useApp } from '../ui/context.ts';
import { Load, useLoad } from '../ui/load.tsx';
import { Badge, Hash } from '../ui/parts.tsx';
import { hrefs } from '../ui/router.ts';
import { TableFrame } from '../ui/tables.tsx';
import type { ShownVerdict } from '../ui/verdicts.ts';
import { checkValidatorRow, checkValidatorSet } from '../verify/rows.ts';
import { failed, judge, refuse, type Verdict } from '../verify/verdict.ts';
import { EpochHistory } from './epoch_history.tsx';
import { OpenChanges } from './open_changes.tsx';

const kRecentBlocks = 20;

interface Loaded {
  readonly answer: ValidatorsAnswer;
  readonly convictions: readonly EvidenceRow[];
}

// The suspensions' reasons are a courtesy: without them the page still stands.
async function convictionsOf({ api }: App): Promise<readonly EvidenceRow[]> {
  try {
    return (await api.evidence()).on_chain;
  } catch (error) {
    if (error instanceof ApiError) return [];
    throw error;
  }
}

async function load(app: App): Promise<Loaded> {
  const answer = await app.api.validators();
  const isAnyoneSuspended = answer.validators.some((v) => v.suspended_from_view !== undefined);
  return { answer, convictions: isAnyoneSuspended ? await convictionsOf(app) : [] };
}

export function ValidatorsPage() {
  const app = useApp();
  const { t, epochs, status } = app;
  const [asked, setAsked] = useState(0);
  const loaded = useLoad(String(asked), () => load(app));
  const newest = Math.max(epochs.length - 1, status?.epoch ?? 0);
  useEffect(() => {
    if (loaded.state === 'ready' && loaded.value.answer.epoch < newest) setAsked(newest); // the epoch changed: once more
  }, [loaded, newest]);
  return (
    <>
      <h1>{t('validators_title')}</h1>
      <Load of={loaded}>{(value) => <ValidatorsView {...value} />}</Load>
      <EpochHistory />
    </>
  );
}

// How the walk to the epoch that the node names ended: null while it is under way or none is needed.
function useWalk(epoch: number): Verdict<null> | null {
  const { verifier, trust, epochs } = useApp();
  const [walk, setWalk] = useState<Verdict<null> | null>(null);
  const isAhead = trust?.anchor.kind === 'trusted' && epoch >= epochs.length;
  useEffect(() => {
    let live = true;
    if (isAhead) void verifier.follow().then((verdict) => live && setWalk(verdict));
    return () => {
      live = false;
    };
  }, [isAhead, epoch]);
  return walk;
}

// A check of what is shown against the epochs that were followed from the trusted genesis.
function againstEpochs({ trust, trustFailure, epochs }: App, epoch: number, walk: Verdict<null> | null, check: () => void): ShownVerdict<unknown> {
  if (trustFailure !== null) return failed({ code: 'no_anchor', facts: {} });
  if (trust === null || epochs.length === 0) return { state: 'checking' };
  if (trust.anchor.kind === 'changed') return failed({ code: 'anchor_changed', facts: {} });
  if (epoch >= epochs.length && walk === null) return { state: 'checking' };
  return judge(check);
}

// For each validator the number of its signatures among the certificates of the last blocks of the epoch that this browser verified.
function useRecentSignatures(epoch: number): { blocks: number; signed: ReadonlyMap<number, number> } {
  const { api, verifier, trust } = useApp();
  const [counts, setCounts] = useState({ blocks: 0, signed: new Map<number, number>() });
  useEffect(() => {
    let live = true;
    const count = async () => {
      const { items } = await api.blocks(null, kRecentBlocks);
      const verdicts = await Promise.all(items.filter((b) => b.epoch === epoch).map((b) => verifier.header(b.height)));
      const signed = new Map<number, number>();
      const certificates = new Map<number, readonly number[]>();
      for (const v of verdicts) if (v.state === 'verified' && v.value.epoch === epoch) certificates.set(v.value.finalizedBy, v.value.signers);
      for (const signers of certificates.values()) for (const i of signers) signed.set(i, (signed.get(i) ?? 0) + 1);
      if (live) setCounts({ blocks: certificates.size, signed });
    };
    if (trust !== null) {
      count().catch((error: unknown) => {
        if (!(error instanceof ApiError)) throw error; // without the list the column stays empty
      });
    }
    return () => {
      live = false;
    };
  }, [trust, epoch]);
  return counts;
}

function ValidatorsView({ answer, convictions }: Loaded) {
  const app = useApp();
  const { t, format, epochs } = app;
  const recent = useRecentSignatures(answer.epoch);
  const walk = useWalk(answer.epoch);
  const set = againstEpochs(app, answer.epoch, walk, () => checkValidatorSet(answer, epochs));
  const isLost = answer.epoch >= epochs.length && walk?.state === 'mismatch';
  const n = answer.validators.length;
  return (
    <>
      <p data-set={`${n}-${answer.quorum}-${answer.max_faulty}`}>
        {t('validators_intro', { epoch: answer.epoch, n, height: format.number(answer.first_height) })}{' '}
        {t('validators_quorum', { quorum: answer.quorum, n })} {t('validators_tolerance', { f: answer.max_faulty })}
      </p>
      <p data-row="validator-set">{t('validators_set')} <Badge of={isLost ? walk : set} /></p>
      <p class="quiet">{t('validators_source')}</p>
      <TableFrame caption={t('validators_title')}>
        <thead>
          <tr>
            <th scope="col" class="number">#</th>
            <th scope="col">{t('validator_name')}</th>
            <th scope="col">{t('voting_key')}</th>
            <th scope="col" class="wide">{t('operator_account')}</th>
            <th scope="col" class="wide">{t('address')}</th>
            <th scope="col" class="number">{t('signed_recently')}</th>
            <th scope="col">{t('verification')}</th>
          </tr>
        </thead>
        <tbody>
          {answer.validators.map((v) => (
            <Row
              key={v.index} row={v} epoch={answer.epoch} walk={walk} reason={convictions.find((c) => c.conviction?.key === v.key)}
              signed={t('signed_of', { signed: recent.signed.get(v.index) ?? 0, n: recent.blocks })}
            />
          ))}
        </tbody>
      </TableFrame>
      <OpenChanges answer={answer} />
    </>
  );
}

interface RowProps {
  readonly row: ValidatorRow;
  readonly epoch: number;
  readonly walk: Verdict<null> | null;
  readonly reason: EvidenceRow | undefined;
  readonly signed: string;
}

function Row({ row, epoch, walk, reason, signed }: RowProps) {
  const app = useApp();
  const verdict = againstEpochs(app, epoch, walk, () => {
    const known = app.epochs[epoch] ?? refuse('later_epoch', { epoch: String(epoch), known: String(app.epochs.length - 1) });
    checkValidatorRow(row, known.validators[row.index]);
  });
  return (
    <tr data-row={`validator-${row.index}`}>
      <td class="number">{row.index}</td>
      <th scope="row">
        {row.name}
        {row.suspended_from_view !== undefined && <Suspended fromView={row.suspended_from_view} reason={reason} />}
      </th>
      <td><Hash value={row.key} short /></td>
      <td class="wide"><Hash value={row.operator_account} short /></td>
      <td class="wide"><code>{row.address}</code></td>
      <td class="number">{signed}</td>
      <td><Badge of={verdict} /></td>
    </tr>
  );
}

function Suspended({ fromView, reason }: { fromView: number; reason: EvidenceRow | undefined }) {
  const { t, format } = useApp();
  return (
    <span class="suspended" data-suspended={fromView}>
      <span class="badge mismatch"><span aria-hidden="true">‖</span> {t('suspended')}</span>
      <span class="said">
        {t('suspended_from', { view: format.number(fromView) })}{' '}
        {reason !== undefined && (
          <>{t('suspended_because', { what: t(`evidence_${reason.kind}`) })} <a href={hrefs.evidence}>{t('to_evidence')}</a></>
        )}
      </span>
    </span>
  );
}
