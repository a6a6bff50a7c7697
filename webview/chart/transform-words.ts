import { visibleText } from '../../src/base/visible-text';
import type { SearchQuery } from '../../src/profile/search';
import type { Transform } from '../../src/profile/transforms';
import { t } from '../shared/words';

/** What was done to a graph, in a few words: `quote (focus)`, `logging (collapsed)`. */
export function transformText(transform: Transform): string {
  switch (transform.type) {
    case 'focus-function':
      return t('{0} (focus)', nameText(transform.function.name));
    case 'focus-subtree':
      return t('{0} (focus on subtree)', nameText(transform.path.at(-1)?.name ?? ''));
    case 'hide-function':
      return nameText(transform.function.name);
    case 'hide-matching':
      return queryText(transform.query);
    case 'merge-function':
      return t('{0} (merged)', nameText(transform.function.name));
    case 'drop-function':
      return t('{0} (dropped)', nameText(transform.function.name));
    case 'keep-matching':
      return t('{0} (only)', queryText(transform.query));
    case 'collapse-recursion':
      return recursionText(transform);
    case 'collapse-package':
      return t('{0} (collapsed)', nameText(transform.package));
  }
}

/** A transform and its place among all, by which it is taken back. */
export interface PlacedTransform {
  readonly transform: Transform;
  readonly index: number;
}

/** What hides frames is listed behind a count, what changes the picture as crumbs; nothing is in neither. */
export function hiddenAmong(transforms: readonly Transform[]): PlacedTransform[] {
  return placed(transforms).filter(({ transform }) => isHiding(transform));
}

export function crumbsAmong(transforms: readonly Transform[]): PlacedTransform[] {
  return placed(transforms).filter(({ transform }) => !isHiding(transform));
}

function placed(transforms: readonly Transform[]): PlacedTransform[] {
  return transforms.map((transform, index) => ({ transform, index }));
}

function isHiding({ type }: Transform): boolean {
  return type === 'hide-function' || type === 'hide-matching';
}

function recursionText({
  direct,
  function: of,
}: Transform & { readonly type: 'collapse-recursion' }): string {
  if (of) {
    return direct
      ? t('{0} (direct recursion collapsed)', nameText(of.name))
      : t('{0} (recursion collapsed)', nameText(of.name));
  }
  return direct ? t('direct recursion collapsed') : t('recursion collapsed');
}

/** `/json/i` as programs write it, `“json”` otherwise; `Aa` where upper and lower case matter. */
function queryText({ text, matchCase, isRegex }: SearchQuery): string {
  const shown = nameText(text);
  if (isRegex) return `/${shown}/${matchCase ? '' : 'i'}`;
  return matchCase ? t('“{0}” (Aa)', shown) : t('“{0}”', shown);
}

/** A crumb has room for some forty characters; the rest is cut by the style sheet and whole in the tooltip. */
const NAME_LIMIT = 300;

function nameText(name: string): string {
  return visibleText(name, NAME_LIMIT);
}
