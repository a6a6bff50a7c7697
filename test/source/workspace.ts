import type { FrameRef } from '../../src/profile/tables';
import type { SourceAccess } from '../../src/source/location';

/** Files in memory by absolute path. What reads outside of them reads nothing, and what is asked for is kept. */
export function workspaceOf(
  files: Readonly<Record<string, string>>,
): SourceAccess & { readonly read: string[] } {
  const read: string[] = [];
  return {
    read,
    readFile: (path) => {
      read.push(path);
      return Promise.resolve(path in files ? { text: files[path] } : { why: 'missing' });
    },
    findFiles: (name, root, ignoreCase) => {
      const fold = (text: string): string => (ignoreCase ? text.toLowerCase() : text);
      const isCalled = (path: string): boolean => fold(path).endsWith(`/${fold(name)}`);
      return Promise.resolve(
        Object.keys(files).filter((path) => path.startsWith(`${root}/`) && isCalled(path)),
      );
    },
    filesIn: (folders, endings, root) => {
      const isIn = (folder: string): boolean =>
        folders.length === 0 ? folder === root : folder.endsWith(`/${folders.join('/')}`);
      return Promise.resolve(
        Object.keys(files).filter(
          (path) =>
            path.startsWith(`${root}/`) &&
            endings.some((ending) => path.endsWith(ending)) &&
            isIn(path.slice(0, path.lastIndexOf('/'))),
        ),
      );
    },
  };
}

/** `shop.catalog:load /ws/shop/catalog.py:22-24`; the lines and the file may be left out. */
export function frameRefOf(text: string): FrameRef {
  const [, name = text, file = '', first = '0', last = first] =
    /^(<[^>]*>:?\S*|\S+)(?: (.*):(\d+)(?:-(\d+))?)?$/s.exec(text) ?? [];
  return { name, file, firstLine: Number(first), lastLine: Number(last) };
}
