import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * VS Code's API as it looks to an extension that is loaded and left alone: whatever is registered is never called, nothing
 * is open and nothing set. For what can be asked of the extension without a window: what it takes to load it.
 */
export function stubOfVscode(): object {
  const known: Readonly<Record<string, unknown>> = {
    EventEmitter: StubEmitter,
    Uri: { file: uriOf, parse: uriOf, from: ({ path }: { path: string }) => uriOf(path), joinPath },
    env: anything({ language: 'en', uriScheme: 'vscode' }),
    extensions: anything({ getExtension: () => undefined }),
    l10n: { t: (message: unknown) => String(message) },
    window: anything({
      activeTextEditor: undefined,
      createTreeView: () => anything({ visible: false }),
      terminals: [],
      visibleTextEditors: [],
    }),
    workspace: anything({
      getConfiguration: () => ({ get: () => undefined, inspect: () => undefined }),
      getWorkspaceFolder: () => undefined,
      isTrusted: true,
      textDocuments: [],
      workspaceFolders: undefined,
    }),
  };
  // As many as the real one has: a bundle may go through all of them.
  return Object.fromEntries(exportedNames().map((name) => [name, known[name] ?? anything()]));
}

function exportedNames(): readonly string[] {
  const types = readFileSync(join('node_modules', '@types', 'vscode', 'index.d.ts'), 'utf8');
  const names = types.matchAll(/^\texport (?:class|enum|namespace|const|function) (\w+)/gm);
  return [...new Set(Array.from(names, ([, name]) => name))];
}

/** What `activate` is given. */
export function stubOfContext(folder: string): object {
  const memento = {
    get: (_: string, given?: unknown) => given,
    update: async () => undefined,
    keys: () => [],
  };
  return anything({
    extension: { id: 'burnline.burnline' },
    extensionUri: uriOf(folder),
    globalState: memento,
    globalStorageUri: uriOf(join(folder, 'nowhere')),
    subscriptions: [],
    workspaceState: memento,
  });
}

class StubEmitter {
  readonly event = () => ({ dispose: () => undefined });
  fire(): void {}
  dispose(): void {}
}

function uriOf(path: string): object {
  return { scheme: 'file', path, fsPath: path, toString: () => `file://${path}` };
}

function joinPath({ path }: { path: string }, ...segments: readonly string[]): object {
  return uriOf(join(path, ...segments));
}

/** What is asked for beside `known` can be called, made with `new` and asked for more. It is no promise. */
function anything(known: object = {}): object {
  class Anything {}
  return new Proxy(Anything, {
    get: (target, key) => {
      if (key in known) return Reflect.get(known, key) as unknown;
      if (key === 'prototype') return target.prototype;
      if (key === 'then' || typeof key === 'symbol') return undefined;
      return anything();
    },
    set: () => true,
    apply: () => anything(),
    construct: () => anything(),
  });
}
