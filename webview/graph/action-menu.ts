import type { HelpGroup } from '../chart/help';
import type { MenuItem } from '../chart/menu-model';
import { t } from '../shared/words';
import type { Action } from './actions';
import { ACTION_GROUPS } from './actions';
import type { GraphEvent } from './graph-state';

/** Actions as a menu lists them, their groups apart; what cannot be done now says why. */
export function menuOf(actions: readonly Action[], dispatch: (event: GraphEvent) => void): MenuItem[] {
  return ACTION_GROUPS.flatMap((group) => {
    const members = actions.filter((action) => action.group === group);
    return members.length === 0
      ? []
      : [...members.map((action) => entryOf(action, dispatch)), 'separator' as const];
  });
}

function entryOf({ label, key, plan }: Action, dispatch: (event: GraphEvent) => void): MenuItem {
  if ('why' in plan) return { label, key, isDisabled: true, why: plan.why, run: () => undefined };
  return { label, key, run: () => dispatch(plan) };
}

/** The same for the sheet of keys. */
export function helpOf(actions: readonly Action[]): HelpGroup[] {
  return ACTION_GROUPS.map((group) => ({
    title: titleOf(group),
    rows: actions
      .filter((action) => action.group === group)
      .map(({ id, key, label }): readonly [string, string] => [[key, ...(ALSO[id] ?? [])].join(', '), label]),
  }));
}

/** What undoes and redoes everywhere does so here. */
const ALSO: Readonly<Record<string, readonly string[]>> = {
  undo: ['Ctrl+Z'],
  redo: ['Ctrl+Shift+Z', 'Ctrl+Y'],
};

function titleOf(group: Action['group']): string {
  switch (group) {
    case 'picture':
      return t('Pictures');
    case 'focus':
      return t('Focus');
    case 'hide':
      return t('Hide');
    case 'collapse':
      return t('Collapse');
    case 'history':
      return t('Undo');
  }
}
