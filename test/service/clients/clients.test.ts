import { ListProfilingGroupsCommand } from '@aws-sdk/client-codeguruprofiler';
import assert from 'node:assert/strict';
import { OPERATIONS } from '../../../src/service/model/constraints';
import type { OperationName } from '../../../src/service/model/input';
import { skip } from '../../harness/skip';
import { startTestService } from '../running-service';
import type { Aspect } from './case';
import { allCases, neverAnswered } from './cases/all-cases';
import { rightInputs } from './cases/inputs';
import type { Client } from './client';
import { createJavaScriptClient, JAVASCRIPT_SDK } from './javascript-client';
import { hasAspect, OperationTable } from './operation-table';
import { createPythonClient } from './python-client';
import { AWSCLI, BOTO3, ensurePythonClients, INSTALL_TIMEOUT_MS } from './python-environment';
import type { Stage } from './scene';
import { play } from './scene';
import { createStates } from './states';

// All 23 operations through three clients that nobody here wrote: what each case does is said once, in cases/.

const operations = Object.keys(OPERATIONS) as OperationName[];
const table = new OperationTable();
for (const { operation, error, reason } of neverAnswered) table.leaveOut(operation, error, reason);
const states = createStates();

// Outside of every suite: at the end of the whole run, where it is looked for.
after(async () => {
  await states.end();
  if (!table.isEmpty()) process.stdout.write(`\n${table.print()}\n\n`);
});

describe('the cases of the clients', () => {
  const aspects = (operation: OperationName): Aspect[] =>
    (['success', 'paging', ...OPERATIONS[operation].errors] as Aspect[]).filter((aspect) =>
      hasAspect(operation, aspect),
    );

  it('leave out nothing that the service model promises', () => {
    const missing = operations.flatMap((operation) =>
      aspects(operation)
        .filter((aspect) => !allCases.some((one) => one.operation === operation && one.shows === aspect))
        .filter((aspect) => !neverAnswered.some((one) => one.operation === operation && one.error === aspect))
        .map((aspect) => `${operation}: ${aspect}`),
    );
    assert.deepEqual(missing, []);
  });

  it('show nothing that the service model does not have', () => {
    const invented = allCases.filter(({ operation, shows }) => !hasAspect(operation, shows));
    assert.deepEqual(invented, []);
  });
});

runThrough(`JavaScript ${JAVASCRIPT_SDK}`, async () => createJavaScriptClient());
runThrough(`boto3 ${BOTO3}`, () => createInPython('boto3_client.py'));
runThrough(`AWS CLI ${AWSCLI}`, () => createInPython('aws_cli.py'));

async function createInPython(script: string): Promise<Client | string> {
  const environment = await ensurePythonClients();
  return typeof environment === 'string' ? environment : createPythonClient(environment.python, script);
}

/** @param create gives the reason where the client cannot be had on this machine */
function runThrough(name: string, create: () => Promise<Client | string>): void {
  table.addClient(name);

  describe(`through ${name},`, () => {
    let stage: Stage;
    before(async function () {
      this.timeout(INSTALL_TIMEOUT_MS);
      const client = await create();
      if (typeof client === 'string') {
        table.skip(name, client);
        return skip(this, client);
      }
      const clock = { now: Date.now() };
      const service = await startTestService({ clock: () => clock.now });
      stage = { client, service, clock, state: (state) => states.get(state) };
    });
    after(async () => {
      await stage?.client.close();
      await stage?.service.end();
    });

    it('every operation is refused with a wrong secret, and does nothing', async () => {
      const address = { ...stage.service.address, secretAccessKey: 'wrong'.repeat(8) };
      for (const operation of operations) {
        const answer = await stage.client.call(address, operation, rightInputs[operation]('intruder'));
        assert.ok('error' in answer, operation);
        assert.equal(answer.error.code, 'InvalidSignatureException', operation);
        assert.equal(answer.status ?? 403, 403, operation);
      }
      const { profilingGroupNames } = await stage.service.client.send(new ListProfilingGroupsCommand({}));
      assert.deepEqual(profilingGroupNames, []);
    });

    for (const { operation, shows, does, run } of allCases) {
      it(`${operation} ${does}`, async () => {
        const pass = table.begin(name, operation, shows);
        await play(stage, run);
        pass();
      });
    }
  });
}
