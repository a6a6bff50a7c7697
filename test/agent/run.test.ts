import assert from 'node:assert/strict';
import type { AgentState } from '../../src/agent/agent-state';
import type { PlanTask } from '../../src/agent/plan-task';
import { followTask, untilReported } from '../../src/agent/run';
import { HeldAnswers, settled } from '../fixtures/held-answers';

/** A program in a terminal that does what a test says, and a service that answers when it is told to. */
function createRun() {
  const held = new HeldAnswers();
  let begin: (processId: number | undefined) => void = () => undefined;
  let end: (exitCode: number | undefined) => void = () => undefined;
  const did: string[] = [];
  const task: PlanTask = {
    processId: new Promise((resolve) => (begin = resolve)),
    ended: new Promise((resolve) => (end = resolve)),
    interrupt: async () => {
      did.push('interrupt');
      return true;
    },
    terminate: () => did.push('terminate'),
  };
  const run = followTask(task, {
    firstProfileAfter: 10_000,
    lastProfileAt: () => held.hold(() => Infinity),
    log: { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined },
  });
  return { run, held, did, begin, end };
}

describe('a program under the agent', () => {
  it('is not waited for where it had ended before anybody began to wait', async () => {
    const { run, held, begin, end } = createRun();
    begin(undefined);
    end(undefined);
    await held.answerAll();
    const told: AgentState['kind'][] = [];
    await untilReported(run, ({ kind }) => told.push(kind));
    assert.deepEqual(told, ['stopped']);
  });

  it('is waited for until it has ended, also where its end was asked for', async () => {
    const { run, held, did, begin, end } = createRun();
    begin(7);
    await settled();
    const told: AgentState['kind'][] = [];
    const waited = untilReported(run, ({ kind }) => told.push(kind));
    const stopped = run.stop();
    end(0);
    await held.answerAll();
    await Promise.all([waited, stopped]);
    assert.deepEqual(told, ['waiting', 'stopping', 'stopped']);
    assert.deepEqual(did, ['interrupt']);
  });

  it('has stopped, its last profile looked for, by the time that stopping it is over', async () => {
    const { run, held, begin, end } = createRun();
    begin(7);
    await settled();
    let isOver = false;
    const stopped = run.stop().then(() => (isOver = true));
    end(0);
    await settled();
    assert.equal(isOver, false);
    await held.answerAll();
    await stopped;
    assert.deepEqual(run.state, { kind: 'stopped', exitCode: 0, hasProfile: true });
  });
});
