import type { SearchQuery } from '../../src/profile/search';

export interface SearchForm {
  readonly form: HTMLFormElement;
  readonly input: HTMLInputElement;
  readonly query: () => SearchQuery;
  /** What was found, in a few words. */
  say(text: string): void;
  clear(): void;
}

export interface SearchEvents {
  readonly change: () => void;
  /** To the next hit, or with -1 to the one before. */
  readonly go: (direction: 1 | -1) => void;
  readonly leave: () => void;
}

/** A box to search in, and what it needs. In a document that is SVG, elements have to be told that they are HTML. */
export function createSearchForm({ change, go, leave }: SearchEvents): SearchForm {
  const input = html('input', { type: 'search', placeholder: 'Search functions  (/)', spellcheck: false });
  input.setAttribute('aria-label', 'Search functions; file: looks in files');
  const regex = html('input', { type: 'checkbox' });
  const label = html('label', {}, regex, ' regex');
  const count = html('output');
  count.setAttribute('role', 'status');
  const previous = button('Previous', () => go(-1));
  const next = button('Next', () => go(1));
  const form = html('form', {}, input, label, previous, next, count);
  form.setAttribute('role', 'search');
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('input', change);
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') go(event.shiftKey ? -1 : 1);
    if (event.key === 'Escape') leave();
    // Keys mean something else to the boxes.
    event.stopPropagation();
  });
  return {
    form,
    input,
    query: () => ({ text: input.value, matchCase: false, isRegex: regex.checked }),
    say: (text) => void (count.textContent = text),
    clear: () => void (input.value = ''),
  };
}

export function button(text: string, press: () => void): HTMLButtonElement {
  const made = html('button', { type: 'button' }, text);
  made.addEventListener('click', press);
  return made;
}

/** An element of HTML in a document of any kind. Text is set as text. */
export function html<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Partial<HTMLElementTagNameMap[K]> = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElementNS('http://www.w3.org/1999/xhtml', tag) as HTMLElementTagNameMap[K];
  Object.assign(made, properties);
  made.append(...children);
  return made;
}
