import { visibleText } from '../../src/base/visible-text';
import type { FrameRef, Profile } from '../../src/profile/tables';
import type { FrameIndex, StackIndex } from '../../src/profile/units';
import { t } from '../shared/words';
import type { Boxes } from './boxes';
import { WHOLE } from './boxes';
import { FittingName } from './label';

/** Longer names are cut; nobody reads a megabyte in a tooltip. */
export const NAME_LIMIT = 300;

/** The name of a box, fit to stand in a line of ours. */
export function nameAt({ frames, stacks }: Profile, box: StackIndex): string {
  return box === WHOLE ? t('all') : visibleText(frames.name[stacks.frame[box]], NAME_LIMIT);
}

/** The name of a box in its picture: where one function is inspected, the whole is that function. */
export function nameIn({ profile, inspected }: Boxes, box: StackIndex): string {
  if (box !== WHOLE || inspected === undefined) return nameAt(profile, box);
  return visibleText(profile.frames.name[inspected], NAME_LIMIT);
}

/** What the agent called the function of a box, where that was another name; else ''. */
export function rawNameAt(boxes: Boxes, box: StackIndex): string {
  const frame = box === WHOLE ? boxes.inspected : boxes.profile.stacks.frame[box];
  const { raw } = boxes.profile.frames;
  return frame === undefined ? '' : visibleText(raw?.[frame] ?? '', NAME_LIMIT);
}

/** Names to be fitted into boxes, made once per function: painting asks for them at every frame. */
export function createNameCache(boxes: Boxes): (box: StackIndex) => FittingName {
  const known = new Map<FrameIndex, FittingName>();
  const { frame } = boxes.profile.stacks;
  return (box) => {
    const key = box === WHOLE ? WHOLE : frame[box];
    let name = known.get(key);
    if (name === undefined) {
      name = new FittingName(nameIn(boxes, box));
      known.set(key, name);
    }
    return name;
  };
}

/** `/srv/shop/pricing.py:141`, `…:141–150`, or '' where no file is known. */
export function placeAt(profile: Profile, box: StackIndex): string {
  if (box === WHOLE) return '';
  const { file, firstLine, lastLine } = frameRefAt(profile, box);
  if (file === '') return '';
  const lines = firstLine === lastLine ? `${firstLine}` : `${firstLine}–${lastLine}`;
  return visibleText(file, NAME_LIMIT) + (firstLine > 0 ? `:${lines}` : '');
}

/** The same for any box of a picture: an inspected function has a file, and its lines differ from call to call. */
export function placeIn({ profile, inspected }: Boxes, box: StackIndex): string {
  if (box !== WHOLE || inspected === undefined) return placeAt(profile, box);
  return visibleText(profile.frames.file[inspected], NAME_LIMIT);
}

/** The function of a box with the lines seen on this path, as the host is asked for it: nothing made visible or cut. */
export function frameRefAt({ frames, stacks }: Profile, box: StackIndex): FrameRef {
  const frame = stacks.frame[box];
  const [firstLine, lastLine] = [stacks.firstLine[box], stacks.lastLine[box]];
  return { name: frames.name[frame], file: frames.file[frame], firstLine, lastLine };
}
