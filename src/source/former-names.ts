import type { FileCandidate } from './find-files';
import { directCandidate } from './find-files';
import { followedPlace } from './followed-function';
import type { FollowAnswer, FollowQuestion } from './followed-function';
import { commonSuffix, isSamePath, lastSegment, parseFramePath } from './frame-path';
import type { Location, Place, SourceAccess } from './location';
import type { SymbolMatch } from './match-symbol';
import type { CodeSymbol } from './symbols';

/**
 * Files that were moved or called otherwise after the program ran: frames name them as they were called then. So they are
 * looked for under their old paths as well, read there as they were, and what is found is followed to where it stands now.
 */
export interface RenamedFile {
  readonly path: string;
  readonly formerPath: string;
  /** As it was then; undefined where nobody can tell any more. Rejects never. */
  readonly textThen: () => Promise<string | undefined>;
}

/** By their paths now. */
export type RenamedFiles = ReadonlyMap<string, RenamedFile>;

/** The workspace with files under their old paths beside those that are there. */
export function withFormerNames(access: SourceAccess, renamed: readonly RenamedFile[]): SourceAccess {
  if (renamed.length === 0) return access;
  const below = (root: string, isMeant: (path: string) => boolean): readonly string[] =>
    renamed.flatMap(({ formerPath }) => {
      const path = isMeant(formerPath) ? parseFramePath(formerPath) : undefined;
      return path && directCandidate(path, [root]) ? [formerPath] : [];
    });
  const { realPath } = access;
  return {
    readFile: async (path) => {
      const former = formerAt(path, renamed);
      if (former === undefined) return access.readFile(path);
      const text = await former.textThen();
      return text === undefined ? { why: 'missing' } : { text };
    },
    findFiles: async (name, root, ignoreCase) => {
      const fold = (one: string): string => (ignoreCase ? one.toLowerCase() : one);
      const isCalled = (path: string): boolean => fold(lastSegment(path)) === fold(name);
      return [...(await access.findFiles(name, root, ignoreCase)), ...below(root, isCalled)];
    },
    filesIn: async (folders, endings, root) => {
      const isIn = (path: string): boolean =>
        endings.some((ending) => path.endsWith(ending)) && standsIn(folders, root, path);
      return [...(await access.filesIn(folders, endings, root)), ...below(root, isIn)];
    },
    realPath:
      realPath &&
      ((path) => (formerAt(path, renamed) === undefined ? realPath(path) : Promise.resolve(path))),
  };
}

function formerAt(path: string, renamed: readonly RenamedFile[]): RenamedFile | undefined {
  return renamed.find(({ formerPath }) => isSamePath(formerPath, path));
}

/** As {@link SourceAccess.filesIn} means it. */
function standsIn(folders: readonly string[], root: string, path: string): boolean {
  const around = parseFramePath(path)?.segments.slice(0, -1) ?? [];
  if (folders.length > 0) return commonSuffix(folders, around, false) === folders.length;
  return around.join('/') === parseFramePath(root)?.segments.join('/');
}

interface FileMatch {
  readonly file: FileCandidate;
  readonly match: SymbolMatch;
}

/**
 * Found under both of its names, a file is still one: as it was where the lines agree with that text, or where only that
 * has the function; else as it is, for then nobody knows that it was that text which ran.
 */
export function underOneName<M extends FileMatch>(
  matches: readonly M[],
  renamed: readonly RenamedFile[],
): readonly M[] {
  const dropped = renamed.flatMap(({ path, formerPath }) => {
    const [now, then] = [path, formerPath].map((name) => matches.find(({ file }) => file.file === name));
    if (!now || !then) return [];
    const isAsItWas =
      then.match.status === 'exact' || (then.match.symbols.length > 0 && now.match.symbols.length === 0);
    return [isAsItWas ? now : then];
  });
  return dropped.length === 0 ? matches : matches.filter((one) => !dropped.includes(one));
}

export interface FollowingServices {
  /** Of files as they are. */
  readFile: SourceAccess['readFile'];
  symbolsOf(path: string, text: string): Promise<readonly CodeSymbol[]>;
  follow(question: FollowQuestion): Promise<readonly FollowAnswer[]>;
}

/** A profile's functions are asked for one by one, and those of a file stand together. */
const REMEMBERED_FILES = 8;

/** From a place under an old path to where its function is now. */
export class FormerPlaces {
  /** By path now, oldest first: what became of all the functions of a text. */
  private readonly known = new Map<string, Became>();

  constructor(private readonly services: FollowingServices) {}

  /** Places under paths of today are what they are; of the others those whose functions are gone are left out. */
  async locationNow(
    location: Location,
    renamed: readonly RenamedFile[],
    roots: readonly string[],
  ): Promise<Location> {
    const candidates: Place[] = [];
    for (const one of location.candidates) {
      const former = formerAt(one.file, renamed);
      const now = former === undefined ? one : (await this.placeNow(one, former, roots))?.place;
      if (now) candidates.push(now);
    }
    const former = 'file' in location ? formerAt(location.file, renamed) : undefined;
    if (!('file' in location) || former === undefined) return { ...location, candidates };
    const now = await this.placeNow(location, former, roots);
    const was = `it was called ${former.formerPath} when it ran`;
    if (now === undefined) {
      return { status: 'none', candidates, why: `The function is not in ${former.path} any more; ${was}.` };
    }
    const status = location.status === 'exact' && now.isExact ? 'exact' : 'moved';
    return { ...now.place, status, candidates, why: `${location.why.replace(/\.$/, '')}; ${was}.` };
  }

  forget(): void {
    this.known.clear();
  }

  private async placeNow(
    place: Place,
    { path, textThen }: RenamedFile,
    roots: readonly string[],
  ): Promise<{ readonly place: Place; readonly isExact: boolean } | undefined> {
    const [then, now] = [await textThen(), await this.services.readFile(path)];
    const spelled = parseFramePath(path);
    const here = spelled && directCandidate(spelled, roots);
    if (then === undefined || 'why' in now || here === undefined) return undefined;
    const symbols = await this.services.symbolsOf(place.file, then);
    const row = rowOf(place, symbols);
    const functions = row < 0 ? [] : await this.became(path, then, now.text, symbols.length);
    const followed = functions[row];
    return (
      followed && {
        place: followedPlace({ ...place, root: here.root, file: path }, followed),
        isExact: followed.state === 'exact',
      }
    );
  }

  private async became(
    path: string,
    then: string,
    now: string,
    length: number,
  ): Promise<FollowAnswer['functions']> {
    const known = this.known.get(path);
    if (known?.then === then && known.now === now) return known.functions;
    const rows = Array.from({ length }, (_, row) => row);
    const functions = this.services
      .follow({ path, before: [{ text: then, trail: undefined, rows }], now })
      .then(([answer]) => answer.functions);
    // What could not be read is no answer to the next question.
    functions.catch(() => this.known.delete(path));
    this.known.delete(path);
    this.known.set(path, { then, now, functions });
    const [oldest] = this.known.keys();
    if (this.known.size > REMEMBERED_FILES) this.known.delete(oldest);
    return functions;
  }
}

interface Became {
  readonly then: string;
  readonly now: string;
  readonly functions: Promise<FollowAnswer['functions']>;
}

/** Which of a text's symbols a place in it is. */
export function rowOf(place: Pick<Place, 'symbol' | 'line'>, symbols: readonly CodeSymbol[]): number {
  return symbols.findIndex(
    ({ qualifiedName, line, kind }) =>
      qualifiedName === place.symbol && (line === place.line || kind === 'module'),
  );
}
