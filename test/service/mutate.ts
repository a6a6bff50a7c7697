import type { EpochMs } from '../../src/profile/units';
import { encodeAgentProfile } from '../../src/profile/codec/agent-profile';
import { encodeIonAgentProfile } from '../../src/profile/codec/ion';
import { randomProfile } from '../fixtures/random';
import { agentProfile } from './agent-profiles';

/** What is posted, and as what. */
export interface Post {
  readonly contentType: 'application/json' | 'application/x-amzn-ion';
  readonly body: Buffer;
}

/** Makes every choice, the same ones in every run. */
export class Dice {
  /** @param start of the profiles that are damaged */
  constructor(
    private readonly random: () => number,
    readonly start: EpochMs,
  ) {}

  /** A whole number from 0. */
  below(limit: number): number {
    return Math.floor(this.random() * limit);
  }

  pick<T>(list: ArrayLike<T>): T {
    return list[this.below(list.length)];
  }

  chance(share: number): boolean {
    return this.random() < share;
  }
}

/** A small agent profile, damaged in none to six places: in its bytes, or in what they mean. */
export function mutatedPost(dice: Dice): Post {
  const isIon = dice.chance(0.5);
  const isText = !isIon || dice.chance(0.4);
  let body = isText ? textOf(dice, isIon) : seedOf(dice, 'ion');
  const mutations = isText ? IN_TEXT : IN_BINARY;
  for (let left = dice.below(isText ? 2 : 4); left > 0; left--) {
    body = dice.pick(mutations)(body, dice);
  }
  return { contentType: isIon ? 'application/x-amzn-ion' : 'application/json', body };
}

/** The text of a profile in which some of the values were already exchanged for what does not belong there. */
function textOf(dice: Dice, isIon: boolean): Buffer {
  let text = seedOf(dice, 'json').toString();
  if (isIon && dice.chance(0.5)) text = text.replaceAll(/"([a-z]\w*)":/g, '$1: ');
  for (let left = dice.below(4); left > 0; left--) {
    const values = [...text.matchAll(/[:[,](-?[\d.]+|"[^"]*"|\{\}|\[[\d,]*\])/g)];
    if (values.length === 0) break;
    const { 0: found, 1: value, index } = dice.pick(values);
    const start = index + found.length - value.length;
    const wrong = dice.pick(isIon ? [...WRONG_JSON, ...WRONG_ION] : WRONG_JSON)(dice, value);
    text = text.slice(0, start) + wrong + text.slice(start + value.length);
  }
  return Buffer.from(text);
}

const seeds = new Map<string, Buffer>();

/** One of forty profiles: most of them as our own encoder writes random ones, some as agents do. */
function seedOf(dice: Dice, format: 'json' | 'ion'): Buffer {
  const number = dice.below(40);
  const key = `${format} ${number} ${dice.start}`;
  const seed = seeds.get(key) ?? makeSeed(number, format, dice.start);
  seeds.set(key, seed);
  return seed;
}

function makeSeed(number: number, format: 'json' | 'ion', start: EpochMs): Buffer {
  if (format === 'json' && number % 4 === 0) {
    return Buffer.from(agentProfile({ work: 3, ['__proto__']: 1, 'é😀"': 2 }, { start }));
  }
  const { meta, ...tables } = randomProfile(seededBy(number), 12);
  const profile = { ...tables, meta: { ...meta, start, end: start + meta.end } };
  return Buffer.from(format === 'ion' ? encodeIonAgentProfile(profile) : encodeAgentProfile(profile));
}

function seededBy(number: number): () => number {
  let state = number + 1;
  return () => {
    state = (state * 48_271) % 0x7fffffff;
    return state / 0x7fffffff;
  };
}

type Wrong = (dice: Dice, value: string) => string;

const nested =
  (open: string, close: string): Wrong =>
  (dice) => {
    const levels = 10 ** dice.below(4);
    return open.repeat(levels) + close.repeat(dice.chance(0.9) ? levels : levels - 1);
  };

const WRONG_JSON: readonly Wrong[] = [
  ...[
    'null',
    'true',
    '""',
    '{}',
    '[]',
    '-1',
    '1e999',
    '-0',
    '0.5',
    '1e17',
    '9007199254740993',
    '"__proto__"',
  ].map(
    (text): Wrong =>
      () =>
        text,
  ),
  (dice) => '9'.repeat(1 + dice.below(400)),
  (dice) => `1e${dice.below(10 ** dice.below(10))}`,
  (dice) => `"${'\\u'.repeat(dice.below(2))}${'x'.repeat(dice.below(2000))}"`,
  nested('[', ']'),
  nested('{"a":', '}'),
  nested('{"children":{"a":', '}}'),
  (_dice, value) => `{"RUNNABLE":${value},"RUNNABLE":${value}}`,
  (_dice, value) => `[${value},${value}]`,
];

const WRONG_ION: readonly Wrong[] = [
  ...[
    '2026-11-21T10:30:01.5Z',
    '0000T',
    '9999-12-31T23:59:59.999-23:59',
    'nan',
    '-inf',
    '{{aGk=}}',
    '{{"a"}}',
    '$0',
    '$9',
    '$99',
  ].map(
    (text): Wrong =>
      () =>
        text,
  ),
  (dice) => `1d${dice.chance(0.5) ? '-' : ''}${dice.below(10 ** dice.below(10))}`,
  (dice) => `0x${'f'.repeat(1 + dice.below(300))}`,
  (dice, value) => `${'a::'.repeat(1 + dice.below(50))}${value}`,
  (_dice, value) => `// ${value}\n /* ' */ ${value}`,
  () => `'''a''' '''b'''`,
  (_dice, value) => `$ion_symbol_table::{symbols:[${value}],imports:[{name:"a",max_id:${value}}]}`,
  nested('(', ')'),
  nested('{{', '}}'),
];

type ByteMutation = (body: Buffer, dice: Dice) => Buffer;

/** Type bytes, lengths and markers of Ion. */
const LOADED = Buffer.from(
  '000e0f111f20282e3840444f505e606e717e80818e8f9eaeb0bebfced0d1dedfe0e3eef0ff7f83',
  'hex',
);

/** Characters that mean something in JSON or in text Ion. */
const LOADED_CHARACTERS = Buffer.from('"\'\\{}[]():,/*$-+.0 \n\0e');

const IN_BOTH: readonly ByteMutation[] = [
  (body, dice) => body.subarray(0, dice.below(body.length + 1)),
  (body, dice) => body.subarray(dice.below(body.length + 1)),
  // A piece goes, or comes twice, or comes where it does not belong.
  (body, dice) => splice(body, dice, Buffer.alloc(0), 8),
  (body, dice) => splice(body, dice, pieceOf(body, dice, 40), 0),
  (body, dice) => splice(body, dice, pieceOf(body, dice, 40), 40),
  (body, dice) => splice(body, dice, pieceOf(seedOf(dice, 'json'), dice, 200), 8),
  (body, dice) => Buffer.concat(Array<Buffer>(1 + dice.below(4)).fill(body)),
];

const IN_TEXT: readonly ByteMutation[] = [
  ...IN_BOTH,
  // Within ASCII, as what is not UTF-8 is refused before anything is read.
  (body, dice) => edit(body, dice, (copy, at) => (copy[at] ^= 1 << dice.below(7))),
  (body, dice) => edit(body, dice, (copy, at) => (copy[at] = dice.pick(LOADED_CHARACTERS))),
  (body, dice) => splice(body, dice, Buffer.from([dice.pick(LOADED_CHARACTERS)]), 0),
  (body, dice) => splice(body, dice, Buffer.from([dice.below(256)]), 0),
];

/** Types that have a length of their own, with one of 2^28. */
const ENDLESS = [0x2e, 0x5e, 0x8e, 0xbe, 0xde, 0xee].map((type) =>
  Buffer.from([type, 0x7f, 0x7f, 0x7f, 0xff]),
);

const IN_BINARY: readonly ByteMutation[] = [
  ...IN_BOTH,
  (body, dice) => edit(body, dice, (copy, at) => (copy[at] ^= 1 << dice.below(8))),
  (body, dice) => edit(body, dice, (copy, at) => (copy[at] = dice.pick(LOADED))),
  (body, dice) => splice(body, dice, pieceOf(seedOf(dice, 'ion'), dice, 200), 8),
  (body, dice) => splice(body, dice, Buffer.alloc(1 + dice.below(30), dice.pick(LOADED)), 0),
  (body, dice) => splice(body, dice, dice.pick(ENDLESS), 2),
];

function edit(body: Buffer, dice: Dice, change: (copy: Buffer, at: number) => void): Buffer {
  if (body.length === 0) return body;
  const copy = Buffer.from(body);
  change(copy, dice.below(body.length));
  return copy;
}

function pieceOf(body: Buffer, dice: Dice, longest: number): Buffer {
  const start = dice.below(body.length);
  return body.subarray(start, start + dice.below(longest));
}

function splice(body: Buffer, dice: Dice, piece: Buffer, removed: number): Buffer {
  const at = dice.below(body.length + 1);
  return Buffer.concat([body.subarray(0, at), piece, body.subarray(at + dice.below(removed + 1))]);
}
