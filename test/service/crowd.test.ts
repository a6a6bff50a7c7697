import { CreateProfilingGroupCommand, ListProfilingGroupsCommand } from '@aws-sdk/client-codeguruprofiler';
import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import type { Socket } from 'node:net';
import { createConnection } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type { RawRequest, TestService } from './running-service';
import { clientOf, makeFolder, sendSigned, signed, startTestService } from './running-service';
import { errorOf } from './sdk-errors';
import type { ServiceProcess } from './service-process';
import { spawnService } from './service-process';

const MIB = 1024 * 1024;

/** A body of a megabyte that a service would read to its end before it finds it to be no JSON. */
const BIG: RawRequest = {
  method: 'POST',
  target: '/profilingGroups?clientToken=big',
  body: Buffer.alloc(MIB, 'x'),
};

/** Head and a part of the body, as they go over the wire. */
function partOf({ method, target, headers = {}, body = '' }: RawRequest, bodyBytes: number): Buffer {
  const lines = Object.entries({ ...headers, 'content-length': body.length }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  );
  const head = `${method} ${target} HTTP/1.1\r\n${lines.join('')}\r\n`;
  return Buffer.concat([Buffer.from(head), Buffer.from(body).subarray(0, bodyBytes)]);
}

/** A connection that says what it is told and keeps what it hears. */
interface Talk {
  readonly socket: Socket;
  /** Everything that came until the other side closed. */
  readonly heard: Promise<string>;
}

function talk(endpoint: string, first: Uint8Array | string = ''): Talk {
  const { hostname, port } = new URL(endpoint);
  const socket = createConnection(
    { host: hostname, port: Number(port) },
    () => void (first.length > 0 && socket.write(first)),
  );
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  // One that is cut has an error or not, as its last bytes were on the way or not.
  socket.on('error', () => undefined);
  const heard = new Promise<string>((resolve) => {
    socket.on('close', () => resolve(Buffer.concat(chunks).toString()));
  });
  return { socket, heard };
}

describe('a service in a crowd', () => {
  let folder: string;
  let service: ServiceProcess;
  let crowd: Talk[] = [];
  beforeEach(async () => {
    folder = makeFolder();
    service = await spawnService(folder);
  });
  afterEach(async () => {
    crowd.forEach(({ socket }) => socket.destroy());
    crowd = [];
    service.child.kill();
    await service.ended();
    rmSync(folder, { recursive: true });
  });

  const gather = (count: number, first?: Uint8Array | string) => {
    crowd = Array.from({ length: count }, () => talk(service.address.endpoint, first));
  };
  const closed = () => crowd.filter(({ socket }) => socket.destroyed).length;
  /** The most that the process has ever held, in MiB; undefined where the system does not say. */
  const peak = (): number | undefined => {
    const status = `/proc/${service.child.pid}/status`;
    const kib = existsSync(status)
      ? /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(status, 'utf8'))?.[1]
      : undefined;
    return kib === undefined ? undefined : Number(kib) / 1024;
  };
  const checkPeak = (atMost: number) => {
    const now = peak();
    assert.ok(now === undefined || now < atMost, `${now} MiB`);
  };
  const ask = async () => {
    const client = clientOf(service.address);
    const outcome = await errorOf(client.send(new ListProfilingGroupsCommand({})));
    client.destroy();
    return outcome;
  };

  it('of 2,000 connections that say nothing answers who asks, and keeps a bounded number of them', async () => {
    gather(2000);
    for (let i = 0; i < 5; i++) {
      assert.equal(await ask(), 'no error');
    }
    await until(() => closed() >= 2000 - 1024);
    assert.equal(await ask(), 'no error');
    checkPeak(300);
  });

  it('of 2,000 connections that ask without a signature answers who has one', async () => {
    gather(
      2000,
      `GET /profilingGroups HTTP/1.1\r\nHost: 127.0.0.1:${new URL(service.address.endpoint).port}\r\n\r\n`,
    );
    for (let i = 0; i < 5; i++) {
      assert.equal(await ask(), 'no error');
    }
    checkPeak(300);
  });

  it('of 400 halves of bodies holds as much as it has room for, and answers who sends a whole one', async () => {
    gather(400, partOf(await signed(service.address, BIG), MIB / 2));
    let outcome = '';
    // While all room is taken by bodies that may yet end, a client is told to wait; that is over in two seconds.
    await until(async () => {
      outcome = await ask();
      return outcome === 'no error';
    });
    checkPeak(400);
  });
});

describe('a request that takes too long', () => {
  let service: TestService;
  afterEach(() => service.end());
  const LIST = 'GET /profilingGroups HTTP/1.1\r\n';

  it('is answered with 408 where its body stops on the way', async () => {
    service = await startTestService({ limits: { stall: 100 } });
    const { heard } = talk(service.address.endpoint, partOf(await signed(service.address, BIG), 1000));
    const answer = await heard;
    assert.match(answer, /^HTTP\/1\.1 408 /);
    assert.match(answer, /x-amzn-errortype: RequestTimeoutException/i);
    assert.match(
      answer,
      /"Nothing of the body came for 0\.1 s; send the request again, all of it at once\."/,
    );
    assert.match(answer, /^connection: close/im);
  });

  it('is cut where its body trickles', async () => {
    service = await startTestService({ limits: { headTime: 200, requestTime: 400 } });
    const { socket, heard } = talk(
      service.address.endpoint,
      partOf(await signed(service.address, BIG), 1000),
    );
    const timer = setInterval(() => socket.write('x'), 20);
    await heard;
    clearInterval(timer);
    assert.deepEqual(service.logged, []);
  });

  it('is cut where its head trickles, or never begins', async () => {
    service = await startTestService({ limits: { headTime: 200 } });
    const [slow, silent] = [talk(service.address.endpoint, LIST), talk(service.address.endpoint)];
    const timer = setInterval(() => slow.socket.write('x-a: b\r\n'), 20);
    await Promise.all([slow.heard, silent.heard]);
    clearInterval(timer);
  });

  it('is refused where its head is longer than 16 KiB', async () => {
    service = await startTestService();
    const { heard } = talk(service.address.endpoint, `${LIST}x-a: ${'b'.repeat(16 * 1024)}\r\n\r\n`);
    assert.match(await heard, /^HTTP\/1\.1 431 /);
  });
});

describe('a service that has no room', () => {
  let service: TestService;
  afterEach(() => service.end());
  const create = (): Promise<unknown> =>
    service.client.send(new CreateProfilingGroupCommand({ profilingGroupName: 'demo', clientToken: 'demo' }));

  it('throttles requests beyond those under way, and does nothing of them', async () => {
    service = await startTestService({ limits: { requests: 0 } });
    const { status, headers, error } = await sendSigned(service.address, { target: '/profilingGroups' });
    assert.deepEqual([status, headers['retry-after']], [429, '1']);
    assert.match(error, /^ThrottlingException: Too many requests are under way/);
    assert.match(await errorOf(create()), /^ThrottlingException 429/);
  });

  it('counts bodies as they unpack', async () => {
    service = await startTestService({ limits: { totalBytes: MIB } });
    const post = (bytes: number) =>
      sendSigned(service.address, {
        method: 'POST',
        target: '/profilingGroups?clientToken=zipped',
        headers: { 'content-encoding': 'gzip' },
        body: gzipSync(Buffer.alloc(bytes, ' ')),
      });
    assert.match((await post(MIB)).error, /^ThrottlingException: Too much is being posted at once/);
    assert.match((await post(MIB / 2)).error, /^ValidationException: The request body is not JSON/);
    assert.equal(await errorOf(create()), 'no error');
  });

  it('gives up bodies that arrive slowly for those that come at once', async () => {
    service = await startTestService({ limits: { totalBytes: MIB } });
    const { slow, refusal } = await takeAllRoom(service);
    assert.match(refusal, /^ThrottlingException/);
    await until(async () => (await errorOf(create())) === 'no error');
    assert.match(await slow.heard, /^HTTP\/1\.1 408 [^]*"The body came too slowly while others waited; send/);
  });
});

/**
 * A body of a megabyte but for its last byte, and what another one of that size is told meanwhile. Where the other one
 * came first, the slow one is the one that was refused: then both are sent again.
 */
async function takeAllRoom({ address }: TestService): Promise<{ slow: Talk; refusal: string }> {
  for (;;) {
    const slow = talk(address.endpoint, partOf(await signed(address, BIG), MIB - 1));
    for (let tries = 0; tries < 5; tries++) {
      await sleep(20);
      const answer = await sendSigned(address, BIG);
      if (answer.status === 429) return { slow, refusal: answer.error };
    }
    slow.socket.destroy();
  }
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) {
    await sleep(50);
  }
}
