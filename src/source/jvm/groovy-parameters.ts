import type { Tokens } from './groovy-tokens';

/** A parameter as far as it tells overloads apart. */
export interface GroovyParameter {
  readonly name: string;
  /** Without generics and annotations; `Object` where none is written. */
  readonly type: string;
  readonly hasDefault: boolean;
}

/** Those between the brackets; a default value may be any expression and is passed over. */
export function parametersAt(tokens: Tokens, open: number): readonly GroovyParameter[] {
  const close = Math.min(tokens.closes.get(open) ?? tokens.list.length, tokens.list.length);
  const parameters: GroovyParameter[] = [];
  for (let row = open + 1; row < close;) {
    const end = endOfParameter(tokens, row, close);
    const parameter = parameterIn(tokens, row, end);
    if (parameter !== undefined) parameters.push(parameter);
    row = end + 1;
  }
  return parameters;
}

/** What the compiler makes of defaults: with `(a, b = 1, c = 2)` also `(a, b)` and `(a)`, the last ones left out first. */
export function overloadsOf(parameters: readonly GroovyParameter[]): (readonly string[])[] {
  const defaults = parameters.filter(({ hasDefault }) => hasDefault).length;
  return Array.from({ length: defaults + 1 }, (_, left) => {
    let kept = defaults - left;
    return parameters.filter(({ hasDefault }) => !hasDefault || kept-- > 0).map(({ type }) => type);
  });
}

function endOfParameter({ list, closes }: Tokens, from: number, close: number): number {
  let generics = 0;
  for (let row = from; row < close; row++) {
    const { kind, text } = list[row];
    if (kind !== 'mark') continue;
    if (text === ',' && generics <= 0) return row;
    if (text === '<') generics++;
    else if (text === '>') generics--;
    else if (text === '=') generics = 0;
    row = closes.get(row) ?? row;
  }
  return close;
}

const NOT_OF_TYPES = /^(?:final|def|var)$/;

function parameterIn(tokens: Tokens, from: number, to: number): GroovyParameter | undefined {
  const { list, closes } = tokens;
  const parts: string[] = [];
  let generics = 0;
  let row = from;
  for (; row < to && list[row].text !== '='; row++) {
    const { kind, text } = list[row];
    if (kind === 'newline' || NOT_OF_TYPES.test(text)) continue;
    if (text === '@') {
      row++;
      while (list[row + 1]?.text === '.') row += 2;
      if (list[row + 1]?.text === '(') row = closes.get(row + 1) ?? to;
    } else if (text === '<') generics++;
    else if (text === '>') generics--;
    else if (generics === 0) parts.push(text === '...' ? '[]' : text);
  }
  const name = parts.pop();
  if (name === undefined) return undefined;
  return { name, type: parts.length === 0 ? 'Object' : parts.join(''), hasDefault: row < to };
}
