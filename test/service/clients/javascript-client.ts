import * as sdk from '@aws-sdk/client-codeguruprofiler';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import type { ServiceAddress } from '../../../src/service/handshake';
import { OPERATIONS, SHAPES } from '../../../src/service/model/constraints';
import type { OperationModel, OperationName } from '../../../src/service/model/input';
import { clientOf } from '../running-service';
import type { Answer, Client, Members } from './client';

type Command = Parameters<sdk.CodeGuruProfilerClient['send']>[0];

/** `DescribeProfilingGroupCommand` and its 22 siblings: the SDK has no table of them but its own exports. */
const commands = sdk as unknown as Readonly<Record<string, new (input: Members) => Command>>;

const readPackage = createRequire(resolve('package.json'));

export const JAVASCRIPT_SDK = (
  readPackage('@aws-sdk/client-codeguruprofiler/package.json') as { version: string }
).version;

/** `@aws-sdk/client-codeguruprofiler`, in this process. */
export function createJavaScriptClient(): Client {
  const clients = new Map<string, sdk.CodeGuruProfilerClient>();
  const clientFor = (address: ServiceAddress): sdk.CodeGuruProfilerClient => {
    const key = `${address.endpoint} ${address.secretAccessKey}`;
    const known = clients.get(key) ?? clientOf(address);
    clients.set(key, known);
    return known;
  };
  return {
    async call(address, operation, input) {
      const command = new commands[`${operation}Command`](toSdk(operation, input));
      try {
        const { $metadata, ...output } = await clientFor(address).send(command);
        return { status: $metadata.httpStatusCode, output: fromSdk(output) as Members, complaints: [] };
      } catch (error) {
        return toFailure(error);
      }
    },
    async pageProfileTimes(address, input) {
      const starts: string[] = [];
      const typed = toSdk('ListProfileTimes', input) as unknown as sdk.ListProfileTimesCommandInput;
      for await (const page of sdk.paginateListProfileTimes({ client: clientFor(address) }, typed)) {
        starts.push(...(page.profileTimes ?? []).map(({ start }) => start?.toISOString() ?? ''));
      }
      return starts;
    },
    async close() {
      for (const client of clients.values()) client.destroy();
    },
  };
}

/** All times of requests are members of their own, never nested. */
function toSdk(operation: OperationName, input: Members): Members {
  const { input: members }: OperationModel = OPERATIONS[operation];
  const convert = ([name, value]: [string, unknown]) => {
    const isTime = members[name] !== undefined && SHAPES[members[name].shape].type === 'timestamp';
    return [name, isTime ? new Date(String(value)) : value];
  };
  return Object.fromEntries(Object.entries(input).map(convert)) as Members;
}

/** Dates as text, and without members that are undefined: the SDK lists what an answer lacks. */
function fromSdk(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(fromSdk);
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(entries.map(([name, member]) => [name, fromSdk(member)]));
}

/** What is not the service's answer (a broken connection, an input that the SDK refuses) is not the case's business. */
function toFailure(error: unknown): Answer {
  if (!(error instanceof sdk.CodeGuruProfilerServiceException)) throw error;
  return { status: error.$metadata.httpStatusCode, error: { code: error.name, message: error.message } };
}
