import assert from 'node:assert/strict';
import { deriveStates, stateOfPythonLeaf, statesOf } from '../../src/profile/thread-states';
import { foldWrappers, isSynthetic, toReadable } from '../../src/profile/wrappers';
import { drawn, printTree, profileOf } from '../fixtures/text-profile';

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

describe('wrapper frames', () => {
  it('are folded at the bottom of stacks, not further up', () => {
    const folded = foldWrappers(
      profileOf(`
        <frozen runpy>:_run_module_as_main
          <frozen runpy>:_run_code
            burnline_launch:<module>
              burnline_launch:main
                runpy:run_path
                  app:<module>
                    app:main  4
                      runpy:run_module  1
        threading:Thread:_bootstrap
          app:Worker:run  2
      `),
    );
    assert.equal(
      printTree(folded),
      drawn(`
        app:<module> (5, 0)
          app:main (5, 4)
            runpy:run_module (1, 1)
        threading:Thread:_bootstrap (2, 0)
          app:Worker:run (2, 2)
      `),
    );
  });

  it('keep the samples that ended in them', () => {
    const folded = foldWrappers(
      profileOf(
        'codeguru_profiler_agent.__main__:<module>  1\n  codeguru_profiler_agent.__main__:main  2\n    app:<module>  3',
      ),
    );
    assert.equal(
      printTree(folded),
      drawn(`
        app:<module> (3, 3)
        codeguru_profiler_agent.__main__:<module> (1, 1)
        codeguru_profiler_agent.__main__:main (2, 2)
      `),
    );
  });

  it('leave a profile without them alone', () => {
    const plain = profileOf('app:<module>  1');
    assert.equal(foldWrappers(plain), plain);
  });

  it('go together with derived states into what people read', () => {
    const readable = toReadable(profileOf('burnline_launch:main\n  app:main\n    <Sleep>  WALL_TIME 2'));
    assert.equal(printTree(readable, ['TIMED_WAITING']), 'app:main (2, 0)\n  <Sleep> (2, 2)');
  });
});

describe('isSynthetic', () => {
  it('knows the names that stand for activities', () => {
    assert.deepEqual(
      ['<Sleep>', '<queue.get>', '<Truncated>', '<module>', 'app:<lambda>', '<frozen runpy>:x'].filter(
        isSynthetic,
      ),
      ['<Sleep>', '<queue.get>', '<Truncated>'],
    );
  });
});
