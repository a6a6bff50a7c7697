import type { LoadedProfile } from '../focus/loaded-profile';
import type { StateView } from '../profile/thread-states';
import type { Fraction, LineNumber } from '../profile/units';
import { readCode, type ReadCode } from '../source/fingerprint';
import { follow, type Followed } from '../source/follow';
import { languageOfFile } from '../source/languages';
import type { Locator } from '../source/location';
import { annotationsNow, locateFrames, shiftAnnotations } from './annotations';
import type { Annotation, Measured, Reference } from './annotations';
import { lineAfter } from './line-map';
import type { LineEdit } from './line-map';
import type { MeasuredText } from './measured-texts';

export interface FollowOptions {
  readonly locator: Pick<Locator, 'locate' | 'mayBeIn' | 'symbolsOf'>;
  /** Of the file, as the locator spells it. */
  readonly path: string;
  /** The document as it is. */
  readonly textNow: () => string;
  readonly roots: () => readonly string[];
  /** Functions below it are left out. */
  readonly minimumShare: Fraction;
}

/**
 * One open document: the texts that can have run, the frames in them, and where those functions are now. Frames are
 * located when the profile changes; an edit shifts what is known by lines, and {@link settle} reads the text again.
 * Holds one reading of each of those texts and of the text now, and the edits since, whatever happens before.
 */
export class FollowedText {
  private known: Known | undefined;
  private now: ReadCode | undefined;
  private functions: readonly Annotation[] = [];
  /** Since the text was last read. */
  private pending: readonly LineEdit[] = [];
  private last: Promise<void> = Promise.resolve();

  constructor(private readonly options: FollowOptions) {}

  /** As far as is known at this moment. */
  get annotations(): readonly Annotation[] {
    return shiftAnnotations(this.functions, this.pending);
  }

  edited(edits: readonly LineEdit[]): void {
    this.pending = [...this.pending, ...edits];
  }

  /** Locates the frames of a profile. Rejects when aborted, and then nothing has changed. */
  measure(
    loaded: LoadedProfile,
    view: StateView,
    texts: readonly MeasuredText[],
    signal: AbortSignal,
  ): Promise<void> {
    return this.inTurn(async () => {
      const references = await Promise.all(texts.map((text) => this.readReference(text)));
      signal.throwIfAborted();
      const { locator, path, roots, minimumShare } = this.options;
      const options = { locator, references, roots: roots(), view, minimumShare, signal };
      const measured = await locateFrames(path, loaded, options);
      this.known = { references, measured, loaded, view };
      await this.readNow();
    });
  }

  /** Reads the text as it is now and finds the functions in it. */
  settle(): Promise<void> {
    return this.inTurn(() => this.readNow());
  }

  private async readNow(): Promise<void> {
    const edits = this.pending;
    const code = await this.read(this.options.textNow());
    this.now = code;
    this.pending = this.pending.slice(edits.length);
    if (!this.known) return;
    const { references, measured, loaded, view } = this.known;
    for (const reference of references) reference.follow(code, edits);
    const followed = references.map((reference) => reference.followed);
    this.functions = annotationsNow(measured, loaded, { references, followed, view });
  }

  /** Two at once would both take the same edits into account. */
  private inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.last.then(work);
    this.last = done.catch(() => undefined);
    return done;
  }

  private async read(text: string): Promise<ReadCode> {
    const known = [this.now, ...(this.known?.references ?? []).map(({ code }) => code)];
    const same = known.find((code) => code?.text === text);
    if (same) return same;
    const { locator, path } = this.options;
    return readCode(text, await locator.symbolsOf(path, text), languageOfFile(path)?.id ?? '');
  }

  /** A text that was followed already has seen the edits since. */
  private async readReference({ text, what, isKnown }: MeasuredText): Promise<FollowedReference> {
    const known = this.known?.references.find(({ code }) => code.text === text);
    return known?.as(what, isKnown) ?? new FollowedReference(await this.read(text), what, isKnown);
  }
}

interface Known {
  readonly references: readonly FollowedReference[];
  readonly measured: readonly Measured[];
  readonly loaded: LoadedProfile;
  readonly view: StateView;
}

class FollowedReference implements Reference {
  followed: readonly (Followed | undefined)[] = [];
  private trail: readonly LineNumber[] | undefined;

  constructor(
    readonly code: ReadCode,
    readonly what: string,
    readonly isKnown: boolean,
  ) {}

  as(what: string, isKnown: boolean): FollowedReference {
    const same = new FollowedReference(this.code, what, isKnown);
    same.trail = this.trail;
    same.followed = this.followed;
    return same;
  }

  follow(now: ReadCode, edits: readonly LineEdit[]): void {
    const trail = this.trail?.map((line) => (line > 0 ? lineAfter(edits, line) : 0));
    this.followed = follow(this.code, now, trail);
    // While a function does not parse, as half of what is typed does not, its head is still followed.
    this.trail = this.followed.map((one, row) => one?.symbol.line ?? trail?.[row] ?? 0);
  }
}
