import assert from 'node:assert/strict';
import { writePprof } from '../../../src/profile/codec/pprof-writer';
import { printTree, profileOf } from '../../fixtures/text-profile';
import { joined, message, varint, type Field } from './protobuf-bytes';
import { draws, read, refuses } from './reading';

/** Rows of the string table. */
const TEXTS = [
  '',
  'cpu',
  'nanoseconds',
  'samples',
  'count',
  'main',
  'load',
  'inlined',
  'app.go',
  'thread',
  'worker',
  'lib.so',
];
const text = (name: string): number => TEXTS.indexOf(name);

interface Parts {
  readonly types?: readonly Field[];
  readonly samples?: readonly Field[];
  readonly rest?: readonly Field[];
}

/** main calls load, which something is inlined in; two types, of which cpu is not the last. */
function pprof({ types = TYPES, samples = SAMPLES, rest = [] }: Parts = {}): Uint8Array {
  return message([
    ...types,
    ...samples,
    [
      3,
      [
        [1, 1],
        [5, text('lib.so')],
      ],
    ],
    [
      4,
      [
        [1, 1],
        [
          4,
          [
            [1, 1],
            [2, 12],
          ],
        ],
      ],
    ],
    [
      4,
      [
        [1, 2],
        [
          4,
          [
            [1, 3],
            [2, 40],
          ],
        ],
        [
          4,
          [
            [1, 2],
            [2, 7],
          ],
        ],
      ],
    ],
    [
      4,
      [
        [1, 3],
        [2, 1],
        [3, 0xdead],
      ],
    ],
    [
      5,
      [
        [1, 1],
        [2, text('main')],
        [4, text('app.go')],
      ],
    ],
    [
      5,
      [
        [1, 2],
        [2, text('load')],
        [4, text('app.go')],
      ],
    ],
    [
      5,
      [
        [1, 3],
        [3, text('inlined')],
      ],
    ],
    ...TEXTS.map((one): Field => [6, one]),
    ...rest,
  ]);
}

const TYPES: readonly Field[] = [
  [
    1,
    [
      [1, text('cpu')],
      [2, text('nanoseconds')],
    ],
  ],
  [
    1,
    [
      [1, text('samples')],
      [2, text('count')],
    ],
  ],
];

const SAMPLES: readonly Field[] = [
  [
    2,
    [
      [1, joined([varint(2), varint(1)])],
      [2, joined([varint(3e7), varint(3)])],
    ],
  ],
  [
    2,
    [
      [1, 1],
      [2, 1e7],
      [2, 1],
    ],
  ],
];

const PERIOD: readonly Field[] = [
  [
    11,
    [
      [1, text('cpu')],
      [2, text('nanoseconds')],
    ],
  ],
  [12, 1e7],
];

describe('reading pprof', () => {
  it('takes cpu before other types, and inlined functions for calls', () =>
    draws(
      pprof(),
      `
      main @app.go:12 (40000000, 10000000)
        load @app.go:7 (30000000, 0)
          inlined (30000000, 30000000)`,
    ));

  it('takes another type where it is asked for', () => {
    const options = { measurement: 'samples/count' };
    assert.equal(read(pprof(), options).profile.samples.count.join(), '1,3');
    refuses(pprof(), /the measurement must be one of cpu\/nanoseconds, samples\/count, not "x"/, {
      measurement: 'x',
    });
  });

  it('names what there is to choose from', () => {
    const { format, formatLabel, choices } = read(pprof());
    assert.equal(`${formatLabel} (${format})`, 'a pprof profile (pprof)');
    assert.deepEqual(choices, {
      measurements: ['cpu/nanoseconds', 'samples/count'],
      measurement: 'cpu/nanoseconds',
      threads: [],
    });
  });

  it('knows what a sample weighs', () => {
    const weightOf = (rest: readonly Field[], measurement = 'cpu/nanoseconds') =>
      read(pprof({ rest }), { measurement }).profile.meta.weight;
    const cpu = { unit: 'nanoseconds', perSample: 1e7, seconds: 1e-9 };
    assert.deepEqual(weightOf(PERIOD), cpu);
    // Without a period, and with one that is longer than the least of the weights, by what all have in common.
    assert.deepEqual(weightOf([]), cpu);
    assert.deepEqual(weightOf([PERIOD[0], [12, 1e9]]), cpu);
    assert.deepEqual(weightOf(PERIOD, 'samples/count'), { unit: 'samples', perSample: 1, seconds: 0.01 });
  });

  it('knows when it was recorded', () => {
    const rest: readonly Field[] = [
      [9, 1_700_000_000_000_000_000n],
      [10, 30_000_000_000n],
    ];
    const { start, end } = read(pprof({ rest })).profile.meta;
    assert.deepEqual([start, end], [1_700_000_000_000, 1_700_000_030_000]);
    // The end of the recording in the place of its length.
    const wrong = read(pprof({ rest: [rest[0], [10, 1_700_000_030_000_000_000n]] })).profile.meta;
    assert.deepEqual([wrong.start, wrong.end], [1_700_000_000_000, 1_700_000_000_000]);
  });

  it('names code without symbols by its library', () =>
    draws(
      pprof({
        samples: [
          [
            2,
            [
              [1, 3],
              [2, 5],
              [2, 1],
            ],
          ],
        ],
      }),
      '[lib.so] @lib.so (5, 5)',
    ));

  it('keeps threads apart where that is asked for', () => {
    const label: Field = [
      3,
      [
        [1, text('thread')],
        [2, text('worker')],
      ],
    ];
    const file = pprof({ samples: [[2, [[1, 1], [2, 5], [2, 1], label]], SAMPLES[1]] });
    draws(file, 'main @app.go:12 (10000005, 10000005)');
    draws(file, 'main @app.go:12 (10000000, 10000000)\nthread worker (5, 0)\n  main @app.go:12 (5, 5)', {
      threads: 'separate',
    });
  });

  it("does not take a program's own labels for states of threads", () => {
    const texts = [
      '',
      'cpu',
      'nanoseconds',
      'state',
      'main',
      ...Array.from({ length: 40 }, (_, i) => `order ${i}`),
    ];
    const file = message([
      [
        1,
        [
          [1, 1],
          [2, 2],
        ],
      ],
      ...texts.slice(5).map((_, at): Field => [
        2,
        [
          [1, 1],
          [2, 1],
          [
            3,
            [
              [1, 3],
              [2, 5 + at],
            ],
          ],
        ],
      ]),
      [
        4,
        [
          [1, 1],
          [4, [[1, 1]]],
        ],
      ],
      [
        5,
        [
          [1, 1],
          [2, 4],
        ],
      ],
      ...texts.map((one): Field => [6, one]),
    ]);
    assert.deepEqual(read(file).profile.samples.states, ['RUNNABLE']);
    draws(file, 'main (40, 40)');
  });

  it('keeps numbers beyond 2^32, and samples of no value out', () => {
    const samples: readonly Field[] = [
      [
        2,
        [
          [1, 1],
          [2, 2n ** 52n],
          [2, 1],
        ],
      ],
      [
        2,
        [
          [1, 3],
          [2, 0],
          [2, 0],
        ],
      ],
    ];
    draws(pprof({ samples }), `main @app.go:12 (${2 ** 52}, ${2 ** 52})`);
  });

  it('reads what we write, states too', () => {
    const profile = profileOf('main\n  load @/srv/app.py:12  WAITING 2\n  show  3', {
      weight: { unit: 'samples', perSample: 1, seconds: 0 },
    });
    const back = read(writePprof(profile, profile.samples.states)).profile;
    for (const state of ['WAITING', 'RUNNABLE']) {
      assert.equal(printTree(back, [state]), printTree(profile, [state]));
    }
  });

  it('refuses what points nowhere', () => {
    refuses(
      pprof({
        samples: [
          [
            2,
            [
              [1, 9],
              [2, 1],
              [2, 1],
            ],
          ],
        ],
      }),
      /location_id must be the id of a location, not 9/,
    );
    refuses(
      pprof({
        rest: [
          [
            4,
            [
              [1, 9],
              [4, [[1, 9]]],
            ],
          ],
        ],
      }),
      /function_id must be the id of a function, not 9/,
    );
    refuses(
      pprof({
        rest: [
          [
            5,
            [
              [1, 9],
              [2, 99],
            ],
          ],
        ],
      }),
      /one of the 12 in string_table, not 99/,
    );
    refuses(pprof({ types: [] }), /sample_type must be there/);
    refuses(
      pprof({
        samples: [
          [
            2,
            [
              [1, 1],
              [2, -5],
              [2, 1],
            ],
          ],
        ],
      }),
      /a difference of two profiles/,
    );
    refuses(pprof({ rest: [[6, Uint8Array.of(0xff)]] }), /string_table\[12\] must be text in UTF-8/);
  });

  it('refuses lengths and numbers that lie', () => {
    const good = pprof();
    refuses(good.subarray(0, good.length - 3), /byte \d+ of \d+ must be a field that ends with its message/);
    refuses(joined([good, Uint8Array.of(0x12, 0xff, 0xff, 0xff, 0xff, 0x0f)]), /must be a field that ends/);
    refuses(
      joined([good, Uint8Array.of(0x48), new Uint8Array(20).fill(0xff)]),
      /a number of at most 10 bytes/,
    );
    refuses(joined([good, Uint8Array.of(0x4b)]), /a field of wire type 0, 1, 2 or 5/);
  });

  it('is not made to hold more than the file is worth', () => {
    const line: Field = [4, [[1, 1]]];
    const thousand = Array.from({ length: 1000 }, () => line);
    const inlined: Field = [4, [[1, 9], ...thousand]];
    const deep: Field = [
      2,
      [
        [1, joined(Array.from({ length: 11 }, () => varint(9)))],
        [2, 1],
        [2, 1],
      ],
    ];
    refuses(pprof({ samples: [deep], rest: [inlined] }), /of stacks of at most 10000 frames/);
    const again: Field = [
      2,
      [
        [1, 9],
        [2, 1],
        [2, 1],
      ],
    ];
    const many = pprof({ samples: Array.from({ length: 20_000 }, () => again), rest: [inlined] });
    assert.equal(read(many).profile.stacks.length, 1000);
  });
});
