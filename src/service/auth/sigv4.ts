import type { KeyObject } from 'node:crypto';
import { createHmac, createSecretKey, hash } from 'node:crypto';
import type { EpochMs, Milliseconds } from '../../profile/units';
import type { SignedRequest } from './canonical-request';
import { canonicalRequest } from './canonical-request';
import { equalText } from './equal-text';
import { AuthenticationError } from '../errors';
import { ALGORITHM, incomplete, readSignatureForm } from './signature-form';

/**
 * AWS Signature Version 4, in the Authorization header or presigned in the query:
 *
 *     string to sign
 *       AWS4-HMAC-SHA256
 *       20261121T040041Z
 *       20261121/us-east-1/codeguru-profiler/aws4_request
 *       sha256(canonical request)                           see canonical-request.ts
 *
 *     signature = HMAC(key of date, region, service; string to sign)
 *
 * Verification has two steps so that a stranger's body is never kept: {@link readClaims} looks at the head alone
 * (shape, key, scope, time), {@link verifySignature} needs the body.
 */

const SIGNING_SERVICE = 'codeguru-profiler';

/** How far the clocks of client and service may be apart; AWS allows the same. */
export const MAX_SKEW_MS: Milliseconds = 15 * 60 * 1000;

export interface SigningKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** What a well-formed request of a known key claims about itself, not proven yet. */
export interface Claims<K extends SigningKey = SigningKey> {
  readonly key: K;
  /** `20261121/us-east-1/codeguru-profiler/aws4_request` */
  readonly scope: string;
  /** `20261121T040041Z` */
  readonly date: string;
  /** Lower case, in order, `host` among them. */
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** The SHA-256 that the client says its body has, if it says so. */
  readonly bodyHash: string | undefined;
}

/** @throws {AuthenticationError} in AWS's names when a claim cannot be true, whatever the body is */
export function readClaims<K extends SigningKey>(
  request: SignedRequest,
  { keys, region, now }: { keys: readonly K[]; region: string; now: EpochMs },
): Claims<K> {
  const { accessKeyId, scope, date, expires, hasToken, ...form } = readSignatureForm(request);
  const key = findKey(keys, accessKeyId);
  // Our keys have no session tokens; a token would say that these credentials were made by somebody else.
  if (key === undefined || hasToken) {
    throw new AuthenticationError(
      'UnrecognizedClientException',
      'The security token included in the request is invalid.',
    );
  }
  checkTime(date, now, expires === undefined ? MAX_SKEW_MS : expires * 1000);
  checkScope(scope, region, date);
  checkSignedHeaders(form.signedHeaders, request);
  return { ...form, key, scope: scope.join('/'), date };
}

/**
 * The payload is always hashed: the SDKs do so for every service but S3, presigned or not, and the UNSIGNED-PAYLOAD
 * that S3 allows would let whoever sees a URL post any body under it.
 *
 * @throws {AuthenticationError} when the request was not signed with the key's secret, or was changed since
 */
export function verifySignature(claims: Claims, request: SignedRequest, body: Uint8Array): void {
  const bodyHash = sha256(body);
  const expected = sign(claims, canonicalRequest(request, claims.signedHeaders, bodyHash));
  const isTrue = equalText(expected, claims.signature);
  if (!isTrue || (claims.bodyHash !== undefined && claims.bodyHash !== bodyHash)) {
    throw invalid(
      'The request signature we calculated does not match the signature you provided. ' +
        'Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
    );
  }
}

/** All of them are compared, and each in constant time: how long it takes tells nothing about any id. */
function findKey<K extends SigningKey>(keys: readonly K[], accessKeyId: string): K | undefined {
  return keys.filter((key) => equalText(key.accessKeyId, accessKeyId)).at(0);
}

function sign({ key, scope, date }: Claims, canonical: string): string {
  const text = [ALGORITHM, date, scope, sha256(canonical)].join('\n');
  return createHmac('sha256', signingKeyOf(key, scope)).update(text).digest('hex');
}

/**
 * A key's last signing key, which is the same for a whole day: deriving it anew took two thirds of the time of verifying
 * a small request. Nothing here outlives its key, and a key that is read anew from keys.json is another object.
 */
const signingKeys = new WeakMap<SigningKey, { readonly scope: string; readonly derived: KeyObject }>();

function signingKeyOf(key: SigningKey, scope: string): KeyObject {
  const known = signingKeys.get(key);
  if (known?.scope === scope) {
    return known.derived;
  }
  const derived = scope
    .split('/')
    .reduce(
      (secret, part) => createSecretKey(createHmac('sha256', secret).update(part).digest()),
      createSecretKey(`AWS4${key.secretAccessKey}`, 'utf8'),
    );
  signingKeys.set(key, { scope, derived });
  return derived;
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

/** @param lifetime how long after its date a request is good; before its date it is good for the skew of two clocks */
function checkTime(date: string, now: EpochMs, lifetime: Milliseconds): void {
  const signedAt = parseBasic(date);
  if (Number.isNaN(signedAt)) {
    throw incomplete("Date must be in ISO-8601 'basic format' in X-Amz-Date, such as 20260101T000000Z.");
  }
  if (signedAt < now - lifetime) {
    throw invalid(
      `Signature expired: ${date} is now earlier than ${basic(now - lifetime)} (${basic(now)} - ${inWords(lifetime)})`,
    );
  }
  if (signedAt > now + MAX_SKEW_MS) {
    throw invalid(
      `Signature not yet current: ${date} is still later than ${basic(now + MAX_SKEW_MS)} (${basic(now)} + ${inWords(MAX_SKEW_MS)})`,
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

/** NaN for what is no such time. */
function parseBasic(date: string): EpochMs {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(date);
  const [, year, month, day, hours, minutes, seconds] = parts ?? [];
  return parts === null ? NaN : Date.parse(`${year}-${month}-${day}T${hours}:${minutes}:${seconds}Z`);
}

function basic(time: EpochMs): string {
  return new Date(time).toISOString().replace(/[-:]|\.\d+/g, '');
}

function inWords(span: Milliseconds): string {
  return span % 60_000 === 0 ? `${span / 60_000} min.` : `${span / 1000} s`;
}

function invalid(message: string): AuthenticationError {
  return new AuthenticationError('InvalidSignatureException', message);
}

function sha256(bytes: Uint8Array | string): string {
  return hash('sha256', bytes, 'hex');
}
