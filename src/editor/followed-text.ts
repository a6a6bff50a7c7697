import { createInTurn } from '../base/in-turn';
import type { LoadedProfile } from '../focus/loaded-profile';
import type { StateView } from '../profile/thread-states';
import type { Fraction, LineNumber } from '../profile/units';
import type { FollowAnswer, FollowedFunction, FollowQuestion } from '../source/followed-function';
import { followUnchanged } from '../source/followed-function';
import type { Locator } from '../source/location';
import type { CodeSymbol } from '../source/symbols';
import { annotationsNow, hotFramesIn, locateFrames, shiftAnnotations } from './annotations';
import type { Annotation, HotFrame, HotOptions, Measured, Reference } from './annotations';
import { lineAfter } from './line-map';
import type { LineEdit } from './line-map';
import type { MeasuredText } from './measured-texts';

export interface FollowOptions {
  readonly locator: Pick<
    Locator,
    'locate' | 'hasRuleTo' | 'formerPathOf' | 'mayBeIn' | 'symbolsOf' | 'follow'
  >;
  /** Of the file, as the locator spells it; that may have to be looked up. */
  readonly path: string | Promise<string>;
  /** The document as it is. */
  readonly textNow: () => string;
  readonly roots: () => readonly string[];
  /** Functions below it are left out. */
  readonly minimumShare: Fraction;
}

/**
 * One open document: the texts that can have run, the frames in them, and where those functions are now. Frames are
 * located when the profile changes; an edit shifts what is known by lines, and {@link settle} reads the text again.
 * Holds those texts with their functions, and the edits since, whatever happens before.
 */
export class FollowedText {
  private known: Known | undefined;
  private functions: readonly Annotation[] = [];
  /** Since the text was last read. */
  private pending: readonly LineEdit[] = [];
  /** Two at once would both take the same edits into account. */
  private readonly inTurn = createInTurn();

  constructor(private readonly options: FollowOptions) {}

  /** As far as is known at this moment. */
  get annotations(): readonly Annotation[] {
    return shiftAnnotations(this.functions, this.pending);
  }

  edited(edits: readonly LineEdit[]): void {
    this.pending = [...this.pending, ...edits];
  }

  /**
   * Locates the frames of a profile. The text as it is, most likely one of those that ran, is read while `texts` are still
   * looked for. Rejects when aborted, and then nothing has changed.
   */
  measure(
    loaded: LoadedProfile,
    view: StateView,
    texts: readonly MeasuredText[] | Promise<readonly MeasuredText[]>,
    signal: AbortSignal,
  ): Promise<void> {
    return this.inTurn(async () => {
      signal.throwIfAborted();
      const { locator, roots, minimumShare, textNow } = this.options;
      const path = await this.options.path;
      const hot = { locator, view, minimumShare, signal };
      const here = await hotFramesIn(path, loaded, hot);
      // Most files have no hot frame, and are not even parsed.
      if (here.length > 0) locator.symbolsOf(path, textNow()).catch(() => undefined);
      const ran = await texts;
      const frames = await withFormer(here, formerPathsOf(ran), loaded, hot);
      const read = frames.length > 0 ? await this.readReferences(ran) : [];
      const options = { locator, references: read, roots: roots(), signal };
      const measured = await locateFrames(path, frames, options);
      signal.throwIfAborted();
      // A text that is not followed knows nothing of the edits since.
      const references = measured.length > 0 ? read : [];
      references.forEach((one, row) => (one.rows = rowsIn(measured, row)));
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
    if (this.known) await this.followTo(this.options.textNow(), edits, this.known);
    this.pending = this.pending.slice(edits.length);
  }

  private async followTo(
    now: string,
    edits: readonly LineEdit[],
    { references, measured, loaded, view }: Known,
  ): Promise<void> {
    const [{ locator }, path] = [this.options, await this.options.path];
    const changed = references.filter(({ text }) => text !== now);
    const before = changed.map((one) => one.asked(edits));
    const answers = changed.length === 0 ? [] : await locator.follow({ path, before, now });
    for (const one of references) {
      one.answered(answers[changed.indexOf(one)] ?? followUnchanged(one.symbols, one.rows));
    }
    const followed = references.map((reference) => reference.followed);
    this.functions = annotationsNow(measured, loaded, { references, followed, view });
  }

  private readReferences(texts: readonly MeasuredText[]): Promise<FollowedReference[]> {
    return Promise.all(texts.map((text) => this.readReference(text)));
  }

  /** A text that was followed already has seen the edits since. */
  private async readReference(measured: MeasuredText): Promise<FollowedReference> {
    const { text, path = await this.options.path } = measured;
    const known = this.known?.references.find((one) => one.text === text && one.path === measured.path);
    return (
      known?.as(measured) ?? new FollowedReference(measured, await this.options.locator.symbolsOf(path, text))
    );
  }
}

function formerPathsOf(texts: readonly MeasuredText[]): readonly string[] {
  return [...new Set(texts.flatMap(({ path }) => path ?? []))];
}

/** And those of a file that was called otherwise. */
async function withFormer(
  here: readonly HotFrame[],
  formerPaths: readonly string[],
  loaded: LoadedProfile,
  options: HotOptions,
): Promise<readonly HotFrame[]> {
  const frames = new Map(here.map((one) => [one.frame, one]));
  for (const path of formerPaths) {
    for (const one of await hotFramesIn(path, loaded, options)) frames.set(one.frame, one);
  }
  return [...frames.values()];
}

/** Of a reference, those of its symbols that somebody saw running. */
function rowsIn(measured: readonly Measured[], reference: number): readonly number[] {
  const spots = measured.flatMap((one) => one.spots.filter((spot) => spot.reference === reference));
  return [...new Set(spots.map(({ symbol }) => symbol))];
}

interface Known {
  readonly references: readonly FollowedReference[];
  readonly measured: readonly Measured[];
  readonly loaded: LoadedProfile;
  readonly view: StateView;
}

class FollowedReference implements Reference {
  /** What became of the symbols in `rows`, by row. */
  followed: ReadonlyMap<number, FollowedFunction> = new Map();
  rows: readonly number[] = [];
  private trail: readonly LineNumber[] | undefined;

  constructor(
    private readonly measured: MeasuredText,
    readonly symbols: readonly CodeSymbol[],
  ) {}

  get text(): string {
    return this.measured.text;
  }

  get path(): string | undefined {
    return this.measured.path;
  }

  get what(): string {
    return this.measured.what;
  }

  get isKnown(): boolean {
    return this.measured.isKnown;
  }

  as(measured: MeasuredText): FollowedReference {
    const same = new FollowedReference(measured, this.symbols);
    same.trail = this.trail;
    same.followed = this.followed;
    return same;
  }

  asked(edits: readonly LineEdit[]): FollowQuestion['before'][number] {
    const trail = this.trail?.map((line) => (line > 0 ? lineAfter(edits, line) : 0));
    return { text: this.text, trail, rows: this.rows };
  }

  answered({ functions, trail }: FollowAnswer): void {
    this.trail = trail;
    this.followed = new Map(
      functions.flatMap((one, i): [number, FollowedFunction][] => (one ? [[this.rows[i], one]] : [])),
    );
  }
}
