import assert from 'node:assert/strict';
import type { Transform } from '../../src/profile/transforms';
import type { ViewSpec } from '../../src/protocol/view-spec';
import { MAX_PATH_STEPS, MAX_TEXT_LENGTH, MAX_TRANSFORMS, PLAIN_VIEW } from '../../src/protocol/view-spec';
import { isNamedView, isViewSpec } from '../../src/protocol/view-spec-guard';
import { randomOf } from '../fixtures/random';

const f = { name: 'shop:quote', file: 'shop.py' };
const query = { text: 'json', matchCase: false, isRegex: true };

/** Every kind of everything, so that a field that no guard looks at is found by the tests below. */
const everyTransform: { readonly [T in Transform['type']]: Extract<Transform, { type: T }> } = {
  'focus-function': { type: 'focus-function', function: f },
  'focus-subtree': { type: 'focus-subtree', path: [f, { name: 'b' }], inverted: true },
  'hide-function': { type: 'hide-function', function: f },
  'hide-matching': { type: 'hide-matching', query },
  'merge-function': { type: 'merge-function', function: f },
  'drop-function': { type: 'drop-function', function: f },
  'keep-matching': { type: 'keep-matching', query },
  'collapse-recursion': { type: 'collapse-recursion', direct: false, function: f },
  'collapse-package': { type: 'collapse-package', package: 'json' },
};

const full: ViewSpec = {
  states: ['RUNNABLE', 'WAITING'],
  visualization: { type: 'inspect', function: f },
  transforms: Object.values(everyTransform),
  order: 'weight',
  colour: 'package',
  search: query,
  zoom: [f],
  selected: [f, f],
  top: 12.5,
};

describe('ways to look', () => {
  const check = (changed: object, expected: boolean): void =>
    assert.equal(isViewSpec({ ...full, ...changed }), expected, JSON.stringify(changed).slice(0, 200));

  it('pass, also after a trip through JSON', () => {
    for (const spec of [full, PLAIN_VIEW]) assert.ok(isViewSpec(JSON.parse(JSON.stringify(spec))));
    check({ visualization: { type: 'hotspots' } }, true);
    check({ transforms: [{ type: 'collapse-recursion', direct: true }] }, true);
    check({ selected: [] }, true);
  });

  it('pass at their bounds and not one step beyond', () => {
    const times = <T>(count: number, value: T): T[] => new Array<T>(count).fill(value);
    const text = (length: number): object => ({ search: { ...query, text: 'x'.repeat(length) } });
    check({ transforms: times(MAX_TRANSFORMS, full.transforms[0]) }, true);
    check({ transforms: times(MAX_TRANSFORMS + 1, full.transforms[0]) }, false);
    check({ zoom: times(MAX_PATH_STEPS, f) }, true);
    check({ zoom: times(MAX_PATH_STEPS + 1, f) }, false);
    check(text(MAX_TEXT_LENGTH), true);
    check(text(MAX_TEXT_LENGTH + 1), false);
    check({ states: times(32, 'A') }, true);
    check({ states: times(33, 'A') }, false);
  });

  it('are refused with any part of them missing or of another kind', () => {
    const optional = new Set(['selected', 'file', 'function']);
    let refused = 0;
    for (const [path, value] of leavesAndBranches(full)) {
      for (const wrong of wrongFor(value, optional.has(String(path.at(-1))))) {
        const broken = replaceAt(full, path, wrong);
        if (isViewSpec(broken)) assert.fail(`${path.join('.')} = ${JSON.stringify(wrong)} passed`);
        refused++;
      }
    }
    assert.ok(refused > 200, `${refused} were tried`);
  });

  it('are refused where a kind is unknown, or only looks like one of a plain object', () => {
    for (const type of ['constructor', '__proto__', 'toString', 'explode', '']) {
      check({ visualization: { type } }, false);
      check({ transforms: [{ ...everyTransform['hide-function'], type }] }, false);
    }
  });

  it('never make the guard throw, whatever they are', () => {
    const random = randomOf(4);
    for (let i = 0; i < 2000; i++) {
      const verdict = isViewSpec(mutate(full, random));
      assert.equal(typeof verdict, 'boolean');
    }
  });
});

describe('names of views', () => {
  const check = (name: unknown, expected: boolean): void =>
    assert.equal(isNamedView({ name, spec: PLAIN_VIEW }), expected);

  it('are something to read on one line', () => {
    check('Only our code', true);
    check('', false);
    check('   ', false);
    check('x'.repeat(101), false);
    check(7, false);
  });
});

type Path = readonly (string | number)[];

/** Every place in a value, by the keys that lead there; not the value itself. */
function leavesAndBranches(value: unknown, path: Path = []): [Path, unknown][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) => {
    const here = [...path, Array.isArray(value) ? Number(key) : key];
    return [[here, inner] as [Path, unknown], ...leavesAndBranches(inner, here)];
  });
}

function wrongFor(value: unknown, isOptional: boolean): unknown[] {
  const kinds = [null, 'x\u0000', 7.5, -1, NaN, true, [], [1], {}, { type: 1 }, new Uint8Array(1)];
  const other = kinds.filter((kind) => kindOf(kind) !== kindOf(value));
  // A list may be empty, a number may be another number; what is left out is wrong unless it may be.
  return isOptional ? other : [...other, undefined];
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'list' : typeof value;
}

function replaceAt(value: unknown, [key, ...rest]: Path, wrong: unknown): unknown {
  if (key === undefined) return wrong;
  const slots = (Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) }) as Record<
    string | number,
    unknown
  >;
  slots[key] = replaceAt(slots[key], rest, wrong);
  return slots;
}

function mutate(value: unknown, random: () => number): unknown {
  const places = leavesAndBranches(value);
  const [from] = places[Math.floor(random() * places.length)];
  const [, wrong] = places[Math.floor(random() * places.length)];
  return replaceAt(value, from, wrong);
}
