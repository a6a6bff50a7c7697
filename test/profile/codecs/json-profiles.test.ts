import assert from 'node:assert/strict';
import { toReadable } from '../../../src/profile/wrappers';
import { printTree } from '../../fixtures/text-profile';
import { draws, read, refuses } from './reading';

describe('reading speedscope files', () => {
  const frames = [{ name: 'main', file: 'app.py', line: 3 }, { name: 'load' }, { name: 'show' }];
  const shared = { frames };
  const sampled = {
    type: 'sampled',
    name: 'one',
    unit: 'milliseconds',
    samples: [[0, 1], [0, 2], [], [0, 1]],
    weights: [5, 3, 100, 0.5],
  };
  const evented = {
    type: 'evented',
    name: 'two',
    unit: 'milliseconds',
    startValue: 10,
    endValue: 20,
    events: [
      { type: 'O', frame: 0, at: 11 },
      { type: 'O', frame: 2, at: 12 },
      { type: 'C', frame: 2, at: 15 },
    ],
  };
  const file = (...profiles: object[]) => ({ shared, profiles, exporter: 'py-spy@0.3.14' });

  it('adds up samples, and leaves out when nothing ran', () => {
    draws(file(sampled), 'main @app.py:3 (8500000, 0)\n  load (5500000, 5500000)\n  show (3000000, 3000000)');
    const { meta } = read(file(sampled)).profile;
    assert.deepEqual(meta.weight, { unit: 'nanoseconds', perSample: 0, seconds: 1e-9 });
    assert.deepEqual(meta.agent, { type: 'py-spy', version: '0.3.14' });
  });

  it('adds up the time between events, up to the end of what stays open', () =>
    draws(file(evented), 'main @app.py:3 (9000000, 6000000)\n  show (3000000, 3000000)'));

  it('adds up units of one kind, and reads times since 1970 in nanoseconds', () => {
    const seconds = { ...sampled, unit: 'seconds', weights: [0.005, 0.003, 0.1, 0.0005] };
    draws(
      file(sampled, seconds),
      'main @app.py:3 (17000000, 0)\n  load (11000000, 11000000)\n  show (6000000, 6000000)',
    );
    const now = 2 ** 60;
    const events = [
      { type: 'O', frame: 1, at: now },
      { type: 'C', frame: 1, at: now + 1024 },
    ];
    const since1970 = { ...evented, unit: 'nanoseconds', startValue: now, endValue: now + 1024, events };
    draws(file(since1970), 'load (1024, 1024)');
  });

  it('merges all profiles of a file, or keeps them apart', () => {
    draws(
      file(sampled, evented),
      'main @app.py:3 (17500000, 6000000)\n  load (5500000, 5500000)\n  show (6000000, 6000000)',
    );
    assert.deepEqual(read(file(sampled, evented)).choices?.threads, ['one', 'two']);
    const { profile } = read(file(sampled, evented), { threads: 'separate' });
    assert.deepEqual(profile.frames.name, ['load', 'main', 'show', 'thread one', 'thread two']);
  });

  it('refuses what is no call stack', () => {
    const broken = (change: object) => file({ ...sampled, ...change });
    refuses(
      broken({ samples: [[7]], weights: [1] }),
      /profiles\[0\]\.samples\[0\] must be a row number below 3/,
    );
    refuses(broken({ samples: [[null]], weights: [1] }), /samples\[0\] must be a list of frames/);
    refuses(broken({ samples: [7], weights: [1] }), /samples\[0\] must be a list of frames/);
    refuses(broken({ weights: [1] }), /weights must be as long as samples \(4\), not 1/);
    refuses(broken({ weights: [1, 1, 1, -1] }), /weights\[3\] must be a number from 0/);
    refuses(
      file(sampled, { ...sampled, unit: 'bytes' }),
      /profiles must be of one kind, not of nanoseconds and bytes/,
    );
    const events = (...list: object[]) => file({ ...evented, events: list });
    refuses(
      events({ type: 'C', frame: 0, at: 11 }),
      /events\[0\] must be the end of the frame that began last/,
    );
    refuses(events({ type: 'O', frame: 0, at: 1 }), /at must be a time not before 10/);
    refuses(events({ type: 'O', frame: 5, at: 11 }), /frame must be a row number below 3/);
    refuses(events({ type: 'O', at: 11 }), /frame must be a row number below 3/);
    refuses(broken({ weights: [1, 1, 1, 1e30] }), /of weights of at most 1e\+30/);
    const open = { type: 'O', frame: 0, at: 11 };
    refuses(events(...Array.from({ length: 10_001 }, () => open)), /stacks of at most 10000 frames/);
    refuses({ shared, profiles: 7 }, /profiles must be a list, not 7/);
    refuses({ shared: {}, profiles: [{ ...sampled }] }, /row number below 0/);
  });
});

describe('reading CPU profiles of V8', () => {
  const node = (id: number, functionName: string, children: number[] = [], rest: object = {}) => ({
    id,
    callFrame: { functionName, scriptId: '1', url: id < 3 ? '' : 'file:///app.js', lineNumber: id },
    children,
    ...rest,
  });
  const nodes = [
    node(1, '(root)', [2, 3]),
    node(2, '(idle)', [], { hitCount: 2 }),
    node(3, '', [4], { hitCount: 1 }),
    node(4, 'load', [], {
      hitCount: 3,
      positionTicks: [
        { line: 9, ticks: 1 },
        { line: 7, ticks: 2 },
      ],
    }),
  ];
  const DRAWN = '(anonymous) @file:///app.js:4 (4, 1)\n  load @file:///app.js:7-9 (3, 3)\n(idle) (2, 2)';

  it('counts samples, and knows idle ones', () => {
    const samples = [2, 3, 4, 4, 2, 4];
    const file = { nodes, samples, timeDeltas: [0, 1000, 1000, 1000, 1000, 2000], startTime: 5, endTime: 6 };
    draws(file, DRAWN);
    const { meta, samples: table } = read(file).profile;
    assert.deepEqual(table.states, ['RUNNABLE', 'IDLE']);
    assert.deepEqual(meta.weight, { unit: 'samples', perSample: 1, seconds: 0.001 });
  });

  it('counts hits where there are no samples', () => draws({ nodes, startTime: 1 }, DRAWN));

  it('takes callers for callees, in any order', () => {
    const upward = nodes.map(({ children: _, ...rest }) => ({
      ...rest,
      parent: { 2: 1, 3: 1, 4: 3 }[rest.id],
    }));
    draws({ nodes: upward.reverse(), startTime: 1 }, DRAWN);
  });

  it('refuses nodes that call themselves, or that two have called', () => {
    const loop = [node(1, 'a', [2]), node(2, 'b', [1], { hitCount: 1 })];
    refuses({ nodes: loop, samples: [2] }, /of stacks of at most 10000 frames, none the caller of itself/);
    const two = [node(1, 'a', [3]), node(2, 'b', [3]), node(3, 'c')];
    refuses({ nodes: two, samples: [3] }, /nodes\[1\]\.children must be nodes that nobody else has called/);
    refuses(
      { nodes: [node(1, 'a'), node(1, 'b')], samples: [] },
      /nodes\[1\]\.id must be a number of its own/,
    );
    refuses({ nodes, samples: [77] }, /samples\[0\] must be ids of nodes/);
    refuses({ nodes, samples: ['__proto__'] }, /samples\[0\] must be ids of nodes/);
    refuses({ nodes: [node(1, 'a', [5])], samples: [] }, /nodes\[0\]\.children must be ids of nodes/);
  });

  it('reads 10,000 calls, and refuses one more', () => {
    const chain = (length: number) => ({
      nodes: Array.from({ length }, (_, at) => node(at + 1, 'f', at + 2 <= length ? [at + 2] : [])),
      samples: [length],
    });
    assert.equal(read(chain(10_000)).profile.stacks.length, 10_000);
    refuses(chain(10_001), /at most 10000 frames/);
  });
});

describe('reading sessions of pyinstrument', () => {
  const frame = (identifier: string, time: number, children: object[] = [], attributes = {}) => ({
    identifier: identifier.replaceAll(' ', '\0'),
    time,
    attributes,
    children,
  });
  const tree = frame('main /srv/app.py 3', 1.5, [
    frame('[self]', 0.25),
    frame('load /srv/app.py 9', 1.25, [], { l14: 1, l12: 0.25, cOther: 1 }),
  ]);
  const session = { start_time: 1_700_000_000.5, duration: 2, min_interval: 0.001 };

  it('adds up what is left of each frame, in nanoseconds', () => {
    draws(
      { session, frame_tree: tree },
      `
      main @/srv/app.py:3 (1500000000, 0)
        [self] (250000000, 250000000)
        load @/srv/app.py:12-14 (1250000000, 1250000000)`,
    );
    const { meta } = read({ session, frame_tree: tree }).profile;
    assert.deepEqual([meta.start, meta.end], [1_700_000_000_500, 1_700_000_002_500]);
    assert.deepEqual(meta.weight, { unit: 'nanoseconds', perSample: 1_000_000, seconds: 1e-9 });
  });

  it('gives a frame its own time back where people read it', () =>
    assert.equal(
      printTree(toReadable(read({ session, frame_tree: tree }).profile)),
      [
        'main @/srv/app.py:3 (1500000000, 250000000)',
        '  load @/srv/app.py:12-14 (1250000000, 1250000000)',
      ].join('\n'),
    ));

  it('reads what the JSON renderer writes', () => {
    const load = { function: 'load', file_path: '/srv/app.py', line_no: 9, time: 0.5, children: [] };
    const main = { function: 'main', file_path: '/srv/app.py', line_no: 3, time: 0.75, children: [load] };
    draws(
      { start_time: 5, duration: 1, root_frame: main },
      'main @/srv/app.py:3 (750000000, 250000000)\n  load @/srv/app.py:9 (500000000, 500000000)',
    );
  });

  it('reads a session without a frame', () => draws({ session, frame_tree: null, root_frame: null }, ''));

  it('refuses times and names that are none', () => {
    refuses({ session, frame_tree: frame('', 1) }, /frame_tree\.identifier must be the name of a function/);
    refuses(
      { session, frame_tree: { ...frame('a', 1), time: 'x' } },
      /frame_tree\.time must be a number from 0/,
    );
  });

  it('reads 10,000 calls, and refuses one more', () => {
    const chain = (length: number): string =>
      `{"frame_tree":${'{"identifier":"f","time":1,"children":['.repeat(length)}${']}'.repeat(length)}}`;
    assert.equal(read(chain(10_000)).profile.stacks.length, 10_000);
    refuses(chain(10_001), /at most 10000 frames/);
  });
});

describe('reading profiles of stackprof', () => {
  const frames = {
    7032: { name: '<main>', file: '/app.rb', line: 1 },
    7044: { name: 'Shop#load', file: '/app.rb', line: 9 },
    __proto__2: { name: 'odd' },
  };
  const file = { mode: 'wall', interval: 1000, samples: 3, frames, raw: [2, 7032, 7044, 2, 1, 7032, 1] };

  it('reads depth, frames and samples, and again', () => {
    draws(file, '<main> @/app.rb:1 (3, 1)\n  Shop#load @/app.rb:9 (2, 2)');
    const weightOf = (mode: string) => read({ ...file, mode }).profile.meta.weight;
    assert.deepEqual(weightOf('cpu'), { unit: 'samples', perSample: 1, seconds: 0.001 });
    assert.deepEqual(weightOf('object'), { unit: 'objects', perSample: 0, seconds: 0 });
  });

  it('says how to record where there are no stacks', () =>
    refuses({ ...file, raw: null }, /raw must be there; record with `raw: true` to have stacks in the file/));

  it('refuses depths that lie, and frames that are not there', () => {
    refuses({ ...file, raw: [5, 7032, 1] }, /raw\[0\] must be a depth that leaves room/);
    refuses({ ...file, raw: [1e15, 7032, 1] }, /raw\[0\] must be a depth that leaves room/);
    refuses({ ...file, raw: [-1, 7032] }, /raw\[0\] must be a whole number from 0/);
    refuses({ ...file, raw: [1, '__proto__', 1] }, /raw\[1\] must be the address of a frame/);
    refuses({ ...file, raw: [1, 7032, 0.5] }, /raw\[2\] must be a whole number/);
  });
});

describe('reading flame graphs of Pyroscope', () => {
  const names = ['total', 'main', 'load', 'quit'];
  const levels = [
    [0, 10, 0, 0],
    [0, 6, 2, 1, 0, 4, 4, 3],
    [2, 4, 4, 2],
  ];
  const DRAWN = 'main (6, 2)\n  load (4, 4)\nquit (4, 4)';

  it('reads what Pyroscope exports, and what its API answers', () => {
    const metadata = { format: 'single', units: 'samples', sampleRate: 100, spyName: 'gospy' };
    const file = { flamebearer: { names, levels, numTicks: 10, maxSelf: 4 }, metadata };
    draws(file, DRAWN);
    assert.deepEqual(read(file).profile.meta.agent, { type: 'gospy', version: '' });
    assert.deepEqual(read(file).profile.meta.weight, { unit: 'samples', perSample: 1, seconds: 0.01 });
    const values = levels.map((level) => ({ values: level.map(String) }));
    draws({ flamegraph: { names, levels: values, total: '10' } }, DRAWN);
    const inTime = levels.map((level) => ({
      values: level.map((one, at) => String(at % 4 < 3 ? one * 1e7 : one)),
    }));
    assert.deepEqual(read({ flamegraph: { names, levels: inTime } }).profile.meta.weight, {
      unit: 'nanoseconds',
      perSample: 2e7,
      seconds: 1e-9,
    });
  });

  it('refuses comparisons, and frames that hang in the air', () => {
    const file = (list: unknown, metadata = {}) => ({ flamebearer: { names, levels: list }, metadata });
    refuses(file(levels, { format: 'double' }), /metadata\.format must be single; open the two profiles/);
    refuses(file([levels[0], [8, 6, 2, 1]]), /levels\[1\]\[0\] must be below one frame of the level above/);
    refuses(file([levels[0], [0, 6, 2]]), /levels\[1\] must be four numbers a frame, not 3 in all/);
    refuses(file([levels[0], [0, 6, 2, 9]]), /levels\[1\]\[3\] must be a row number below 4/);
    refuses(file([[0, 'x', 0, 0]]), /levels\[0\]\[1\] must be a number from 0/);
    refuses(file([7]), /level must be an object, not 7/);
  });
});

describe('reading profiles of Firefox', () => {
  const raw = {
    name: 'GeckoMain',
    stringTable: ['(root)', 'load (loader.js -> https://shop/app.js:10:4)', 'js::RunScript'],
    frameTable: { schema: { location: 0, line: 1 }, data: [[0], [1, 12], [2]] },
    stackTable: {
      schema: { prefix: 0, frame: 1 },
      data: [
        [null, 0],
        [0, 2],
        [1, 1],
      ],
    },
    samples: {
      schema: { stack: 0, time: 1 },
      data: [
        [2, 1.5],
        [1, 2.5],
        [null, 3.5],
        [2, 4.5],
      ],
    },
  };
  const meta = { interval: 1, startTime: 1_700_000_000_000, product: 'Firefox', misc: 'rv:59.0' };
  const DRAWN = 'js::RunScript (3, 1)\n  load @https://shop/app.js:12 (2, 2)';

  const tables = {
    stringArray: ['js::RunScript', 'load', 'https://shop/app.js'],
    frameTable: { func: [0, 1], line: [null, 12] },
    stackTable: { prefix: [null, 0], frame: [0, 1] },
    funcTable: { name: [0, 1], fileName: [null, 2] },
  };
  const samples = { stack: [1, 0, null, 1], weightType: 'samples', weight: null };

  it('reads what Firefox records', () => {
    draws({ meta, threads: [raw] }, DRAWN);
    const { profile, format } = read({ meta, threads: [raw] });
    assert.equal(format, 'firefox');
    assert.equal(profile.meta.start, 1_700_000_000_000);
    assert.deepEqual(profile.meta.agent, { type: 'Firefox', version: '59.0' });
    assert.deepEqual(profile.meta.weight, { unit: 'samples', perSample: 1, seconds: 0.001 });
    draws({ fileType: 'Recorded Performance Data', profile: { meta, threads: [raw] } }, DRAWN);
  });

  it('reads what the Firefox Profiler saves, tables in each thread or shared by all', () => {
    draws({ meta, threads: [{ name: 'a', samples, ...tables }] }, DRAWN);
    draws({ meta, shared: tables, threads: [{ name: 'a', samples }] }, DRAWN);
    const { sources: _, ...rest } = { sources: 0, ...tables };
    const sourced = { ...rest, funcTable: { name: [0, 1], source: [null, 0] }, sources: { filename: [2] } };
    draws({ meta, shared: sourced, threads: [{ name: 'a', samples }] }, DRAWN);
  });

  it('reads the threads of all processes, merged or apart', () => {
    const file = { meta, threads: [raw], processes: [{ meta, threads: [{ ...raw, name: 'Worker' }] }] };
    draws(file, 'js::RunScript (6, 2)\n  load @https://shop/app.js:12 (4, 4)');
    const { profile, choices } = read(file, { threads: 'separate' });
    assert.deepEqual(choices?.threads, ['GeckoMain', 'Worker']);
    assert.equal(profile.stacks.length, 6);
  });

  it('takes what is sampled before what is traced', () => {
    const traced = { name: 'b', samples: { stack: [0], weightType: 'tracing-ms', weight: [2.5] }, ...tables };
    const file = { meta, threads: [traced, { name: 'a', samples, ...tables }] };
    draws(file, DRAWN);
    assert.deepEqual(read(file).choices?.measurements, ['tracing-ms', 'samples']);
    draws(file, 'js::RunScript (2500000, 2500000)', { measurement: 'tracing-ms' });
  });

  it('refuses rows of nothing and stacks that call themselves', () => {
    const file = (change: object) => ({ meta, threads: [{ name: 'a', samples, ...tables, ...change }] });
    const loop = { prefix: [1, 0], frame: [0, 1] };
    refuses(file({ stackTable: loop }), /none the caller of itself/);
    refuses(
      file({ stackTable: { prefix: [null], frame: [0, 1] } }),
      /stackTable must be of columns of one length/,
    );
    refuses(file({ samples: { stack: [9] } }), /samples\.stack\[0\] must be a row number below 2/);
    refuses(
      file({ frameTable: { func: [0, 7], line: [] } }),
      /frameTable\.func\[1\] must be a row number below 2/,
    );
    refuses(file({ stringArray: [1] }), /stringArray\[0\] must be a string/);
    refuses(
      file({ samples: { stack: [0], weightType: 'x' } }),
      /weightType must be samples, tracing-ms or bytes/,
    );
    refuses(
      { meta, threads: [{ ...raw, samples: { schema: { stack: 0 }, data: [[9]] } }] },
      /samples\.data\[0\]/,
    );
  });
});
