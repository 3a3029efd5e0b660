// Serves dist/ and forwards /v1 to a real node; a `lie` may alter what it forwards. This is the attacker of the end-to-end tests: it holds no
// validator's key, everything else is in its hands.
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer, request as ask, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

// Changes the parsed answer to `path` in place, or leaves it.
export type Lie = (path: string, answer: any) => void;

const kDist = fileURLToPath(new URL('../dist/', import.meta.url));
const kTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml',
};

export class Front {
  readonly server: Server;
  lie: Lie | null;
  private readonly node: string;

  constructor(node: string, lie: Lie | null = null) {
    this.node = node;
    this.lie = lie;
    this.server = createServer((request, response) => {
      if ((request.url ?? '').startsWith('/v1/')) this.forward(request, response);
      else serveFile(request, response);
    });
  }

  async listen(port = 0): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(port, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private forward(request: IncomingMessage, response: ServerResponse): void {
    const path = request.url ?? '/';
    const { lie } = this;
    const upstream = ask(new URL(path, this.node), { method: request.method ?? 'GET', headers: { accept: request.headers.accept ?? '*/*' } });
    upstream.on('error', () => response.headersSent ? response.destroy() : response.writeHead(502).end());
    upstream.on('response', (answer) => {
      const type = answer.headers['content-type'] ?? '';
      response.on('close', () => answer.destroy());
      if (lie === null || !type.includes('application/json')) {
        response.writeHead(answer.statusCode ?? 502, { 'content-type': type });
        answer.pipe(response);
        return;
      }
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('end', () => {
        const body = JSON.parse(Buffer.concat(parts).toString('utf8'));
        lie(path, body.data);
        response.writeHead(answer.statusCode ?? 502, { 'content-type': type }).end(JSON.stringify(body));
      });
    });
    request.pipe(upstream);
  }
}

function serveFile(request: IncomingMessage, response: ServerResponse): void {
  const path = new URL(request.url ?? '/', 'http://front').pathname;
  const file = join(kDist, normalize(path === '/' ? '/index.html' : path));
  if (!file.startsWith(kDist) || !existsSync(file) || !statSync(file).isFile()) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, {
    'content-type': kTypes[extname(file)] ?? 'application/octet-stream', 'content-security-policy': "default-src 'self'", 'cache-control': 'no-store',
  });
  createReadStream(file).pipe(response);
}
