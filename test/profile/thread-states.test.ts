import assert from 'node:assert/strict';
import { deriveStates, stateOfPythonLeaf, statesOf } from '../../src/profile/thread-states';
import { printTree, profileOf } from '../fixtures/text-profile';

describe('thread states of Python', () => {
  // The leaves that real agents sent from waiting threads (CPython 3.11), and close relatives that run.
  const rows: [leaf: string, state: string][] = [
    ['<Sleep>', 'TIMED_WAITING'],
    ['<queue.get>', 'WAITING'],
    ['threading:Condition:wait', 'WAITING'],
    ['threading:Event:wait', 'WAITING'],
    ['threading:Thread:_wait_for_tstate_lock', 'WAITING'],
    ['threading:Worker:_wait_for_tstate_lock', 'WAITING'],
    ['queue:Queue:get', 'WAITING'],
    ['selectors:EpollSelector:select', 'TIMED_WAITING'],
    ['selectors:SelectSelector:_select', 'TIMED_WAITING'],
    ['socket:socket:accept', 'WAITING'],
    ['socket:SocketIO:readinto', 'WAITING'],
    ['ssl:SSLSocket:read', 'WAITING'],
    ['subprocess:Popen:_try_wait', 'WAITING'],
    ['app:Worker:run', 'RUNNABLE'],
    ['threading:Thread:run', 'RUNNABLE'],
    ['app.threading:Condition:wait', 'RUNNABLE'],
    ['queue:wait_for_me', 'RUNNABLE'],
    ['json.encoder:JSONEncoder:encode', 'RUNNABLE'],
    ['', 'RUNNABLE'],
    [`threading:${'x'.repeat(1_000_000)}:wait`, 'RUNNABLE'],
  ];
  for (const [leaf, state] of rows) {
    it(`${leaf.slice(0, 60) || '(empty name)'} is ${state}`, () => {
      assert.equal(stateOfPythonLeaf(leaf), state);
    });
  }

  it('moves WALL_TIME samples and leaves the rest', () => {
    const derived = deriveStates(
      profileOf('a  WALL_TIME 3 BLOCKED 1\n  <Sleep>  WALL_TIME 5 TIMED_WAITING 2'),
    );
    assert.deepEqual(derived.samples.states, ['RUNNABLE', 'BLOCKED', 'TIMED_WAITING']);
    assert.equal(printTree(derived, ['RUNNABLE']), 'a (3, 3)\n  <Sleep> (0, 0)');
    assert.equal(printTree(derived, ['TIMED_WAITING']), 'a (7, 0)\n  <Sleep> (7, 7)');
  });

  it('leaves a profile with real thread states alone', () => {
    const java = profileOf('a  RUNNABLE 3 IDLE 1');
    assert.equal(deriveStates(java), java);
  });
});

describe('statesOf', () => {
  const all = ['RUNNABLE', 'NATIVE', 'BLOCKED', 'WAITING', 'TIMED_WAITING', 'IDLE', 'ODD'];
  it('takes running, native and blocked threads as CPU', () => {
    assert.deepEqual(statesOf('cpu', all), ['RUNNABLE', 'NATIVE', 'BLOCKED']);
  });
  it('takes all but idle as latency, unknown states included', () => {
    assert.deepEqual(statesOf('latency', all), [
      'RUNNABLE',
      'NATIVE',
      'BLOCKED',
      'WAITING',
      'TIMED_WAITING',
      'ODD',
    ]);
  });
  it('takes what a custom view names and the data has', () => {
    assert.deepEqual(statesOf(['IDLE', 'GONE'], all), ['IDLE']);
  });
});
