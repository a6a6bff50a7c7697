import { createReadStream, existsSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { Readable } from 'node:stream';
import type { FlameData } from './flame-data';

/** Serves the pages of the bench, what they stand on, and one profile at a time. */
export interface FlameServer {
  readonly address: string;
  /** What /data/collapsed and /data/nested are from now on. */
  serve(data: FlameData): void;
  close(): void;
}

/** Where the page with our viewer is built, apart from what others work with. */
export const OURS = 'out/bench';

const FOLDERS: Readonly<Record<string, string>> = {
  peers: 'test/bench/peers',
  modules: 'node_modules',
  ours: `${OURS}/dist`,
};

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.wasm': 'application/wasm',
};

export async function startFlameServer(): Promise<FlameServer> {
  let data: FlameData | undefined;
  const server = createServer(({ url = '/' }, response) => {
    const [folder = '', ...path] = decodeURIComponent(new URL(url, 'http://localhost').pathname)
      .slice(1)
      .split('/');
    if (folder === 'data' && data) {
      return sendBytes(response, path[0] === 'nested' ? data.nested() : data.collapsed);
    }
    const file = join(FOLDERS[folder] ?? '.', normalize(path.join('/')));
    if (!(folder in FOLDERS) || !file.startsWith(normalize(FOLDERS[folder])) || !existsSync(file)) {
      return response.writeHead(404).end();
    }
    response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' });
    createReadStream(file).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    serve: (next) => (data = next),
    close: () => server.close(),
  };
}

function sendBytes(response: ServerResponse, bytes: Uint8Array): void {
  response.writeHead(200, {
    'content-type': 'application/octet-stream',
    'content-length': bytes.length,
  });
  const step = 1 << 20;
  const pieces = Array.from({ length: Math.ceil(bytes.length / step) }, (_, i) =>
    bytes.subarray(i * step, (i + 1) * step),
  );
  Readable.from(pieces).pipe(response);
}
