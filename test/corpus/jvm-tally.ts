import type { FrameRef } from '../../src/profile/tables';
import type { Location, Place } from '../../src/source/location';
import { isInitialiser, isLambda, type CompiledMethod } from './jvm-truth';

/** How often a locator was right, and what is said of an answer that was not. Which is right is decided in jvm-oracle.ts. */

/** `asked` counts methods that somebody wrote; of others (see isGenerated) only what is wrong counts. */
export interface Tally {
  asked: number;
  exact: number;
  /** The right function was named, but taken to have been edited, which it was not. */
  moved: number;
  /** The right function is among the candidates. */
  ambiguous: number;
  missed: number;
  /** Another function was named: there must be none. */
  readonly wrong: string[];
  /** Candidates without the right one: no number stands anywhere, but the person is sent astray. */
  readonly astray: string[];
  /** How often, by cause, and the first that have it. */
  readonly causes: Map<string, { count: number; readonly examples: string[] }>;
  /** Those that nobody wrote, by why the oracle takes them for such. */
  readonly excluded: Map<string, number>;
}

export interface Answer {
  readonly method: CompiledMethod;
  readonly ref: FrameRef;
  readonly location: Location;
}

export function newTally(): Tally {
  return {
    asked: 0,
    exact: 0,
    moved: 0,
    ambiguous: 0,
    missed: 0,
    wrong: [],
    astray: [],
    causes: new Map(),
    excluded: new Map(),
  };
}

export function isFound(location: Location): location is Extract<Location, Place> {
  return location.status === 'exact' || location.status === 'moved';
}

const MAX_EXAMPLES = 400;

export function noteCause({ causes }: Tally, cause: string, example: string): void {
  const known = causes.get(cause) ?? { count: 0, examples: [] };
  known.count++;
  if (known.examples.length < MAX_EXAMPLES) known.examples.push(example);
  causes.set(cause, known);
}

export function describe({ method, ref, location }: Answer): string {
  const places = isFound(location) ? [location] : location.candidates;
  const answered = places
    .slice(0, 4)
    .map((place) => `${place.file.split('/').at(-1)}:${place.firstLine}-${place.endLine} ${place.symbol}`);
  const lines = ref.firstLine === 0 ? '' : `:${ref.firstLine}-${ref.lastLine}`;
  const own = `${method.ownLines[0] ?? 0}-${method.ownLines.at(-1) ?? 0}`;
  return `${ref.name}${method.descriptor} (${ref.file}${lines}, all ${own}) is ${location.status} ${answered.join(', ')}`;
}

/** What kind of code it is, as the misses are grouped. */
export function shapeOf(method: CompiledMethod): string {
  const { name, owner } = method;
  if (isLambda(method)) return 'lambda';
  if (name === '<init>') {
    return owner.inner?.name === '' ? 'constructor of an anonymous class' : 'constructor';
  }
  if (isInitialiser(method)) return 'initialiser';
  if (owner.inner?.name === '') return 'method of an anonymous class';
  return name.includes('$') ? 'method with a compiler’s name' : 'method';
}
