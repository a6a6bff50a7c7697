import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { StartError } from './start-error';

export interface StartOptions {
  /** No window: print the hottest methods and end. */
  readonly headless: boolean;
  /** Post recorded agent profiles instead of running a program. */
  readonly recorded: boolean;
  /** VS Code in the browser even where a desktop `code` is installed. */
  readonly browser: boolean;
  /** Somebody's own project to open instead of the sample, absolute; nothing is run in it. */
  readonly folder: string | undefined;
}

const USAGE = 'npm start -- [--headless] [--recorded] [--browser] [--folder DIR]';

export function readOptions(args: readonly string[]): StartOptions {
  const { headless, recorded, browser, folder } = parse(args);
  if (folder === undefined) {
    return { headless, recorded, browser, folder };
  }
  if (headless || recorded) {
    throw new StartError(
      '--folder opens a project of yours and runs nothing in it, so it goes with neither --headless nor --recorded; leave one out.',
      2,
    );
  }
  const absolute = resolve(folder);
  if (!statSync(absolute, { throwIfNoEntry: false })?.isDirectory()) {
    throw new StartError(`There is no folder ${absolute}; name one that exists after --folder.`, 2);
  }
  return { headless, recorded, browser, folder: absolute };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        headless: { type: 'boolean', default: false },
        recorded: { type: 'boolean', default: false },
        browser: { type: 'boolean', default: false },
        folder: { type: 'string' },
      },
    }).values;
  } catch (error) {
    // Node's sentences are good but for their advice on positional arguments, which we have none of.
    const reason = error instanceof Error ? error.message.split('. ')[0] : String(error);
    throw new StartError(`${reason}. Usage: ${USAGE}`, 2, error);
  }
}
