import * as vscode from 'vscode';
import type { Focus } from '../focus/focus';
import { isSameKey } from '../focus/loaded-profile';
import type { LoadedProfile, ProfileKey } from '../focus/loaded-profile';
import { isSameGroup } from '../focus/selection';
import type { Selection } from '../focus/selection';
import type { CommandHandlers } from '../host/commands';
import { toFlameTarget, toFrameRef, toGroupTarget } from '../host/contributions';
import type { FlameTarget, GroupTarget } from '../host/contributions';
import { withProgress } from '../host/progress';
import type { FrameRef } from '../profile/tables';
import { pickGroup } from './group-commands';
import { listTimesOf } from './list-times';
import { pickComparison } from './pick-comparison';
import type { SideServices } from './pick-side';

export interface ProfileCommandServices extends SideServices {
  readonly focus: Focus;
  readonly selection: Selection;
  openFlame(loaded: LoadedProfile, at: Pick<FlameTarget, 'view' | 'function' | 'stack'>): Promise<void>;
  openComparison(a: LoadedProfile, b: LoadedProfile): Promise<void>;
  revealFrame(ref: FrameRef): Promise<unknown>;
}

type Handled =
  | 'burnline.compare'
  | 'burnline.goToFrame'
  | 'burnline.openFlameGraph'
  | 'burnline.showCpu'
  | 'burnline.showLatency';

/** Ways to look at profiles. */
export function profileCommands(services: ProfileCommandServices): Pick<CommandHandlers, Handled> {
  const { connections, focus, selection } = services;

  /** The group that was meant becomes the selected one: what the editor says and what the panel shows stay the same. */
  async function targetGroup(given: GroupTarget | undefined): Promise<GroupTarget | undefined> {
    const target = given ?? selection.group ?? (await pickGroup(connections));
    if (target && !isSameGroup(selection.group, target)) selection.selectGroup(target);
    return target;
  }

  async function load(key: ProfileKey): Promise<LoadedProfile> {
    const { current } = focus;
    if (current && isSameKey(current, key)) return current;
    return withProgress(vscode.l10n.t('Loading the profile of {0}', key.group), (signal) =>
      focus.load(key, signal),
    );
  }

  async function compare(target: ProfileKey): Promise<void> {
    const { current } = focus;
    const shown = isSameGroup(current, target) ? current?.profile.meta : undefined;
    const loaded = shown && { start: shown.start, end: shown.end };
    const times = await withProgress(vscode.l10n.t('Listing profiles of {0}', target.group), (signal) =>
      listTimesOf(target, connections, signal),
    );
    const picked = await pickComparison(target, { ...times, loaded }, services);
    if (!picked) return;
    const [a, b] = await withProgress(vscode.l10n.t('Loading two profiles'), (signal) =>
      Promise.all([picked.a, picked.b].map((key) => focus.load(key, signal))),
    );
    await services.openComparison(a, b);
  }

  return {
    'burnline.openFlameGraph': async (given) => {
      const at = toFlameTarget(given);
      const target = await targetGroup(toGroupTarget(given));
      if (!target) return;
      await services.openFlame(await load({ ...target, range: selection.range }), at);
    },

    'burnline.compare': async (given) => {
      const target = await targetGroup(toGroupTarget(given));
      if (target) await compare({ ...target, range: selection.range });
    },

    'burnline.goToFrame': async (given) => {
      const ref = toFrameRef(given);
      if (ref) await services.revealFrame(ref);
    },

    'burnline.showCpu': () => focus.setView('cpu'),
    'burnline.showLatency': () => focus.setView('latency'),
  };
}
