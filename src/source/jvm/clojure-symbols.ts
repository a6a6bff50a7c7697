import type { JvmMethod } from '../symbols';
import type { Position } from './clojure-forms';
import { functionMethods, functionName } from './clojure-names';
import type { Form } from './clojure-reader';
import { JvmSymbols, type Span } from './collect';

/** What a form stands in, and the symbols that are made of one. How forms are walked is in clojure.ts. */
export interface Around {
  readonly row: number;
  /** Class names up to and with the `$` that a function within adds its name to. */
  readonly prefixes: readonly string[];
  /** Whether it is the top of a file, where functions keep their names without a number. */
  readonly isTop: boolean;
  readonly position: Position;
  /** The list most closely around: what a macro makes without a place of its own counts to its first line. */
  readonly list: Span | undefined;
  readonly depth: number;
}

/** What the readers of one kind of form call of the walk over all of them. */
export interface ClojureWalk {
  readonly symbols: ClojureSymbols;
  /** The namespace as a class name. */
  readonly base: string;
  /** Macros of this file. */
  readonly own: ReadonlySet<string>;
  code(form: Form, around: Around): void;
  /** A list by the symbol that it calls. */
  call(form: Form, head: string, around: Around): void;
  /** Arguments of a call; of what only orders its parts, those at the end stand where it stands. */
  parts(form: Form, around: Around): void;
  /** Of `#(total %)` the call within. */
  short(form: Form, around: Around): void;
  /** Parameters and what follows, once or in lists for each number of arguments. */
  body(items: readonly Form[], around: Around): void;
}

/** Every macro that may be one more function doubles the spellings. */
export const MAX_SPELLINGS = 8;

export function atTop({ base }: ClojureWalk): Around {
  return { row: 0, prefixes: [`${base}$`], isTop: true, position: 'value', list: undefined, depth: 0 };
}

export function insideOf(around: Around, row: number, classes: readonly string[]): Around {
  const prefixes = classes.map((className) => `${className}$`);
  return { ...around, row, prefixes: prefixes.slice(0, MAX_SPELLINGS), isTop: false, position: 'tail' };
}

/** Classes of a function within: everywhere but at the top of a file its name has a number after it. */
export function numbered(prefixes: readonly string[], name: string): readonly string[] {
  return prefixes.map((prefix) => `${prefix}${functionName(name)}__*`);
}

export class ClojureSymbols extends JvmSymbols {
  function(form: Form, name: string, around: Around, classes: readonly string[]): number {
    return this.add({
      name,
      kind: 'function',
      parent: around.row,
      whole: form,
      named: form.items[1],
      body: form,
      jvm: functionMethods(classes),
    });
  }

  /** One that is made of a whole form, and not of what follows its name. */
  made(
    form: Form,
    name: string,
    around: Around,
    classes: readonly string[],
    lines?: JvmMethod['lines'],
  ): number {
    return this.add({
      name,
      kind: 'function',
      parent: around.row,
      whole: form,
      body: form,
      jvm: functionMethods(classes, lines),
    });
  }

  type(form: Form, name: string, around: Around, jvm: readonly JvmMethod[]): number {
    return this.add({
      name,
      kind: 'class',
      parent: around.row,
      whole: form,
      named: form.items[1],
      body: form,
      jvm,
    });
  }

  lambda(
    form: Form,
    title: string,
    around: Around,
    classes: readonly string[],
    body: Span | undefined,
    lines?: JvmMethod['lines'],
  ): number {
    return this.add({
      name: '<lambda>',
      title,
      kind: 'lambda',
      parent: around.row,
      whole: form,
      body,
      jvm: functionMethods(classes, lines),
    });
  }

  /** A function that is written in full has a place of its own. */
  linesOf(form: Form, around: Around): JvmMethod['lines'] {
    return form.kind === 'lambda' ? this.linesFrom(form, around) : undefined;
  }

  /** Lines of a function that has no place of its own: the first of the list around, and those of its body. */
  linesFrom(form: Form, { list }: Around): JvmMethod['lines'] {
    const from = this.lineAt(form.startIndex);
    const before = list === undefined ? from : this.lineAt(list.startIndex);
    if (before >= from) return undefined;
    return [
      { from: before, to: before },
      { from, to: this.lineAt(form.endIndex - 1) },
    ];
  }

  /** Functions that a macro makes of a form without any code in it. */
  onFirstLine(form: Form, classes: readonly string[]): JvmMethod[] {
    const line = this.lineAt(form.startIndex);
    return functionMethods(classes, [{ from: line, to: line }]);
  }
}
