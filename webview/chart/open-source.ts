import { errorMessage } from '../../src/base/error-message';
import { visibleText } from '../../src/base/visible-text';
import type { FrameRef, Profile } from '../../src/profile/tables';
import type { FrameIndex, StackIndex } from '../../src/profile/units';
import type { HostChannel } from '../shared/channel';
import { t } from '../shared/words';
import type { Boxes } from './boxes';
import { WHOLE } from './boxes';
import { NAME_LIMIT, frameRefAt } from './names';

/**
 * Asks the host to show the function of a box in the editor.
 * @returns why it is not shown, and what to do about that; '' when it is
 */
export function openSource(
  channel: Pick<HostChannel<never>, 'ask'>,
  { profile, inspected }: Boxes,
  box: StackIndex,
): Promise<string> {
  if (box !== WHOLE) return reveal(channel, frameRefAt(profile, box));
  return inspected === undefined ? Promise.resolve('') : openFunctionSource(channel, profile, inspected);
}

/** The same for a function wherever it is called. */
export function openFunctionSource(
  channel: Pick<HostChannel<never>, 'ask'>,
  { frames }: Profile,
  frame: FrameIndex,
): Promise<string> {
  return reveal(channel, { name: frames.name[frame], file: frames.file[frame], firstLine: 0, lastLine: 0 });
}

async function reveal(channel: Pick<HostChannel<never>, 'ask'>, ref: FrameRef): Promise<string> {
  try {
    const outcome = await channel.ask('source/reveal', ref);
    if (outcome === 'opened') return '';
    const name = visibleText(ref.name, NAME_LIMIT);
    return t('No source for {0} in this workspace. Open the folder that it was run from.', name);
  } catch (error) {
    return errorMessage(error);
  }
}
