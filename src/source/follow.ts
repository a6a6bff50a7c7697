import type { LineNumber } from '../profile/units';
import type { CodeState } from './code-state';
import { containment, isNamed, similarity, type Body, type ReadCode } from './fingerprint';
import type { CodeSymbol, SymbolKind } from './symbols';

/** What has become of a function. */
export interface Followed {
  /** In the text now. */
  readonly symbol: CodeSymbol;
  readonly state: Exclude<CodeState, 'unknown'>;
  /** Where a line of the measured text stands now; 0 where it has no code, is gone, or the function has changed. */
  readonly lineNow: (line: LineNumber) => LineNumber;
}

/**
 * Which function became which, one answer per symbol of the measured text; undefined for those that are gone, and for
 * those that could be one or another: a figure on the wrong function is worse than none.
 *
 * What speaks for a function, strongest first:
 * 1. the same qualified name and the same words: that is the function that was measured, whatever happened around it;
 * 2. where it stood, followed through every edit (`trail`): so one keeps its figure while it is renamed and rewritten;
 * 3. its name, in a class that is the same one;
 * 4. its words, where no other function has them: renamed, or moved to another class.
 * Where 2 to 4 disagree, the words decide between them if they clearly can, and nobody gets the figure if not. Nor does
 * what is a copy of another function, what stands where another one was followed to, and what has the name but not half
 * of the words.
 *
 * @param trail by row of `before`, the line its head stands on now if it was never deleted, else 0; undefined where
 *   nobody saw how one text became the other
 */
export function follow(
  before: ReadCode,
  after: ReadCode,
  trail?: readonly LineNumber[],
): readonly (Followed | undefined)[] {
  const partners =
    before.text === after.text
      ? before.symbols.map((_, row) => row)
      : new Pairing(before, after, trail ?? []).partners();
  return partners.map((partner, row) => (partner < 0 ? undefined : describe(before, row, after, partner)));
}

/** Below it two bodies have little more in common than any two functions of a program. */
const ALIKE = 0.5;

/** From here on two bodies have three of four pairs of words in common. */
const VERY_ALIKE = 0.75;

/** So much closer must one be than another for the words to decide. */
const CLEARLY = 0.25;

/** A tenth of a second; whoever rewrites two hundred functions at once has not renamed them. */
const MOST_COMPARED = 40_000;

/** Fewer words, about `def f(self): return self.x`, are found anew by chance. */
const ENOUGH_WORDS = 12;

class Pairing {
  /** By row, the row on the other side, or -1. */
  private readonly to: Int32Array;
  private readonly from: Int32Array;
  private readonly childrenBefore: ReadonlyMap<string, readonly number[]>;
  private readonly childrenAfter: ReadonlyMap<string, readonly number[]>;
  private readonly atLine = new Map<string, number>();
  /** By row of `after`, the one whose trail ends there. */
  private readonly owners = new Map<number, number>();
  /** Rows with words that no other unpaired row of their side has, and the row of the other side that has them. */
  private readonly sameWords = new Map<number, number>();
  /** By words, how many unpaired rows of `before` have them. */
  private wordsBefore = new Map<string, number[]>();

  constructor(
    private readonly before: ReadCode,
    private readonly after: ReadCode,
    private readonly trail: readonly LineNumber[],
  ) {
    this.to = new Int32Array(before.symbols.length).fill(-1);
    this.from = new Int32Array(after.symbols.length).fill(-1);
    this.childrenBefore = groupBy(before.symbols, childKey);
    this.childrenAfter = groupBy(after.symbols, childKey);
    after.symbols.forEach((symbol, row) => {
      const key = lineKey(symbol.kind, symbol.line);
      // Several on one line are no evidence for any of them.
      this.atLine.set(key, this.atLine.has(key) ? -1 : row);
    });
    before.symbols.forEach((_, row) => {
      const partner = this.alongTrail(row);
      if (partner !== undefined) this.owners.set(partner, row);
    });
  }

  partners(): readonly number[] {
    this.pairUnchanged();
    this.compareWords();
    this.pairByClaims();
    this.pairMostAlike();
    // Those inside of what was found last.
    this.pairByClaims();
    return [...this.to];
  }

  /** Parents come before what they enclose, and are settled by the time it is asked who their children are. */
  private pairByClaims(): void {
    this.before.symbols.forEach((_, row) => {
      if (this.to[row] >= 0) return;
      const claim = this.claimOf(row);
      if (claim !== undefined && !this.isDisputed(row, claim)) this.pair(row, claim);
    });
  }

  /**
   * Renamed and edited, nobody saw how: an old name that is gone, a new one with the same parameters, and each the
   * other's only likeness.
   */
  private pairMostAlike(): void {
    const rows = this.leftIn(this.before, this.to).filter((row) => !this.isHidden(row));
    const partners = this.leftIn(this.after, this.from);
    if (rows.length * partners.length > MOST_COMPARED) return;
    const likeness = rows.map((row) => partners.map((partner) => this.likenessOfKind(row, partner)));
    const [namesBefore, namesAfter] = [this.before, this.after].map(
      ({ symbols }) => new Set(symbols.map(nameKey)),
    );
    const found = rows.flatMap((row, i) => {
      const best = likeness[i].indexOf(Math.max(...likeness[i]));
      if (best < 0 || namesAfter.has(nameKey(this.before.symbols[row]))) return [];
      const [like, partner] = [likeness[i][best], partners[best]];
      const isClear =
        like >= VERY_ALIKE &&
        this.before.bodies[row].signature === this.after.bodies[partner].signature &&
        !namesBefore.has(nameKey(this.after.symbols[partner])) &&
        likeness[i].every((other, j) => j === best || other <= like - CLEARLY) &&
        likeness.every((others, j) => j === i || others[best] <= like - CLEARLY) &&
        !this.isSomebodyElse(row, partner) &&
        !this.isCopy(row, partner) &&
        !rows.some((rival) => rival !== row && this.isWithin(rival, partner));
      return isClear ? [{ row, partner }] : [];
    });
    for (const { row, partner } of found) this.pair(row, partner);
  }

  private leftIn({ symbols, bodies }: ReadCode, pairs: Int32Array): readonly number[] {
    return symbols.flatMap(({ kind }, row) => {
      // Classes are known again by their methods.
      const isLeft = pairs[row] < 0 && isNamed(kind) && kind !== 'class';
      return isLeft && bodies[row].allWords.length >= ENOUGH_WORDS ? [row] : [];
    });
  }

  private likenessOfKind(row: number, partner: number): number {
    const [was, is] = [this.before.symbols[row], this.after.symbols[partner]];
    return familyOf(was.kind) === familyOf(is.kind) && this.canBeLike(row, partner, ALIKE)
      ? this.likeness(row, partner)
      : 0;
  }

  private pair(row: number, partner: number): void {
    this.to[row] = partner;
    this.from[partner] = row;
  }

  /** The same name and words: of several, each with the one in its place, if none was added or taken away. */
  private pairUnchanged(): void {
    const key = ({ symbols, bodies }: ReadCode) => {
      return (_: CodeSymbol, row: number) => `${nameKey(symbols[row])} ${bodies[row].digest}`;
    };
    const now = groupBy(this.after.symbols, key(this.after));
    for (const [same, rows] of groupBy(this.before.symbols, key(this.before))) {
      const partners = now.get(same) ?? [];
      if (rows.length !== partners.length) this.pairAlongTrail(rows, partners);
      // A class with the words of its methods: its own are few.
      else rows.forEach((row, i) => this.likeness(row, partners[i]) === 1 && this.pair(row, partners[i]));
    }
  }

  private pairAlongTrail(rows: readonly number[], partners: readonly number[]): void {
    for (const row of rows) {
      const partner = this.alongTrail(row);
      if (partner !== undefined && partners.includes(partner)) this.pair(row, partner);
    }
  }

  private compareWords(): void {
    const unpaired = (code: ReadCode, pairs: Int32Array) =>
      groupBy(code.symbols, (_, row) => (pairs[row] < 0 ? this.wordsKey(code, row) : ''));
    const now = unpaired(this.after, this.from);
    this.wordsBefore = unpaired(this.before, this.to);
    for (const [words, rows] of this.wordsBefore) {
      const partners = now.get(words) ?? [];
      if (words !== '' && rows.length === 1 && partners.length === 1) {
        this.sameWords.set(rows[0], partners[0]);
      }
    }
  }

  private claimOf(row: number): number | undefined {
    if (this.isHidden(row)) return undefined;
    const byTrail = this.free(this.alongTrail(row));
    const byName = this.free(this.byName(row));
    const byWords = this.free(this.byWords(row));
    if (byTrail !== undefined) return this.followTrail(row, byTrail, byName);
    if (byName === undefined) return byWords ?? this.byChildren(row);
    if (byWords === byName) return byName;
    if (byWords === undefined) return this.isMuchOfIt(row, byName) ? byName : undefined;
    // Either it was renamed and another took its name, or a copy of it was kept while it was edited.
    return this.isAlike(row, byName) ? undefined : byWords;
  }

  private followTrail(row: number, byTrail: number, byName: number | undefined): number | undefined {
    const likeTrail = this.likeness(row, byTrail);
    if (byName === undefined) return likeTrail >= ALIKE ? byTrail : undefined;
    if (byName === byTrail) return byTrail;
    const likeName = this.likeness(row, byName);
    if (Math.abs(likeTrail - likeName) < CLEARLY) return undefined;
    return likeTrail > likeName ? byTrail : byName;
  }

  private free(partner: number | undefined): number | undefined {
    return partner === undefined || this.from[partner] >= 0 ? undefined : partner;
  }

  private isAlike(row: number, partner: number): boolean {
    return this.likeness(row, partner) >= ALIKE;
  }

  /** Whether nearly all of it stands in there: two that were made one. */
  private isWithin(row: number, partner: number): boolean {
    const [was, is] = [this.before.bodies[row], this.after.bodies[partner]];
    return was.allWords.length <= is.allWords.length && containment(was, is) >= VERY_ALIKE;
  }

  /** Whether the one is in the other for the better part: statements were put in, or taken out. */
  private isMuchOfIt(row: number, partner: number): boolean {
    return containment(this.before.bodies[row], this.after.bodies[partner]) > ALIKE;
  }

  private likeness(row: number, partner: number): number {
    return similarity(this.before.bodies[row], this.after.bodies[partner]);
  }

  /** The one whose head stands where this one's has been moved to. */
  private alongTrail(row: number): number | undefined {
    const line = this.trail[row] ?? 0;
    const partner = line > 0 ? this.atLine.get(lineKey(this.before.symbols[row].kind, line)) : undefined;
    return partner === undefined || partner < 0 ? undefined : partner;
  }

  /** Its head is still there, where nothing parses: whatever has its name or words elsewhere is a copy. */
  private isHidden(row: number): boolean {
    return (this.trail[row] ?? 0) > 0 && this.alongTrail(row) === undefined;
  }

  /** The only one of that name in the same scope; of overloads the one with the same parameters, of lambdas the one in its place. */
  private byName(row: number): number | undefined {
    const symbol = this.before.symbols[row];
    const parent = symbol.parent < 0 ? -1 : this.to[symbol.parent];
    if (parent < 0 && symbol.parent >= 0) return undefined;
    const rows = this.childrenBefore.get(childKey(symbol)) ?? [];
    const partners = this.childrenAfter.get(childKey({ ...symbol, parent })) ?? [];
    if (rows.length === 1 && partners.length === 1) return partners[0];
    return isNamed(symbol.kind) ? this.bySignature(row, rows, partners) : this.byOrder(row, rows, partners);
  }

  private bySignature(row: number, rows: readonly number[], partners: readonly number[]): number | undefined {
    const { signature } = this.before.bodies[row];
    const same = partners.filter((partner) => this.after.bodies[partner].signature === signature);
    const rivals = rows.filter((rival) => this.before.bodies[rival].signature === signature);
    return same.length === 1 && rivals.length === 1 ? same[0] : undefined;
  }

  private byOrder(row: number, rows: readonly number[], partners: readonly number[]): number | undefined {
    if (rows.length !== partners.length) return undefined;
    const partner = partners[rows.indexOf(row)];
    return this.isAlike(row, partner) ? partner : undefined;
  }

  private byWords(row: number): number | undefined {
    const partner = this.sameWords.get(row);
    const isEnough = this.before.bodies[row].words.length >= ENOUGH_WORDS;
    if (partner === undefined || !isEnough || !isNamed(this.before.symbols[row].kind)) return undefined;
    return this.hasDouble(row, partner) ? undefined : partner;
  }

  /** Whether another one with a new name is nearly the same: then this one may be the copy, and that one edited. */
  private hasDouble(row: number, partner: number): boolean {
    const family = familyOf(this.before.symbols[row].kind);
    return this.after.symbols.some(
      ({ kind }, other) =>
        other !== partner &&
        this.from[other] < 0 &&
        familyOf(kind) === family &&
        !this.isNameTaken(other) &&
        this.canBeLike(row, other, VERY_ALIKE),
    );
  }

  /** A class has few words of its own: renamed, it is the one that has most of its methods, and few others. */
  private byChildren(row: number): number | undefined {
    if (this.before.symbols[row].kind !== 'class') return undefined;
    const votes = new Map<number, number>();
    const children = this.before.symbols.flatMap(({ parent }, child) => (parent === row ? [child] : []));
    for (const child of children) {
      const partner = this.to[child] >= 0 ? this.to[child] : this.sameWords.get(child);
      const parent = partner === undefined ? -1 : this.after.symbols[partner].parent;
      const isClass = parent >= 0 && this.after.symbols[parent].kind === 'class';
      if (isClass) votes.set(parent, (votes.get(parent) ?? 0) + 1);
    }
    const elected = [...votes].find(([one, count]) => {
      const others = this.after.symbols.filter(({ parent }) => parent === one);
      return count * 2 > Math.max(children.length, others.length);
    })?.[0];
    return elected === undefined || this.isNameTaken(elected) ? undefined : this.free(elected);
  }

  private isNameTaken(partner: number): boolean {
    const name = nameKey(this.after.symbols[partner]);
    return this.before.symbols.some((symbol) => nameKey(symbol) === name);
  }

  /** Whether another function that is not found elsewhere has more in common with it: then nobody knows. */
  private isDisputed(row: number, partner: number): boolean {
    if (this.alongTrail(row) === partner) return false;
    if (this.isSomebodyElse(row, partner) || this.isCopy(row, partner)) return true;
    const family = familyOf(this.before.symbols[row].kind);
    const like = Math.max(ALIKE, this.likeness(row, partner));
    return this.before.symbols.some(
      ({ kind }, rival) =>
        rival !== row &&
        this.to[rival] < 0 &&
        familyOf(kind) === family &&
        this.canBeLike(rival, partner, like) &&
        !this.isElsewhere(rival, partner),
    );
  }

  /** Whether one that is found elsewhere has more in common with it: somebody copied that one. */
  private isCopy(row: number, partner: number): boolean {
    const family = familyOf(this.before.symbols[row].kind);
    const like = this.likeness(row, partner);
    return this.before.symbols.some(
      ({ kind }, rival) =>
        this.to[rival] >= 0 &&
        familyOf(kind) === family &&
        this.canBeLike(rival, partner, VERY_ALIKE) &&
        this.likeness(rival, partner) > like,
    );
  }

  /** Whether it stands where another one has been followed to. */
  private isSomebodyElse(row: number, partner: number): boolean {
    const owner = this.owners.get(partner);
    return owner !== undefined && owner !== row;
  }

  private canBeLike(row: number, partner: number, least: number): boolean {
    const [a, b] = [this.before.bodies[row].allWords.length, this.after.bodies[partner].allWords.length];
    return (2 * Math.min(a, b)) / (a + b) >= least && this.likeness(row, partner) >= least;
  }

  private isElsewhere(rival: number, partner: number): boolean {
    const byName = this.free(this.byName(rival));
    if (byName === undefined || byName === partner) return false;
    return this.likeness(rival, byName) >= Math.max(ALIKE, this.likeness(rival, partner));
  }

  private wordsKey({ symbols, bodies }: ReadCode, row: number): string {
    return `${familyOf(symbols[row].kind)} ${bodies[row].digest}`;
  }
}

/** A function that is moved into a class is a method there. */
function familyOf(kind: SymbolKind): string {
  return kind === 'method' ? 'function' : kind;
}

function nameKey({ kind, qualifiedName }: CodeSymbol): string {
  return `${familyOf(kind)} ${qualifiedName}`;
}

function childKey({ kind, name, parent }: CodeSymbol): string {
  return `${parent} ${familyOf(kind)} ${name}`;
}

function lineKey(kind: SymbolKind, line: LineNumber): string {
  return `${familyOf(kind)} ${line}`;
}

function groupBy<T>(list: readonly T[], keyOf: (one: T, row: number) => string): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  list.forEach((one, row) => {
    const key = keyOf(one, row);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  });
  return groups;
}

function describe(before: ReadCode, row: number, after: ReadCode, partner: number): Followed {
  const symbol = after.symbols[partner];
  const [was, is] = [before.bodies[row], after.bodies[partner]];
  if (was.digest !== is.digest) return { symbol, state: 'changed', lineNow: () => 0 };
  const isExact =
    before.symbols[row].qualifiedName === symbol.qualifiedName &&
    was.lines.every((line, i) => line === is.lines[i]);
  return { symbol, state: isExact ? 'exact' : 'moved', lineNow: (line) => lineIn(was, is, line) };
}

/** By the first word of the line. */
function lineIn(was: Body, is: Body, line: LineNumber): LineNumber {
  const at = was.lines.indexOf(line);
  return at < 0 ? 0 : is.lines[at];
}
