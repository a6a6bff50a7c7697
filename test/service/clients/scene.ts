import { CreateProfilingGroupCommand, DeleteProfilingGroupCommand } from '@aws-sdk/client-codeguruprofiler';
import assert from 'node:assert/strict';
import { foldAll, reportAll } from '../../../src/service/housekeeping';
import { OPERATIONS } from '../../../src/service/model/constraints';
import type { ErrorName, OperationName } from '../../../src/service/model/input';
import type { TestService } from '../running-service';
import type { Scene, State } from './case';
import { arnOf } from './cases/inputs';
import type { Answer, Client, Members } from './client';

/** The statuses that the service model gives to its exceptions. */
const STATUS: Readonly<Record<ErrorName, number>> = {
  ValidationException: 400,
  ServiceQuotaExceededException: 402,
  ResourceNotFoundException: 404,
  ConflictException: 409,
  ThrottlingException: 429,
  InternalServerException: 500,
};

/** What the scenes of one client have in common. */
export interface Stage {
  readonly client: Client;
  service: TestService;
  readonly clock: { now: number };
  readonly state: (state: State) => Promise<TestService>;
}

let names = 0;

/** Runs a case with a group of its own, so that cases do not see each other. */
export async function play(stage: Stage, run: (scene: Scene) => Promise<void>): Promise<void> {
  const profilingGroupName = newName();
  const command = { profilingGroupName, clientToken: profilingGroupName };
  await stage.service.client.send(new CreateProfilingGroupCommand(command));
  try {
    await run(toScene(stage, profilingGroupName));
  } finally {
    // Listings of all groups stay short.
    await stage.service.client.send(new DeleteProfilingGroupCommand({ profilingGroupName })).catch(() => {});
  }
}

function newName(): string {
  return `case-${++names}`;
}

function toScene(stage: Stage, group: string): Scene {
  const { client, clock } = stage;
  return {
    group,
    arn: arnOf(group),
    clock,
    newName,
    async call(operation, input) {
      return expectSuccess(operation, await client.call(stage.service.address, operation, input));
    },
    async refusal(operation, input, state) {
      const { address } = state === undefined ? stage.service : await stage.state(state);
      return expectFailure(await client.call(address, operation, input));
    },
    pageProfileTimes: (input) => client.pageProfileTimes(stage.service.address, input),
    async restart() {
      const { port } = new URL(stage.service.address.endpoint);
      stage.service = await stage.service.restart({ port: Number(port) });
      // The client may send the next request into the connection that the restart closed, and then sends it again, were
      // it not held to one attempt.
      await client.call(stage.service.address, 'ListProfilingGroups', { maxResults: 1 }).catch(() => {});
    },
    async keepHouse() {
      await foldAll(stage.service.service);
      await reportAll(stage.service.service);
    },
  };
}

function expectSuccess(operation: OperationName, answer: Answer): Members {
  if ('error' in answer) {
    const { code, message } = answer.error;
    throw new assert.AssertionError({ message: `${operation} was refused with ${code}: ${message}` });
  }
  assert.equal(answer.status ?? OPERATIONS[operation].status, OPERATIONS[operation].status, operation);
  assert.deepEqual(answer.complaints, [], operation);
  return answer.output;
}

function expectFailure(answer: Answer): string {
  if (!('error' in answer)) {
    return `no error but ${JSON.stringify(answer.output)}`;
  }
  const { status, error } = answer;
  const expected = (STATUS as Readonly<Record<string, number>>)[error.code];
  if (status !== undefined) assert.equal(status, expected ?? status, error.code);
  return `${error.code}: ${error.message}`;
}
