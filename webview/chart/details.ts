/**
 * What is said about a box, in the tooltip, in the strip under the graph and to a screen reader: one value, so that
 * they never differ. Its texts are visible and short, and nowhere are they set as anything but text.
 */
export interface Details {
  readonly name: string;
  /** `/srv/shop/pricing.py:141`, `…:141–150`, or '' where no file is known. */
  readonly place: string;
  /** Figures, the most important first. */
  readonly facts: readonly string[];
  /** Where the figures come from, or ''. */
  readonly arithmetic: string;
}

export function linesOf({ name, place, facts, arithmetic }: Details): string[] {
  return [name, place, facts.join(' · '), arithmetic].filter((line) => line !== '');
}

/** Without the arithmetic, which nobody can follow by ear. */
export function spokenOf({ name, place, facts }: Details): string {
  return [name, ...facts, place].filter((part) => part !== '').join(', ');
}
