import assert from 'node:assert/strict';
import { once } from 'node:events';
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { MOST_REFUSALS, startDelivery } from '../../src/service/events/delivery';
import type { Delivery } from '../../src/service/events/delivery';
import { createFileSink } from '../../src/service/events/file-sink';
import { parseTarget } from '../../src/service/events/parse-target';
import type { Sink } from '../../src/service/events/sink';
import { createUrlSink } from '../../src/service/events/url-sink';
import { files } from '../../src/service/handshake';
import type { Store } from '../../src/service/store/store';
import { openStore } from '../../src/service/store/store';
import { makeFolder } from './running-service';
import { runToEnd, spawnService } from './service-process';

describe('events', () => {
  let folder: string;
  let store: Store;
  let deliveries: Delivery[];
  let logged: string[];
  beforeEach(() => {
    folder = makeFolder();
    store = openStore(files.database(folder));
    deliveries = [];
    logged = [];
  });
  afterEach(async () => {
    await Promise.all(deliveries.map((one) => one.stop()));
    store.close();
    rmSync(folder, { recursive: true });
  });

  const start = (...sinks: Sink[]) => {
    const delivery = startDelivery({
      events: store.events,
      sinks,
      log: (line) => logged.push(line),
      pollMs: 5,
      pauseMs: 1,
    });
    deliveries.push(delivery);
    return delivery;
  };
  /** `a`, `b`… are written to the log. */
  const write = (...ids: string[]) => writeEvents(store, ids);
  const inFile = (path: string) =>
    existsSync(path) ? readFileSync(path, 'utf8').split('\n').filter(Boolean).map(idOf) : [];

  describe('in a file', () => {
    it('are a line each, in order, and for the eyes of this user', async () => {
      const path = join(folder, 'log.jsonl');
      start(createFileSink(path, { name: 'log' }));
      write('a', 'b');
      write('c');
      await until(() => inFile(path).length === 3);
      assert.equal(readFileSync(path, 'utf8'), '{"id":"a"}\n{"id":"b"}\n{"id":"c"}\n');
      if (process.platform !== 'win32') {
        assert.equal(statSync(path).mode & 0o777, 0o600);
      }
    });

    it('go on where a run before has ended, and begin with the present for a new file', async () => {
      const path = join(folder, 'log.jsonl');
      write('early');
      const first = start(createFileSink(path, { name: 'log' }));
      write('a');
      await until(() => inFile(path).length === 1);
      await first.stop();
      write('b');
      start(createFileSink(path, { name: 'log' }));
      await until(() => inFile(path).length === 2);
      assert.deepEqual(inFile(path), ['a', 'b']);
    });

    it('go to a new one where somebody has moved it away', async () => {
      const path = join(folder, 'log.jsonl');
      start(createFileSink(path, { name: 'log' }));
      write('a');
      await until(() => inFile(path).length === 1);
      rmSync(path);
      write('b');
      await until(() => inFile(path).length === 1);
      assert.deepEqual(inFile(path), ['b']);
    });

    it('stand on lines of their own after one that was cut off', async () => {
      const path = join(folder, 'log.jsonl');
      appendFileSync(path, '{"id":"a"}\n{"id":');
      start(createFileSink(path, { name: 'log' }));
      write('b');
      await until(() => readFileSync(path, 'utf8').endsWith('"b"}\n'));
      assert.equal(readFileSync(path, 'utf8'), '{"id":"a"}\n{"id":\n{"id":"b"}\n');
    });

    it('set aside what has grown too long', async () => {
      const path = join(folder, 'log.jsonl');
      start(createFileSink(path, { name: 'log', limitBytes: 15 }));
      for (const id of ['a', 'b', 'c']) {
        write(id);
        await until(() => inFile(path).includes(id));
      }
      assert.deepEqual([inFile(`${path}.1`), inFile(path)], [['a', 'b'], ['c']]);
    });

    it('wait for a place that is no file, and say so once', async () => {
      const path = join(folder, 'folder');
      mkdirSync(path);
      start(createFileSink(path, { name: 'log' }));
      write('a');
      await until(() => logged.length > 0);
      await sleep(20);
      rmSync(path, { recursive: true });
      await until(() => inFile(path).length === 1);
      assert.deepEqual(logged, [
        `events do not reach log and are tried again: ${path} is no file; events need a file to be appended to.`,
      ]);
    });
  });

  describe('to an address', () => {
    let receiver: Receiver;
    beforeEach(async () => (receiver = await openReceiver()));
    afterEach(() => receiver.close());

    it('are posted as JSON, one after the other', async () => {
      start(createUrlSink(new URL(receiver.url)));
      write('a', 'b', 'c');
      await until(() => receiver.taken.length === 3);
      assert.deepEqual(receiver.taken, ['a', 'b', 'c']);
      assert.deepEqual(new Set(receiver.headers), new Set(['POST /hook application/json']));
    });

    it('are tried again in their order when the receiver fails, and say so once', async () => {
      receiver.answers.push(500, 503, 429, 'hang up', 204, 500);
      start(createUrlSink(new URL(receiver.url)));
      write('a', 'b');
      await until(() => receiver.taken.length === 2);
      assert.deepEqual(receiver.seen, ['a', 'a', 'a', 'a', 'a', 'b', 'b']);
      assert.deepEqual(receiver.taken, ['a', 'b']);
      assert.equal(logged.length, 2);
      assert.match(
        logged[0],
        /^events do not reach http:\/\/127\.0\.0\.1:\d+ \w{16} and are tried again: .*500$/,
      );
      assert.ok(!logged.join().includes('hook'), 'a path may be a secret');
    });

    it('do not follow a redirect', async () => {
      const other = await openReceiver();
      receiver.answers.push({ status: 307, location: other.url });
      start(createUrlSink(new URL(receiver.url)));
      write('a');
      await until(() => receiver.taken.length === 1);
      assert.deepEqual([receiver.seen, other.seen], [['a', 'a'], []]);
      await other.close();
    });

    it('are given up on when they are refused for good, so that the next ones get through', async () => {
      receiver.answers.push(...Array.from({ length: MOST_REFUSALS }, () => 400));
      const refusing = startDelivery({
        events: store.events,
        sinks: [createUrlSink(new URL(receiver.url))],
        log: (line) => logged.push(line),
        pollMs: 1,
        pauseMs: 0,
      });
      deliveries.push(refusing);
      write('bad', 'good');
      await until(() => receiver.taken.length === 1);
      assert.deepEqual(receiver.taken, ['good']);
      assert.match(logged.at(-1) ?? '', /^an event is given up on after 185 tries/);
    });

    it('are not given up on for one refusal, however long nobody was there before it', async () => {
      const failures = Array.from({ length: MOST_REFUSALS }, () => 'hang up' as const);
      receiver.answers.push(...failures, 404);
      const waiting = startDelivery({
        events: store.events,
        sinks: [createUrlSink(new URL(receiver.url))],
        log: (line) => logged.push(line),
        pollMs: 1,
        pauseMs: 0,
      });
      deliveries.push(waiting);
      write('a', 'b');
      await until(() => receiver.taken.includes('b'));
      assert.deepEqual(receiver.taken, ['a', 'b']);
    });

    it('wait as long as nobody is there, and hold up no other sink', async () => {
      const path = join(folder, 'log.jsonl');
      await receiver.close();
      start(createUrlSink(new URL(receiver.url)), createFileSink(path, { name: 'log' }));
      write('a', 'b');
      await until(() => inFile(path).length === 2 && logged.length > 0);
      receiver = await openReceiver(Number(new URL(receiver.url).port));
      await until(() => receiver.taken.length === 2);
      assert.deepEqual(receiver.taken, ['a', 'b']);
    });
  });

  describe('of a service that is killed', () => {
    it('all arrive, in order, once their ids are compared', async function () {
      this.timeout(60_000);
      const receiver = await openReceiver();
      const ids = Array.from({ length: 60 }, (_, at) => `event-${at}`);
      const target = join(folder, 'more.jsonl');
      const args = ['--events', receiver.url, '--events', target];
      // Once in peace, so that both sinks are known.
      const first = await spawnService(folder, args);
      first.child.kill('SIGTERM');
      await first.ended();
      write(...ids);
      receiver.delayMs = 3;
      for (const after of [5, 20, 35]) {
        const { child, ended } = await spawnService(folder, args);
        await until(() => receiver.taken.length >= after);
        child.kill('SIGKILL');
        await ended();
      }
      const last = await spawnService(folder, args);
      await until(() => receiver.taken.includes('event-59') && inFile(target).includes('event-59'));
      last.child.kill('SIGTERM');
      await last.ended();
      await receiver.close();
      assert.deepEqual([...new Set(receiver.taken)], ids);
      assert.deepEqual([...new Set(inFile(target))], ids);
      assert.deepEqual([...new Set(inFile(files.events(folder)))], ids);
    });
  });

  describe('to what --events names', () => {
    const check = (target: string, expected: string | RegExp) => {
      const told = () => parseTarget(target).name.replace(/ [0-9a-f]{16}$/, '');
      if (typeof expected === 'string') {
        assert.equal(told(), expected);
      } else {
        assert.throws(told, expected);
      }
    };

    it('go over https, or http to this machine', () => {
      check('https://hooks.example.com/T0/secret', 'https://hooks.example.com');
      check('http://127.0.0.1:8080/x', 'http://127.0.0.1:8080');
      check('http://127.1/x', 'http://127.0.0.1');
      check('http://[::1]:8080/x', 'http://[::1]:8080');
      check('http://localhost:8080/x', 'http://localhost:8080');
    });

    it('never go elsewhere in the clear', () => {
      const refused =
        /^Error: --events takes a file, an https address, or an http address of this machine, not /;
      for (const target of [
        'http://hooks.example.com/',
        'http://127.0.0.1.example.com/',
        'http://localhost.example.com/',
        'http://169.254.169.254/',
        'http://0.0.0.0/',
        'http:hooks.example.com',
        'ftp://127.0.0.1/',
        'file:///tmp/x',
        'https://',
      ]) {
        check(target, refused);
      }
      check('https://user:password@hooks.example.com/', /without a user and password/);
      check('', /not nothing/);
    });

    it('may be a file', () => {
      check('events.jsonl', `file ${join(process.cwd(), 'events.jsonl')}`);
      check('/var/log/events', 'file /var/log/events');
    });

    it('or the service does not start, and says why', async () => {
      const { code, stderr } = await runToEnd([
        '--data',
        join(folder, 'other'),
        '--events',
        'http://example.com/x',
      ]);
      assert.equal(code, 2);
      assert.match(stderr, /--events takes a file, an https address/);
      assert.ok(!existsSync(join(folder, 'other')));
    });
  });
});

function writeEvents(store: Store, ids: readonly string[]): void {
  store.findings.apply({
    open: [],
    closed: [],
    begun: [],
    ended: [],
    events: ids.map((id) => ({ at: Date.now(), body: JSON.stringify({ id }) })),
  });
}

function idOf(line: string): string {
  try {
    return (JSON.parse(line) as { id: string }).id;
  } catch {
    return 'damaged';
  }
}

type Answer = number | 'hang up' | { readonly status: number; readonly location: string };

interface Receiver {
  readonly url: string;
  /** What it answers next; then 204. */
  readonly answers: Answer[];
  /** Ids of the events that it was posted, and of those that it took. */
  readonly seen: string[];
  readonly taken: string[];
  readonly headers: string[];
  delayMs: number;
  close(): Promise<void>;
}

async function openReceiver(port = 0): Promise<Receiver> {
  const answers: Answer[] = [];
  const [seen, taken, headers]: string[][] = [[], [], []];
  const server = createServer((request, response) => {
    void take(request, response);
  });
  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) {
      chunks.push(chunk as Buffer);
    }
    const id = idOf(Buffer.concat(chunks).toString());
    headers.push(`${request.method} ${request.url} ${request.headers['content-type']}`);
    seen.push(id);
    const answer = answers.shift() ?? 204;
    await sleep(receiver.delayMs);
    if (answer === 'hang up') {
      request.socket.destroy();
      return;
    }
    const status = typeof answer === 'number' ? answer : answer.status;
    if (status === 204) {
      taken.push(id);
    }
    response.writeHead(status, typeof answer === 'number' ? {} : { location: answer.location }).end();
  }
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const receiver: Receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    answers,
    seen,
    taken,
    headers,
    delayMs: 0,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return receiver;
}

/** Looks until it is so; mocha's own limit ends it where it never is. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) {
    await sleep(2);
  }
}
