import { spawn } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { errorMessage } from '../base/error-message';
import { StartError } from './start-error';

export interface Editor {
  /** What to say of it: that a window opens, or the address to open. */
  readonly where: string;
  stop(): void;
}

export interface EditorOptions {
  /** The workspace to open. */
  readonly folder: string;
  /** The data folder of the service that the extension is to find. */
  readonly dataFolder: string;
  /** In the browser even where a desktop VS Code is installed. */
  readonly browser: boolean;
  readonly log: (line: string) => void;
}

/** Opens VS Code with the extension of this checkout in it: the desktop one when it is on PATH, else in the browser. */
export async function openEditor(options: EditorOptions): Promise<Editor> {
  const code = options.browser ? undefined : findDesktop();
  return code === undefined ? openInBrowser(options) : openDesktop(code, options);
}

/**
 * With a profile of its own, for two reasons: a window of a VS Code that runs already would not get our environment
 * and so would look for the service elsewhere, and nobody's settings are changed by trying Burnline.
 */
function openDesktop(code: string, { folder, dataFolder }: EditorOptions): Editor {
  const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env;
  const args = [
    '--new-window',
    ...['--user-data-dir', resolve('.burnline', 'code')],
    `--extensionDevelopmentPath=${resolve('.')}`,
    folder,
  ];
  const window = spawn(code, args, {
    env: { ...env, BURNLINE_DATA: dataFolder },
    stdio: 'ignore',
    detached: true,
  });
  // Its command line only hands over to the window, which is the person's own to close.
  window.on('error', () => undefined);
  window.unref();
  return { where: `VS Code opens ${folder}`, stop: () => undefined };
}

/** The rig that the tests use: VS Code's own server, on loopback. */
async function openInBrowser({ folder, dataFolder, log }: EditorOptions): Promise<Editor> {
  const { startServer } = await import('../../test/workbench/server');
  const { whyNoWorkbench } = await import('../../test/workbench/install');
  const obstacle = whyNoWorkbench();
  if (obstacle !== undefined) {
    throw new StartError(`No desktop VS Code is on PATH, and none can be served: ${obstacle}`, 2);
  }
  const ownFolder = resolve('.burnline', 'window');
  mkdirSync(ownFolder, { recursive: true });
  try {
    const server = await startServer({
      extensions: [resolve('.')],
      env: { BURNLINE_DATA: dataFolder },
      dataFolder: ownFolder,
      trust: 'trusted',
      log,
    });
    return { where: `open ${server.addressOf(folder)}`, stop: () => server.stop() };
  } catch (error) {
    throw new StartError(errorMessage(error), 3, error);
  }
}

/** On Windows `code` is a batch file, which cannot be run without a shell; the browser serves there too. */
function findDesktop(): string | undefined {
  if (process.platform === 'win32') return undefined;
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.map((folder) => join(folder, 'code')).find((file) => existsSync(file));
}
