import type { LineNumber } from '../profile/units';
import type { Annotation } from './annotations';

/** The innermost function that a line is in, module code last; undefined in code that was not seen running. */
export function annotationAt(functions: readonly Annotation[], line: LineNumber): Annotation | undefined {
  return functions
    .filter(({ place }) => place.firstLine <= line && line <= place.endLine)
    .sort((a, b) => extentOf(a) - extentOf(b))
    .at(0);
}

/** The function whose head a line is part of: from the first decorator to the line that names it; module code last. */
export function headAt<T extends Annotation>(functions: readonly T[], line: LineNumber): T | undefined {
  const heads = functions.filter(({ place }) => place.firstLine <= line && line <= place.line);
  return heads.find(({ place }) => place.kind !== 'module') ?? heads.at(0);
}

function extentOf({ place }: Annotation): number {
  return place.kind === 'module' ? Infinity : place.endLine - place.firstLine;
}
