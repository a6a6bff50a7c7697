import type { SearchQuery } from '../profile/search';
import type { StackPath } from '../profile/stack-path';
import { MAX_STATES } from '../profile/tables';
import type { StateView } from '../profile/thread-states';
import type { FunctionRef, Transform } from '../profile/transforms';
import type { Visualization } from '../profile/visualization';
import type { Guard } from './shapes';
import { byType, either, isBoolean, isNumber, isOneOf, listOf, optional, shape, textUpTo } from './shapes';
import type { NamedView, ViewSpec } from './view-spec';
import { COLOURS_BY, MAX_PATH_STEPS, MAX_TEXT_LENGTH, MAX_TRANSFORMS, SIBLING_ORDERS } from './view-spec';

/**
 * Ways to look come in links that anybody may have written and in files that anybody may have committed. What passes
 * here is applied to a profile without another look: every field has its kind, and every length its bound.
 */

const isText = textUpTo(MAX_TEXT_LENGTH);

export const isView: Guard<StateView> = either(isOneOf('cpu', 'latency'), listOf(isText, MAX_STATES));

export const isPath: Guard<StackPath> = listOf(
  shape({ name: isText, file: optional(isText) }),
  MAX_PATH_STEPS,
);

const isFunction = shape<FunctionRef>({ name: isText, file: isText });

const isQuery = shape<SearchQuery>({ text: isText, matchCase: isBoolean, isRegex: isBoolean });

const isVisualization = byType<Visualization>({
  overview: {},
  hotspots: {},
  inspect: { function: isFunction },
});

const isTransform = byType<Transform>({
  'focus-function': { function: isFunction },
  'focus-subtree': { path: isPath, inverted: isBoolean },
  'hide-function': { function: isFunction },
  'hide-matching': { query: isQuery },
  'merge-function': { function: isFunction },
  'drop-function': { function: isFunction },
  'keep-matching': { query: isQuery },
  'collapse-recursion': { direct: isBoolean, function: optional(isFunction) },
  'collapse-package': { package: isText },
});

const isScrolled: Guard<number> = (value): value is number => isNumber(value) && value >= 0;

export const isViewSpec = shape<ViewSpec>({
  states: isView,
  visualization: isVisualization,
  transforms: listOf(isTransform, MAX_TRANSFORMS),
  order: isOneOf(...SIBLING_ORDERS),
  colour: isOneOf(...COLOURS_BY),
  search: isQuery,
  zoom: isPath,
  selected: optional(isPath),
  top: isScrolled,
});

/** A name is what stands in a list: something must be there to read, and it must fit on a line. */
export const isViewName: Guard<string> = (value): value is string =>
  textUpTo(100)(value) && value.trim() !== '';

export const isNamedView = shape<NamedView>({ name: isViewName, spec: isViewSpec });
