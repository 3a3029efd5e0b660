// `npm run dev`: vite with live reload, and /v1 from XH_E2E_API (a node's address) or from the mock node.
import { createServer } from 'vite';
import { MockNode } from './mock_node.ts';

const kPort = 5173;
const named = process.env['XH_E2E_API'];
const node = named ?? (await new MockNode().listen());
const server = await createServer({ server: { port: kPort, proxy: { '/v1': node } } });
await server.listen();
console.error(`http://127.0.0.1:${kPort}/ shows ${named ?? 'the mock node'}`);
