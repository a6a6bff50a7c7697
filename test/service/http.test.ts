import { ListProfilingGroupsCommand } from '@aws-sdk/client-codeguruprofiler';
import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { createConnection } from 'node:net';
import { networkInterfaces } from 'node:os';
import { files } from '../../src/service/handshake';
import { skip } from '../harness/skip';
import { agentProfile } from './agent-profiles';
import { presign } from './presign';
import type { RawAnswer, RawRequest, TestService } from './running-service';
import { clientOf, sendRaw, sendSigned, signed, startTestService } from './running-service';
import { errorOf } from './sdk-errors';

// What the SDKs never send.

describe('the service over bare HTTP', () => {
  let service: TestService;
  beforeEach(async () => {
    service = await startTestService();
  });
  afterEach(() => service.end());

  const create = (name: string): RawRequest => ({
    method: 'POST',
    target: `/profilingGroups?clientToken=${name}`,
    body: JSON.stringify({ profilingGroupName: name }),
  });
  const names = async () =>
    (await service.client.send(new ListProfilingGroupsCommand({}))).profilingGroupNames;

  it('answers a signed request, with an id, as JSON, to no other origin', async () => {
    const answer = await sendSigned(service.address, create('demo'));
    assert.equal(answer.status, 201);
    assert.match(String(answer.headers['x-amzn-requestid']), /^[0-9a-f-]{36}$/);
    assert.equal(answer.headers['content-type'], 'application/json');
    assert.equal(answer.headers['access-control-allow-origin'], undefined);
  });

  it('takes presigned requests, with the body that was signed', async () => {
    const { endpoint } = service.address;
    const request = create('demo');
    const url = await presign(service.address, { ...request, body: String(request.body) });
    const send = (body: string) =>
      sendRaw(endpoint, { ...request, target: url.slice(endpoint.length), body });
    assert.match((await send('{"profilingGroupName":"evil"}')).error, /^InvalidSignatureException/);
    assert.equal((await send(String(request.body))).status, 201);
    assert.deepEqual(await names(), ['demo']);
  });

  it('does nothing for a request that is not signed', async () => {
    const { status, error } = await sendRaw(service.address.endpoint, create('evil'));
    assert.equal(status, 403);
    assert.match(error, /^MissingAuthenticationTokenException: /);
    assert.deepEqual(await names(), []);
  });

  it('does nothing for a wrong secret, a tampered body or a request from an hour ago', async () => {
    const { address } = service;
    const wrong = await sendSigned({ ...address, secretAccessKey: 'x'.repeat(40) }, create('evil'));
    const request = await signed(address, create('good'));
    const tampered = await sendRaw(address.endpoint, {
      ...request,
      body: JSON.stringify({ profilingGroupName: 'evil' }),
    });
    const old = await sendRaw(
      address.endpoint,
      await signed(address, create('evil'), { date: new Date(Date.now() - 3_600_000) }),
    );
    const elsewhere = await sendRaw(
      address.endpoint,
      await signed(address, create('evil'), { service: 'execute-api' }),
    );
    for (const { status, error } of [wrong, tampered, old, elsewhere]) {
      assert.equal(status, 403);
      assert.match(error, /^InvalidSignatureException: /);
    }
    assert.deepEqual(await names(), []);
  });

  it('gives the SDK the error of a wrong region', async () => {
    const client = clientOf(service.address, { region: 'eu-west-1' });
    const error = await errorOf(client.send(new ListProfilingGroupsCommand({})));
    assert.match(
      error,
      /^InvalidSignatureException 403: Credential should be scoped to a valid region, not 'eu-west-1'/,
    );
    client.destroy();
  });

  for (const host of [
    'burnline.example',
    'burnline.example:PORT',
    '127.0.0.1',
    '127.0.0.1:1',
    '127.0.0.1.example:PORT',
    '[::]:PORT',
  ]) {
    it(`refuses the host ${host}, which a browser was led into asking`, async () => {
      const { port } = new URL(service.address.endpoint);
      const request = await signed(service.address, {
        ...create('evil'),
        headers: { host: host.replace('PORT', port) },
      });
      const { status, error } = await sendRaw(service.address.endpoint, request);
      assert.equal(status, 403);
      assert.match(error, /^ForbiddenHostException: This service answers requests to http:\/\/127/);
      assert.deepEqual(await names(), []);
    });
  }

  it('answers to the name localhost too', async () => {
    const { port } = new URL(service.address.endpoint);
    const headers = { host: `localhost:${port}` };
    const answer = await sendSigned(service.address, { target: '/profilingGroups', headers });
    assert.equal(answer.status, 200);
  });

  it('listens on no address that others can reach', async function () {
    const own = Object.values(networkInterfaces())
      .flat()
      .find((one) => one?.family === 'IPv4' && !one.internal);
    if (own === undefined) {
      return skip(this, 'this machine has no address but loopback');
    }
    const { port } = new URL(service.address.endpoint);
    const outcome = await new Promise((resolve) => {
      const socket = createConnection({ host: own.address, port: Number(port) }, () => resolve('connected'));
      socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code));
    });
    assert.equal(outcome, 'ECONNREFUSED');
  });

  const fromPages: [string, Record<string, string>][] = [
    ['of another site', { origin: 'https://evil.example' }],
    ['of another port', { origin: 'http://127.0.0.1:1' }],
    ['of another scheme', { origin: 'https://127.0.0.1:PORT' }],
    ['of a file or a sandbox', { origin: 'null' }],
    ['with an image of ours', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }],
    ['with a frame of ours, from another port', { 'sec-fetch-site': 'same-site' }],
  ];
  for (const [what, headers] of fromPages) {
    it(`answers nothing to a page ${what}, signed or not`, async () => {
      const { port } = new URL(service.address.endpoint);
      const own = Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [name, value.replace('PORT', port)]),
      );
      const request = { ...create('evil'), headers: own };
      for (const answer of [
        await sendRaw(service.address.endpoint, request),
        await sendSigned(service.address, request),
        await sendRaw(service.address.endpoint, { target: request.target, headers: own, method: 'OPTIONS' }),
        await sendRaw(service.address.endpoint, {
          target: `/burnline/identity?nonce=${'0'.repeat(32)}`,
          headers: own,
        }),
      ]) {
        assert.equal(answer.status, 403);
        assert.match(answer.error, /^ForbiddenOriginException: This service answers no web pages/);
        assert.equal(corsHeaders(answer), '');
        assert.equal(answer.headers['cross-origin-resource-policy'], 'same-origin');
      }
      assert.deepEqual(await names(), []);
    });
  }

  it('lets a person look who types the address: the headers of that are no crime', async () => {
    const answer = await sendSigned(service.address, {
      target: '/profilingGroups',
      headers: { 'sec-fetch-site': 'none' },
    });
    assert.equal(answer.status, 200);
  });

  it('gives no permission to a preflight that hides where it comes from', async () => {
    const headers = {
      'access-control-request-method': 'POST',
      'access-control-request-private-network': 'true',
    };
    const answer = await sendRaw(service.address.endpoint, {
      method: 'OPTIONS',
      target: '/profilingGroups',
      headers,
    });
    assert.equal(answer.status, 404);
    assert.equal(corsHeaders(answer), '');
  });

  const unknown: [string, RawRequest][] = [
    ['an unknown path', { target: '/' }],
    ['an unknown method', { method: 'PATCH', target: '/profilingGroups' }],
    ['a path with a slash too many', { target: '/profilingGroups/demo/' }],
    ['a path with dots', { target: '/x/../profilingGroups' }],
  ];
  for (const [what, request] of unknown) {
    it(`knows no operation for ${what}`, async () => {
      const { status, error } = await sendSigned(service.address, request);
      assert.equal(status, 404);
      assert.match(error, /^UnknownOperationException: There is no operation/);
    });
  }

  const invalid: [string, RawRequest, RegExp][] = [
    [
      'a body that is not JSON',
      { ...create('a'), body: '{' },
      /^ValidationException: The request body is not JSON/,
    ],
    [
      'a body that is a list',
      { ...create('a'), body: '[]' },
      /^ValidationException: The request body is not a JSON object/,
    ],
    [
      'a body that is not UTF-8',
      { ...create('a'), body: Buffer.from([0x22, 0xff, 0x22]) },
      /^ValidationException: The request body/,
    ],
    [
      'a path that is not encoded',
      { target: '/profilingGroups/%E0' },
      /^ValidationException: The path has a %/,
    ],
    [
      'no Content-Type',
      { method: 'POST', target: '/profilingGroups/a/agentProfile', body: agentProfile({}) },
      /Value null at 'Content-Type' failed/,
    ],
    [
      'several things at once',
      {
        method: 'POST',
        target: '/profilingGroups?clientToken=a%20b',
        body: '{"profilingGroupName":"","computePlatform":"Toaster","agentOrchestrationConfig":{}}',
      },
      new RegExp(
        '^ValidationException: 5 validation errors detected: ' +
          "Value null at 'agentOrchestrationConfig.profilingEnabled' failed to satisfy constraint: Member must not be null; " +
          "Value 'a b' at 'clientToken' failed to satisfy constraint: Member must satisfy regular expression pattern: \\^\\[\\\\w-\\]\\+\\$; " +
          "Value 'Toaster' at 'computePlatform' failed to satisfy constraint: Member must satisfy enum value set: \\[Default, AWSLambda\\]; " +
          "Value '' at 'profilingGroupName' failed to satisfy constraint: Member must satisfy regular expression pattern: \\^\\[\\\\w-\\]\\+\\$; " +
          "Value '' at 'profilingGroupName' failed to satisfy constraint: Member must have length greater than or equal to 1$",
      ),
    ],
    [
      'a name of 256 characters',
      { target: `/profilingGroups/${'x'.repeat(256)}` },
      /Member must have length less than or equal to 255$/,
    ],
    [
      'a number of text',
      { target: '/profilingGroups?maxResults=ten' },
      /Value 'ten' at 'maxResults' failed to satisfy constraint: Member must be an integer$/,
    ],
    [
      'a number out of range',
      { target: '/profilingGroups?maxResults=1001' },
      /Member must have value less than or equal to 1000$/,
    ],
    [
      'a boolean of text',
      { target: '/profilingGroups?includeDescription=yes' },
      /'includeDescription' failed to satisfy constraint: Member must be true or false$/,
    ],
    [
      'a time of epoch seconds',
      { target: '/profilingGroups/a/profile?period=PT1H&startTime=1767225600' },
      /'startTime' failed to satisfy constraint: Member must be an ISO 8601 time/,
    ],
    [
      'tags that are numbers',
      { method: 'POST', target: '/tags/x', body: '{"tags":{"a":1}}' },
      /Value '1' at 'tags.a.member' failed to satisfy constraint: Member must be a string$/,
    ],
  ];
  for (const [what, request, expected] of invalid) {
    it(`refuses ${what} in the service's words`, async () => {
      const { status, error } = await sendSigned(service.address, request);
      assert.equal(status, 400);
      assert.match(error, expected);
    });
  }

  it('reads times in the precisions that clients send', async () => {
    await sendSigned(service.address, create('demo'));
    for (const time of [
      '2026-01-01T00:00:00Z',
      '2026-01-01T00%3A00%3A00.001000Z',
      '2026-01-01T01%3A00%3A00.000%2B01%3A00',
    ]) {
      const { error } = await sendSigned(service.address, {
        target: `/profilingGroups/demo/profile?startTime=${time}&period=PT1H`,
      });
      assert.match(
        error,
        /^ResourceNotFoundException: No agent profile of this profiling group started between 2026-01-01T00:00:00/,
      );
    }
  });

  it('refuses ten requests that are half sent without being held up', async () => {
    const { hostname, port } = new URL(service.address.endpoint);
    const sockets = Array.from({ length: 10 }, () =>
      createConnection({ host: hostname, port: Number(port) }),
    );
    sockets.forEach((socket) =>
      socket.write('POST /profilingGroups HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{'),
    );
    assert.deepEqual(await names(), []);
    sockets.forEach((socket) => socket.destroy());
    assert.deepEqual(await names(), []);
    assert.deepEqual(service.logged, []);
  });

  it('says it is busy instead of holding more bodies than it has room for', async () => {
    const limits = { bodyBytes: 4096, totalBytes: 4096, discardBytes: 65_536 };
    service = await service.restart({ limits });
    await sendSigned(service.address, create('demo'));
    const half = 'x'.repeat(3000);
    const { hostname, port } = new URL(service.address.endpoint);
    const slow = await signed(service.address, {
      method: 'POST',
      target: '/profilingGroups/demo/configureAgent',
      body: half,
    });
    const socket = createConnection({ host: hostname, port: Number(port) });
    const head = Object.entries(slow.headers ?? {}).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.write(
      `POST ${slow.target} HTTP/1.1\r\n${head.join('')}content-length: 3000\r\n\r\n${half.slice(0, 2999)}`,
    );
    await new Promise((resolve) => setTimeout(resolve, 100));
    const { status, headers, error } = await sendSigned(service.address, { ...create('more'), body: half });
    socket.destroy();
    assert.equal(status, 429);
    assert.equal(headers['retry-after'], '1');
    assert.match(error, /^ThrottlingException: Too much is being posted/);
  });

  it('keeps its files to this user', function () {
    if (process.platform === 'win32') {
      return skip(this, 'Windows has no file modes');
    }
    const { dataFolder } = service.address;
    const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);
    assert.equal(modeOf(dataFolder), '700');
    for (const file of [files.keys, files.advertisement, files.database]) {
      assert.equal(modeOf(file(dataFolder)), '600', file(dataFolder));
    }
  });
});

function corsHeaders({ headers }: RawAnswer): string {
  return Object.keys(headers)
    .filter((name) => name.startsWith('access-control'))
    .join();
}
