// The validators as the node lists them, each compared with genesis, and how often each signed of late.
import { useEffect, useState } from 'preact/hooks';
import { ApiError } from '../api/client.ts';
import type { ValidatorRow, ValidatorsAnswer } from '../api/types.ts';
import { useApp } from '../ui/context.ts';
import { Load, useLoad } from '../ui/load.tsx';
import { Badge, Hash } from '../ui/parts.tsx';
import { TableFrame } from '../ui/tables.tsx';
import type { ShownVerdict } from '../ui/verdicts.ts';
import { checkValidatorRow, checkValidatorSet } from '../verify/rows.ts';
import { failed, judge } from '../verify/verdict.ts';
import type { Trust } from '../verify/verifier.ts';

const kRecentBlocks = 20;

export function ValidatorsPage() {
  const { t, api } = useApp();
  const loaded = useLoad('validators', api.validators);
  return (
    <>
      <h1>{t('validators_title')}</h1>
      <Load of={loaded}>{(answer) => <ValidatorsView answer={answer} />}</Load>
    </>
  );
}

// A check of what is shown against the trusted genesis.
function againstGenesis(trust: Trust | null, check: (trust: Trust) => void): ShownVerdict<unknown> {
  if (trust === null) return { state: 'checking' };
  if (trust.anchor.kind === 'changed') return failed({ code: 'anchor_changed', facts: {} });
  return judge(() => check(trust));
}

// For each validator the number of its signatures among the certificates of the last blocks that this browser verified.
function useRecentSignatures(): { blocks: number; signed: ReadonlyMap<number, number> } {
  const { api, verifier, trust } = useApp();
  const [counts, setCounts] = useState({ blocks: 0, signed: new Map<number, number>() });
  useEffect(() => {
    let live = true;
    const count = async () => {
      const { items } = await api.blocks(null, kRecentBlocks);
      const verdicts = await Promise.all(items.map((b) => verifier.header(b.height)));
      const signed = new Map<number, number>();
      const certificates = new Map<number, readonly number[]>();
      for (const v of verdicts) if (v.state === 'verified') certificates.set(v.value.finalizedBy, v.value.signers);
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
  }, [trust]);
  return counts;
}

function ValidatorsView({ answer }: { answer: ValidatorsAnswer }) {
  const { t, trust } = useApp();
  const recent = useRecentSignatures();
  const set = againstGenesis(trust, ({ ledger }) => checkValidatorSet(answer, ledger.validators.length, ledger.quorum, ledger.validatorSetHash));
  return (
    <>
      <p>{t('validators_intro', { epoch: answer.epoch, n: answer.validators.length, quorum: answer.quorum })}</p>
      <p data-row="validator-set">{t('validators_set')} <Badge of={set} /></p>
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
            <Row key={v.index} row={v} signed={t('signed_of', { signed: recent.signed.get(v.index) ?? 0, n: recent.blocks })} />
          ))}
        </tbody>
      </TableFrame>
    </>
  );
}

function Row({ row, signed }: { row: ValidatorRow; signed: string }) {
  const { trust } = useApp();
  const verdict = againstGenesis(trust, ({ ledger }) => checkValidatorRow(row, ledger.validators[row.index]));
  return (
    <tr data-row={`validator-${row.index}`}>
      <td class="number">{row.index}</td>
      <th scope="row">{row.name}</th>
      <td><Hash value={row.key} short /></td>
      <td class="wide"><Hash value={row.operator_account} short /></td>
      <td class="wide"><code>{row.address}</code></td>
      <td class="number">{signed}</td>
      <td><Badge of={verdict} /></td>
    </tr>
  );
}
