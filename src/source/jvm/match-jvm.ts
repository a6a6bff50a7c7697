import type { LineNumber } from '../../profile/units';
import type { LineRange, SymbolMatch } from '../match-symbol';
import type { CodeSymbol, JvmMethod } from '../symbols';
import type { JvmFrameName } from './frame-name';

/**
 * Which symbol of a file a frame ran: one of those that its compiler makes a method of that class and name of. Of several
 * (overloads, lambdas, anonymous classes) the lines choose.
 */
export function matchJvm(
  name: JvmFrameName,
  executed: LineRange,
  symbols: readonly CodeSymbol[],
): SymbolMatch {
  // A copy that only passes a call on has the line of the class: without lines it cannot be told from one that does it.
  const frame = executed.first === 0 ? name : withoutTypes(name);
  const lines = withinFile(executed, symbols);
  const named = ofParameters(frame, namedLike(frame, symbols));
  if (named.length === 0) {
    const forwarder = symbols[0]?.hasLinesPastEnd === true ? classOnHeader(frame, lines, symbols) : undefined;
    if (forwarder !== undefined) return exact(forwarder, 'the compiler made it for the class, on its line');
    const nothing = none('no method of that name is in the file, in a class of that name');
    return { ...nothing, isElsewhere: !hasOutermost(frame, symbols) };
  }
  if (lines.first === 0) return matchByName(frame, named, symbols);
  const here = named.filter(
    (symbol) => canRunIn(symbol, frame, lines.first, symbols) && canRunIn(symbol, frame, lines.last, symbols),
  );
  if (here.length === 1) return exact(here[0], 'name and lines agree');
  if (here.length > 1) return ambiguous(here, 'several methods of that name stand on those lines');
  if (isOnHeader(frame, lines, symbols)) return none('its line is that of the class: the compiler made it');
  return isInitialiser(frame) ? matchInitialiser(named, lines, symbols) : matchMoved(frame, named);
}

/** Whether the file has anything of the class that the frame's lies in: its package is in that name. */
export function hasOutermost({ className }: JvmFrameName, symbols: readonly CodeSymbol[]): boolean {
  return indexOf(symbols).outermost.has(outermost(className));
}

function outermost(className: string): string {
  return className.replace(/(?<=[^/])\$.*$/, '');
}

/**
 * Lines that tell a place. kotlinc numbers what it inlines from elsewhere after the end of the file that it is compiled
 * into (JSR 45 says from where); a frame there is the function's whose class file has it, and only its name says which.
 */
function withinFile({ first, last }: LineRange, symbols: readonly CodeSymbol[]): LineRange {
  const [file] = symbols;
  if (file?.hasLinesPastEnd !== true || last <= file.endLine) return { first, last };
  return first > file.endLine ? { first: 0, last: 0 } : { first, last: first };
}

/** Scala's copies for primitive types, `echo$mcI$sp` in `Spec$mcI$sp`, are the code of the one that is written. */
function withoutTypes({ className, method, parameters }: JvmFrameName): JvmFrameName {
  const copy = /\$m[BCDFIJSVZ]*c[BCDFIJSVZ]*\$sp/;
  return { className: className.replace(copy, ''), method: method.replace(copy, ''), parameters };
}

function namedLike(frame: JvmFrameName, symbols: readonly CodeSymbol[]): readonly CodeSymbol[] {
  const { classes, patterns } = indexOf(symbols);
  const rows = new Set<number>();
  const take = ({ literal, wild }: MethodsOfClass): void => {
    for (const row of literal.get(frame.method) ?? []) rows.add(row);
    for (const [pattern, numbered] of wild) {
      if (isLike(pattern, frame.method)) for (const row of numbered) rows.add(row);
    }
  };
  const named = classes.get(frame.className);
  if (named !== undefined) take(named);
  for (const pattern of patterns) {
    const methods = classes.get(pattern);
    if (methods !== undefined && isLike(pattern, frame.className)) take(methods);
  }
  return [...rows].sort((a, b) => a - b).map((row) => symbols[row]);
}

/** Rows of symbols by what their methods are called: a file is asked for hundreds of frames, and Scala's have thousands. */
interface MethodIndex {
  readonly classes: ReadonlyMap<string, MethodsOfClass>;
  /** Those names of classes that have a wildcard. */
  readonly patterns: readonly string[];
  /** Classes at the top of the file. */
  readonly outermost: ReadonlySet<string>;
}

interface MethodsOfClass {
  readonly literal: Map<string, number[]>;
  readonly wild: Map<string, number[]>;
}

const INDEXES = new WeakMap<readonly CodeSymbol[], MethodIndex>();

function indexOf(symbols: readonly CodeSymbol[]): MethodIndex {
  const index = INDEXES.get(symbols) ?? indexed(symbols);
  INDEXES.set(symbols, index);
  return index;
}

function indexed(symbols: readonly CodeSymbol[]): MethodIndex {
  const classes = new Map<string, MethodsOfClass>();
  for (const [row, { jvm = [] }] of symbols.entries()) {
    for (const { className, method } of jvm) {
      const methods: MethodsOfClass = classes.get(className) ?? { literal: new Map(), wild: new Map() };
      classes.set(className, methods);
      push(WILDCARD.test(method) ? methods.wild : methods.literal, method, row);
    }
  }
  const names = [...classes.keys()];
  return {
    classes,
    patterns: names.filter((name) => WILDCARD.test(name)),
    outermost: new Set(names.map(outermost)),
  };
}

function push<T>(lists: Map<string, T[]>, key: string, value: T): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

const WILDCARD = /[*?…]/;

function isMethod({ className, method }: JvmMethod, frame: JvmFrameName): boolean {
  return isLike(className, frame.className) && isLike(method, frame.method);
}

/** Numbers are all that `*` stands for: `Cart$*` is `Cart$1`, and neither `Cart$Line` nor `Cart$1$2`. */
function isLike(pattern: string, name: string): boolean {
  const wild = pattern.search(WILDCARD);
  if (wild < 0) return pattern === name;
  // Most patterns begin with a class or method that is none of the frame's.
  return name.startsWith(pattern.slice(0, wild)) && patternOf(pattern).test(name);
}

/** Few patterns per file, asked for again with each frame. */
const PATTERNS = new Map<string, RegExp>();
const MAX_PATTERNS = 4096;

function patternOf(pattern: string): RegExp {
  const known = PATTERNS.get(pattern);
  if (known !== undefined) return known;
  const literal = pattern.replace(/[\\^$.+()[\]{}|]/g, '\\$&');
  const made = new RegExp(
    `^${literal.replaceAll('?', '[^$/.<]+').replaceAll('*', '\\d+').replaceAll('…', '.+')}$`,
  );
  if (PATTERNS.size >= MAX_PATTERNS) PATTERNS.clear();
  PATTERNS.set(pattern, made);
  return made;
}

/** Those whose parameters agree, where the frame has some and that leaves any. */
function ofParameters(frame: JvmFrameName, named: readonly CodeSymbol[]): readonly CodeSymbol[] {
  const { parameters } = frame;
  if (parameters === undefined) return named;
  const agreeing = named.filter((symbol) =>
    symbol.jvm?.some(
      (method) =>
        isMethod(method, frame) &&
        (method.parameters === undefined || sameTypes(method.parameters, parameters)),
    ),
  );
  return agreeing.length > 0 ? agreeing : named;
}

/** Compilers put parameters of their own before those of constructors: the outer object, an enum's name and ordinal. */
function sameTypes(written: readonly string[], compiled: readonly string[]): boolean {
  const extra = compiled.length - written.length;
  return extra >= 0 && written.every((type, i) => sameType(type, compiled[i + extra]));
}

/** By last part of the name; a type variable, one capital and perhaps more, can be any. */
function sameType(written: string, compiled: string): boolean {
  const [a, b] = [lastPart(written), lastPart(compiled)];
  return a === b || (/^[A-Z][A-Z\d]*(?=\[|$)/.test(a) && a.replace(/^\w+/, '') === b.replace(/^\w+/, ''));
}

function lastPart(type: string): string {
  return type.split(/[.$/]/).at(-1) ?? type;
}

/** Whether one of the symbol's methods that the frame can be of runs a line. */
function canRunIn(
  symbol: CodeSymbol,
  frame: JvmFrameName,
  line: LineNumber,
  symbols: readonly CodeSymbol[],
): boolean {
  const methods = symbol.jvm?.filter((method) => isMethod(method, frame)) ?? [];
  return methods.some(({ lines, except }) =>
    lines === undefined
      ? except?.includes(line) !== true && canRun(symbol, line, symbols)
      : lines.some(({ from, to }) => from <= line && line <= to),
  );
}

/**
 * Whether a frame of `symbol` can have executed a line: it lies in its text, and not on one that only a scope within
 * executes.
 */
function canRun(symbol: CodeSymbol, line: number, symbols: readonly CodeSymbol[]): boolean {
  const first = symbol.kind === 'lambda' ? symbol.bodyLine : symbol.firstLine;
  if (line < first || line > symbol.endLine) return false;
  return !symbols.some(
    (inner) => inner.own.from <= line && line <= inner.own.to && isWithin(inner, symbol, symbols),
  );
}

function isWithin(inner: CodeSymbol, outer: CodeSymbol, symbols: readonly CodeSymbol[]): boolean {
  for (let row = inner.parent; row >= 0; row = symbols[row].parent) {
    if (symbols[row] === outer) return true;
  }
  return false;
}

/**
 * Bridges have the name of the method that they pass a call on to, and the line of their class. All their time is the
 * method's, which is a frame of its own below them.
 */
function isOnHeader(frame: JvmFrameName, lines: LineRange, symbols: readonly CodeSymbol[]): boolean {
  return classOnHeader(frame, lines, symbols) !== undefined;
}

/**
 * kotlinc gives a class what its interfaces and delegates define, under names that no text here has; what an interface
 * inherits, in `Shape$DefaultImpls`, begins on its first line and ends on its last.
 */
function classOnHeader(
  frame: JvmFrameName,
  { first, last }: LineRange,
  symbols: readonly CodeSymbol[],
): CodeSymbol | undefined {
  const className = frame.className.replace(/\$DefaultImpls$/, '');
  const isInherited = className !== frame.className;
  return symbols.find(
    (symbol) =>
      symbol.kind === 'class' &&
      symbol.firstLine <= first &&
      first <= symbol.bodyLine &&
      (last <= symbol.bodyLine || (isInherited && last === symbol.endLine)) &&
      symbol.jvm?.some((method) => isLike(method.className, className)),
  );
}

function isInitialiser({ method }: JvmFrameName): boolean {
  return method === '<init>' || method === '<clinit>';
}

/**
 * A constructor runs the initialisers of fields and the blocks of its class before its own body, in one frame: lines from
 * several of them are the constructor's that one of the ends lies in; with none, they are the class's.
 */
function matchInitialiser(
  named: readonly CodeSymbol[],
  { first, last }: LineRange,
  symbols: readonly CodeSymbol[],
): SymbolMatch {
  const atFirst = named.filter((symbol) => canRun(symbol, first, symbols));
  const atLast = named.filter((symbol) => canRun(symbol, last, symbols));
  if (atFirst.length === 0 || atLast.length === 0) return matchMovedInitialiser(named);
  const touched = [...atFirst, ...atLast];
  const [constructor, ...others] = new Set(touched.filter(isConstructor));
  if (others.length > 0) {
    return ambiguous([constructor, ...others], 'its lines are those of several constructors');
  }
  if (constructor !== undefined) return exact(constructor, 'its lines end in it');
  const [found, ...further] = new Set(touched.map((symbol) => classOf(symbol, symbols)));
  return further.length === 0 && named.includes(found)
    ? exact(found, 'its lines are initialisers of the class')
    : matchMovedInitialiser(named);
}

function classOf(symbol: CodeSymbol, symbols: readonly CodeSymbol[]): CodeSymbol {
  return symbol.kind === 'class' ? symbol : symbols[symbol.parent];
}

function matchMovedInitialiser(named: readonly CodeSymbol[]): SymbolMatch {
  const written = named.filter(isConstructor);
  return written.length === 1
    ? moved(written[0])
    : ambiguous(written.length > 0 ? written : named, 'its lines have changed');
}

/** Blocks have no parameters, not even none. */
function isConstructor({ jvm }: CodeSymbol): boolean {
  return jvm?.some(({ method, parameters }) => method === '<init>' && parameters !== undefined) === true;
}

/** Of what Clojure gives a number and no name, what stands elsewhere in the file need not be the one, nor be like it. */
const NO_TEXT = 'no function stands on its lines, and macros make some that no text shows';

/** The file has been edited since. Where only numbers tell several apart, one that is left need not be the one meant. */
function matchMoved(frame: JvmFrameName, named: readonly CodeSymbol[]): SymbolMatch {
  if (/\$(?:fn__|eval)\d+$/.test(frame.className)) return none(NO_TEXT);
  if (named.length > 1) {
    return ambiguous(named, 'its lines have changed and its name does not settle which it is');
  }
  const [only] = named;
  return only.jvm?.some((method) => isNumbered(method) && isMethod(method, frame)) === true
    ? ambiguous(named, 'its lines have changed and it has no name but a number')
    : moved(only);
}

function isNumbered({ className, method }: JvmMethod): boolean {
  return /[*…]/.test(className + method);
}

/** Any form at the top of a file of Clojure's can be one. */
const NO_NAME = 'it has no name but a number, no function around it, and no lines';

function matchByName(
  frame: JvmFrameName,
  named: readonly CodeSymbol[],
  symbols: readonly CodeSymbol[],
): SymbolMatch {
  if (frame.method === '<clinit>' && /\$\d+$/.test(frame.className)) {
    return ambiguous(named, 'it can as well be a table that the compiler made for a switch');
  }
  if (/^[^$]*\$(?:fn__|eval)\d+$/.test(frame.className)) return none(NO_NAME);
  // Clojure's numbers: `fn__12`, `price__7`.
  if (/__\d+$/.test(frame.className)) {
    return ambiguous(named, 'macros can have made other functions of that name');
  }
  if (isClassOfNumber(frame, named)) return ambiguous(named, 'its class has no name but a number');
  if (!isInitialiser(frame) && named.some((symbol) => mayBeInherited(symbol, symbols))) {
    return ambiguous(named, 'its class can have inherited another of that name');
  }
  if (named.length === 1) return exact(named[0], 'nothing else in the file has that name');
  const preferred = isInitialiser(frame) ? wholeInitialisers(frame, named) : named;
  return preferred.length === 1
    ? exact(preferred[0], 'nothing else in the file has that name')
    : ambiguous(preferred, 'the frame has no lines to tell which');
}

/** Constructors are not inherited, nor what stands within a method. */
function mayBeInherited(symbol: CodeSymbol, symbols: readonly CodeSymbol[]): boolean {
  const owner = symbol.kind === 'class' ? symbol : symbols[symbol.parent];
  return owner?.mixesIn === true && symbol.kind !== 'lambda' && symbol.name !== '<init>';
}

/** Compilers number classes that show in no text, too: that one is left need not mean that it is the one. */
function isClassOfNumber(frame: JvmFrameName, named: readonly CodeSymbol[]): boolean {
  const methods = named.flatMap(({ jvm = [] }) => jvm).filter((method) => isMethod(method, frame));
  return methods.every(({ className }) => WILDCARD.test(className));
}

/** Without lines: a class is initialised as a whole; an object by its constructor. */
function wholeInitialisers(frame: JvmFrameName, named: readonly CodeSymbol[]): readonly CodeSymbol[] {
  const wanted =
    frame.method === '<clinit>' ? named.filter(({ kind }) => kind === 'class') : named.filter(isConstructor);
  return wanted.length > 0 ? wanted : named;
}

function exact(symbol: CodeSymbol, why: string): SymbolMatch {
  return { status: 'exact', symbols: [symbol], why };
}

function moved(symbol: CodeSymbol): SymbolMatch {
  return {
    status: 'moved',
    symbols: [symbol],
    why: 'it is the only one that can be meant, on other lines now',
  };
}

function ambiguous(symbols: readonly CodeSymbol[], why: string): SymbolMatch {
  return { status: 'ambiguous', symbols, why };
}

function none(why: string): SymbolMatch {
  return { status: 'none', symbols: [], why };
}
