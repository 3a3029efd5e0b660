// The verification worker: hashing and signatures away from the page's own thread. Holds one ledger's context.
import { toAddress } from '../codec/address.ts';
import { toHex } from '../codec/bytes.ts';
import { parseExactJson } from '../codec/exact_json.ts';
import type { Json } from '../codec/schema.ts';
import { type ChainContext, makeContext, quorumOf } from './chain_context.ts';
import { verifyLightBlock } from './light_block.ts';
import type { Ledger, Request, Response } from './protocol.ts';
import { checkTransactionRow, rowsMakeRoot } from './transactions.ts';
import { judge, refuse } from './verdict.ts';

let context: ChainContext | null = null;

function describe(c: ChainContext): Ledger {
  return {
    chainId: c.chainId,
    clock: c.clock,
    genesisHash: toHex(c.genesisHash),
    chainTag: toHex(c.chainTag),
    validatorSetHash: toHex(c.validatorSetHash),
    quorum: quorumOf(c.validators.length),
    validators: c.validators.map((v, index) => ({
      index,
      name: v.name,
      operator_account: toAddress(v.operator_account),
      key: toHex(v.key),
      node_key: toHex(v.node_key),
      address: v.address,
    })),
  };
}

function documentIn(envelopeText: string): Json {
  try {
    const envelope = parseExactJson(envelopeText);
    if (envelope !== null && typeof envelope === 'object' && !Array.isArray(envelope)) return envelope['data'] ?? null;
  } catch (error) {
    if (error instanceof SyntaxError) return refuse('genesis_malformed', { what: error.message });
    throw error;
  }
  return refuse('genesis_malformed', { what: 'no envelope' });
}

function answer(request: Request): unknown {
  switch (request.operation) {
    case 'open':
      return judge(() => describe((context = makeContext(documentIn(request.genesisText)))));
    case 'light':
      return judge(() => verifyLightBlock(context ?? refuse('no_anchor'), request.light, request.height));
    case 'transaction':
      return judge(() => (checkTransactionRow(request.row, request.block), null));
    case 'transactions': {
      const verdict = judge(() => rowsMakeRoot(request.rows, request.block));
      return verdict.state === 'verified' && verdict.value;
    }
  }
}

self.addEventListener('message', (event: MessageEvent<Request>) => {
  const { id } = event.data;
  let response: Response;
  try {
    response = { id, answer: answer(event.data) };
  } catch (error) {
    response = { id, fault: String(error) };
  }
  self.postMessage(response);
});
