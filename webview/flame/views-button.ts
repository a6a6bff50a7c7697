import { visibleText } from '../../src/base/visible-text';
import type { NamedView } from '../../src/protocol/view-spec';
import { createPopover } from '../chart/popover';
import { element } from '../shared/dom';
import { createButton, createSearchField } from '../shared/kit';
import { t } from '../shared/words';

/** Ways to look that have a name, kept in the workspace for everybody who works there. */
export interface ViewsButton {
  readonly element: HTMLElement;
}

export interface ViewsActions {
  readonly list: () => Promise<readonly NamedView[]>;
  readonly apply: (view: NamedView) => void;
  /** What is shown now. @returns why it could not be kept, or '' */
  readonly save: (name: string) => Promise<string>;
  readonly remove: (name: string) => Promise<string>;
  /** Why there is no place to keep one, or ''. */
  readonly whyNot: () => string;
}

const NAME_LIMIT = 100;

export function createViewsButton(actions: ViewsActions): ViewsButton {
  const list = element('ul', { className: 'views-list' });
  list.setAttribute('aria-label', t('Saved views'));
  const status = element('p', { className: 'dim', role: 'status' });
  let name = '';
  const field = createSearchField(t('Name of this view'), (text) => (name = text), 'bookmark');
  const save = createButton({ label: t('Save View'), appearance: 'primary', onClick: () => void keep() });
  const form = element('div', { className: 'popover-actions' }, field.element, save);
  const content = element('div', { className: 'views' }, list, status, form);
  const popover = createPopover({
    label: t('Views'),
    content,
    onOpen: () => {
      void refresh();
      const why = actions.whyNot();
      form.hidden = why !== '';
      status.textContent = why;
      return why === '' ? field.element : undefined;
    },
  });
  field.element.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') void keep();
  });

  async function refresh(): Promise<void> {
    try {
      const views = await actions.list();
      list.replaceChildren(...views.map(rowOf));
      if (views.length === 0 && actions.whyNot() === '') status.textContent = t('No saved views yet.');
    } catch (error) {
      status.textContent = error instanceof Error ? error.message : String(error);
    }
  }

  async function keep(): Promise<void> {
    if (name.trim() === '') return;
    status.textContent = await actions.save(name.trim());
    field.set('');
    name = '';
    await refresh();
  }

  /** Why it is still there is said last; a list that is empty now has said so itself. */
  async function forget(known: string): Promise<void> {
    const why = await actions.remove(known);
    await refresh();
    if (why !== '') status.textContent = why;
  }

  function rowOf(view: NamedView): HTMLElement {
    const label = visibleText(view.name, NAME_LIMIT);
    const apply = element('button', { type: 'button', className: 'views-name', textContent: label });
    apply.addEventListener('click', () => {
      popover.close();
      actions.apply(view);
    });
    const remove = createButton({
      label: t('Delete the view {0}', label),
      icon: 'trash',
      onClick: () => void forget(view.name),
    });
    return element('li', {}, apply, remove);
  }

  return { element: popover.element };
}
