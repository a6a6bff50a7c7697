import { MAX_NESTING, type CodeSymbol } from '../symbols';
import {
  afterHead,
  argumentOf,
  BODIES,
  BRANCHES,
  DEFINING,
  FUNCTION_MACROS,
  headOf,
  isMoved,
  isOfOthers,
  LAMBDAS,
  NAMING,
  REPEATED,
  symbolAt,
  tailOf,
  TOP_WRAPPED,
} from './clojure-forms';
import {
  readDef,
  readDefinedOnce,
  readDefinition,
  readUnknownDefinition,
  readValue,
} from './clojure-definitions';
import { loadingMethods, namespaceClass } from './clojure-names';
import { formsOf, type Form } from './clojure-reader';
import {
  atTop,
  ClojureSymbols,
  insideOf,
  MAX_SPELLINGS,
  numbered,
  type Around,
  type ClojureWalk,
} from './clojure-symbols';
import { readDefMethod, readMethodsAsFunctions, readProtocol, readReified, readType } from './clojure-types';

/**
 * What Clojure's compiler makes of a text: a class for every function, written as such or made by a macro of
 * clojure.core. Macros of others are taken for calls; what functions they make is not known, so their frames are found
 * only where a name says enough.
 */
export function clojureSymbolsOf(text: string): readonly CodeSymbol[] {
  return new ClojureReader(text).read();
}

class ClojureReader implements ClojureWalk {
  readonly symbols: ClojureSymbols;
  private readonly forms: readonly Form[];
  base = 'user';
  own: ReadonlySet<string> = new Set();

  constructor(text: string) {
    this.symbols = new ClojureSymbols(text);
    this.forms = formsOf(text);
  }

  read(): readonly CodeSymbol[] {
    this.own = new Set(
      this.forms.filter((form) => headOf(form) === 'defmacro').map((form) => symbolAt(form, 1) ?? ''),
    );
    for (const form of this.forms) this.top(form);
    return this.symbols.list;
  }

  private top(form: Form): void {
    const head = headOf(form);
    if (head === 'ns' || head === 'in-ns') return this.namespace(form);
    if (/^(?:do|when|when-not|if|if-not)$/.test(head)) {
      return form.items.slice(1).forEach((one) => this.top(one));
    }
    if (head === 'defonce' || head === 'defmulti') return readDefinedOnce(this, form);
    if (TOP_WRAPPED.has(head)) return this.wrappedAtTop(form, head);
    const isDefinition = head.startsWith('def') && head !== 'defmethod';
    const evaluated = isDefinition ? [] : [`${this.base}$eval*$`];
    const around = atTop(this);
    this.code(form, { ...around, prefixes: [...around.prefixes, ...evaluated] });
  }

  private namespace(form: Form): void {
    const named = form.items.at(1);
    const name = named?.kind === 'quote' ? named.items.at(0)?.text : named?.text;
    if (name === undefined || name === '') return;
    this.base = namespaceClass(name);
    // The function notes that it is loaded.
    this.symbols.addMethods(0, [
      ...loadingMethods(name),
      ...this.symbols.onFirstLine(form, [`${this.base}$fn__*`]),
    ]);
  }

  /** The compiler wraps it where it was compiled ahead; the loader wraps whatever is no definition. */
  private wrappedAtTop(form: Form, head: string): void {
    const classes = [`${this.base}$fn__*`, `${this.base}$eval*`];
    const row = this.symbols.lambda(
      form,
      `<${head}>`,
      { ...atTop(this), prefixes: [] },
      classes,
      afterHead(form),
    );
    this.call(form, head, { ...insideOf(atTop(this), row, classes), list: form });
  }

  code(form: Form, around: Around): void {
    if (around.depth > MAX_NESTING) return;
    const deeper = { ...around, depth: around.depth + 1 };
    if (form.kind === 'quote') return;
    if (form.kind === 'syntax') return this.template(form, deeper);
    if (form.kind === 'lambda') return this.anonymous(form, deeper, form.items);
    if (form.kind === 'list' && form.items.length > 0) {
      return this.call(form, headOf(form), { ...deeper, list: form });
    }
    for (const item of form.items) this.code(item, { ...deeper, position: 'value' });
  }

  /** Of a template only what is not quoted runs here. */
  private template(form: Form, around: Around): void {
    if (around.depth > MAX_NESTING) return;
    const deeper: Around = { ...around, position: 'value', depth: around.depth + 1 };
    for (const item of form.items) {
      if (item.kind === 'unquote') item.items.forEach((one) => this.code(one, deeper));
      else this.template(item, deeper);
    }
  }

  call(form: Form, head: string, around: Around): void {
    if (isOfOthers(form, head)) return this.unknown(form, head, around);
    if (this.own.has(head) && this.base !== 'clojure/core') return this.ofOwnMacro(form, head, around);
    if (head === 'comment' || head === 'quote' || head === 'var') return;
    if (head === 'def') return readDef(this, form, around);
    if (DEFINING.has(head)) return readDefinition(this, form, around);
    if (LAMBDAS.has(head)) return this.literal(form, around);
    if (FUNCTION_MACROS.has(head)) return this.anonymous(form, around, form.items.slice(1), `<${head}>`);
    switch (head) {
      case 'lazy-cat':
        return form.items.slice(1).forEach((one) => this.anonymous(one, around, [one], '<lazy-cat>'));
      case 'letfn':
      case 'letfn*':
        return this.letFunctions(form, around);
      case 'for':
        return this.comprehension(form, around);
      case 'defmethod':
        return readDefMethod(this, form, around);
      case 'defrecord':
      case 'deftype':
        return readType(this, form, head === 'defrecord', around);
      case 'defprotocol':
      case 'definterface':
        return readProtocol(this, form, around);
      case 'reify':
        return readReified(this, form, around);
      case 'proxy':
        return readMethodsAsFunctions(this, form.items.slice(3), around, form.items.slice(1, 3));
      case 'extend-type':
      case 'extend-protocol':
        return readMethodsAsFunctions(this, form.items.slice(2), around, []);
      default:
        return this.other(form, head, around);
    }
  }

  private unknown(form: Form, head: string, around: Around): void {
    if (/^def./.test(head) && around.isTop) return readUnknownDefinition(this, form, around);
    this.parts(form, { ...around, position: 'unknown' });
  }

  /** A macro of this very file may make a function of what it is given. Its template is not looked at. */
  private ofOwnMacro(form: Form, head: string, around: Around): void {
    if (/^def./.test(head) && around.isTop) return readUnknownDefinition(this, form, around);
    this.moved(form, head, { ...around, position: 'unknown' });
  }

  private other(form: Form, head: string, around: Around): void {
    if (/^def./.test(head) && around.isTop) return readUnknownDefinition(this, form, around);
    if (!isMoved(head, around.position)) return this.parts(form, around);
    this.moved(form, head, around);
  }

  /** Into a function of its own, surely or perhaps. */
  private moved(form: Form, head: string, around: Around): void {
    const classes = numbered(around.prefixes, 'fn');
    const isSure = around.position !== 'unknown';
    const row = this.symbols.lambda(form, `<${head}>`, around, classes, isSure ? afterHead(form) : undefined);
    const within = insideOf(around, row, classes);
    const prefixes = isSure
      ? within.prefixes
      : [...within.prefixes, ...around.prefixes].slice(0, MAX_SPELLINGS);
    this.parts(form, { ...within, prefixes, isTop: false, position: 'tail' });
  }

  parts(form: Form, around: Around): void {
    const head = headOf(form);
    const { position } = around;
    const items = form.items.slice(head === '' ? 0 : 1);
    const isBody = BODIES.has(head);
    const last = items.length - 1;
    items.forEach((item, i) => {
      if (isBody && BRANCHES.has(head)) {
        return this.code(item, { ...around, position: i === 0 ? 'value' : position });
      }
      if (i === 0 && NAMING.has(head)) return this.bindings(item.items, around);
      const inBody = i === last && !REPEATED.has(head) ? position : 'statement';
      const isArgument = !isBody || (item.kind === 'vector' && i === 0);
      this.code(item, { ...around, position: isArgument ? argumentOf(head) : tailOf(item, inBody) });
    });
  }

  /** A function that a name is bound to carries the name: `let [helper (fn …)]` is `total$helper__*`. */
  private bindings(items: readonly Form[], around: Around): void {
    const inValue: Around = { ...around, position: 'value' };
    for (let i = 1; i < items.length; i += 2) {
      const { kind, text } = items[i - 1];
      if (kind === 'symbol') readValue(this, items[i], { ...inValue, isTop: false }, text);
      else this.destructured(items[i - 1], items[i], inValue);
    }
  }

  /** `{:keys [price] :or {price (fn [] 0)}}`. */
  private destructured(pattern: Form, value: Form, around: Around): void {
    this.code(pattern, around);
    this.code(value, around);
  }

  private literal(form: Form, around: Around): void {
    const own = symbolAt(form, 1);
    const classes = numbered(around.prefixes, own ?? 'fn');
    const row = this.symbols.lambda(form, own ?? '<lambda>', around, classes, form);
    this.body(form.items.slice(own === undefined ? 1 : 2), insideOf(around, row, classes));
  }

  private anonymous(form: Form, around: Around, body: readonly Form[], title = '<lambda>'): void {
    const classes = numbered(around.prefixes, 'fn');
    const row = this.symbols.lambda(
      form,
      title,
      around,
      classes,
      form.kind === 'lambda' ? form : afterHead(form),
      this.symbols.linesOf(form, around),
    );
    const inside = insideOf(around, row, classes);
    if (form.kind === 'lambda') this.short(form, inside);
    else this.statements(body, inside);
  }

  short(form: Form, around: Around): void {
    const call: Form = { ...form, kind: 'list' };
    this.call(call, headOf(call), { ...around, list: call });
  }

  private letFunctions(form: Form, around: Around): void {
    for (const item of form.items.at(1)?.items ?? []) {
      const name = symbolAt(item, 0);
      if (name === undefined) continue;
      const classes = numbered(around.prefixes, name);
      const row = this.symbols.lambda(
        item,
        name,
        around,
        classes,
        item,
        this.symbols.linesFrom(item, around),
      );
      this.body(item.items.slice(1), insideOf(around, row, classes));
    }
    this.statements(form.items.slice(2), around);
  }

  /** A function per binding, each in a lazy sequence within the last: `iter__5__9$fn__10$iter__7__11$fn__12`. */
  private comprehension(form: Form, around: Around): void {
    const bindings = form.items.at(1)?.items ?? [];
    const [, first] = bindings;
    if (first !== undefined) this.code(first, { ...around, position: 'value' });
    const count = bindings.filter(({ kind }, i) => i % 2 === 0 && kind !== 'keyword').length;
    const classes: string[] = [];
    let level: readonly string[] = around.prefixes;
    for (let i = 0; i < Math.min(count, 4); i++) {
      const iterators = level.map((prefix) => `${prefix}iter__*__*`);
      const bodies = iterators.map((iterator) => `${iterator}$fn__*`);
      classes.push(...iterators, ...bodies);
      level = bodies.map((body) => `${body}$`);
    }
    // Of a chunked sequence the innermost loop is a function once more.
    const chunks = level.map((prefix) => `${prefix}fn__*`);
    const row = this.symbols.lambda(form, '<for>', around, [...classes, ...chunks], afterHead(form));
    const prefixes = [...level, ...chunks.map((chunk) => `${chunk}$`)].slice(0, MAX_SPELLINGS);
    const inside: Around = { ...around, row, prefixes, isTop: false, position: 'value' };
    for (const item of [...bindings.slice(2), ...form.items.slice(2)]) this.code(item, inside);
  }

  body(items: readonly Form[], around: Around): void {
    const isSingle = items.some(({ kind }) => kind === 'vector');
    if (isSingle) return this.statements(items, around);
    for (const item of items) {
      if (item.kind === 'list') this.statements(item.items, around);
      else this.code(item, { ...around, position: 'value' });
    }
  }

  private statements(items: readonly Form[], around: Around): void {
    items.forEach((item, i) => {
      const position = i === items.length - 1 ? around.position : 'statement';
      this.code(item, { ...around, position });
    });
  }
}
