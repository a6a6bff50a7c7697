import { isProfilerError, ProfilerError } from './profiler-error';
import type { ProfilerErrorCode, ProfilerHelp } from './profiler-error';
import type { Connection } from './endpoint';

/**
 * From what the SDK, its credential providers and the network throw to sentences: what happened, why, next step. All
 * the wording for people about failing requests is in this file, so that it can be read through in one go.
 */

/** What was being tried, as the middle of a sentence: `list profiling groups`. */
export interface Attempt {
  readonly doing: string;
  readonly connection: Connection;
  /** Where the failure can be about one profiling group. */
  readonly group?: string;
}

export function toProfilerError(error: unknown, attempt: Attempt): ProfilerError {
  if (isProfilerError(error)) return error;
  const { code, why, next, help } = explain(error, attempt);
  return new ProfilerError(
    code,
    `Could not ${attempt.doing}${place(attempt.connection)}: ${why}. ${next}`,
    help,
    error,
  );
}

interface Explanation {
  readonly code: ProfilerErrorCode;
  readonly why: string;
  readonly next: string;
  readonly help: readonly ProfilerHelp[];
}

function explain(error: unknown, attempt: Attempt): Explanation {
  const local = attempt.connection.kind === 'local';
  const { name, message, code, status } = facts(error);
  switch (kindOf(name, code, status)) {
    case 'aborted':
      return { code: 'aborted', why: 'it was cancelled', next: 'Try again when you like.', help: ['retry'] };
    case 'forbidden':
      return {
        code: 'forbidden',
        why: refusal(message),
        next: 'Copy the policy that allows it, or choose another role.',
        help: ['copy-policy', 'change-connection'],
      };
    case 'credentials-expired':
      return {
        code: 'credentials-expired',
        why: `the credentials of ${profileOf(attempt.connection)} have expired`,
        next: `Sign in again (${signIn(attempt.connection)}), then refresh.`,
        help: ['retry', 'change-connection'],
      };
    case 'credentials-rejected':
      return {
        code: 'credentials-rejected',
        why: local
          ? 'the embedded service does not know these keys'
          : `AWS does not accept the credentials of ${profileOf(attempt.connection)}`,
        next: local
          ? 'Refresh to connect to it anew; if that does not help, another service uses the data folder.'
          : 'Check the keys and the clock of this machine, or choose another connection.',
        help: local ? ['retry', 'show-log'] : ['change-connection', 'show-log'],
      };
    case 'credentials-missing':
      return {
        code: 'credentials-missing',
        why: `no credentials for ${profileOf(attempt.connection)} (${tidy(message)})`,
        next: `Set them up with "aws configure" or sign in (${signIn(attempt.connection)}), then refresh.`,
        help: ['retry', 'change-connection', 'show-log'],
      };
    case 'unreachable':
      return {
        code: 'unreachable',
        why: local
          ? `the embedded service does not answer at ${addressOf(attempt.connection)}`
          : `${addressOf(attempt.connection)} cannot be reached (${code || name})`,
        next: local
          ? 'Refresh to start it again.'
          : 'Check the network, a proxy and the region, then refresh.',
        help: ['retry', 'show-log'],
      };
    case 'throttled':
      return {
        code: 'throttled',
        why: 'AWS limits how often this account may ask',
        next: 'Wait a minute, then refresh.',
        help: ['retry'],
      };
    case 'not-found':
      return {
        code: 'not-found',
        why: attempt.group === undefined ? tidy(message) : `there is no profiling group ${attempt.group}`,
        next: 'Check its name, or create it.',
        help: ['retry'],
      };
    case 'conflict':
      return {
        code: 'conflict',
        why:
          attempt.group === undefined ? tidy(message) : `a profiling group ${attempt.group} exists already`,
        next: 'Use that one, or choose another name.',
        help: [],
      };
    case 'quota':
      return {
        code: 'quota',
        why: tidy(message),
        next: 'Delete what is no longer needed, or ask AWS for a higher quota.',
        help: [],
      };
    case 'validation':
      return { code: 'validation', why: tidy(message), next: 'Change it and try again.', help: ['show-log'] };
    default:
      return {
        code: 'server',
        why: tidy(message) || name,
        next: 'Try again; the log has the details.',
        help: ['retry', 'show-log'],
      };
  }
}

/** A profile came, and is none that Burnline can read. */
export function unreadableProfile(why: string, attempt: Attempt, cause: unknown): ProfilerError {
  return new ProfilerError(
    'unreadable',
    `Could not ${attempt.doing}${place(attempt.connection)}: ${why}. The log has the details.`,
    ['show-log'],
    cause,
  );
}

interface ErrorFacts {
  readonly name: string;
  readonly message: string;
  /** Node's: `ECONNREFUSED`; '' where it has none. */
  readonly code: string;
  /** HTTP status, 0 where no answer came. */
  readonly status: number;
}

function facts(error: unknown): ErrorFacts {
  if (typeof error !== 'object' || error === null) {
    return { name: '', message: String(error), code: '', status: 0 };
  }
  const { name, message, code, $metadata } = error as Record<string, unknown>;
  const status = (typeof $metadata === 'object' && $metadata !== null ? $metadata : {}) as Record<
    string,
    unknown
  >;
  return {
    name: text(name),
    message: text(message),
    code: text(code),
    status: typeof status.httpStatusCode === 'number' ? status.httpStatusCode : 0,
  };
}

const KIND_BY_NAME: ReadonlyMap<string, ProfilerErrorCode> = new Map<string, ProfilerErrorCode>([
  ['AbortError', 'aborted'],
  ['AccessDenied', 'forbidden'],
  ['AccessDeniedException', 'forbidden'],
  ['ConflictException', 'conflict'],
  ['CredentialsProviderError', 'credentials-missing'],
  ['ExpiredToken', 'credentials-expired'],
  ['ExpiredTokenException', 'credentials-expired'],
  ['IncompleteSignature', 'credentials-rejected'],
  ['InvalidClientTokenId', 'credentials-rejected'],
  ['InvalidSignatureException', 'credentials-rejected'],
  ['MissingAuthenticationToken', 'credentials-rejected'],
  ['MissingAuthenticationTokenException', 'credentials-rejected'],
  ['ResourceNotFoundException', 'not-found'],
  ['ServiceQuotaExceededException', 'quota'],
  ['SignatureDoesNotMatch', 'credentials-rejected'],
  ['ThrottlingException', 'throttled'],
  ['TimeoutError', 'unreachable'],
  ['TokenProviderError', 'credentials-expired'],
  ['TooManyRequestsException', 'throttled'],
  ['UnrecognizedClientException', 'credentials-rejected'],
  ['ValidationException', 'validation'],
]);

const NETWORK_CODES: ReadonlySet<string> = new Set([
  'EAI_AGAIN',
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
]);

/** The name says most, then the network, then the status of errors that carry no name we know. */
function kindOf(name: string, code: string, status: number): ProfilerErrorCode {
  const known = KIND_BY_NAME.get(name);
  if (known !== undefined) return known;
  if (NETWORK_CODES.has(code)) return 'unreachable';
  if (status === 403) return 'forbidden';
  if (status === 429) return 'throttled';
  return 'server';
}

function place(connection: Connection): string {
  return connection.kind === 'local' ? '' : ` in ${connection.region}`;
}

function profileOf(connection: Connection): string {
  return connection.kind === 'local' ? 'the embedded service' : `the AWS profile ${connection.profile}`;
}

function signIn(connection: Connection): string {
  return connection.kind === 'local'
    ? 'it makes its own keys'
    : `aws sso login --profile ${connection.profile}`;
}

function addressOf(connection: Connection): string {
  if (connection.kind === 'local') return connection.address.endpoint.replace(/^https?:\/\//, '');
  return connection.endpoint ?? `codeguru-profiler.${connection.region}.amazonaws.com`;
}

const REFUSAL =
  /User: arn:[^:]*:(?:sts|iam)::\d*:(?<who>\S+) is not authorized to perform: (?<action>[\w-]+:\w+)/;

/** AWS names the principal by ARN; the person knows it as `the role ReadOnly`. */
function refusal(message: string): string {
  const { who, action } = REFUSAL.exec(message)?.groups ?? {};
  if (who === undefined) return tidy(message) || 'access is denied';
  const [kind, name] = who.split('/');
  const word = kind === 'assumed-role' ? 'role' : kind;
  return `the ${word} ${name ?? ''} may not call ${action}`.replace('  ', ' ');
}

/** Fit for the middle of a sentence: one line, of bearable length, without its full stop. */
function tidy(message: string): string {
  const line = message.replace(/\s+/g, ' ').trim().replace(/\.$/, '');
  return line.length > 300 ? `${line.slice(0, 299)}…` : line;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
