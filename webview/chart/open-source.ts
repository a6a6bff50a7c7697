import { errorMessage } from '../../src/base/error-message';
import type { Profile } from '../../src/profile/tables';
import type { StackIndex } from '../../src/profile/units';
import type { HostChannel } from '../shared/channel';
import { t } from '../shared/words';
import { frameRefAt, nameAt } from './names';

/**
 * Asks the host to show the function of a box in the editor.
 * @returns why it is not shown, and what to do about that; '' when it is
 */
export async function openSource(
  channel: Pick<HostChannel<never>, 'ask'>,
  profile: Profile,
  box: StackIndex,
): Promise<string> {
  try {
    const outcome = await channel.ask('source/reveal', frameRefAt(profile, box));
    if (outcome === 'opened') return '';
    return t(
      'No source for {0} in this workspace. Open the folder that it was run from.',
      nameAt(profile, box),
    );
  } catch (error) {
    return errorMessage(error);
  }
}
