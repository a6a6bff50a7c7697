import type { FunctionRef } from '../../src/profile/transforms';
import type { StackIndex } from '../../src/profile/units';
import { packageOf } from '../../src/profile/packages';
import { pathOf } from '../../src/profile/stack-path';
import { MAX_PATH_STEPS } from '../../src/protocol/view-spec';
import { WHOLE } from '../chart/boxes';
import { frameAt } from '../chart/chart-state';
import { t } from '../shared/words';
import type { GraphEvent, GraphState, ShownGraph } from './graph-state';

/**
 * Everything that can be done to a graph with one key, in the order in which menus list it. The context menu, the
 * keyboard and the help read this table; none of them knows an action of its own.
 */
export const ACTION_GROUPS = ['picture', 'focus', 'hide', 'collapse', 'history'] as const;

export interface Action {
  readonly id: string;
  readonly group: (typeof ACTION_GROUPS)[number];
  /** As `KeyboardEvent.key` has it. */
  readonly key: string;
  readonly label: string;
  /** What happens, or why nothing can. */
  readonly plan: GraphEvent | { readonly why: string };
}

/** @param box the box that is meant: what is selected, or what a menu was opened on */
export function actionsFor(state: GraphState, box: StackIndex | undefined): Action[] {
  const { shown } = state;
  if (!shown) return [];
  return [
    ...pictureActions(state, shown, box),
    ...focusActions(state, shown, box),
    ...hideActions(state, shown, box),
    ...collapseActions(shown, box),
    ...historyActions(state),
  ];
}

/** Shifted letters do more, or the same to more: keys are told apart by what they print. */
export function actionForKey(
  state: GraphState,
  box: StackIndex | undefined,
  {
    key,
    ctrlKey,
    metaKey,
    altKey,
    shiftKey,
  }: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>,
): Action | undefined {
  if (altKey) return undefined;
  const actions = actionsFor(state, box);
  if (!ctrlKey && !metaKey) return actions.find((action) => action.key === key);
  // What undoes and redoes everywhere else does so here.
  const letter = key.toLowerCase();
  const isRedo = letter === 'y' || (letter === 'z' && shiftKey);
  if (!isRedo && letter !== 'z') return undefined;
  return actions.find(({ id }) => id === (isRedo ? 'redo' : 'undo'));
}

function pictureActions({ wanted }: GraphState, shown: ShownGraph, box: StackIndex | undefined): Action[] {
  const ref = refAt(shown, box);
  const visualize = (type: 'overview' | 'hotspots'): GraphEvent => ({
    type: 'visualize',
    visualization: { type },
  });
  const { type } = wanted.visualization;
  return [
    {
      id: 'overview',
      group: 'picture',
      key: '1',
      label: t('From Entry Points'),
      plan: visualize('overview'),
    },
    {
      id: 'hotspots',
      group: 'picture',
      key: '2',
      label: t('Hottest Functions First'),
      plan: visualize('hotspots'),
    },
    {
      id: 'inspect',
      group: 'picture',
      key: '3',
      label: t('Callers and Callees'),
      plan: ofFunction(ref, (of) => ({
        type: 'visualize',
        visualization: { type: 'inspect', function: of },
      })),
    },
    {
      id: 'invert',
      group: 'picture',
      key: 'v',
      label: t('Turn Upside Down'),
      plan: visualize(type === 'hotspots' ? 'overview' : 'hotspots'),
    },
    {
      id: 'order',
      group: 'picture',
      key: 'o',
      label: wanted.order === 'name' ? t('Heaviest First') : t('By Name'),
      plan: { type: 'order', order: wanted.order === 'name' ? 'weight' : 'name' },
    },
  ];
}

function focusActions({ query }: GraphState, shown: ShownGraph, box: StackIndex | undefined): Action[] {
  const ref = refAt(shown, box);
  return [
    {
      id: 'focus-function',
      group: 'focus',
      key: 'f',
      label: t('Focus on Function'),
      plan: ofFunction(ref, (of) => transform({ type: 'focus-function', function: of })),
    },
    {
      id: 'focus-subtree',
      group: 'focus',
      key: 'F',
      label: t('Focus on This Call Path'),
      plan: focusSubtree(shown, box),
    },
    {
      id: 'keep-matching',
      group: 'focus',
      key: 'k',
      label: t('Keep Only Stacks with a Match'),
      plan: query.text.trim() === '' ? NO_SEARCH() : transform({ type: 'keep-matching', query }),
    },
  ];
}

function hideActions({ query }: GraphState, shown: ShownGraph, box: StackIndex | undefined): Action[] {
  const ref = refAt(shown, box);
  const simple = (['hide-function', 'merge-function', 'drop-function'] as const).map((type) => ({
    id: type,
    group: 'hide' as const,
    key: HIDE_KEYS[type],
    label: hideLabel(type),
    plan: ofFunction(ref, (of) => transform({ type, function: of })),
  }));
  return [
    ...simple,
    {
      id: 'hide-matching',
      group: 'hide',
      key: 'H',
      label: t('Hide All That Match the Search'),
      plan: query.text.trim() === '' ? NO_SEARCH() : transform({ type: 'hide-matching', query }),
    },
  ];
}

const HIDE_KEYS = { 'hide-function': 'h', 'merge-function': 'm', 'drop-function': 'd' } as const;

function hideLabel(type: keyof typeof HIDE_KEYS): string {
  switch (type) {
    case 'hide-function':
      return t('Hide Frame and What It Calls');
    case 'merge-function':
      return t('Take Frame Out, Keep What It Calls');
    case 'drop-function':
      return t('Drop All Stacks with This Function');
  }
}

function collapseActions(shown: ShownGraph, box: StackIndex | undefined): Action[] {
  const ref = refAt(shown, box);
  const name = ref ? packageOf(ref.name, ref.file) : '';
  return [
    {
      id: 'collapse-recursion',
      group: 'collapse',
      key: 'r',
      label: t('Collapse All Recursion'),
      plan: transform({ type: 'collapse-recursion', direct: false, function: undefined }),
    },
    {
      id: 'collapse-direct-recursion',
      group: 'collapse',
      key: 'R',
      label: t('Collapse Direct Recursion Only'),
      plan: transform({ type: 'collapse-recursion', direct: true, function: undefined }),
    },
    {
      id: 'collapse-package',
      group: 'collapse',
      key: 'p',
      label: name === '' ? t('Collapse Package') : t('Collapse Package {0}', name),
      plan: ofFunction(ref, () =>
        name === ''
          ? { why: t('This function says of no package.') }
          : transform({ type: 'collapse-package', package: name }),
      ),
    },
  ];
}

function historyActions({ past, future, wanted }: GraphState): Action[] {
  return [
    {
      id: 'undo',
      group: 'history',
      key: 'u',
      label: t('Undo'),
      plan: past.length > 0 ? { type: 'undo' } : { why: t('There is nothing to undo.') },
    },
    {
      id: 'redo',
      group: 'history',
      key: 'U',
      label: t('Redo'),
      plan: future.length > 0 ? { type: 'redo' } : { why: t('There is nothing to redo.') },
    },
    {
      id: 'show-all',
      group: 'history',
      key: 'x',
      label: t('Take Back All Changes'),
      plan: wanted.transforms.length > 0 ? { type: 'untransform' } : { why: t('Nothing is changed.') },
    },
  ];
}

function transform(value: Extract<GraphEvent, { type: 'transform' }>['transform']): GraphEvent {
  return { type: 'transform', transform: value };
}

/** The function of a box, as a transform names it. */
export function refAt(
  { chart: { boxes } }: ShownGraph,
  box: StackIndex | undefined,
): FunctionRef | undefined {
  const frame = box === undefined ? undefined : frameAt(boxes, box);
  if (frame === undefined) return undefined;
  const { name, file } = boxes.profile.frames;
  return { name: name[frame], file: file[frame] };
}

function ofFunction(
  ref: FunctionRef | undefined,
  plan: (ref: FunctionRef) => Action['plan'],
): Action['plan'] {
  return ref ? plan(ref) : { why: t('Select a frame first.') };
}

const NO_SEARCH = (): Action['plan'] => ({ why: t('Search for something first.') });

/** A path in the picture of one function starts in the middle of stacks: there is none to focus on. */
function focusSubtree({ arrangement, chart }: ShownGraph, box: StackIndex | undefined): Action['plan'] {
  const { type } = arrangement.visualization;
  if (type === 'inspect') {
    return { why: t('Callers and callees are paths from the function, not from entry points.') };
  }
  if (box === undefined || box === WHOLE) return { why: t('Select a frame first.') };
  const path = pathOf(chart.boxes.profile, box);
  if (path.length > MAX_PATH_STEPS) {
    return { why: t('This call path is too long: focus on the function instead.') };
  }
  return transform({ type: 'focus-subtree', path, inverted: type === 'hotspots' });
}
