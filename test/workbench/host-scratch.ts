import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { stopService } from './embedded-service';

/** What surrounds a run of the in-host suite, whichever VS Code it runs in. */
export interface HostScratch {
  /** A copy of the sample workspace. */
  readonly workspace: string;
  /** For the extension host: where the service stores, which files to run, where to print. */
  readonly env: Readonly<Record<string, string>>;
  /** The file that the suite prints to. */
  readonly log: string;
  readonly dispose: () => Promise<void>;
}

/** @param files bundled test files, relative to the checkout */
export function createHostScratch(files: readonly string[]): HostScratch {
  const scratch = mkdtempSync(join(tmpdir(), 'burnline-host-'));
  const workspace = join(scratch, 'workspace');
  const log = join(scratch, 'log.txt');
  const dataFolder = join(scratch, 'burnline');
  cpSync(resolve('test', 'fixtures', 'shop'), workspace, { recursive: true });
  return {
    workspace,
    log,
    env: {
      BURNLINE_DATA: dataFolder,
      BURNLINE_HOST_LOG: log,
      BURNLINE_HOST_FILES: JSON.stringify(files.map((file) => resolve(file))),
    },
    dispose: async () => {
      await stopService(dataFolder);
      rmSync(scratch, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    },
  };
}
