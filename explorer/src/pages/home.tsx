// Home: the latest block, who signed it, and the blocks before it, as they come.
import { useEffect, useRef, useState } from 'preact/hooks';
import { type FeedState, followBlocks } from '../api/events.ts';
import type { BlockSummary } from '../api/types.ts';
import { useApp } from '../ui/context.ts';
import { Badge, Hash, Term, Terms, Time, useValidatorName } from '../ui/parts.tsx';
import { QuorumStrip } from '../ui/quorum.tsx';
import { hrefs } from '../ui/router.ts';
import { BlockTable } from '../ui/tables.tsx';
import { useBlockVerdict } from '../ui/verdicts.ts';

const kShown = 15;
const kRedrawMs = 400; // however fast blocks come

function newest(known: readonly BlockSummary[], more: readonly BlockSummary[]): BlockSummary[] {
  const byHeight = new Map(known.map((b) => [b.height, b]));
  for (const block of more) byHeight.set(block.height, block);
  return [...byHeight.values()].sort((a, b) => b.height - a.height).slice(0, kShown);
}

function useLiveBlocks(isPaused: boolean): { blocks: BlockSummary[] | null; feed: FeedState } {
  const { api } = useApp();
  const [blocks, setBlocks] = useState<BlockSummary[] | null>(null);
  const [feed, setFeed] = useState<FeedState>('polling');
  const arrived = useRef<BlockSummary[]>([]);
  const hasList = useRef(false);
  useEffect(() => followBlocks(api, (more) => {
    arrived.current = newest(arrived.current, more);
    hasList.current = true;
  }, setFeed), [api]);
  useEffect(() => {
    if (isPaused) return;
    const timer = setInterval(() => {
      if (!hasList.current) return;
      setBlocks((shown) => (shown !== null && arrived.current.length === 0 ? shown : newest(shown ?? [], arrived.current)));
      arrived.current = [];
    }, kRedrawMs);
    return () => clearInterval(timer);
  }, [isPaused]);
  return { blocks, feed };
}

export function HomePage() {
  const { t } = useApp();
  const [isPaused, setPaused] = useState(false);
  const { blocks, feed } = useLiveBlocks(isPaused);
  const head = blocks?.[0] ?? null;
  return (
    <>
      <div class="heading">
        <h1>{t('head')}</h1>
        <span class={`feed ${isPaused ? 'paused' : feed}`} role="status" data-feed={feed}>{t(isPaused ? 'status_paused' : `status_${feed}`)}</span>
        <button type="button" aria-pressed={isPaused} onClick={() => setPaused(!isPaused)}>{t(isPaused ? 'resume' : 'pause')}</button>
      </div>
      {head === null ? <p class="quiet" role="status">{t(blocks === null ? 'waiting' : 'empty')}</p> : <Head block={head} />}
      <section aria-labelledby="recent">
        <div class="heading">
          <h2 id="recent">{t('recent_blocks')}</h2>
          <a href={hrefs.blocks}>{t('all_blocks')}</a>
        </div>
        {blocks !== null && <BlockTable blocks={blocks} />}
      </section>
      <NodeCard />
    </>
  );
}

function Head({ block }: { block: BlockSummary }) {
  const { t, format } = useApp();
  const nameOf = useValidatorName();
  const verdict = useBlockVerdict(block);
  return (
    <div class="cards">
      <section class="card" aria-label={t('head')} data-head={block.height}>
        <p class="big"><a href={hrefs.block(block.height)}>{format.number(block.height)}</a></p>
        <Badge of={verdict} />
        <Terms>
          <Term label={t('time')}><Time ms={block.time} /></Term>
          <Term label={t('proposer')}>{nameOf(block.epoch, block.proposer)}</Term>
          <Term label={t('transactions')}>{format.number(block.transaction_count)}</Term>
          <Term label={t('block_id')}><Hash value={block.id} short /></Term>
        </Terms>
      </section>
      <QuorumStrip verdict={verdict} />
    </div>
  );
}

function NodeCard() {
  const { t, status, format } = useApp();
  if (status === null) return null;
  return (
    <section aria-labelledby="node">
      <h2 id="node">{t('node_says')}</h2>
      <Terms>
        <Term label={t('node_name')}>{status.node.name} ({status.node.version})</Term>
        <Term label={t('peers')}>{format.number(status.peers_up)}</Term>
        <Term label={t('mempool')}>{format.number(status.mempool_transactions)}</Term>
        <Term label={t('view')}>{format.number(status.view)}</Term>
      </Terms>
    </section>
  );
}
