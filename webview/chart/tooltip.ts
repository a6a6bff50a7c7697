import { element } from '../shared/dom';

/** A box of lines beside the pointer. It takes no events and no focus: all it says, the details strip says too. */
export interface Tooltip {
  readonly element: HTMLElement;
  show(lines: readonly string[], at: MouseEvent, within: HTMLElement): void;
  hide(): void;
}

/** Far enough from the pointer's tip that the box under it can be seen. */
const OFFSET = 14;

export function createTooltip(): Tooltip {
  const tip = element('div', { className: 'tooltip', hidden: true });
  tip.setAttribute('aria-hidden', 'true');
  return {
    element: tip,
    show: (lines, at, within) => {
      tip.replaceChildren(...lines.map((line) => element('div', { textContent: line })));
      tip.hidden = false;
      const around = within.getBoundingClientRect();
      const [x, y] = [at.clientX - around.left, at.clientY - around.top];
      // To the other side of the pointer where it would stick out, and never past the left or upper edge.
      const left = x + OFFSET + tip.offsetWidth > around.width ? x - OFFSET - tip.offsetWidth : x + OFFSET;
      const top = y + OFFSET + tip.offsetHeight > around.height ? y - OFFSET - tip.offsetHeight : y + OFFSET;
      tip.style.left = `${Math.max(0, left)}px`;
      tip.style.top = `${Math.max(0, top)}px`;
    },
    hide: () => {
      tip.hidden = true;
    },
  };
}
