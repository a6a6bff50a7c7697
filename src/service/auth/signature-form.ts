import type { SignedRequest } from './canonical-request';
import { parseQuery, splitTarget } from './canonical-request';
import { AuthenticationError } from '../errors';

/**
 * Where a request carries its signature: in the Authorization header, or in its query (a presigned URL). Both say the
 * same things, read here as they stand; whether they are true is for sigv4.ts.
 *
 *     Authorization: AWS4-HMAC-SHA256 Credential=KEY/SCOPE, SignedHeaders=host;x-amz-date, Signature=64 digits
 *     X-Amz-Date: 20261121T040041Z
 *
 *     ?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=KEY/SCOPE&X-Amz-Date=20261121T040041Z
 *      &X-Amz-Expires=3600&X-Amz-SignedHeaders=host&X-Amz-Signature=64 digits
 */

export const ALGORITHM = 'AWS4-HMAC-SHA256';

/** Seven days, as in AWS. */
export const MAX_EXPIRES_SECONDS = 604_800;

export interface SignatureForm {
  readonly accessKeyId: string;
  /** Date, region, service, terminator. */
  readonly scope: readonly string[];
  /** As sent; '' where there is none. */
  readonly date: string;
  /** As sent. */
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** How long a presigned request is good for, in seconds; undefined for the header form. */
  readonly expires: number | undefined;
  /** Credentials that somebody else's token service made. */
  readonly hasToken: boolean;
  /** What the client says the SHA-256 of the body is, where it says so. */
  readonly bodyHash: string | undefined;
}

/** @throws {AuthenticationError} when there is no signature, half of one, or one in each place */
export function readSignatureForm(request: SignedRequest): SignatureForm {
  const header = request.headers.authorization?.[0]?.trim() ?? '';
  const query = new AmzQuery(request);
  if (header !== '' && query.hasSignature) {
    throw incomplete('A request is signed in its Authorization header or in its query, not in both.');
  }
  if (header !== '') {
    return readHeaderForm(header, request);
  }
  if (query.hasSignature) {
    return readQueryForm(query, request);
  }
  throw new AuthenticationError(
    'MissingAuthenticationTokenException',
    'Request is missing Authentication Token; sign it with the keys of the embedded service.',
  );
}

/** Whether a query parameter belongs to the signature and is none of the operation's. */
export function isAmzParameter(name: string): boolean {
  return /^x-amz-/i.test(name);
}

function readHeaderForm(header: string, { headers }: SignedRequest): SignatureForm {
  const [algorithm, ...rest] = header.split(/\s+/);
  if (algorithm !== ALGORITHM) {
    throw incomplete(`Authorization header must begin with '${ALGORITHM}'.`);
  }
  const parts = rest.join('').split(',');
  const field = (name: string): string => {
    const value = parts.find((part) => part.startsWith(`${name}=`))?.slice(name.length + 1);
    return value || fail(`Authorization header requires '${name}' parameter.`);
  };
  return {
    ...splitCredential(field('Credential')),
    date: headers['x-amz-date']?.[0] ?? '',
    signedHeaders: field('SignedHeaders').split(';'),
    signature: field('Signature'),
    expires: undefined,
    hasToken: headers['x-amz-security-token'] !== undefined,
    bodyHash: headers['x-amz-content-sha256']?.[0],
  };
}

function readQueryForm(query: AmzQuery, { headers }: SignedRequest): SignatureForm {
  const algorithm = query.need('X-Amz-Algorithm');
  if (algorithm !== ALGORITHM) {
    throw incomplete(`X-Amz-Algorithm must be '${ALGORITHM}'.`);
  }
  return {
    ...splitCredential(query.need('X-Amz-Credential')),
    date: query.need('X-Amz-Date'),
    expires: readExpires(query.need('X-Amz-Expires')),
    signedHeaders: query.need('X-Amz-SignedHeaders').split(';'),
    signature: query.need('X-Amz-Signature'),
    hasToken: query.has('x-amz-security-token') || headers['x-amz-security-token'] !== undefined,
    // Who presigns moves this header into the query like every other x-amz- header.
    bodyHash: query.find('x-amz-content-sha256') ?? headers['x-amz-content-sha256']?.[0],
  };
}

/** The x-amz- parameters of a query. AWS writes those of a signature in this case and no other. */
class AmzQuery {
  private readonly pairs: readonly (readonly [string, string])[];

  constructor({ target }: SignedRequest) {
    this.pairs = parseQuery(splitTarget(target)[1]).filter(([name]) => isAmzParameter(name));
  }

  get hasSignature(): boolean {
    const telling = ['X-Amz-Algorithm', 'X-Amz-Credential', 'X-Amz-Signature'];
    return this.pairs.some(([name]) => telling.includes(name));
  }

  /** Two values would leave it open which of them was signed for what. */
  need(name: string): string {
    const values = this.pairs.filter(([candidate]) => candidate === name).map(([, value]) => value);
    const [value] = values;
    if (values.length > 1) {
      throw incomplete(
        `AWS query-string parameters must include '${name}' once, not ${values.length} times.`,
      );
    }
    return (
      value ||
      fail(`AWS query-string parameters must include '${name}'. Re-examine the query-string parameters.`)
    );
  }

  has(lowerCaseName: string): boolean {
    return this.find(lowerCaseName) !== undefined;
  }

  find(lowerCaseName: string): string | undefined {
    return this.pairs.find(([name]) => name.toLowerCase() === lowerCaseName)?.[1];
  }
}

function splitCredential(credential: string): Pick<SignatureForm, 'accessKeyId' | 'scope'> {
  const [accessKeyId, ...scope] = credential.split('/');
  if (scope.length !== 4) {
    throw incomplete(
      'Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term.',
    );
  }
  return { accessKeyId, scope };
}

function readExpires(text: string): number {
  const seconds = /^\d{1,10}$/.test(text) ? Number(text) : NaN;
  if (seconds >= 1 && seconds <= MAX_EXPIRES_SECONDS) {
    return seconds;
  }
  throw incomplete(`X-Amz-Expires must be a number of seconds from 1 to ${MAX_EXPIRES_SECONDS} (a week).`);
}

function fail(message: string): never {
  throw incomplete(message);
}

export function incomplete(message: string): AuthenticationError {
  return new AuthenticationError('IncompleteSignatureException', message);
}
