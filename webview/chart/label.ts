/**
 * Names of functions, made to fit. What says most stands last in a qualified name, so packages shrink first, from the
 * left: `shop.pricing:Engine:quote`, `s.pricing:Engine:quote`, `s.p:Engine:quote`, `s.p:E:quote`, `quote`, `quo…`.
 *
 * A text is as wide as its characters one by one, so what is measured once is not measured again as part of another.
 */
export type Measure = (text: string) => number;

/**
 * A name that can be made to fit. It is taken apart when it has to be shortened for the first time, and kept: while a
 * picture glides that is done at every frame.
 */
export class FittingName {
  private parts: readonly Part[] | undefined;

  constructor(readonly whole: string) {}

  /** The longest form that fits, or '' where fewer than three letters would. */
  fit(width: number, measure: Measure): string {
    let rest = measure(this.whole);
    if (rest <= width) return this.whole;
    const parts = (this.parts ??= partsOf(this.whole));
    for (let abbreviated = 1; abbreviated < parts.length; abbreviated++) {
      const { long, short } = parts[abbreviated - 1];
      rest -= measure(long) - measure(short);
      if (rest <= width) return parts.map((part, i) => (i < abbreviated ? part.short : part.long)).join('');
    }
    const end = parts.at(-1)?.long ?? '';
    return measure(end) <= width ? end : cutToFit(end, width, measure);
  }
}

/** A name with a figure after it, where there is room for both. @param figure asked for where there may be */
export function fitLabel(name: FittingName, figure: () => string, width: number, measure: Measure): string {
  const text = name.fit(width, measure);
  const room = width - measure(text) - measure(GAP);
  if (text === '' || room <= 0) return text;
  const after = figure();
  return after !== '' && measure(after) <= room ? text + GAP + after : text;
}

const GAP = '  ';

interface Part {
  readonly long: string;
  /** Its first character, and what separates it from the next. */
  readonly short: string;
}

function partsOf(name: string): readonly Part[] {
  return [...name.matchAll(PART)].map(([long]) => ({ long, short: abbreviate(long) }));
}

/** A part with its separator; what stands in angle or round brackets belongs together, whatever is in it. */
const PART = /(?:<[^>]*>?|\([^)]*\)?|[^.:/<(])+[.:/]*|[.:/]+/g;

function abbreviate(part: string): string {
  const separator = /[.:/]*$/.exec(part)?.[0] ?? '';
  const [first = ''] = part;
  return first === '<' ? part : first + separator;
}

const ELLIPSIS = '…';

/** At least three letters say something; fewer are noise. */
const FEWEST = 3;

/** Cut between characters as people count them, so that no accent or half of a pair is left behind. */
function cutToFit(text: string, width: number, measure: Measure): string {
  const letters = [...text].slice(0, 200);
  let room = width - measure(ELLIPSIS);
  let fits = 0;
  while (fits + 1 < letters.length && measure(letters[fits]) <= room) room -= measure(letters[fits++]);
  return fits < FEWEST ? '' : letters.slice(0, fits).join('') + ELLIPSIS;
}
