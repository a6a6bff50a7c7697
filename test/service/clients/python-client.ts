import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { devNull } from 'node:os';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { ServiceAddress } from '../../../src/service/handshake';
import type { Answer, Client, Members } from './client';

/**
 * A client in a Python process that lives as long as the suite: an interpreter with botocore takes a second to start,
 * and there are hundreds of cases. Questions and answers are lines of JSON; bytes are `{"$bytes": base64}`.
 */
export function createPythonClient(python: string, script: string): Client {
  const child = spawn(python, ['-B', resolve('test/service/clients/python', script)], { env: ENVIRONMENT });
  const printed: string[] = [];
  child.stderr.on('data', (chunk: Buffer) => printed.push(chunk.toString()));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();

  const ask = async (question: object): Promise<unknown> => {
    child.stdin.write(`${JSON.stringify(question)}\n`);
    const { done, value } = (await lines.next()) as { done?: boolean; value: string };
    if (done) throw new Error(`${script} ended: ${printed.join('')}`);
    const answer = JSON.parse(value, unwrapBytes) as { readonly broken?: string };
    if (answer.broken !== undefined) throw new Error(answer.broken);
    return answer;
  };
  return {
    call: async (address, operation, input) =>
      (await ask({ address: toWire(address), operation, input: wrapBytes(input) })) as Answer,
    async pageProfileTimes(address, input: Members) {
      const question = { address: toWire(address), operation: 'ListProfileTimes', input, paginate: true };
      return ((await ask(question)) as { starts: string[] }).starts;
    },
    close: () => end(child),
  };
}

/** Nothing of the machine's own AWS configuration, and no network but the endpoint that each question names. */
export const ENVIRONMENT: NodeJS.ProcessEnv = {
  PATH: process.env.PATH,
  SYSTEMROOT: process.env.SYSTEMROOT,
  PYTHONIOENCODING: 'utf-8',
  PYTHONUTF8: '1',
  AWS_CONFIG_FILE: devNull,
  AWS_SHARED_CREDENTIALS_FILE: devNull,
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_DEFAULT_OUTPUT: 'json',
  AWS_PAGER: '',
  // What is wanted here is the service's own answer, not the third one.
  AWS_MAX_ATTEMPTS: '1',
};

function toWire({ endpoint, region, accessKeyId, secretAccessKey }: ServiceAddress): object {
  return { endpoint, region, accessKeyId, secretAccessKey };
}

/** Bytes are members of their own, never nested. */
function wrapBytes(input: Members): Members {
  const wrap = (value: unknown) =>
    value instanceof Uint8Array ? { $bytes: Buffer.from(value).toString('base64') } : value;
  return Object.fromEntries(Object.entries(input).map(([name, value]) => [name, wrap(value)]));
}

function unwrapBytes(_key: string, value: unknown): unknown {
  const text = (value as { readonly $bytes?: unknown } | null)?.$bytes;
  return typeof text === 'string' ? Buffer.from(text, 'base64') : value;
}

async function end(child: ChildProcessWithoutNullStreams): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.stdin.end();
  await exit;
}
