import assert from 'node:assert/strict';
import type { Connection } from '../../src/aws/endpoint';
import { toProfilerError } from '../../src/aws/translate-error';

const AWS: Connection = { kind: 'aws', profile: 'acme-prod', region: 'eu-west-1' };
const LOCAL: Connection = {
  kind: 'local',
  address: {
    endpoint: 'http://127.0.0.1:4321',
    region: 'us-east-1',
    accountId: '1',
    accessKeyId: 'a',
    secretAccessKey: 'very-secret',
  },
};

function check(error: unknown, expected: string, connection = AWS): void {
  const { code, message, cause } = toProfilerError(error, {
    doing: 'list profiling groups',
    connection,
  });
  assert.equal(`${code}: ${message}`, expected);
  assert.equal(cause, error);
  assert.doesNotMatch(message, /very-secret/);
}

const named = (name: string, message = '', more: object = {}): Error =>
  Object.assign(new Error(message), { name }, more);

describe('errors in words', () => {
  it('name the role and the call that it may not make', () => {
    check(
      named(
        'AccessDeniedException',
        'User: arn:aws:sts::123456789012:assumed-role/ReadOnly/me is not authorized to perform: codeguru-profiler:ListProfilingGroups on resource: arn:aws:codeguru-profiler:eu-west-1:123456789012:/profilingGroups',
      ),
      'forbidden: Could not list profiling groups in eu-west-1: the role ReadOnly may not call codeguru-profiler:ListProfilingGroups. Copy the policy that allows it, or choose another role.',
    );
    check(
      named(
        'AccessDeniedException',
        'User: arn:aws:iam::123456789012:user/me is not authorized to perform: codeguru-profiler:GetProfile',
      ),
      'forbidden: Could not list profiling groups in eu-west-1: the user me may not call codeguru-profiler:GetProfile. Copy the policy that allows it, or choose another role.',
    );
  });

  it('say how to sign in again', () => {
    const expected =
      'credentials-expired: Could not list profiling groups in eu-west-1: the credentials of the AWS profile acme-prod have expired. Sign in again (aws sso login --profile acme-prod), then refresh.';
    check(named('ExpiredTokenException', 'The security token included in the request is expired'), expected);
    check(named('TokenProviderError', 'Token is expired'), expected);
  });

  it('tell a limit from an outage', () => {
    check(
      named('ThrottlingException', 'Rate exceeded'),
      'throttled: Could not list profiling groups in eu-west-1: AWS limits how often this account may ask. Wait a minute, then refresh.',
    );
    check(
      named('Error', 'getaddrinfo ENOTFOUND', { code: 'ENOTFOUND' }),
      'unreachable: Could not list profiling groups in eu-west-1: codeguru-profiler.eu-west-1.amazonaws.com cannot be reached (ENOTFOUND). Check the network, a proxy and the region, then refresh.',
    );
    check(
      named('Error', 'connect ECONNREFUSED', { code: 'ECONNREFUSED' }),
      'unreachable: Could not list profiling groups: the embedded service does not answer at 127.0.0.1:4321. Refresh to start it again.',
      LOCAL,
    );
  });

  it('tell missing credentials from refused ones', () => {
    check(
      named('CredentialsProviderError', 'Could not resolve credentials using profile: [acme-prod]'),
      'credentials-missing: Could not list profiling groups in eu-west-1: no credentials for the AWS profile acme-prod (Could not resolve credentials using profile: [acme-prod]). Set them up with "aws configure" or sign in (aws sso login --profile acme-prod), then refresh.',
    );
    check(
      named('InvalidSignatureException', 'The request signature does not match'),
      'credentials-rejected: Could not list profiling groups: the embedded service does not know these keys. Refresh to connect to it anew; if that does not help, another service uses the data folder.',
      LOCAL,
    );
  });

  it('keep to one line of bearable length, whatever came', () => {
    const long = toProfilerError(named('X', `a\n${'b'.repeat(5000)}`), { doing: 'x', connection: LOCAL });
    assert.doesNotMatch(long.message, /\n/);
    assert.ok(long.message.length < 400);
    check(
      'just a string',
      'server: Could not list profiling groups in eu-west-1: just a string. Try again; the log has the details.',
    );
    check(
      undefined,
      'server: Could not list profiling groups in eu-west-1: undefined. Try again; the log has the details.',
    );
  });

  it('go by the status where the name says nothing', () => {
    const status = (httpStatusCode: number): Error =>
      named('UnknownError', 'no', { $metadata: { httpStatusCode } });
    assert.equal(toProfilerError(status(403), { doing: 'x', connection: AWS }).code, 'forbidden');
    assert.equal(toProfilerError(status(429), { doing: 'x', connection: AWS }).code, 'throttled');
    assert.equal(toProfilerError(status(500), { doing: 'x', connection: AWS }).code, 'server');
  });

  it('are translated once', () => {
    const once = toProfilerError(named('ThrottlingException'), { doing: 'x', connection: AWS });
    assert.equal(toProfilerError(once, { doing: 'y', connection: AWS }), once);
  });
});
