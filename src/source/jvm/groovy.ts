import { lastSegment } from '../frame-path';
import { MAX_NESTING, type CodeSymbol, type JvmMethod } from '../symbols';
import { JvmSymbols } from './collect';
import { headerAt, type FieldHeader, type MethodHeader, type TypeHeader } from './groovy-headers';
import {
  accessorsOf,
  closureClasses,
  closureMethods,
  generatedMethods,
  methodNames,
  type GroovyClass,
} from './groovy-names';
import { overloadsOf, parametersAt } from './groovy-parameters';
import { GroovyRows } from './groovy-rows';
import { tokensOf, type Token, type Tokens } from './groovy-tokens';

/**
 * What groovyc makes of a text, read without a parser: the grammar of tree-sitter-groovy 0.1.2 finds errors in 53 of the
 * 55 files of GPars and Spock. What matters of Groovy are brackets: which are bodies, which closures, which blocks.
 */
export function groovySymbolsOf(text: string, path: string): readonly CodeSymbol[] {
  return new GroovyReader(text, path).read();
}

/** What a stretch of code stands in. */
interface Around {
  /** Row of the enclosing symbol. */
  readonly row: number;
  readonly inClass: GroovyClass;
  readonly method: string;
  readonly closures: readonly string[];
  /** Whether methods and classes can be declared between the statements. */
  readonly isScript: boolean;
  readonly depth: number;
}

/** How far a stretch of code has been read. */
interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly isGroup: boolean;
  readonly around: Around;
  /** Whether a statement can begin here. */
  isStart: boolean;
  /** Whether an arrow or a colon ends the label of a case. */
  isCase: boolean;
  /** Whether the next brace opens the block of what came before: a condition, `else`, `try`. */
  isBlockNext: boolean;
}

/** What follows these is a block. */
const BEFORE_BLOCK = new Set(['else', 'try', 'finally', 'do']);

class GroovyReader {
  private readonly tokens: Tokens;
  private readonly list: readonly Token[];
  private readonly rows: GroovyRows;
  private readonly symbols: JvmSymbols;
  private readonly packagePath: string;
  private hasScript = false;

  constructor(
    text: string,
    private readonly path: string,
  ) {
    this.tokens = tokensOf(text);
    this.list = this.tokens.list;
    this.rows = new GroovyRows(this.tokens);
    this.symbols = new JvmSymbols(text);
    this.packagePath = this.readPackage();
  }

  read(): readonly CodeSymbol[] {
    const names = this.scriptNames();
    const script: GroovyClass = { names, outermost: names[0], simpleName: '', isSpecification: false };
    const around = { row: 0, inClass: script, method: 'run', closures: [], isScript: true, depth: 0 };
    this.code(0, this.list.length, around, false);
    if (this.hasScript) this.symbols.addMethods(0, scriptMethods(script));
    return this.symbols.list;
  }

  private readPackage(): string {
    const at = this.list.findIndex(({ kind }) => kind === 'word');
    const row = this.list.findIndex(({ text, kind }) => kind === 'word' && text === 'package');
    // Annotations may stand before it, nothing else.
    if (row < 0 || (row !== at && this.list[0].text !== '@')) return '';
    let name = '';
    for (let i = row + 1; i < this.list.length && /^(?:word|mark)$/.test(this.list[i].kind); i++) {
      if (this.rows.is(i, ';')) break;
      name += this.list[i].text === '.' ? '/' : this.list[i].text;
    }
    return `${name}/`;
  }

  /** A script's class is named by its file, whether or not that can be a name. */
  private scriptNames(): readonly string[] {
    const fileName = lastSegment(this.path);
    const name = fileName.replace(/\.[^.]*$/, '');
    return [...new Set([name, name.replace(/[^\p{L}\p{N}_$]/gu, '_')])].map((one) => this.packagePath + one);
  }

  /** Statements, or with `isGroup` what stands between round and square brackets, where a new line ends nothing. */
  private code(from: number, to: number, around: Around, isGroup: boolean): void {
    if (around.depth > MAX_NESTING) return;
    const deeper = { ...around, depth: around.depth + 1 };
    const stretch: Stretch = {
      from,
      to,
      isGroup,
      around: deeper,
      isStart: !isGroup,
      isCase: false,
      isBlockNext: false,
    };
    for (let row = from; row < to;) row = this.step(row, stretch);
  }

  /** Reads one token, and what it opens. @returns the row to go on with */
  private step(row: number, stretch: Stretch): number {
    const { kind } = this.list[row];
    if (kind === 'newline') {
      stretch.isStart ||= !stretch.isGroup && !this.rows.isOpenEnded(row - 1);
      return row + 1;
    }
    const declared = stretch.isStart && kind !== 'string' ? this.declaration(row, stretch) : undefined;
    if (declared !== undefined) return declared;
    if (kind === 'mark') return this.mark(row, stretch);
    const { isStart } = stretch;
    stretch.isStart = false;
    return kind === 'word' ? this.word(row, stretch, isStart) : row + 1;
  }

  private mark(row: number, stretch: Stretch): number {
    const { text } = this.list[row];
    switch (text) {
      case '{':
        return this.brace(row, stretch);
      case '${':
        return this.interpolation(row, stretch);
      case '(':
      case '[':
        return this.group(row, stretch);
    }
    const endsCase = stretch.isCase && (text === '->' || text === ':');
    if (endsCase) stretch.isCase = false;
    const isLabel = !stretch.isGroup && text === ':' && this.rows.isLabel(row - 1, stretch.from);
    stretch.isStart = text === ';' || endsCase || isLabel;
    return row + 1;
  }

  /** A block where a statement can begin or a condition has been, else a closure. */
  private brace(row: number, stretch: Stretch): number {
    const { around, to } = stretch;
    const close = this.rows.closeOf(row, to);
    const isBlock = stretch.isBlockNext || (stretch.isStart && this.rows.arrowOf(row, close) === undefined);
    if (isBlock) this.code(row + 1, close, { ...around, isScript: false }, false);
    else this.closure(row, close, around);
    stretch.isStart = isBlock;
    stretch.isBlockNext = false;
    return close + 1;
  }

  /** `${-> now}` is a closure, `${now}` none. */
  private interpolation(row: number, { around, to }: Stretch): number {
    const close = this.rows.closeOf(row, to);
    if (this.rows.arrowOf(row, close) === undefined) this.code(row + 1, close, around, true);
    else this.closure(row, close, around);
    return close + 1;
  }

  private group(row: number, stretch: Stretch): number {
    const { around, to } = stretch;
    const close = this.rows.closeOf(row, to);
    const isRound = this.rows.is(row, '(');
    stretch.isStart = false;
    if (isRound && !stretch.isCase && close + 1 < to && this.rows.is(close + 1, '->')) {
      return this.lambda(row, close + 1, to, around);
    }
    this.code(row + 1, close, { ...around, isScript: false }, true);
    stretch.isBlockNext =
      isRound && this.rows.isCondition(row - 1) && this.rows.is(this.rows.skipNewlines(close + 1), '{');
    stretch.isStart = stretch.isBlockNext;
    return close + 1;
  }

  private word(row: number, stretch: Stretch, isStart: boolean): number {
    const { around, to, isGroup } = stretch;
    const { text } = this.list[row];
    if (around.isScript && !isGroup) {
      if (text === 'package' || text === 'import') return this.rows.endOfLine(row);
      this.hasScript = true;
    }
    if (this.rows.is(row - 1, '.') || this.rows.is(row - 1, '?.') || this.rows.is(row - 1, '*.')) {
      return row + 1;
    }
    const isDefault = text === 'default' && (this.rows.is(row + 1, ':') || this.rows.is(row + 1, '->'));
    if (isDefault || (text === 'case' && !this.rows.is(row + 1, ':'))) stretch.isCase = true;
    if (stretch.isCase || this.rows.is(row + 1, ':')) return row + 1;
    if (text === 'new') return this.creation(row, to, around);
    if (text === 'switch' && !isStart) return this.switchExpression(row, to, around);
    if (row + 1 < to && this.rows.is(row + 1, '->')) return this.lambda(row, row + 1, to, around);
    const next = this.rows.skipNewlines(row + 1);
    if (!BEFORE_BLOCK.has(text) || !this.rows.is(next, '{')) return row + 1;
    stretch.isBlockNext = true;
    return next;
  }

  /** @returns the row after the declaration; undefined where none begins */
  private declaration(row: number, { around, to, isGroup }: Stretch): number | undefined {
    if (!around.isScript || isGroup) return undefined;
    const header = headerAt(this.tokens, row, { className: '', isScript: true, to });
    if (header === undefined) return undefined;
    if (header.is === 'type') return this.type(row, header, to, undefined);
    this.hasScript = true;
    if (header.is === 'method') return this.method(row, header, to, around);
    return header.is === 'field' ? this.field(row, header, to, around) : undefined;
  }

  private type(from: number, header: TypeHeader, to: number, outer: Around | undefined): number {
    const { name, keyword, body, bases } = header;
    const binaryName =
      outer === undefined
        ? [this.packagePath + name]
        : outer.inClass.names.map((around) => `${around}$${name}`);
    const names =
      keyword === 'trait' ? binaryName.flatMap((one) => [one, `${one}$Trait$Helper`]) : binaryName;
    const inClass: GroovyClass = {
      names,
      outermost: outer?.inClass.outermost ?? names[0],
      simpleName: name,
      isSpecification: bases.some((base) => /Spec(?:ification)?$/.test(base)),
    };
    const close = this.rows.closeOf(body, to);
    const row = this.symbols.add({
      name,
      kind: 'class',
      parent: outer?.row ?? 0,
      whole: this.rows.span(from, close),
      named: this.list[header.nameRow],
      body: this.rows.span(from, close),
      jvm: methodsOf(inClass, ['<init>', '<clinit>']),
      bases,
    });
    const around: Around = {
      row,
      inClass,
      method: '',
      closures: [],
      isScript: false,
      depth: (outer?.depth ?? 0) + 1,
    };
    const components = header.parameters === undefined ? [] : parametersAt(this.tokens, header.parameters);
    this.body(body + 1, close, around, {
      keyword,
      components: components.map(({ name: one }) => one),
      record: header,
    });
    return close + 1;
  }

  private body(from: number, to: number, around: Around, kind: ClassKind): void {
    if (around.depth > MAX_NESTING) return;
    const written = new Set<string>();
    const properties: string[] = [...kind.components];
    let hasDelegate = false;
    let row = kind.keyword === 'enum' ? this.constants(from, to, around) : from;
    while (row < to) {
      row = this.rows.skipNewlines(row);
      if (row >= to) break;
      const place = { className: around.inClass.simpleName, isScript: false, to };
      const header = headerAt(this.tokens, row, place);
      if (header === undefined) row = this.rows.closeOf(row, to) + 1;
      else if (header.is === 'type') row = this.type(row, header, to, around);
      else if (header.is === 'method') {
        written.add(header.name);
        row = this.method(row, header, to, around, kind.record);
      } else if (header.is === 'field') {
        if (header.isProperty) properties.push(header.name);
        hasDelegate ||= header.isDelegate;
        row = this.field(row, header, to, around);
      } else row = this.initialiser(row, header.body, header.isStatic, to, around);
    }
    const generated = generatedMethods(around.inClass, kind.keyword, properties, written);
    // What a delegate has is called on the line of its field; written methods of that name stand elsewhere.
    const delegated = hasDelegate ? methodsOf(around.inClass, [...written]) : [];
    this.symbols.addMethods(around.row, [...generated, ...delegated]);
  }

  /** @returns the row after the last of an enum's constants */
  private constants(from: number, to: number, around: Around): number {
    const inStatic = { ...around, method: '<clinit>' };
    let row = this.rows.skipNewlines(from);
    while (row < to && (this.list[row].kind === 'word' || this.rows.is(row, '@'))) {
      const start = row;
      while (this.rows.is(row, '@')) {
        row = this.rows.skipNewlines(
          this.rows.is(row + 2, '(') ? this.rows.closeOf(row + 2, to) + 1 : row + 2,
        );
      }
      const name = row++;
      if (this.rows.is(row, '(')) {
        const close = this.rows.closeOf(row, to);
        this.code(row + 1, close, inStatic, true);
        row = close + 1;
      } else if (this.list[row]?.kind === 'word') return start;
      if (this.rows.is(row, '{')) row = this.anonymous(name, row, to, inStatic, this.list[name].text);
      const next = this.rows.skipNewlines(row);
      if (!this.rows.is(next, ',')) return this.rows.is(next, ';') ? next + 1 : next;
      row = this.rows.skipNewlines(next + 1);
    }
    return row;
  }

  private method(
    from: number,
    header: MethodHeader,
    to: number,
    around: Around,
    record?: TypeHeader,
  ): number {
    const { name, body, parameters } = header;
    const close = body === undefined ? header.end - 1 : this.rows.closeOf(body, to);
    const declared = parameters ?? record?.parameters;
    const overloads = declared === undefined ? [[]] : overloadsOf(parametersAt(this.tokens, declared));
    const inside = this.scope(name, from, close, header.nameRow, around, overloads);
    // Annotations and defaults can have closures.
    this.code(from, body ?? header.end, inside, true);
    if (body !== undefined) this.code(body + 1, close, inside, false);
    return close + 1;
  }

  private initialiser(from: number, body: number, isStatic: boolean, to: number, around: Around): number {
    const close = this.rows.closeOf(body, to);
    const inside = this.scope(isStatic ? '<clinit>' : '<init>', from, close, body, around, [undefined]);
    this.code(body + 1, close, inside, false);
    return close + 1;
  }

  /** Adds a method or an initialiser. */
  private scope(
    name: string,
    from: number,
    close: number,
    nameRow: number,
    around: Around,
    overloads: readonly (readonly string[] | undefined)[],
  ): Around {
    const { inClass } = around;
    const row = this.symbols.add({
      name,
      kind: around.isScript ? 'function' : 'method',
      parent: around.row,
      whole: this.rows.span(from, close),
      named: this.list[nameRow],
      body: this.rows.span(from, close),
      jvm: inClass.names.flatMap((className) =>
        methodNames(inClass, name).flatMap((method) =>
          overloads.map((parameters) => ({ className, method, ...(parameters && { parameters }) })),
        ),
      ),
    });
    return { ...around, row, method: name === '<init>' ? '' : name, closures: [], isScript: false };
  }

  /** Initialisers of fields run in constructors, so their lines are left to the class; their closures are not. */
  private field(from: number, header: FieldHeader, to: number, around: Around): number {
    const atRest = header.isStatic ? '<clinit>' : '';
    const method = header.isLazy ? accessorsOf(header.name)[0] : atRest;
    const inside = { ...around, method, closures: [], isScript: false };
    const end = this.rows.endOfExpression(header.end, to, false);
    this.code(from, end, inside, true);
    return end + 1;
  }

  private closure(open: number, close: number, around: Around): void {
    const arrow = this.rows.arrowOf(open, close);
    const first = this.rows.skipNewlines((arrow ?? open) + 1);
    const inside = this.lambdaScope(open, close, first, close - 1, around, false);
    if (arrow !== undefined) this.code(open + 1, arrow, inside, true);
    this.code(first, close, inside, false);
  }

  /** `x -> x + 1` or `(a, b) -> { … }`. @returns the row after it */
  private lambda(from: number, arrow: number, to: number, around: Around): number {
    const first = this.rows.skipNewlines(arrow + 1);
    if (first >= to) return arrow + 1;
    const isBlock = this.rows.is(first, '{');
    const end = isBlock ? this.rows.closeOf(first, to) : this.rows.endOfExpression(first, to, true);
    const bodyFrom = isBlock ? this.rows.skipNewlines(first + 1) : first;
    const inside = this.lambdaScope(from, isBlock ? end : end - 1, bodyFrom, end - 1, around, true);
    this.code(bodyFrom, end, inside, !isBlock);
    return isBlock ? end + 1 : end;
  }

  private lambdaScope(
    from: number,
    to: number,
    bodyFrom: number,
    bodyTo: number,
    around: Around,
    isLambda: boolean,
  ): Around {
    const classes = closureClasses(around, isLambda);
    const isEmpty = bodyFrom > bodyTo;
    const body = isEmpty ? undefined : this.rows.span(bodyFrom, this.rows.skipNewlinesBack(bodyTo));
    const row = this.symbols.add({
      name: '<lambda>',
      kind: 'lambda',
      parent: around.row,
      whole: this.rows.span(from, to),
      body,
      runsFrom: body,
      jvm: closureMethods(classes),
    });
    return { ...around, row, closures: classes, isScript: false };
  }

  /** A switch that has a value is compiled as a closure that is called at once. @returns the row after it */
  private switchExpression(from: number, to: number, around: Around): number {
    const close = this.rows.is(from + 1, '(') ? this.rows.closeOf(from + 1, to) : from;
    const body = this.rows.skipNewlines(close + 1);
    if (close === from || !this.rows.is(body, '{')) return from + 1;
    const end = this.rows.closeOf(body, to);
    const inside = this.lambdaScope(from, end, from, end, around, false);
    this.code(from + 2, close, inside, true);
    this.code(body + 1, end, inside, false);
    return end + 1;
  }

  /** `new Task<X>(…) { … }`, `new int[3]`, `new int[] { … }`. @returns the row after it */
  private creation(from: number, to: number, around: Around): number {
    let row = this.rows.skipNewlines(from + 1);
    const typeRow = row;
    while (row < to && (this.list[row].kind === 'word' || this.rows.is(row, '.') || this.rows.is(row, '@'))) {
      row++;
    }
    const name = this.list[row - 1]?.text ?? '';
    if (row === typeRow) return from + 1;
    if (this.rows.is(row, '<')) row = this.rows.afterGenerics(row, to);
    if (this.rows.is(row, '[')) return this.array(row, to, around);
    if (!this.rows.is(row, '(')) return row;
    const close = this.rows.closeOf(row, to);
    this.code(row + 1, close, { ...around, isScript: false }, true);
    return this.rows.is(close + 1, '{') && close + 1 < to
      ? this.anonymous(from, close + 1, to, around, name)
      : close + 1;
  }

  private array(from: number, to: number, around: Around): number {
    let row = from;
    while (row < to && (this.rows.is(row, '[') || this.rows.is(row, '{'))) {
      const close = this.rows.closeOf(row, to);
      this.code(row + 1, close, { ...around, isScript: false }, true);
      const isLast = this.rows.is(row, '{');
      row = close + 1;
      if (isLast) break;
    }
    return row;
  }

  /** @returns the row after its body */
  private anonymous(from: number, open: number, to: number, around: Around, name: string): number {
    const close = this.rows.closeOf(open, to);
    const names = around.inClass.names.map((outer) => `${outer}$*`);
    const inClass: GroovyClass = {
      names,
      outermost: around.inClass.outermost,
      simpleName: '*',
      isSpecification: false,
    };
    const row = this.symbols.add({
      name,
      title: `<${name}>`,
      kind: 'class',
      parent: around.row,
      whole: this.rows.span(from, close),
      body: this.rows.span(open, close),
      jvm: methodsOf(inClass, ['<init>', '<clinit>']),
      bases: [name],
    });
    const inside = { row, inClass, method: '', closures: [], isScript: false, depth: around.depth + 1 };
    this.body(open + 1, close, inside, { keyword: 'class', components: [] });
    return close + 1;
  }
}

interface ClassKind {
  readonly keyword: string;
  readonly components: readonly string[];
  readonly record?: TypeHeader;
}

function methodsOf({ names }: GroovyClass, methods: readonly string[]): JvmMethod[] {
  return names.flatMap((className) => methods.map((method) => ({ className, method })));
}

function scriptMethods(script: GroovyClass): JvmMethod[] {
  const own = methodsOf(script, ['run', 'main', '<init>', '<clinit>']);
  return [...own, ...generatedMethods(script, 'class', [], new Set())];
}
