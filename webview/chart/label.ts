/**
 * Names of functions, made to fit. What says most stands last in a qualified name, so packages shrink first, from the
 * left: `shop.pricing:Engine:quote`, `s.pricing:Engine:quote`, `s.p:Engine:quote`, `s.p:E:quote`, `quote`, `quo…`.
 *
 * A text is as wide as its characters one by one, so what is measured once is not measured again as part of another.
 */
export type Measure = (text: string) => number;

/** The longest form of a name that fits, or '' where fewer than three letters would. */
function fitName(forms: readonly string[], width: number, measure: Measure): string {
  const whole = forms.find((form) => measure(form) <= width);
  return whole ?? cutToFit(forms[forms.length - 1], width, measure);
}

/** A name with a figure after it, where there is room for both. */
export function fitLabel(forms: readonly string[], figure: string, width: number, measure: Measure): string {
  const name = fitName(forms, width, measure);
  if (name === '' || figure === '') return name;
  const fits = measure(name) + measure(GAP) + measure(figure) <= width;
  return fits ? name + GAP + figure : name;
}

const GAP = '  ';

/** All forms of a name, longest first. */
export function nameForms(name: string): readonly string[] {
  const parts = [...name.matchAll(PART)].map((match) => match[0]);
  const forms = [name];
  for (let abbreviated = 1; abbreviated < parts.length; abbreviated++) {
    const short = parts.map((part, i) => (i < abbreviated ? abbreviate(part) : part)).join('');
    if (short !== forms[forms.length - 1]) forms.push(short);
  }
  if (parts.length > 1) forms.push(parts[parts.length - 1]);
  return forms;
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
