/** An element with its properties and children. Text is set as text: there is no way from here to markup. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Partial<HTMLElementTagNameMap[K]> & { readonly role?: string } = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

/** An icon of VS Code's own font. It says nothing to a screen reader; what it belongs to has a label. */
export function icon(name: string): HTMLElement {
  const made = element('span', { className: `codicon codicon-${name}` });
  made.setAttribute('aria-hidden', 'true');
  return made;
}
