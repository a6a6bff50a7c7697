import assert from 'node:assert/strict';
import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { createServer, request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { findService } from '../../src/service/handshake';
import type { RemoteArguments, RemoteOptions } from '../../src/service/http/tls-options';
import { readRemoteOptions, remoteSite } from '../../src/service/http/tls-options';
import { skip } from '../harness/skip';
import { makeCertificate } from './certificate';
import type { RawRequest, TestService } from './running-service';
import { makeFolder, sendRaw, sendSigned, signed, startTestService } from './running-service';
import { runToEnd, spawnService } from './service-process';

const NAMED = makeCertificate(['burnline.test', '*.wild.test', '127.0.0.2', '127.0.0.1']);
const remoteOn = (host: string): RemoteOptions => ({ host, port: 0, ...NAMED });
const LIST: RawRequest = { target: '/profilingGroups' };

describe('the loopback addresses', () => {
  let service: TestService | undefined;
  let others: Server[] = [];
  afterEach(async () => {
    await service?.end();
    others.forEach((server) => server.close());
    [service, others] = [undefined, []];
  });

  /** undefined where it cannot. */
  const listenOn = async (host: string, port = 0): Promise<number | undefined> => {
    const server = createServer((_, response) => response.end('a stranger'));
    const opened = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false)).listen({ host, port }, () => resolve(true));
    });
    others = opened ? [...others, server] : others;
    return opened ? (server.address() as AddressInfo).port : undefined;
  };

  it('are both listened on, with one port', async function () {
    if ((await listenOn('::1')) === undefined) return skip(this, 'this machine has no ::1');
    service = await startTestService();
    const { port } = new URL(service.address.endpoint);
    for (const host of ['127.0.0.1', '[::1]']) {
      const at = { ...service.address, endpoint: `http://${host}:${port}` };
      const { target, headers } = await signed(at, LIST);
      // Node takes an IPv6 address without its brackets.
      assert.equal(
        (await sendTo(host.replace(/[[\]]/g, ''), Number(port), { target, headers })).status,
        200,
        host,
      );
    }
    assert.deepEqual(service.logged, []);
  });

  it('are one where the other is taken, and the log says so', async function () {
    const port = await listenOn('::1');
    if (port === undefined) return skip(this, 'this machine has no ::1');
    service = await startTestService({ port });
    assert.deepEqual(service.logged, [
      `only 127.0.0.1 is listened on: Port ${port} of ::1 is taken by another program; choose another port, or 0 for a free one.`,
    ]);
    assert.equal((await sendSigned(service.address, LIST)).status, 200);
  });
});

describe('a service that is open to other machines', () => {
  let service: TestService;
  before(async () => {
    service = await startTestService({ remote: remoteOn('127.0.0.1') });
  });
  after(() => service.end());

  const remotePort = () => Number(new URL(service.address.remoteEndpoint ?? '').port);
  /** Signed for that name, whatever the address it is sent to. */
  const ask = async (host: string, more: Record<string, string> = {}) => {
    const at = { ...service.address, endpoint: `https://${host}` };
    return sendTls(remotePort(), await signed(at, { ...LIST, headers: more }));
  };

  it('answers there over TLS to its names, and on this machine as ever', async () => {
    assert.match(service.address.remoteEndpoint ?? '', /^https:\/\/127\.0\.0\.1:\d+$/);
    assert.equal((await ask(`127.0.0.1:${remotePort()}`)).status, 200);
    assert.equal((await ask(`burnline.test:${remotePort()}`)).status, 200);
    assert.equal((await ask(`any.wild.test:${remotePort()}`)).status, 200);
    assert.equal((await sendSigned(service.address, LIST)).status, 200);
    assert.deepEqual(await findService(service.address.dataFolder), service.address);
  });

  for (const host of [
    'localhost:PORT',
    'evil.test:PORT',
    'burnline.test',
    'burnline.test:1',
    '[::1]:PORT',
    '10.0.0.1:PORT',
  ]) {
    it(`answers to no ${host}, which its certificate does not name`, async () => {
      const { status, error } = await ask(host.replace('PORT', String(remotePort())));
      assert.match(error, /^ForbiddenHostException: This service answers requests to https:\/\/127/);
      assert.equal(status, 403);
    });
  }

  it('answers to no page of another site', async () => {
    const { error } = await ask(`burnline.test:${remotePort()}`, { origin: 'http://burnline.test' });
    assert.match(error, /^ForbiddenOriginException/);
  });

  it('takes nothing that is not signed, and nothing that is not encrypted', async () => {
    const headers = { host: `burnline.test:${remotePort()}` };
    assert.match((await sendTls(remotePort(), { ...LIST, headers })).error, /^MissingAuthentication/);
    await assert.rejects(sendRaw(`http://127.0.0.1:${remotePort()}`, LIST));
  });

  it('ends while somebody holds on to a connection that says nothing', async () => {
    const open = await startTestService({ remote: remoteOn('127.0.0.1') });
    const sockets = [open.address.endpoint, open.address.remoteEndpoint ?? ''].map((endpoint) =>
      createConnection({ host: '127.0.0.1', port: Number(new URL(endpoint).port) }),
    );
    const cut = Promise.all(sockets.map((socket) => once(socket, 'close')));
    await Promise.all(sockets.map((socket) => once(socket, 'connect')));
    await open.end();
    await cut;
  });

  it('says which address is not its own, and leaves nothing open', async () => {
    const options = { dataFolder: makeFolder(), remote: remoteOn('192.0.2.1') };
    await assert.rejects(startTestService(options), /192\.0\.2\.1 is no address of this machine/);
    rmSync(options.dataFolder, { recursive: true });
  });
});

describe('the name of a remote listener', () => {
  const check = (host: string, expected: string) =>
    assert.equal(remoteSite(remoteOn(host), 8443).endpoint, expected);

  it('is the host where that is one', () => check('any.wild.test', 'https://any.wild.test:8443'));
  it('is the first of the certificate where it is every address', () => {
    check('0.0.0.0', 'https://burnline.test:8443');
    check('::', 'https://burnline.test:8443');
  });
  it('may be left without its port where that is 443', () => {
    const site = remoteSite(remoteOn('burnline.test'), 443);
    assert.deepEqual(
      ['burnline.test', 'burnline.test:443', 'burnline.test:80'].map((host) => site.isHost(host)),
      [true, true, false],
    );
  });
});

describe('the options that open the service to other machines', () => {
  let folder: string;
  before(() => {
    folder = makeFolder();
    for (const [name, text] of Object.entries({
      ...NAMED,
      other: makeCertificate(['x.test']).key,
      empty: '',
    })) {
      writeFileSync(join(folder, name), text);
    }
  });
  after(() => rmSync(folder, { recursive: true }));

  const given = (args: RemoteArguments) => {
    const inFolder = (name: string | undefined) => (name === undefined ? undefined : join(folder, name));
    const files = { 'tls-cert': inFolder(args['tls-cert']), 'tls-key': inFolder(args['tls-key']) };
    return readRemoteOptions({ ...args, ...files }, Number);
  };
  const FILES = { 'allow-remote': true, 'tls-cert': 'certificate', 'tls-key': 'key' } as const;

  it('are not needed for this machine', () => {
    for (const host of [undefined, 'localhost', '127.0.0.1', '::1']) {
      assert.equal(given({ host }), undefined);
    }
  });

  it('are read together', () => {
    const options = given({ host: 'burnline.test', ...FILES, 'remote-port': '8443' });
    assert.deepEqual(options, { host: 'burnline.test', port: 8443, ...NAMED });
    assert.equal(given({ host: '0.0.0.0', ...FILES })?.port, 0);
  });

  const refused: [string, RemoteArguments, RegExp][] = [
    [
      'an address alone',
      { host: '0.0.0.0' },
      /^--host 0\.0\.0\.0 would open the service to other machines; if that is what you want, add --allow-remote, --tls-cert FILE and --tls-key FILE\.$/,
    ],
    ['no leave', { host: '::', 'tls-cert': 'certificate', 'tls-key': 'key' }, /^--host :: would open/],
    ['no key', { host: 'burnline.test', 'allow-remote': true, 'tls-cert': 'certificate' }, /would open/],
    ['no certificate', { host: 'burnline.test', 'allow-remote': true, 'tls-key': 'key' }, /would open/],
    ['leave for nothing', { 'allow-remote': true }, /are for other machines; name the address/],
    ['files for loopback', { host: 'localhost', ...FILES }, /are for other machines; name the address/],
    [
      'a file that is not there',
      { host: 'x.test', ...FILES, 'tls-cert': 'none' },
      /^The file of --tls-cert, .*none, cannot be read \(ENOENT\)/,
    ],
    [
      'a certificate that is none',
      { host: 'x.test', ...FILES, 'tls-cert': 'empty' },
      /empty holds no certificate; --tls-cert takes/,
    ],
    [
      'a key that is none',
      { host: 'x.test', ...FILES, 'tls-key': 'empty' },
      /empty holds no private key; --tls-key takes/,
    ],
    [
      'the key of another',
      { host: 'x.test', ...FILES, 'tls-key': 'other' },
      /^The key in .*other does not belong to the certificate/,
    ],
    [
      'a name that is not in it',
      { host: 'x.test', ...FILES },
      /certificate is not for x\.test; it names DNS:burnline\.test, .*Give one that does/,
    ],
  ];
  for (const [what, args, expected] of refused) {
    it(`are refused with ${what}`, () => {
      assert.throws(() => given(args), { message: expected });
    });
  }

  it('are options of the process too', async function () {
    if (process.platform !== 'linux') return skip(this, 'only on Linux all of 127.0.0.0/8 is this machine');
    const files = ['--tls-cert', join(folder, 'certificate'), '--tls-key', join(folder, 'key')];
    const refusal = await runToEnd(['--data', folder, '--host', '127.0.0.2', ...files]);
    assert.equal(refusal.code, 2);
    assert.match(refusal.stderr, /--host 127\.0\.0\.2 would open the service to other machines/);
    const running = await spawnService(folder, ['--host', '127.0.0.2', '--allow-remote', ...files]);
    assert.match(running.address.remoteEndpoint ?? '', /^https:\/\/127\.0\.0\.2:\d+$/);
    running.child.kill();
    await running.ended();
  });
});

function sendTo(
  hostname: string,
  port: number,
  { target, headers }: RawRequest,
): Promise<{ status?: number }> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({ hostname, port, path: target, headers, agent: false }, (response) => {
      response.resume().on('end', () => resolve({ status: response.statusCode }));
    });
    request.on('error', reject).end();
  });
}

function sendTls(port: number, { target, headers }: RawRequest): Promise<{ status?: number; error: string }> {
  const { certificate: ca } = NAMED;
  const options = {
    hostname: '127.0.0.1',
    port,
    path: target,
    headers,
    ca,
    servername: 'burnline.test',
    agent: false,
  };
  return new Promise((resolve, reject) => {
    const request = httpsRequest(options, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('end', () => {
        const { message } = JSON.parse(text) as { message?: string };
        const error = `${String(response.headers['x-amzn-errortype'])}: ${message}`;
        resolve({ status: response.statusCode, error });
      });
    });
    request.on('error', reject).end();
  });
}
