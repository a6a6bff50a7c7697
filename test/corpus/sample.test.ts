import assert from 'node:assert/strict';
import type { FrameRef } from '../../src/profile/tables';
import type { Location, Locator, Place } from '../../src/source/location';
import type { CodeSymbol } from '../../src/source/symbols';
import { isMaking } from './clojure-truth';
import { plainFrame, score, type Corpus } from './jvm-oracle';
import { isGenerated } from './jvm-truth';
import { samples } from './sample';

/** Of these few and tricky ones; `npm run corpus` measures real projects. */
const LEAST_EXACT = 0.9;

describe('source mapping beside JVM compilers', () => {
  for (const corpus of samples()) {
    it(`finds every ${corpus.language} method as ${corpus.project} compiles it`, async () => {
      const { whole, lines, unlined } = await score(corpus);
      for (const [how, tally] of Object.entries({ whole, lines, unlined })) {
        assert.deepEqual([...tally.wrong, ...tally.astray], [], how);
      }
      for (const { asked, exact } of [whole, lines]) {
        assert.ok(asked > 20, `only ${asked} were asked`);
        assert.ok(exact >= asked * LEAST_EXACT, `only ${exact} of ${asked} are exact`);
      }
    });
  }
});

/** An oracle that calls everything right proves nothing. */
describe('the oracle of JVM methods', () => {
  for (const corpus of samples()) {
    const { project } = corpus;
    it(`takes the enclosing function for wrong: ${project}`, () => checkCaught(corpus, enclosing));
    it(`takes a namesake elsewhere in the file for wrong: ${project}`, () => checkCaught(corpus, namesake));
    it(`takes any other function for wrong: ${project}`, () => checkCaught(corpus, neighbour));
  }
});

type Lie = (right: CodeSymbol, symbols: readonly CodeSymbol[]) => CodeSymbol | undefined;

const enclosing: Lie = ({ parent }, symbols) => functionsOf(symbols).find((one) => one === symbols[parent]);

const namesake: Lie = (right, symbols) =>
  functionsOf(symbols).find(
    (one) => one.name === right.name && one.line !== right.line && !contains(one, right),
  );

const neighbour: Lie = (right, symbols) =>
  functionsOf(symbols).find(
    (one) => one.name !== right.name && (one.line > right.endLine || one.endLine < right.firstLine),
  );

function contains(outer: CodeSymbol, inner: CodeSymbol): boolean {
  return outer.firstLine <= inner.firstLine && inner.endLine <= outer.endLine;
}

function functionsOf(symbols: readonly CodeSymbol[]): CodeSymbol[] {
  return symbols.filter(({ kind }) => kind === 'function' || kind === 'method' || kind === 'lambda');
}

/** Every lie is counted. */
async function checkCaught(corpus: Corpus, lie: Lie): Promise<void> {
  const lies: FrameRef[] = [];
  const { whole, lines } = await score(corpus, { asked: (locator) => liar(locator, corpus, lie, lies) });
  const wrong = [...whole.wrong, ...lines.wrong];
  assert.ok(lies.length >= 3, `only ${lies.length} lies were told`);
  const believed = lies.filter((told) => !wrong.some((text) => isAbout(text, told)));
  assert.deepEqual(believed, []);
}

/** As the oracle describes an answer: `com.shop.Cart.total(I)I (Cart.java:61-61, all …`. */
function isAbout(text: string, { name, file, firstLine, lastLine }: FrameRef): boolean {
  return text.startsWith(`${name}(`) && text.includes(` (${file}:${firstLine}-${lastLine}, `);
}

function liar(
  locator: Locator,
  { sources, classes }: Corpus,
  lie: Lie,
  lies: FrameRef[],
): Pick<Locator, 'locate' | 'dispose'> {
  const written = new Set(
    classes.flatMap((owner) =>
      owner.methods
        .map((method) => ({ ...method, owner }))
        .filter((method) => !isGenerated(method) && !isMaking(method))
        .flatMap((method) => method.ownLines.map((line) => `${plainFrame(method).name}:${line}`)),
    ),
  );
  return {
    dispose: () => locator.dispose(),
    locate: async (ref, roots): Promise<Location> => {
      const location = await locator.locate(ref, roots);
      if (
        location.status !== 'exact' ||
        ref.firstLine === 0 ||
        !written.has(`${ref.name}:${ref.firstLine}`)
      ) {
        return location;
      }
      const symbols = await locator.symbolsOf(location.file, sources.get(location.file) ?? '');
      const right = functionsOf(symbols).find((one) => isAt(one, location));
      const wrong = right && isAlone(right, ref) ? lie(right, symbols) : undefined;
      if (wrong === undefined) return location;
      lies.push(ref);
      return { ...location, ...placed(wrong) };
    },
  };
}

/** What is around a lambda can run its other lines, and so they are no lie. */
function isAlone({ own, kind }: CodeSymbol, { firstLine, lastLine }: FrameRef): boolean {
  return kind !== 'lambda' || (own.from <= firstLine && lastLine <= own.to);
}

function isAt({ line, qualifiedName }: CodeSymbol, place: Place): boolean {
  return line === place.line && qualifiedName === place.symbol;
}

function placed({ line, firstLine, endLine, qualifiedName, kind }: CodeSymbol) {
  return { line, firstLine, endLine, symbol: qualifiedName, kind };
}
