import type { CodeSymbol } from '../../../src/source/symbols';

/** One line: kind, qualified name, first line-line-end, own lines, and the methods that run its code. */
export function printJvm({ kind, qualifiedName, firstLine, line, endLine, own, jvm }: CodeSymbol): string {
  const lines = own.from > own.to ? 'own none' : `own ${own.from}-${own.to}`;
  const methods = (jvm ?? []).map(
    ({ className, method, parameters }) =>
      `${className}.${method}${parameters === undefined ? '' : `(${parameters.join()})`}`,
  );
  return [kind, qualifiedName, `${firstLine}/${line}-${endLine}`, lines, '=', ...methods].join(' ');
}
