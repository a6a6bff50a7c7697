import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { EpochMs, Milliseconds } from '../profile/units';
import { AuthenticationError } from './errors';

/**
 * AWS Signature Version 4 in the Authorization header, as "Signing AWS API requests" in the IAM guide has it, for
 * services other than S3: the path is normalised and encoded once more, the payload is always hashed.
 *
 *     canonical request                                   string to sign
 *       GET                                                 AWS4-HMAC-SHA256
 *       /tags/arn%253Aaws%253A...                           20261121T040041Z
 *       tagKeys=a&tagKeys=b                                 20261121/us-east-1/codeguru-profiler/aws4_request
 *       host:127.0.0.1:4000                                 sha256(canonical request)
 *       x-amz-date:20261121T040041Z
 *                                                         signature = HMAC(key of date, region, service; string to sign)
 *       host;x-amz-date
 *       sha256(body)
 *
 * Verification has two steps so that a stranger's body is never read: {@link readClaims} looks at the headers alone
 * (shape, key, scope, time), {@link verifySignature} needs the body. The presigned form in the query is not read yet.
 */

const SIGNING_SERVICE = 'codeguru-profiler';
const ALGORITHM = 'AWS4-HMAC-SHA256';

/** How far the clocks of client and service may be apart; AWS allows the same. */
export const MAX_SKEW_MS: Milliseconds = 15 * 60 * 1000;

/** A request as it came: nothing decoded, nothing normalised. */
export interface SignedRequest {
  readonly method: string;
  /** Percent-encoded path, with the query string after a `?`. */
  readonly target: string;
  /** Lower-case names; values in the order of arrival. */
  readonly headers: Readonly<Record<string, readonly string[] | undefined>>;
}

export interface SigningKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** What a well-formed request of a known key claims about itself, not proven yet. */
export interface Claims {
  readonly key: SigningKey;
  /** `20261121/us-east-1/codeguru-profiler/aws4_request` */
  readonly scope: string;
  /** `20261121T040041Z` */
  readonly date: string;
  /** Lower case, in order, `host` among them. */
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

/** @throws {AuthenticationError} in AWS's names when a claim cannot be true, whatever the body is */
export function readClaims(
  request: SignedRequest,
  { keys, region, now }: { keys: readonly SigningKey[]; region: string; now: EpochMs },
): Claims {
  const { credential, signedHeaders, signature } = parseAuthorization(single(request, 'authorization'));
  const [accessKeyId, ...scope] = credential.split('/');
  const key = keys.find((candidate) => candidate.accessKeyId === accessKeyId);
  // Our keys have no session tokens; a token would say that these credentials were made by somebody else.
  if (key === undefined || request.headers['x-amz-security-token'] !== undefined) {
    throw new AuthenticationError(
      'UnrecognizedClientException',
      'The security token included in the request is invalid.',
    );
  }
  const date = single(request, 'x-amz-date') ?? '';
  checkTime(date, now);
  checkScope(scope, region, date);
  checkSignedHeaders(signedHeaders, request);
  return { key, scope: scope.join('/'), date, signedHeaders, signature };
}

/** @throws {AuthenticationError} when the request was not signed with the key's secret, or was changed since */
export function verifySignature(claims: Claims, request: SignedRequest, body: Uint8Array): void {
  const bodyHash = sha256(body);
  const claimedHash = single(request, 'x-amz-content-sha256');
  const expected = sign(claims, canonicalRequest(request, claims.signedHeaders, bodyHash));
  const isEqual = timingSafeEqual(sha256Bytes(expected), sha256Bytes(claims.signature));
  if (!isEqual || (claimedHash !== undefined && claimedHash !== bodyHash)) {
    throw new AuthenticationError(
      'InvalidSignatureException',
      'The request signature we calculated does not match the signature you provided. ' +
        'Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
    );
  }
}

/** Exported for the comparison with the SDK's signer. */
function canonicalRequest(
  { method, target, headers }: SignedRequest,
  signedHeaders: readonly string[],
  bodyHash: string,
): string {
  const at = target.indexOf('?');
  const [path, query] = at < 0 ? [target, ''] : [target.slice(0, at), target.slice(at + 1)];
  return [
    method,
    canonicalPath(path),
    canonicalQuery(query),
    ...signedHeaders.map((name) => `${name}:${canonicalValue(headers[name] ?? [])}`),
    '',
    signedHeaders.join(';'),
    bodyHash,
  ].join('\n');
}

/** Dot segments and doubled slashes go, then what was encoded for the wire is encoded again: `%3A` to `%253A`. */
function canonicalPath(path: string): string {
  const segments: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') {
      segments.pop();
    } else if (segment !== '' && segment !== '.') {
      segments.push(segment);
    }
  }
  const slash = segments.length > 0 && path.endsWith('/') ? '/' : '';
  return `/${segments.map(encodeStrictly).join('/')}${slash}`;
}

/** Sorted by encoded name, then by encoded value; joined first and sorted then, `a-=` would come before `a=`. */
function canonicalQuery(query: string): string {
  return parseQuery(query)
    .map(([name, value]) => [encodeStrictly(name), encodeStrictly(value)] as const)
    .sort(([a, x], [b, y]) => compareText(a, b) || compareText(x, y))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

/** Pairs in order, percent-decoded. A `+` stays a plus, as AWS's signers have it. @throws {URIError} */
export function parseQuery(query: string): [string, string][] {
  return query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const at = pair.indexOf('=');
      const [name, value] = at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)];
      return [decodeURIComponent(name), decodeURIComponent(value)];
    });
}

/** RFC 3986: everything but letters, digits and -._~ ; encodeURIComponent leaves five more. */
function encodeStrictly(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function canonicalValue(values: readonly string[]): string {
  return values.map((value) => value.replace(/[ \t\r\n]+/g, ' ').replace(/^ | $/g, '')).join(',');
}

function sign({ key, scope, date }: Claims, canonical: string): string {
  const signingKey = scope
    .split('/')
    .reduce<Uint8Array>(
      (secret, part) => createHmac('sha256', secret).update(part).digest(),
      Buffer.from(`AWS4${key.secretAccessKey}`),
    );
  const text = [ALGORITHM, date, scope, sha256(canonical)].join('\n');
  return createHmac('sha256', signingKey).update(text).digest('hex');
}

function parseAuthorization(header: string | undefined) {
  if (header === undefined || header.trim() === '') {
    throw new AuthenticationError(
      'MissingAuthenticationTokenException',
      'Request is missing Authentication Token; sign it with the keys of the embedded service.',
    );
  }
  const [algorithm, ...rest] = header.trim().split(/\s+/);
  if (algorithm !== ALGORITHM) {
    throw incomplete(`Authorization header must begin with '${ALGORITHM}'.`);
  }
  const fields = new Map(
    rest
      .join('')
      .split(',')
      .map((part) => {
        const at = part.indexOf('=');
        return [part.slice(0, at), part.slice(at + 1)] as const;
      }),
  );
  const credential = field(fields, 'Credential');
  const signedHeaders = field(fields, 'SignedHeaders').split(';');
  const signature = field(fields, 'Signature');
  if (credential.split('/').length !== 5) {
    throw incomplete(
      'Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term.',
    );
  }
  return { credential, signedHeaders, signature };
}

function field(fields: ReadonlyMap<string, string>, name: string): string {
  const value = fields.get(name);
  if (value === undefined || value === '') {
    throw incomplete(`Authorization header requires '${name}' parameter.`);
  }
  return value;
}

function checkScope(
  [day, region, service, terminator]: readonly string[],
  ourRegion: string,
  date: string,
): void {
  if (service !== SIGNING_SERVICE) {
    throw invalid(`Credential should be scoped to correct service: '${SIGNING_SERVICE}'.`);
  }
  if (region !== ourRegion) {
    throw invalid(
      `Credential should be scoped to a valid region, not '${region}'; this service is in ${ourRegion}.`,
    );
  }
  if (terminator !== 'aws4_request') {
    throw invalid(
      `Credential should be scoped with a valid terminator: 'aws4_request', not '${terminator}'.`,
    );
  }
  if (day !== date.slice(0, 8)) {
    throw invalid(
      `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${day}'.`,
    );
  }
}

function checkTime(date: string, now: EpochMs): void {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(date);
  const [, year, month, day, hours, minutes, seconds] = parts ?? [];
  const signedAt =
    parts === null ? NaN : Date.parse(`${year}-${month}-${day}T${hours}:${minutes}:${seconds}Z`);
  if (Number.isNaN(signedAt)) {
    throw incomplete(
      "Date must be in ISO-8601 'basic format' in the header 'X-Amz-Date', such as 20260101T000000Z.",
    );
  }
  if (signedAt < now - MAX_SKEW_MS) {
    throw invalid(
      `Signature expired: ${date} is now earlier than ${basic(now - MAX_SKEW_MS)} (${basic(now)} - 15 min.)`,
    );
  }
  if (signedAt > now + MAX_SKEW_MS) {
    throw invalid(
      `Signature not yet current: ${date} is still later than ${basic(now + MAX_SKEW_MS)} (${basic(now)} + 15 min.)`,
    );
  }
}

/** Host must be signed (else a request could be replayed to another service), and so must all that AWS acts upon. */
function checkSignedHeaders(signed: readonly string[], { headers }: SignedRequest): void {
  const needed = ['host', ...Object.keys(headers).filter((name) => name.startsWith('x-amz-'))];
  const missing = needed.find((name) => !signed.includes(name));
  if (missing !== undefined) {
    throw invalid(`'${missing}' must be a 'SignedHeader' in the AWS Authorization.`);
  }
}

function single({ headers }: SignedRequest, name: string): string | undefined {
  return headers[name]?.[0];
}

function basic(time: EpochMs): string {
  return new Date(time).toISOString().replace(/[-:]|\.\d+/g, '');
}

function invalid(message: string): AuthenticationError {
  return new AuthenticationError('InvalidSignatureException', message);
}

function incomplete(message: string): AuthenticationError {
  return new AuthenticationError('IncompleteSignatureException', message);
}

function compareText(a: string, b: string): number {
  if (a === b) {
    return 0;
  }
  return a < b ? -1 : 1;
}

function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function sha256Bytes(text: string): Uint8Array {
  return createHash('sha256').update(text).digest();
}
