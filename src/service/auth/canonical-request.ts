import { ValidationException } from '../errors';

/**
 * The text of a request that its signature is made of, as "Signing AWS API requests" in the IAM guide has it, for
 * services other than S3: the path is normalised and encoded once more, the payload is always hashed.
 *
 *     GET
 *     /tags/arn%253Aaws%253A...
 *     tagKeys=a&tagKeys=b
 *     host:127.0.0.1:4000
 *     x-amz-date:20261121T040041Z
 *
 *     host;x-amz-date
 *     sha256(body)
 *
 * Keys, times and secrets are no business of this file, see sigv4.ts.
 */

/** A request as it came: nothing decoded, nothing normalised. */
export interface SignedRequest {
  readonly method: string;
  /** Percent-encoded path, with the query string after a `?`. */
  readonly target: string;
  /** Lower-case names; values in the order of arrival. */
  readonly headers: Readonly<Record<string, readonly string[] | undefined>>;
}

export function canonicalRequest(
  { method, target, headers }: SignedRequest,
  signedHeaders: readonly string[],
  bodyHash: string,
): string {
  const [path, query] = splitTarget(target);
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

export function splitTarget(target: string): [path: string, query: string] {
  const at = target.indexOf('?');
  return at < 0 ? [target, ''] : [target.slice(0, at), target.slice(at + 1)];
}

/** Pairs in order, percent-decoded. A `+` stays a plus, as AWS's signers have it. @throws {ValidationException} */
export function parseQuery(query: string): [name: string, value: string][] {
  return query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const at = pair.indexOf('=');
      const [name, value] = at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)];
      return [decode(name), decode(value)];
    });
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

/**
 * Sorted by encoded name, then by encoded value; joined first and sorted then, `a-=` would come before `a=`. The
 * signature of the presigned form cannot sign itself.
 */
function canonicalQuery(query: string): string {
  return parseQuery(query)
    .filter(([name]) => name.toLowerCase() !== 'x-amz-signature')
    .map(([name, value]) => [encodeStrictly(name), encodeStrictly(value)] as const)
    .sort(([a, x], [b, y]) => compareText(a, b) || compareText(x, y))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

function canonicalValue(values: readonly string[]): string {
  return values.map((value) => value.replace(/[ \t\r\n]+/g, ' ').replace(/^ | $/g, '')).join(',');
}

/** RFC 3986: everything but letters, digits and -._~ ; encodeURIComponent leaves five more. */
function encodeStrictly(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new ValidationException(
      'The query has a % that does not begin an encoded UTF-8 character; encode it as %25.',
    );
  }
}

function compareText(a: string, b: string): number {
  if (a === b) {
    return 0;
  }
  return a < b ? -1 : 1;
}
