// The verification worker: hashing and signatures away from the page's own thread.
import { LedgerSession } from './ledger_session.ts';
import type { Request, Response } from './protocol.ts';

const session = new LedgerSession();

self.addEventListener('message', (event: MessageEvent<Request>) => {
  const { id } = event.data;
  let response: Response;
  try {
    response = { id, answer: session.answer(event.data) };
  } catch (error) {
    response = { id, fault: String(error) };
  }
  self.postMessage(response);
});
