import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import type { SignedRequest } from '../../src/service/auth/canonical-request';
import { AuthenticationError } from '../../src/service/errors';
import { MAX_EXPIRES_SECONDS } from '../../src/service/auth/signature-form';
import { MAX_SKEW_MS, readClaims, verifySignature } from '../../src/service/auth/sigv4';
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

function signerOf({ service = 'codeguru-profiler', region = 'eu-west-1', key = KEY }: SignOptions) {
  return new SignatureV4({ service, region, credentials: key, sha256: Sha256 });
}

const toSdk = (plain: Plain) => ({
  ...plain,
  protocol: 'http:',
  hostname: '127.0.0.1',
  query: { ...plain.query },
  headers: { host: HOST, ...plain.headers },
});

async function sign(plain: Plain, options: SignOptions = {}): Promise<SignedRequest> {
  const signingDate = new Date(options.time ?? NOW);
  const { headers } = await signerOf(options).sign(toSdk(plain), { signingDate });
  return toWire(plain, plain.query, headers);
}

async function presign(
  plain: Plain,
  { expiresIn = 3600, ...options }: SignOptions & { readonly expiresIn?: number } = {},
): Promise<SignedRequest> {
  const signingDate = new Date(options.time ?? NOW);
  const { query, headers } = await signerOf(options).presign(toSdk(plain), { signingDate, expiresIn });
  return toWire(plain, query as Plain['query'], headers);
}

function toWire(
  { method, path }: Plain,
  query: Plain['query'],
  headers: Readonly<Record<string, string>>,
): SignedRequest {
  const distinct = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), [value]]);
  return {
    method,
    target: path + queryText(query),
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
    body: pick(['', '{}', text(), gzipSync(text()), Buffer.from(many(64, () => Math.floor(random() * 256)))]),
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

describe('a presigned request', () => {
  it('is accepted in 600 forms that the SDK made', async () => {
    const random = randomOf(6);
    for (let i = 0; i < 600; i++) {
      const plain = randomRequest(random);
      const request = await presign(plain);
      assert.equal(verdict(request, plain.body), 'accepted', `request ${i}: ${JSON.stringify(plain)}`);
    }
  });

  it('is refused when any part of it was changed', async () => {
    const random = randomOf(7);
    for (let i = 0; i < 100; i++) {
      const plain = randomRequest(random);
      const request = await presign(plain);
      const altered = (from: RegExp, to: string): SignedRequest => {
        assert.match(request.target, from);
        return { ...request, target: request.target.replace(from, to) };
      };
      const changed: [string, SignedRequest, (string | Uint8Array)?][] = [
        ['body', request, Buffer.concat([Buffer.from(plain.body), Buffer.from('x')])],
        ['method', { ...request, method: request.method === 'GET' ? 'PUT' : 'GET' }],
        ['path', { ...request, target: `${plain.path}x${request.target.slice(plain.path.length)}` }],
        ['more query', { ...request, target: `${request.target}&extra=1` }],
        ['more x-amz- query', { ...request, target: `${request.target}&x-amz-extra=1` }],
        ['host', { ...request, headers: { ...request.headers, host: ['localhost:4000'] } }],
        ['longer life', altered(/X-Amz-Expires=3600/, 'X-Amz-Expires=3601')],
        ['later date', altered(/X-Amz-Date=20261121T040041Z/, 'X-Amz-Date=20261121T040042Z')],
        ['signature', altered(/X-Amz-Signature=./, 'X-Amz-Signature=x')],
        ['signed headers', altered(/X-Amz-SignedHeaders=([^&]*)/, 'X-Amz-SignedHeaders=$1%3Bx-more')],
      ];
      for (const [what, one, body = plain.body] of changed) {
        assert.match(verdict(one, body), /^InvalidSignatureException/, `request ${i}: ${what}`);
      }
    }
  });

  it('lives from a quarter of an hour before its date to its end', async () => {
    const at = async (offset: number, expiresIn: number) =>
      verdict(await presign(simple, { time: NOW + offset * 1000, expiresIn }), '');
    assert.equal(await at(-60, 60), 'accepted');
    assert.equal(await at(-MAX_EXPIRES_SECONDS, MAX_EXPIRES_SECONDS), 'accepted');
    assert.equal(await at(900, 1), 'accepted');
    assert.equal(
      await at(-61, 60),
      'InvalidSignatureException: Signature expired: 20261121T035940Z is now earlier than 20261121T035941Z (20261121T040041Z - 1 min.)',
    );
    assert.equal(
      await at(-2, 1),
      'InvalidSignatureException: Signature expired: 20261121T040039Z is now earlier than 20261121T040040Z (20261121T040041Z - 1 s)',
    );
    assert.match(await at(901, 60), /^InvalidSignatureException: Signature not yet current: /);
  });

  const refusals: [string, Parameters<typeof presign>[1], RegExp][] = [
    ['another secret', { key: { ...KEY, secretAccessKey: 'x' } }, /^InvalidSignatureException: The request/],
    [
      'another key id',
      { key: { ...KEY, accessKeyId: 'AKIAIOSFODNN7EXAMPLE' } },
      /^UnrecognizedClientException: /,
    ],
    ['a session token', { key: { ...KEY, sessionToken: 't' } }, /^UnrecognizedClientException: /],
    ['another service', { service: 's3' }, /^InvalidSignatureException: .*correct service/],
    ['another region', { region: 'us-east-1' }, /^InvalidSignatureException: .*valid region/],
  ];
  for (const [what, options, expected] of refusals) {
    it(`is refused with ${what}`, async () => {
      assert.match(verdict(await presign(simple, options), ''), expected);
    });
  }

  const damages: [string, RegExp, string, RegExp][] = [
    ...['Algorithm', 'Credential', 'Date', 'Expires', 'SignedHeaders', 'Signature'].map(
      (name): [string, RegExp, string, RegExp] => [
        `no X-Amz-${name}`,
        new RegExp(`X-Amz-${name}=[^&]*&?`),
        '',
        new RegExp(
          `^IncompleteSignatureException: AWS query-string parameters must include 'X-Amz-${name}'\\.`,
        ),
      ],
    ),
    ['two dates', /$/, '&X-Amz-Date=20261121T040042Z', /^IncompleteSignature.*'X-Amz-Date' once, not 2/],
    ['another algorithm', /HMAC-SHA256/, 'ECDSA', /^IncompleteSignatureException: X-Amz-Algorithm must be/],
    ['no life', /Expires=3600/, 'Expires=0', /^IncompleteSignatureException: X-Amz-Expires must be/],
    ['more than a week', /Expires=3600/, 'Expires=604801', /^IncompleteSignatureException: X-Amz-Expires/],
    ['a life of words', /Expires=3600/, 'Expires=1h', /^IncompleteSignatureException: X-Amz-Expires must/],
    ['a negative life', /Expires=3600/, 'Expires=-1', /^IncompleteSignatureException: X-Amz-Expires must/],
    [
      'a date of words',
      /Date=\d+T\d+Z/,
      'Date=now',
      /^IncompleteSignatureException: Date must be in ISO-8601/,
    ],
    ['a host that is not signed', /SignedHeaders=host/, 'SignedHeaders=date', /^Invalid.*'host' must be a/],
    ['a credential cut short', /%2Faws4_request/, '', /^IncompleteSignatureException: .*5 slash/],
  ];
  for (const [what, from, to, expected] of damages) {
    it(`is refused with ${what}`, async () => {
      const request = await presign(simple);
      assert.match(verdict({ ...request, target: request.target.replace(from, to) }, ''), expected);
    });
  }

  it('is refused when it is signed in its header as well', async () => {
    const [inQuery, inHeader] = [await presign(simple), await sign(simple)];
    const both = { ...inQuery, headers: inHeader.headers };
    assert.match(verdict(both, ''), /^IncompleteSignatureException: .*not in both\.$/);
  });

  it('signs its body: a hash that was promised is kept, and none is no way out', async () => {
    const promising = (hash: string): Plain => ({ ...simple, headers: { 'x-amz-content-sha256': hash } });
    const ofNothing = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
    assert.equal(verdict(await presign(promising(ofNothing)), ''), 'accepted');
    assert.match(verdict(await presign(promising(ofNothing)), 'x'), /^InvalidSignatureException/);
    assert.match(verdict(await presign(promising('UNSIGNED-PAYLOAD')), ''), /^InvalidSignatureException/);
    assert.match(verdict(await sign(promising('UNSIGNED-PAYLOAD')), ''), /^InvalidSignatureException/);
  });
});
