import type { LineNumber } from '../profile/units';
import type { FrameName } from './frame-name';
import type { CodeSymbol } from './symbols';

/** What one file says to a frame. `why` is a clause to go on with: "no function `search` is in …". */
export interface SymbolMatch {
  readonly status: 'exact' | 'moved' | 'ambiguous' | 'none';
  /** One for `exact` and `moved`, none for `none`. */
  readonly symbols: readonly CodeSymbol[];
  readonly why: string;
  /** Of `none`: the file holds other code altogether, and was a candidate by its name only. */
  readonly isElsewhere?: boolean;
}

/** Smallest and largest line seen executing; both 0 where the frame has none. */
export interface LineRange {
  readonly first: LineNumber;
  readonly last: LineNumber;
}

/**
 * Which function of a file a frame ran. Lines decide where the file is as it was when it ran; where it has been
 * edited since, name and class must leave exactly one that can have been meant.
 */
export function matchSymbol(frame: FrameName, lines: LineRange, symbols: readonly CodeSymbol[]): SymbolMatch {
  const named = symbols.filter((symbol) => symbol.name === frame.function);
  if (named.length === 0) return none(`no function of that name is in the file`);
  if (lines.first === 0) return matchByName(frame, named, symbols);
  const here = named.filter((symbol) => canRun(symbol, lines, symbols));
  if (here.length > 1) return ambiguous(here, 'several functions of that name stand on those lines');
  if (here.length === 1) return confirm(here[0], frame, named, symbols);
  return frame.function.startsWith('<') ? matchUnnamed(frame, named) : matchMoved(frame, named, symbols);
}

/**
 * Whether a frame of `symbol` can have executed both lines: they lie in its text, and not on lines that are another's own,
 * unless it stands within that one.
 *
 *     1  def wrapper(call):            line 1: outer    lines 2 to 4: outer
 *     2      def wrapper(*rest):       line 2: either, as making the inner one and entering it both count here
 *     3          return call(*rest)    line 3: inner
 *     4      return wrapper            line 4: outer
 */
function canRun(symbol: CodeSymbol, { first, last }: LineRange, symbols: readonly CodeSymbol[]): boolean {
  if (first < symbol.firstLine || last > symbol.endLine) return false;
  if (isIterable(symbol, first) || isIterable(symbol, last)) return false;
  return !symbols.some(
    (other) =>
      (ownsLine(other, first) || ownsLine(other, last)) &&
      other !== symbol &&
      !isWithin(symbol, other, symbols) &&
      !(runsInline(other) && !runsInline(symbol)),
  );
}

function ownsLine({ own, iterable }: CodeSymbol, line: LineNumber): boolean {
  const isShared = iterable !== undefined && iterable.from <= line && line <= iterable.to;
  return own.from <= line && line <= own.to && !isShared;
}

/**
 *     1  [word for word in (        line 1: either
 *     2      match(one)             line 2: not the list
 *     3      for one in words)      line 3: either
 *     4   if word]                  line 4: the list
 */
function isIterable({ iterable }: CodeSymbol, line: LineNumber): boolean {
  return iterable !== undefined && iterable.from < line && line < iterable.to;
}

/**
 * Python 3.12 and later execute these within the enclosing frame. A frame that is called like one of them is of an earlier
 * Python, which executes none so.
 */
function runsInline({ kind, name }: CodeSymbol): boolean {
  return kind === 'comprehension' && name !== '<genexpr>';
}

function isWithin(inner: CodeSymbol, outer: CodeSymbol, symbols: readonly CodeSymbol[]): boolean {
  for (let row = inner.parent; row >= 0; row = symbols[row].parent) {
    if (symbols[row] === outer) return true;
  }
  return false;
}

/**
 * Name and lines agree. The class need not: it is the object's, often of a subclass, so `Child` on the lines of
 * `Base.__init__` is `super().__init__()`. Only where the frame's class is in this very file, has a method of that
 * name itself and does not inherit from the one found, have the lines been overtaken by an edit.
 */
function confirm(
  found: CodeSymbol,
  { className }: FrameName,
  named: readonly CodeSymbol[],
  symbols: readonly CodeSymbol[],
): SymbolMatch {
  const others = named.filter((symbol) => symbol.className === className);
  const isContradicted =
    className !== '' &&
    found.className !== '' &&
    others.length > 0 &&
    !others.includes(found) &&
    !ancestors(className, symbols).has(found.className);
  return isContradicted
    ? ambiguous([found, ...others], 'the lines say one method and the class another')
    : { status: 'exact', symbols: [found], why: 'name and lines agree' };
}

/** `<module>`, `<lambda>` and the like have nothing but their lines. */
function matchUnnamed(frame: FrameName, named: readonly CodeSymbol[]): SymbolMatch {
  if (frame.function !== '<module>') return none('none stands on those lines');
  return { status: 'moved', symbols: named, why: 'other code stands on those lines now' };
}

/** The file has been edited since: what can have been meant? */
function matchMoved(
  frame: FrameName,
  named: readonly CodeSymbol[],
  symbols: readonly CodeSymbol[],
): SymbolMatch {
  const meant = frame.className === '' ? withoutSelf(named) : ofClass(frame.className, named, symbols);
  if (meant.length === 1) {
    return {
      status: 'moved',
      symbols: meant,
      why: 'it is the only one that can be meant, on other lines now',
    };
  }
  return ambiguous(
    meant.length > 1 ? meant : named,
    'its lines have changed and its name does not settle which it is',
  );
}

/** A frame without lines, as people ask for it on the command line. */
function matchByName(
  frame: FrameName,
  named: readonly CodeSymbol[],
  symbols: readonly CodeSymbol[],
): SymbolMatch {
  const [only] = named;
  const isSettled = named.length === 1 && (frame.className === '' || frame.className === only.className);
  if (isSettled) return { status: 'exact', symbols: named, why: 'nothing else in the file has that name' };
  const meant = frame.className === '' ? withoutSelf(named) : ofClass(frame.className, named, symbols);
  if (meant.length !== 1) {
    return ambiguous(meant.length > 1 ? meant : named, 'the frame has no lines to tell which');
  }
  const isDirect = meant[0].className === frame.className;
  return {
    status: isDirect ? 'exact' : 'moved',
    symbols: meant,
    why: 'by name alone: the frame has no lines',
  };
}

/** The agent names a class wherever there is a `self`; a frame without one ran none of the methods that take it. */
function withoutSelf(named: readonly CodeSymbol[]): readonly CodeSymbol[] {
  return named.filter((symbol) => !symbol.takesSelf);
}

/**
 * Those that an object of the class can have run: its own; else inherited ones, where the file has the class; else,
 * where the class is defined elsewhere, any that take a `self`.
 */
function ofClass(
  className: string,
  named: readonly CodeSymbol[],
  symbols: readonly CodeSymbol[],
): readonly CodeSymbol[] {
  const own = named.filter((symbol) => symbol.className === className);
  if (own.length > 0) return own;
  const isHere = symbols.some((symbol) => symbol.kind === 'class' && symbol.name === className);
  const inherited = ancestors(className, symbols);
  return named.filter((symbol) =>
    isHere ? inherited.has(symbol.className) : symbol.takesSelf || symbol.className !== '',
  );
}

/** Names of all classes that `className` inherits from, as far as this file tells. */
function ancestors(className: string, symbols: readonly CodeSymbol[]): ReadonlySet<string> {
  const found = new Set<string>();
  const waiting = [className];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const bases = symbols
      .filter((symbol) => symbol.kind === 'class' && symbol.name === name)
      .flatMap(({ bases }) => bases);
    for (const base of bases.filter((candidate) => !found.has(candidate))) {
      found.add(base);
      waiting.push(base);
    }
  }
  return found;
}

function none(why: string): SymbolMatch {
  return { status: 'none', symbols: [], why };
}

function ambiguous(symbols: readonly CodeSymbol[], why: string): SymbolMatch {
  return { status: 'ambiguous', symbols, why };
}
