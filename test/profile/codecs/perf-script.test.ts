import assert from 'node:assert/strict';
import { draws, read, refuses } from './reading';

const TWO = `
# perf version : 5.10.1
# cmdline : /usr/bin/perf record -F 99 -g
java  3244/3251 [002] 158665.570607: 10101010 cpu-clock:
\t7f1e214c24d9 SpinPause+0x19 (/usr/lib/jvm/lib jvm.so)
\t7f1e21c41e9a start_thread (/lib/libpthread-2.15.so)

Web Content 9  158665.580607:   10101010 cpu-clock:u:
        ffffffff8103f00a [unknown] ([kernel.kallsyms])
            7f1e2162ad6f Lorg/Shop;.load(I)V (/tmp/perf-9.map)
\t7f1e21c41e9a start_thread (/lib/libpthread-2.15.so)

`;

describe('reading what perf script prints', () => {
  it('reads each block from the entry point on', () => {
    draws(
      TWO.replace('cpu-clock:u:', 'cpu-clock:'),
      `
      start_thread @/lib/libpthread-2.15.so (2, 0)
        Lorg/Shop;.load(I)V @/tmp/perf-9.map (1, 0)
          [kernel.kallsyms] @[kernel.kallsyms] (1, 1)
        SpinPause @/usr/lib/jvm/lib jvm.so (1, 1)`,
    );
    const { format, profile } = read(TWO);
    assert.equal(format, 'perf-script');
    assert.deepEqual(profile.meta.agent, { type: 'perf', version: '5.10.1' });
    assert.deepEqual(profile.meta.weight, { unit: 'samples', perSample: 1, seconds: 1 / 99 });
  });

  it('takes the first event, or another', () => {
    assert.equal(read(TWO).profile.samples.length, 1);
    assert.deepEqual(read(TWO).choices?.measurements, ['cpu-clock', 'cpu-clock:u']);
    const { profile } = read(TWO, { measurement: 'cpu-clock:u' });
    assert.equal(profile.stacks.length, 3);
    refuses(TWO, /the measurement must be one of cpu-clock, cpu-clock:u, not "x"/, { measurement: 'x' });
  });

  it('names threads with spaces in their names', () => {
    const { profile } = read(TWO.replace(':u:', ':'), { threads: 'separate' });
    const threads = profile.frames.name.filter((name) => name.startsWith('thread '));
    assert.deepEqual(threads, ['thread Web Content 9', 'thread java 3251']);
  });

  it('reads files that are gone, inlined functions and C++ with brackets', () =>
    draws(
      'a 1 cycles:\n\t12 std::function<void (int)>::operator()(int) const (/srv/app (deleted))\n\t13 inner (inlined)\n\n',
      `
      inner (1, 0)
        std::function<void (int)>::operator()(int) const @/srv/app (1, 1)`,
    ));

  it('passes over source lines and processes', () =>
    draws(
      'a 1 cycles:\n\t12 load (/srv/app)\n  app.c:12\n\t13 (/bin/sh)\n\t14 main (/srv/app)\n\n',
      'main @/srv/app (1, 0)\n  load @/srv/app (1, 1)',
    ));

  it('leaves out a last block that was cut, unless there is no other', () => {
    const block = 'a 1 cycles:\n\t12 load (/srv/app)\n';
    draws(block, 'load @/srv/app (1, 1)');
    draws(`${block}\n${block}`, 'load @/srv/app (1, 1)');
    draws(`${block}\n${block}\n`.replaceAll('\n', '\r\n'), 'load @/srv/app (2, 2)');
  });

  it('refuses stacks that are too deep', () => {
    const frame = '\t12 load (/srv/app)\n';
    assert.equal(read(`a 1 cycles:\n${frame.repeat(10_000)}\n`).profile.stacks.length, 10_000);
    refuses(`a 1 cycles:\n${frame.repeat(10_001)}\n`, /at most 10000 frames/);
  });
});
