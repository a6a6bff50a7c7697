import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import assert from 'node:assert/strict';
import { AuthenticationError } from '../../src/service/errors';
import type { SignedRequest } from '../../src/service/sigv4';
import { MAX_SKEW_MS, readClaims, verifySignature } from '../../src/service/sigv4';
import { randomOf } from '../fixtures/random';

// The SDK's signer is the other side of every comparison here: it signs, ours has to agree.

const KEY = { accessKeyId: 'BURNLINEAAAAAAAAAAAA', secretAccessKey: 'c2VjcmV0IHNlY3JldCBzZWNyZXQgc2VjcmV0' };
const NOW = Date.UTC(2026, 10, 21, 4, 0, 41);
const HOST = '127.0.0.1:4000';

interface Plain {
  readonly method: string;
  /** Encoded for the wire. */
  readonly path: string;
  readonly query: Readonly<Record<string, string | string[]>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

const simple: Plain = { method: 'GET', path: '/profilingGroups', query: {}, headers: {}, body: '' };

interface SignOptions {
  readonly service?: string;
  readonly region?: string;
  readonly time?: number;
  readonly key?: typeof KEY & { sessionToken?: string };
}

async function sign(plain: Plain, options: SignOptions = {}): Promise<SignedRequest> {
  const { service = 'codeguru-profiler', region = 'eu-west-1', time = NOW, key = KEY } = options;
  const signer = new SignatureV4({ service, region, credentials: key, sha256: Sha256 });
  const { headers } = await signer.sign(
    {
      ...plain,
      protocol: 'http:',
      hostname: '127.0.0.1',
      query: { ...plain.query },
      headers: { host: HOST, ...plain.headers },
    },
    { signingDate: new Date(time) },
  );
  const distinct = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), [value]]);
  return {
    method: plain.method,
    target: plain.path + queryText(plain.query),
    headers: Object.fromEntries(distinct) as SignedRequest['headers'],
  };
}

/** In reverse order: the verifier has to sort. */
function queryText(query: Plain['query']): string {
  const pairs = Object.entries(query).flatMap(([name, values]) =>
    [values].flat().map((value) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`),
  );
  return pairs.length === 0 ? '' : `?${pairs.reverse().join('&')}`;
}

function verdict(request: SignedRequest, body: string | Uint8Array, now = NOW): string {
  try {
    const claims = readClaims(request, { keys: [KEY], region: 'eu-west-1', now });
    verifySignature(claims, request, typeof body === 'string' ? Buffer.from(body) : body);
    return 'accepted';
  } catch (error) {
    assert.ok(error instanceof AuthenticationError, String(error));
    assert.equal(error.status, 403);
    return `${error.code}: ${error.message}`;
  }
}

function randomRequest(random: () => number): Plain {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)];
  const many = <T>(most: number, make: () => T): T[] =>
    Array.from({ length: Math.floor(random() * (most + 1)) }, make);
  const text = () =>
    many(6, () =>
      pick([
        'a',
        'Z',
        '0',
        '-',
        '_',
        '.',
        '~',
        ' ',
        '+',
        '/',
        ':',
        '%',
        '&',
        '=',
        '?',
        '#',
        "'",
        '(',
        '*',
        '!',
        'é',
        '漢',
        '😀',
        '\u202e',
      ]),
    ).join('');
  const segment = () =>
    pick([
      encodeURIComponent(text()),
      'arn%3Aaws%3Aprofiler%2Fdemo',
      'profilingGroups',
      '-',
      '.',
      '..',
      '',
      '%2F',
      '%252F',
    ]);
  const query = many(
    4,
    () =>
      [pick([text(), 'tagKeys', 'startTime', 'a', 'a-', 'A']), pick([text(), '', many(3, text)])] as const,
  );
  return {
    method: pick(['GET', 'POST', 'PUT', 'DELETE']),
    path: `/${many(5, segment).join('/')}`,
    query: Object.fromEntries(query.filter(([name]) => name !== '__proto__' && name !== '')),
    headers: Object.fromEntries(
      many(3, () => [
        pick(['x-amz-meta-a', 'X-Amz-Meta-B', 'content-type', 'accept']),
        pick(['', ' a  b ', 'application/json', 'c\t\td']),
      ]),
    ),
    body: pick(['', '{}', text(), Buffer.from(many(64, () => Math.floor(random() * 256)))]),
  };
}

describe('signature version 4', () => {
  it('accepts 600 generated requests that the SDK signed', async () => {
    const random = randomOf(4);
    for (let i = 0; i < 600; i++) {
      const plain = randomRequest(random);
      const request = await sign(plain);
      assert.equal(verdict(request, plain.body), 'accepted', `request ${i}: ${JSON.stringify(plain)}`);
    }
  });

  it('refuses generated requests of which anything was changed after signing', async () => {
    const random = randomOf(5);
    for (let i = 0; i < 150; i++) {
      const plain = randomRequest(random);
      const request = await sign(plain);
      const changed: [SignedRequest, string | Uint8Array][] = [
        [request, Buffer.concat([Buffer.from(plain.body), Buffer.from('x')])],
        [{ ...request, method: request.method === 'GET' ? 'PUT' : 'GET' }, plain.body],
        // Not in front: '/x/..' is nothing in a canonical path. (And no route: routes.ts matches the path as it came.)
        [{ ...request, target: `${plain.path}x${request.target.slice(plain.path.length)}` }, plain.body],
        [
          { ...request, target: `${request.target}${request.target.includes('?') ? '&' : '?'}extra=1` },
          plain.body,
        ],
        [{ ...request, headers: { ...request.headers, host: ['localhost:4000'] } }, plain.body],
        [{ ...request, headers: { ...request.headers, 'x-amz-date': ['20261121T040042Z'] } }, plain.body],
      ];
      for (const [index, [one, body]] of changed.entries()) {
        assert.match(verdict(one, body), /^InvalidSignatureException/, `request ${i}, change ${index}`);
      }
    }
  });

  it('accepts clocks up to 15 minutes apart, and names both times beyond that', async () => {
    const at = (offset: number) =>
      sign(simple, { time: NOW + offset }).then((request) => verdict(request, ''));
    assert.equal(await at(-MAX_SKEW_MS), 'accepted');
    assert.equal(await at(MAX_SKEW_MS), 'accepted');
    assert.equal(
      await at(-MAX_SKEW_MS - 1000),
      'InvalidSignatureException: Signature expired: 20261121T034540Z is now earlier than 20261121T034541Z (20261121T040041Z - 15 min.)',
    );
    assert.equal(
      await at(MAX_SKEW_MS + 1000),
      'InvalidSignatureException: Signature not yet current: 20261121T041542Z is still later than 20261121T041541Z (20261121T040041Z + 15 min.)',
    );
  });

  const refusals: [string, SignOptions, RegExp][] = [
    [
      'another secret',
      { key: { ...KEY, secretAccessKey: 'x' } },
      /^InvalidSignatureException: The request signature we/,
    ],
    [
      'another key id',
      { key: { ...KEY, accessKeyId: 'AKIAIOSFODNN7EXAMPLE' } },
      /^UnrecognizedClientException: /,
    ],
    ['a session token', { key: { ...KEY, sessionToken: 't' } }, /^UnrecognizedClientException: /],
    [
      'another service',
      { service: 's3' },
      /^InvalidSignatureException: .*correct service: 'codeguru-profiler'/,
    ],
    [
      'another region',
      { region: 'us-east-1' },
      /^InvalidSignatureException: .*valid region, not 'us-east-1'/,
    ],
  ];
  for (const [what, options, expected] of refusals) {
    it(`refuses ${what}`, async () => {
      assert.match(verdict(await sign(simple, options), ''), expected);
    });
  }

  const withHeader = (request: SignedRequest, name: string, value: string | undefined): SignedRequest => {
    return { ...request, headers: { ...request.headers, [name]: value === undefined ? undefined : [value] } };
  };
  const damages: [string, (request: SignedRequest, header: string) => SignedRequest, RegExp][] = [
    [
      'no Authorization',
      (request) => withHeader(request, 'authorization', undefined),
      /^MissingAuthenticationTokenException/,
    ],
    [
      'an empty Authorization',
      (request) => withHeader(request, 'authorization', ' '),
      /^MissingAuthenticationTokenException/,
    ],
    [
      'a bearer token',
      (request) => withHeader(request, 'authorization', 'Bearer x'),
      /^IncompleteSignatureException/,
    ],
    [
      'an Authorization without signature',
      (request, header) => withHeader(request, 'authorization', header.replace(/, Signature=.*/, '')),
      /^IncompleteSignatureException: .*'Signature'/,
    ],
    [
      'a credential that is cut short',
      (request, header) => withHeader(request, 'authorization', header.replace('/aws4_request', '')),
      /^IncompleteSignatureException: .*5 slash/,
    ],
    [
      'no date',
      (request) => withHeader(request, 'x-amz-date', undefined),
      /^IncompleteSignatureException: Date must/,
    ],
    [
      'a signature of one digit',
      (request, header) =>
        withHeader(request, 'authorization', header.replace(/Signature=.*/, 'Signature=0')),
      /^InvalidSignatureException/,
    ],
    [
      'a host that is not signed',
      (request, header) =>
        withHeader(request, 'authorization', header.replace('SignedHeaders=host;', 'SignedHeaders=')),
      /^InvalidSignatureException: 'host' must be a 'SignedHeader'/,
    ],
    [
      'an x-amz- header that is not signed',
      (request) => withHeader(request, 'x-amz-target', 'x'),
      /^InvalidSignatureException: 'x-amz-target' must be/,
    ],
  ];
  for (const [what, damage, expected] of damages) {
    it(`refuses ${what}`, async () => {
      const request = await sign(simple);
      assert.match(verdict(damage(request, request.headers.authorization?.[0] ?? ''), ''), expected);
    });
  }
});
