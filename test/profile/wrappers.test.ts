import assert from 'node:assert/strict';
import { foldWrappers, isSynthetic, toReadable } from '../../src/profile/wrappers';
import { drawn, printTree, profileOf } from '../fixtures/text-profile';

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

  it('are folded below the frames of threads, where there are any', () => {
    const folded = foldWrappers(
      profileOf(`
        thread MainThread
          runpy:_run_code  1
            app:<module>  2
              runpy:run_module  3
        thread worker
          runpy:_run_code
            thread of its own
              runpy:run_module  4
      `),
    );
    assert.equal(
      printTree(folded),
      drawn(`
        thread MainThread (6, 0)
          app:<module> (5, 2)
            runpy:run_module (3, 3)
          runpy:_run_code (1, 1)
        thread worker (4, 0)
          thread of its own (4, 0)
            runpy:run_module (4, 4)
      `),
    );
  });

  it('leave a profile without them alone', () => {
    const plain = profileOf('app:<module>  1');
    assert.equal(foldWrappers(plain), plain);
  });

  it('keep the names that other frames were reported under', () => {
    const raw = profileOf('runpy:run\n  app:main\n    a.Shop$$Lambda$3/77.run  2');
    const { frames } = toReadable(raw);
    assert.deepEqual(frames.name, ['a.Shop$$Lambda.run', 'app:main']);
    assert.deepEqual(frames.raw, ['a.Shop$$Lambda$3/77.run', '']);
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
