import type { Swatch } from './paint';
import { element } from '../shared/dom';
import type { Pattern } from '../shared/palette';

/** What the colours mean, in a line. */
export interface Legend {
  readonly element: HTMLElement;
  update(entries: readonly LegendEntry[], status: string): void;
  setStatus(status: string): void;
}

export interface LegendEntry {
  readonly label: string;
  readonly swatch: Pick<Swatch, 'fill' | 'text' | 'border'> & { readonly pattern?: Pattern };
  /** Drawn in bold, as the labels of such boxes are. */
  readonly isBold?: boolean;
}

export function createLegend(label: string): Legend {
  const entriesPart = element('ul', { className: 'legend-entries' });
  const statusPart = element('span', { className: 'legend-status dim' });
  const legend = element('footer', { className: 'legend' }, entriesPart, statusPart);
  entriesPart.setAttribute('aria-label', label);
  return {
    element: legend,
    update: (entries, status) => {
      entriesPart.replaceChildren(...entries.map(entryOf));
      statusPart.textContent = status;
    },
    setStatus: (status) => {
      statusPart.textContent = status;
    },
  };
}

function entryOf({ label, swatch, isBold }: LegendEntry): HTMLElement {
  const patch = element('span', { className: swatch.pattern ? `patch ${swatch.pattern}` : 'patch' });
  patch.style.backgroundColor = swatch.fill;
  patch.style.color = swatch.text;
  patch.style.borderColor = swatch.border ?? swatch.fill;
  return element('li', isBold ? { className: 'bold' } : {}, patch, label);
}
