import { createLocator } from '../../src/source/locate';
import type { Locator, Place } from '../../src/source/location';
import type { FrameRef } from '../../src/profile/tables';
import type { CodeSymbol } from '../../src/source/symbols';
import { workspaceOf } from '../source/workspace';
import { isMadeAround, isMaking, isOfVar, linesInText, linesOfBody, linesOfOwner } from './clojure-truth';
import { ACC_BRIDGE, ACC_SYNTHETIC, type ClassFile } from './class-file';
import { claimedByOthers } from './jvm-claims';
import { isNamed, lastPart } from './jvm-named';
import {
  isGenerated,
  isInitialiser,
  isLambda,
  namesInKotlin,
  sourceOf,
  whyGenerated,
  type CompiledMethod,
} from './jvm-truth';
import { describe, isFound, newTally, noteCause, shapeOf, type Answer, type Tally } from './jvm-tally';
import { isInItsOwn } from './nesting';

/**
 * Asks a locator for every method of compiled classes and judges its answers by the compiler's line tables:
 *
 *     const sources = new Map([[`${ROOT}/com/shop/Cart.java`, text]]);
 *     const { whole } = await score({ language: 'java', project: 'shop', classes, sources });
 *     assert.deepEqual(whole.wrong, []);
 *
 * Three questions each, as frames come: with all lines of the method, with every line alone, with none.
 */
export interface Corpus {
  readonly language: string;
  readonly project: string;
  readonly classes: readonly ClassFile[];
  /** Texts by absolute path below {@link ROOT}, in the layout of the project or of its sources jar. */
  readonly sources: ReadonlyMap<string, string>;
}

export const ROOT = '/corpus';

export interface Score {
  readonly language: string;
  readonly project: string;
  /** Methods of which no source is there, so that nothing can be asked. */
  readonly withoutSource: number;
  readonly whole: Tally;
  readonly lines: Tally;
  readonly unlined: Tally;
}

export interface ScoreOptions {
  /** Where the parsers are. */
  readonly wasmDir?: string;
  /** How an agent writes the method's frame, lines left out. */
  readonly frame?: (method: CompiledMethod) => Pick<FrameRef, 'name' | 'file'>;
  /** Who is asked, given the one that ships: a test of the oracle itself has one that lies. */
  readonly asked?: (locator: Locator) => Pick<Locator, 'locate' | 'dispose'>;
}

/** `com.shop.Cart$Line.total` in `Cart.java`. */
export function plainFrame({ owner, name }: CompiledMethod): Pick<FrameRef, 'name' | 'file'> {
  return { name: `${owner.name.replaceAll('/', '.')}.${name}`, file: owner.sourceFile };
}

export async function score(corpus: Corpus, options: ScoreOptions = {}): Promise<Score> {
  const { wasmDir = 'dist', frame = plainFrame, asked = (locator: Locator) => locator } = options;
  const shipped = createLocator({ wasmDir, ...workspaceOf(Object.fromEntries(corpus.sources)) });
  const locator = asked(shipped);
  const { byFile, withoutSource } = methodsByFile(corpus);
  const classes = new Map(corpus.classes.map((one) => [one.name, one]));
  const mayInline = isOfScala3(corpus);
  const [whole, lines, unlined] = [newTally(), newTally(), newTally()];
  for (const [file, methods] of byFile) {
    const text = corpus.sources.get(file) ?? '';
    const functions = (await shipped.symbolsOf(file, text)).filter(isFunction);
    const asking = { locator, frame, file, methods, classes, mayInline, functions, text };
    await ask(asking, whole, ({ lines: all }) => [[all[0], all[all.length - 1]]]);
    await ask(asking, lines, ({ ownLines }) => ownLines.map((line) => [line, line]));
    await ask(asking, unlined, () => [[0, 0]]);
  }
  locator.dispose();
  return { language: corpus.language, project: corpus.project, withoutSource, whole, lines, unlined };
}

/** All that have lines, file by file, so that the locator parses each once. */
function methodsByFile({ classes, sources }: Corpus) {
  const byFile = new Map<string, CompiledMethod[]>();
  let withoutSource = 0;
  for (const owner of classes) {
    const methods = owner.methods
      .filter(({ lines }) => lines.length > 0)
      .map((method): CompiledMethod => ({ ...method, owner }));
    const file = methods.length > 0 ? sourceOf(owner, sources) : undefined;
    if (file === undefined) withoutSource += methods.length;
    else {
      const inText = methods.map((method) => linesInText(method, sources.get(file) ?? ''));
      byFile.set(file, [...(byFile.get(file) ?? []), ...inText]);
    }
  }
  return { byFile, withoutSource };
}

interface Asking {
  readonly locator: Pick<Locator, 'locate'>;
  readonly frame: (method: CompiledMethod) => Pick<FrameRef, 'name' | 'file'>;
  readonly file: string;
  readonly text: string;
  /** All of the file. */
  readonly methods: readonly CompiledMethod[];
  readonly classes: ReadonlyMap<string, ClassFile>;
  /** Whether lines of a method may be those of code that was inlined into it from elsewhere in the file. */
  readonly mayInline: boolean;
  /** Those that the text has, see {@link isPassedOver}. */
  readonly functions: readonly CodeSymbol[];
}

type Range = readonly [first: number, last: number];

async function ask(
  asking: Asking,
  tally: Tally,
  rangesOf: (method: CompiledMethod) => Range[],
): Promise<void> {
  const { locator, methods, file, text, classes, mayInline, functions } = asking;
  const answers: Answer[] = [];
  for (const method of methods) {
    for (const [firstLine, lastLine] of rangesOf(method)) {
      const ref = { ...asking.frame(method), firstLine, lastLine };
      answers.push({ method, ref, location: await locator.locate(ref, [ROOT]) });
    }
  }
  const shared = claimedByOthers(answers);
  for (const answer of answers) {
    judge(tally, answer, {
      file,
      text,
      methods,
      classes,
      mayInline,
      functions,
      isShared: shared.has(answer),
    });
  }
}

interface Surroundings {
  readonly file: string;
  readonly text: string;
  readonly methods: readonly CompiledMethod[];
  readonly classes: ReadonlyMap<string, ClassFile>;
  readonly mayInline: boolean;
  readonly functions: readonly CodeSymbol[];
  /** Another method has a better claim to the place that was answered. */
  readonly isShared: boolean;
}

function judge(tally: Tally, answer: Answer, around: Surroundings): void {
  const { method, location } = answer;
  const text = describe(answer);
  const excluded = isMaking(method) ? 'making of an object' : whyGenerated(method);
  const isWritten = excluded === undefined;
  if (isWritten) tally.asked++;
  else tally.excluded.set(excluded, (tally.excluded.get(excluded) ?? 0) + 1);
  if (isFound(location)) {
    if (!isRight(answer, location, around)) tally.wrong.push(text);
    else if (isWritten && location.status === 'exact') tally.exact++;
    else if (isWritten) {
      tally.moved++;
      noteCause(tally, `${shapeOf(method)}: ${location.status}: ${location.why}`, text);
    }
    return;
  }
  if (!isWritten) return;
  if (location.status === 'none') tally.missed++;
  else if (isAmong(answer, location.candidates, around)) tally.ambiguous++;
  else tally.astray.push(text);
  noteCause(tally, `${shapeOf(method)}: ${location.status}: ${location.why}`, text);
}

/**
 * The place holds the method's lines, is called what the method is, no other method has a better claim to it, and no
 * other of the same name in the same class could have been meant as well.
 */
function isRight({ method, ref }: Answer, place: Place, around: Surroundings): boolean {
  const { file, methods, isShared, text, classes } = around;
  if (!isInItsOwn(place.symbol, method, text, classes)) return false;
  if (isGenerated(method)) {
    const isOfOwner = linesOfOwner(method).some((line) => isWithin(place, line));
    return (
      place.file === file &&
      (holdsSome(place, method) || isOfOwner || isMadeAround(place, method, text) || isBridged(place, method))
    );
  }
  if (isShared || !isPlaceOf(method, ref, place, around)) return false;
  if (isLambda(method) && around.functions.some((inner) => isPassedOver(inner, place, method, ref))) {
    return false;
  }
  const isDeepest = depthOf(method) === place.symbol.split('<lambda>').length - 1;
  if (!isDeepest && methods.some((other) => isBefore(other, method) && holdsBody(place, other))) return false;
  return !methods.some(
    (other) =>
      isRival(other, method, ref) &&
      !(isInitialiser(other) ? holdsSome(place, other) : holdsAll(place, other)),
  );
}

function isFunction({ kind }: CodeSymbol): boolean {
  return kind === 'lambda' || kind === 'function';
}

/**
 * Whether a function was named where all that ran is one within: its lines are ones that the text has nothing else on.
 * Which functions a text has is taken from the extractor; that one of them ran, from the compiler.
 */
function isPassedOver(
  inner: CodeSymbol,
  place: Place,
  method: CompiledMethod,
  { firstLine, lastLine }: FrameRef,
): boolean {
  // A var's own function is nothing within another, however much of it the extractor takes for that.
  if (isOfVar(method)) return false;
  const isInPlace = inner.qualifiedName.startsWith(`${place.symbol}.`) && isWithin(place, inner.firstLine);
  const { from, to } = inner.own;
  const ran = firstLine === 0 ? linesOfBody(method) : [firstLine, lastLine];
  return isInPlace && ran.every((line) => from <= line && line <= to);
}

/** A bridge has the line of its class and only runs the method of its own name: to name that one is right as well. */
function isBridged({ symbol }: Place, method: CompiledMethod): boolean {
  const isBridge = (method.flags & (ACC_BRIDGE | ACC_SYNTHETIC)) !== 0;
  const [inModule = method.name] = namesInKotlin(method);
  return isBridge && (lastPart(symbol) === method.name || lastPart(symbol) === inModule);
}

function isAmong({ method, ref }: Answer, candidates: readonly Place[], around: Surroundings): boolean {
  return candidates.some(
    (place) =>
      isPlaceOf(method, ref, place, around) ||
      (around.mayInline &&
        place.file === around.file &&
        isNamed(place, method, around.text) &&
        holdsSome(place, method)),
  );
}

function isPlaceOf(method: CompiledMethod, ref: FrameRef, place: Place, around: Surroundings): boolean {
  const { file, text } = around;
  const isHere = holds(place, method, ref, around) || isMadeAround(place, method, text);
  return place.file === file && isNamed(place, method, text) && isHere;
}

/**
 * Initialisers run statements from all over their class: of those, the place must hold what was asked for, or begin or
 * end it where it is one of several pieces of a longer range. All other methods stand in one piece.
 */
function holds(
  place: Place,
  method: CompiledMethod,
  { firstLine, lastLine }: FrameRef,
  { mayInline }: Surroundings,
): boolean {
  // A script runs statements from all over its file.
  if (!isInitialiser(method) && place.kind !== 'module') {
    return mayInline ? holdsAsked(place, method, firstLine, lastLine) : holdsAll(place, method);
  }
  // Scala's constructors have lines from before and after their class: of what they take along, and of what comes next.
  if (place.kind === 'class' && method.owner.sourceFile.endsWith('.scala')) return holdsSome(place, method);
  if (firstLine === 0) return holdsSome(place, method);
  return isWithin(place, firstLine) || (firstLine < lastLine && isWithin(place, lastLine));
}

/**
 * Scala 3 gives inlined code the lines that it has where it was written, and no source map tells them from the others: of a
 * range that lies within one place, that is enough.
 */
function holdsAsked(place: Place, method: CompiledMethod, firstLine: number, lastLine: number): boolean {
  return firstLine === 0 ? holdsSome(place, method) : isWithin(place, firstLine) && isWithin(place, lastLine);
}

/** Only its compiler names closures for methods first: `total$$anonfun$1`. */
function isOfScala3({ language, classes }: Corpus): boolean {
  return (
    language === 'scala' &&
    classes.some(({ methods }) => methods.some(({ name }) => /\$\$anonfun\$\d+$/.test(name)))
  );
}

function holdsAll(place: Place, method: CompiledMethod): boolean {
  return linesOfBody(method).every((line) => isWithin(place, line));
}

/** What is around a lambda runs on the line that it begins on: that line alone is no sign of being within. */
function holdsBody(place: Place, method: CompiledMethod): boolean {
  return holdsAll(place, method) && method.ownLines.some((line) => line > place.firstLine);
}

function holdsSome(place: Place, { ownLines }: CompiledMethod): boolean {
  return ownLines.length === 0 || ownLines.some((line) => isWithin(place, line));
}

function isWithin({ firstLine, endLine }: Place, line: number): boolean {
  return firstLine <= line && line <= endLine;
}

/** kotlinc 2 names functions for all those around them, inlined ones too: `total$lambda$2$lambda$1`. undefined elsewhere. */
function depthOf({ name, owner }: CompiledMethod): number | undefined {
  return owner.sourceFile.endsWith('.kt') ? name.match(/\$lambda\$\d+/g)?.length : undefined;
}

/**
 * Another lambda that begins first: of all that lie in a place, it is the first one's that all others stand in. Scala and
 * Clojure make function objects of what shows in no text, which the nearest lambda in the text is right for.
 */
function isBefore(other: CompiledMethod, method: CompiledMethod): boolean {
  if (!isLambda(method) || !isLambda(other) || !/\.(?:java|kt|groovy)$/.test(method.owner.sourceFile)) {
    return false;
  }
  return (other.ownLines[0] ?? 0) < (method.ownLines[0] ?? 0) && !isGenerated(other);
}

/** Another one whose frame reads the same: an overload on the same lines. */
function isRival(other: CompiledMethod, method: CompiledMethod, { firstLine, lastLine }: FrameRef): boolean {
  if (other === method || other.owner !== method.owner || other.name !== method.name) return false;
  if (isGenerated(other)) return false;
  // A block of the class is its own place, whichever constructor runs it.
  if (isInitialiser(method) && firstLine > 0) return false;
  return firstLine === 0 || (other.ownLines.includes(firstLine) && other.ownLines.includes(lastLine));
}
