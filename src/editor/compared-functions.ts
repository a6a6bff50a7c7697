import type { LoadedProfile } from '../focus/loaded-profile';
import type { FrameRef } from '../profile/tables';
import type { DocumentAnnotations } from './annotation-source';
import type { Annotation } from './annotations';

/** A function of a document with all that the profiles at hand call it. No VS Code in here. */
export interface ComparedFunction extends Annotation {
  /** The first of the profiles that has it: its frames and figures are of that one. */
  readonly loaded: LoadedProfile;
  /** In any of them: what is renamed between two sides of a comparison is not new on one and gone from the other. */
  readonly names: readonly Pick<FrameRef, 'name' | 'file'>[];
}

/**
 * What stands in one place today is one function, however often it was measured.
 *
 * @param all of the same document; the profile in focus first, then those that it is compared with
 */
export function comparedFunctions(all: readonly DocumentAnnotations[]): ComparedFunction[] {
  const byPlace = new Map<string, ComparedFunction>();
  for (const { loaded, functions } of all) {
    for (const one of functions) {
      const key = `${one.place.line} ${one.place.symbol}`;
      const before = byPlace.get(key);
      const names = [...(before?.names ?? []), ...namesOf(one, loaded)];
      byPlace.set(key, before ? { ...before, names } : { ...one, loaded, names });
    }
  }
  return [...byPlace.values()];
}

function namesOf({ frames }: Annotation, { profile }: LoadedProfile): Pick<FrameRef, 'name' | 'file'>[] {
  const { name, file } = profile.frames;
  return frames.map((frame) => ({ name: name[frame], file: file[frame] }));
}
