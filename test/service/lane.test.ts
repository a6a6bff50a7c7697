import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Lane } from '../../src/service/engine/lane';

/**
 * A thread that answers `echo` with its input, counts the inputs of a `batch`, and dies of `die`. An order takes it a
 * moment, so that others come to wait.
 */
const THREAD = `
  const { parentPort } = require('node:worker_threads');
  const { setTimeout: sleep } = require('node:timers/promises');
  parentPort.on('message', async (order) => {
    if (order === 'close') process.exit(0);
    await sleep(5);
    if (order.job === 'die') process.exit(9);
    if (order.job === 'throw') throw new Error('a defect');
    if (order.job === 'refuse') {
      const error = { kind: 'service', code: 'ValidationException', status: 400, message: 'no' };
      return parentPort.postMessage({ outcomes: order.inputs.map(() => ({ error })) });
    }
    const output = order.job === 'batch' ? () => order.inputs.length : (input) => input;
    parentPort.postMessage({ outcomes: order.inputs.map((input) => ({ output: output(input) })) });
  });
`;

describe('a lane of the engine', () => {
  let folder: string;
  let script: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'burnline-lane-'));
    script = join(folder, 'thread.js');
    writeFileSync(script, THREAD);
  });
  after(() => rmSync(folder, { recursive: true }));

  const logged: string[] = [];
  const open = (more: { limit?: number; batch?: number } = {}) =>
    new Lane({
      script,
      databasePath: '',
      name: 'test',
      limit: 10,
      batch: 1,
      log: (line) => logged.push(line),
      ...more,
    });
  const outcomeOf = (answer: Promise<unknown>) =>
    answer.then(
      (value) => String(value),
      (error: Error) => `${'code' in error ? String(error.code) : error.name}: ${error.message}`,
    );

  it('answers questions in their order, and lets upkeep have every second turn', async () => {
    const lane = open();
    const order: string[] = [];
    const note = (answer: Promise<unknown>) => answer.then((value) => order.push(String(value)));
    await Promise.all([
      ...['a', 'b', 'c', 'd'].map((name) => note(lane.ask('echo', name))),
      ...['x', 'y'].map((name) => note(lane.tend('echo', name))),
    ]);
    assert.equal(order.join(' '), 'a x b y c d');
    await lane.close();
  });

  it('hands over together what came while it was at work', async () => {
    const lane = open({ batch: 3 });
    const answers = await Promise.all(Array.from({ length: 5 }, () => lane.ask('batch', {})));
    assert.equal(answers.join(' '), '1 3 3 3 1');
    await lane.close();
  });

  it('refuses what is too much, at once', async () => {
    const lane = open({ limit: 2 });
    const underWay = [1, 2, 3].map((n) => lane.ask('echo', n));
    assert.throws(() => void lane.ask('echo', 4), /ThrottlingException|send the request again/);
    assert.deepEqual(await Promise.all(underWay), [1, 2, 3]);
    await lane.close();
  });

  it('loses only the order that its thread died of', async () => {
    const lane = open();
    const answers = await Promise.all(
      ['echo', 'die', 'echo', 'throw', 'echo', 'refuse', 'echo'].map((job) =>
        outcomeOf(lane.ask(job, 'done')),
      ),
    );
    const lost =
      'InternalServerException: The service ran out of memory or failed on this request, and goes on with the others; ask for less.';
    assert.deepEqual(answers, ['done', lost, 'done', lost, 'done', 'ValidationException: no', 'done']);
    assert.match(logged.join(), /the thread test failed: Error: a defect/);
    await lane.close();
  });

  it('finishes what it was asked before it closes', async () => {
    const lane = open();
    const answers = Promise.all(['a', 'b', 'c'].map((name) => lane.ask('echo', name)));
    await lane.close();
    assert.deepEqual(await answers, ['a', 'b', 'c']);
  });
});
