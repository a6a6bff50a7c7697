import type { EpochMs } from '../profile/units';
import type { SourceHistory } from '../host/git-revision';

/** Which text ran, decided from what is known of the profile, the file and its history. No VS Code in here. */
export interface MeasuredText {
  readonly text: string;
  /** Where the file stood then, if elsewhere. */
  readonly path?: string;
  /** For people, as what it is compared with: `revision 3f2a1c9, which you picked`. */
  readonly what: string;
  /** Whether something speaks for it but that it is the one at hand. */
  readonly isKnown: boolean;
}

export interface MeasuredQuestion {
  /** As somebody named it, and who: foreign text. */
  readonly revision: { readonly id: string; readonly from: 'picked' | 'tag' } | undefined;
  /** Of the profile; `start` is 0 where it is not known. */
  readonly start: EpochMs;
  readonly end: EpochMs;
  /** Whether the program ran on this machine, and so perhaps from this very file. */
  readonly isLocal: boolean;
  /** The text that was in the editor when the file was first looked at. */
  readonly firstSeen: string;
  /** On disk, with when it was last written; undefined where that cannot be told. */
  readonly disk: { readonly text: string; readonly writtenAt: EpochMs } | undefined;
  readonly history: SourceHistory;
}

/**
 * Texts that can have run, best first; never none. A revision that somebody named settles it. Else a program on this
 * machine most likely ran the file that has not been written since; anything else what was committed before.
 */
export async function measuredTexts(question: MeasuredQuestion): Promise<readonly MeasuredText[]> {
  const { revision, history, firstSeen, disk } = question;
  const named = revision && (await atRevision(revision, history));
  if (named && 'text' in named) return [named];
  const why = named ? ` (${named.why})` : '';
  const atHand = { text: firstSeen, what: `the text as it was first seen here${why}`, isKnown: false };
  const saved = disk && { text: disk.text, what: `the file as it is saved${why}`, isKnown: false };
  const committed = await beforeProfile(question);
  return question.isLocal
    ? distinct([onDisk(question), atHand, saved, committed])
    : distinct([committed, onDisk(question), atHand, saved]);
}

async function atRevision(
  { id, from }: { readonly id: string; readonly from: 'picked' | 'tag' },
  history: SourceHistory,
): Promise<MeasuredText | { readonly why: string }> {
  const shown = await history.show(id);
  if ('why' in shown) return shown;
  const source = from === 'picked' ? 'which you picked' : 'which the profiling group is tagged with';
  return { ...shown, what: `revision ${shortened(id)}, ${source}`, isKnown: true };
}

async function beforeProfile({
  start,
  end,
  history,
  isLocal,
}: MeasuredQuestion): Promise<MeasuredText | undefined> {
  if (start <= 0) return undefined;
  const before = await history.before(start);
  if ('why' in before) return undefined;
  // Committed while the profile was taken: part of it ran one text and part perhaps the other.
  const isSettled = before.next === undefined || before.next > end;
  const shown = await history.show(before.id);
  if ('why' in shown) return undefined;
  return {
    ...shown,
    what: `revision ${shortened(before.id)}, the last of this file before the profile`,
    // On the machine where it is written, a program seldom runs just what was committed.
    isKnown: isSettled && !isLocal,
  };
}

function onDisk({ disk, start }: MeasuredQuestion): MeasuredText | undefined {
  if (disk === undefined || start <= 0 || disk.writtenAt > start) return undefined;
  return { text: disk.text, what: 'the file, not written since the profile began', isKnown: true };
}

function distinct(texts: readonly (MeasuredText | undefined)[]): readonly MeasuredText[] {
  const found: MeasuredText[] = [];
  for (const one of texts) {
    if (one && !found.some(({ text, path }) => text === one.text && path === one.path)) found.push(one);
  }
  return found;
}

function shortened(id: string): string {
  return /^[0-9a-f]{40,64}$/.test(id) ? id.slice(0, 7) : id;
}
