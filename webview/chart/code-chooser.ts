import { visibleText } from '../../src/base/visible-text';
import { formatShare } from '../../src/profile/format';
import { element } from '../shared/dom';
import { createButton, createSearchField } from '../shared/kit';
import { locale, t } from '../shared/words';
import type { NamespaceRow } from './code-choice';
import { listNamespaces, mineInShort } from './code-choice';
import { createPopover } from './popover';

/** `My code: shop.* ▾`: which namespaces count as one's own. What is ticked takes effect with *Apply*, not before. */
export interface CodeChooser {
  readonly element: HTMLElement;
  update(rows: readonly NamespaceRow[]): void;
}

export interface CodeChooserActions {
  /** All namespaces that are mine now. */
  readonly apply: (mine: readonly string[]) => void;
}

const NAME_LIMIT = 200;

export function createCodeChooser(actions: CodeChooserActions): CodeChooser {
  const field = createSearchField(t('Filter namespaces'), () => list());
  const items = element('ul', { className: 'code-list' });
  items.setAttribute('aria-label', t('Namespaces, largest share first'));
  const rest = element('p', { className: 'dim', role: 'status' });
  const apply = createButton({ label: t('Apply'), appearance: 'primary', onClick: () => finish() });
  const cancel = createButton({ label: t('Cancel'), onClick: () => popover.close() });
  const buttons = element('div', { className: 'popover-actions' }, cancel, apply);
  const content = element('div', { className: 'code-chooser' }, field.element, items, rest, buttons);
  const popover = createPopover({ label: t('My code'), content, onOpen: begin });
  let rows: readonly NamespaceRow[] = [];
  let chosen = new Set<string>();

  function update(shown: readonly NamespaceRow[]): void {
    if (shown === rows) return;
    rows = shown;
    const { first, more } = mineInShort(rows);
    const mine = rows.filter(({ isMine }) => isMine).map(({ namespace }) => nameOf(namespace));
    popover.setText(
      buttonText(nameOf(first), more),
      mine.join('\n') || t('No namespace is chosen as your own.'),
    );
    // A refresh while somebody is choosing takes nothing from under the hand.
    if (!popover.isOpen()) list();
  }

  function begin(): HTMLElement {
    chosen = new Set(rows.filter(({ isMine }) => isMine).map(({ namespace }) => namespace));
    field.set('');
    list();
    return field.element;
  }

  function list(): void {
    const { listed, left } = listNamespaces(rows, field.value());
    items.replaceChildren(...listed.map(itemOf));
    rest.textContent = restText(listed.length, left);
    rest.hidden = rest.textContent === '';
  }

  function itemOf({ namespace, share }: NamespaceRow): HTMLElement {
    const box = element('input', { type: 'checkbox', checked: chosen.has(namespace) });
    box.addEventListener('change', () => {
      if (box.checked) chosen.add(namespace);
      else chosen.delete(namespace);
    });
    const name = element('span', { className: 'code-name', textContent: nameOf(namespace) });
    const figure = element('span', {
      className: 'code-share dim',
      textContent: formatShare(share, locale()),
    });
    return element('li', {}, element('label', { title: nameOf(namespace) }, box, name, figure));
  }

  function finish(): void {
    popover.close();
    actions.apply([...chosen]);
  }

  field.element.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') finish();
    else if (event.key === 'ArrowDown') items.querySelector('input')?.focus();
    else return;
    event.preventDefault();
  });
  items.addEventListener('keydown', (event) => {
    const to = neighbour(event);
    if (event.key === 'Enter') finish();
    else if (to) to.focus();
    else return;
    event.preventDefault();
  });
  return { element: popover.element, update };
}

/** Arrows go from box to box, up from the first one nowhere. */
function neighbour({ key, target }: KeyboardEvent): HTMLElement | undefined {
  const item = target instanceof Element ? target.closest('li') : null;
  const next = { ArrowDown: item?.nextElementSibling, ArrowUp: item?.previousElementSibling }[key];
  return next?.querySelector('input') ?? undefined;
}

function nameOf(namespace: string): string {
  return visibleText(namespace, NAME_LIMIT);
}

function buttonText(first: string, more: number): string {
  if (first === '') return t('My code: none');
  return more === 0 ? t('My code: {0}', first) : t('My code: {0} +{1}', first, more);
}

function restText(listed: number, left: number): string {
  if (listed === 0) return t('No namespace has this text.');
  return left > 0 ? t('{0} more; type to find them.', left.toLocaleString(locale())) : '';
}
