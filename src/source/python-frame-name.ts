import type { FrameName } from './frame-name';

/**
 * Reads `module:Class:function` as the Python agent writes it, missing parts left out:
 *
 *     shop.catalog:Catalog:search      a method; the class is that of the object, not of the `def`
 *     shop.catalog:load                a function, or a class method, or a static method
 *     shop.catalog:<module>            the body of the module itself
 *     <frozen runpy>:_run_code         code without a file
 *     <Sleep>                          no code: a mark of the agent's; undefined here
 *
 * The module is the file's path less the longest entry of `sys.path` found anywhere in it, so it can be short of
 * parts or have too many: evidence, never proof.
 *
 * @returns undefined where the name is none of code
 */
export function parsePythonFrameName(name: string): FrameName | undefined {
  const parts = name.match(PART) ?? [];
  const called = parts.at(-1) ?? '';
  if (parts.length < 2) return isMark(called) ? undefined : { module: '', className: '', function: called };
  return {
    module: parts.slice(0, Math.max(1, parts.length - 2)).join(':'),
    className: parts.length > 2 ? (parts.at(-2) ?? '') : '',
    function: called,
  };
}

/** Colons separate, but not within angle brackets: IPython calls a function `<cell line: 1>`. */
const PART = /<[^<>]*>|[^:]+/g;

/** `<Sleep>`, `<queue.get>`, `<Truncated>` stand alone, and unlike `<lambda>` they are no name of a code object. */
function isMark(name: string): boolean {
  return name === '' || (name.startsWith('<') && !PYTHON_SCOPES.has(name));
}

/** What Python calls code that has no name of its own. */
const PYTHON_SCOPES: ReadonlySet<string> = new Set([
  '<module>',
  '<lambda>',
  '<listcomp>',
  '<setcomp>',
  '<dictcomp>',
  '<genexpr>',
]);
