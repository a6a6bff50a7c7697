import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ClassFile, ClassMethod } from './class-file';
import { ROOT, type Corpus } from './jvm-oracle';

/**
 * The part of the corpus that is checked in: sources made for this project, and what compilers made of them, as the
 * compile.mjs beside them wrote it down. compiled.json has a list of classes per compiler.
 */
const FOLDER = join('test', 'fixtures', 'jvm');

export function samples(): Corpus[] {
  const languages = readdirSync(FOLDER).filter((name) => existsSync(join(FOLDER, name, 'compiled.json')));
  return languages.flatMap((language) => {
    const folder = join(FOLDER, language);
    const compiled = JSON.parse(readFileSync(join(folder, 'compiled.json'), 'utf8')) as Compiled;
    const sources = sourcesIn(folder);
    return Object.entries(compiled).map(([compiler, rows]) => ({
      language,
      project: compiler,
      classes: rows.map(classOf),
      sources,
    }));
  });
}

type Compiled = Readonly<Record<string, readonly Row[]>>;

/** A class with one list per method: name, descriptor, flags, lines, and those of the file itself where they differ. */
type Row = Omit<ClassFile, 'methods' | 'enclosingMethod'> &
  Partial<Pick<ClassFile, 'enclosingMethod'>> & {
    readonly methods: readonly (readonly [string, string, number, string, string?])[];
  };

function classOf({ methods, enclosingMethod, ...row }: Row): ClassFile {
  return {
    ...row,
    enclosingMethod,
    methods: methods.map(([name, descriptor, flags, lines, ownLines = lines]): ClassMethod => ({
      ...{ name, descriptor, flags },
      lines: numbersIn(lines),
      ownLines: numbersIn(ownLines),
    })),
  };
}

function numbersIn(text: string): number[] {
  return text.split(' ').filter(Boolean).map(Number);
}

function sourcesIn(folder: string): Map<string, string> {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const sources = paths.filter((path) => /\.(?:java|kt|scala|groovy|cljc?)$/.test(path));
  return new Map(
    sources.map((path) => [
      `${ROOT}/${path.replaceAll('\\', '/')}`,
      readFileSync(join(folder, path), 'utf8'),
    ]),
  );
}
