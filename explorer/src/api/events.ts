// New blocks as they become final: server-sent events, and polling while those are not open (at start, behind a proxy that swallows
// them, after a break). Callers get each block at least once, in no promised order.
import type { ApiClient } from './client.ts';
import { parseBlockSummary } from './parse.ts';
import type { BlockSummary } from './types.ts';

export type FeedState = 'live' | 'polling' | 'offline';

const kPollMs = 2_000;

export function followBlocks(
  api: ApiClient, onBlocks: (blocks: BlockSummary[]) => void, onState: (state: FeedState) => void,
): () => void {
  const source = new EventSource(api.url('v1/events'));
  const isOpen = () => source.readyState === EventSource.OPEN;
  const poll = async () => {
    try {
      onBlocks((await api.blocks(null)).items);
      onState(isOpen() ? 'live' : 'polling');
    } catch {
      onState(isOpen() ? 'live' : 'offline');
    }
  };
  source.addEventListener('open', () => void poll()); // what happened before the stream opened
  source.addEventListener('block', (event) => {
    try {
      onBlocks([parseBlockSummary(JSON.parse((event as MessageEvent<string>).data))]);
    } catch {
      void poll(); // an event that cannot be read: ask for the list instead
    }
  });
  const timer = setInterval(() => {
    if (!isOpen()) void poll();
  }, kPollMs);
  void poll();
  return () => {
    clearInterval(timer);
    source.close();
  };
}
