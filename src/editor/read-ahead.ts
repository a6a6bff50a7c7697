import { functionTotalsOf, hottestOf } from '../focus/figures';
import type { LoadedProfile } from '../focus/loaded-profile';
import { frameRef } from '../profile/hot-spots';
import type { FunctionTotals } from '../profile/hot-spots';
import { packageOf } from '../profile/packages';
import { share } from '../profile/share';
import type { FrameRef } from '../profile/tables';
import type { StateView } from '../profile/thread-states';
import type { Fraction } from '../profile/units';
import type { Locator, SourceAccess } from '../source/location';

export interface ReadAheadOptions {
  readonly locator: Pick<Locator, 'locate'>;
  readonly roots: () => readonly string[];
  readonly readFile: SourceAccess['readFile'];
  /** Functions below it have no lens, and nobody waits for one in their files. */
  readonly minimumShare: () => Fraction;
}

/** Half of what the locator remembers: the other half is for files that people open. */
const MOST_FILES = 64;

/** In UTF-16 units, of all of them together. */
const MOST_LENGTH = 4_000_000;

/** A search of the workspace for a name takes a tenth of a second, and libraries have functions above the threshold as well. */
const MOST_ASKED = 300;

/**
 * Reads every file that can have a lens, the hottest function's first: to parse a text of five thousand lines takes a tenth of
 * a second, and the locator remembers what it found. One after the other, each time when nothing else is asked.
 */
export class ReadAhead {
  private last: FunctionTotals | undefined;
  private isDisposed = false;

  constructor(private readonly options: ReadAheadOptions) {}

  /** Resolves when it is done or another profile came; for tests, as nobody else waits for it. */
  async begin({ profile }: LoadedProfile, view: StateView): Promise<void> {
    const totals = functionTotalsOf(profile, view);
    if (totals === this.last) return;
    this.last = totals;
    const read = new Set<string>();
    let length = 0;
    for (const ref of onePerFile(totals, this.options.minimumShare())) {
      if (this.isDisposed || totals !== this.last) return;
      if (read.size >= MOST_FILES || length >= MOST_LENGTH) return;
      length += await this.readFilesOf(ref, read);
    }
  }

  dispose(): void {
    this.isDisposed = true;
  }

  /** @returns how long the texts are that were read, without those that had been before */
  private async readFilesOf(ref: FrameRef, read: Set<string>): Promise<number> {
    const { locator, roots, readFile } = this.options;
    // Whoever asks about the function itself is told why it is nowhere.
    const location = await locator.locate(ref, roots()).catch(() => undefined);
    const places = location && 'file' in location ? [location] : (location?.candidates ?? []);
    let length = 0;
    for (const file of new Set(places.map((place) => place.file))) {
      if (read.has(file)) continue;
      read.add(file);
      const text = await readFile(file);
      length += 'text' in text ? text.text.length : 0;
    }
    return length;
  }
}

/** Of each file the hottest function, as far as frames tell files apart; the hottest file first. */
function onePerFile(totals: FunctionTotals, minimumShare: Fraction): readonly FrameRef[] {
  const found = new Map<string, FrameRef>();
  for (const frame of hottestOf(totals, 'total')) {
    if (share(totals.total[frame], totals.tree.sum) < minimumShare || found.size === MOST_ASKED) break;
    const ref = frameRef(totals, frame);
    const key = fileOf(ref);
    if (!found.has(key)) found.set(key, ref);
  }
  return [...found.values()];
}

/** A JVM names files without their folders, which are the package's; where there is no file, all but the function says most. */
function fileOf({ name, file }: FrameRef): string {
  return JSON.stringify(file === '' ? [name.replace(/[.:/][^.:/]*$/, '')] : [file, packageOf(name, file)]);
}
