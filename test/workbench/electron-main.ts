import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { downloadAndUnzipVSCode, runTests } from '@vscode/test-electron';
import { createHostScratch } from './host-scratch';

// The runner of the in-host suite in a desktop VS Code that is downloaded for it.

async function main(): Promise<void> {
  const vscodeExecutablePath = await download();
  const { workspace, env, log, dispose } = createHostScratch(process.argv.slice(2));
  try {
    process.exitCode = await runTests({
      vscodeExecutablePath,
      extensionDevelopmentPath: process.cwd(),
      extensionTestsPath: resolve('out', 'test', 'workbench', 'host-entry.js'),
      extensionTestsEnv: env,
      launchArgs: [workspace, '--disable-extensions', '--disable-workspace-trust'],
    });
  } finally {
    console.log(existsSync(log) ? readFileSync(log, 'utf8').trimEnd() : 'No test began.');
    await dispose();
  }
}

async function download(): Promise<string> {
  try {
    return await downloadAndUnzipVSCode({ cachePath: resolve('.burnline', 'electron') });
  } catch (cause) {
    throw new Error(
      'VS Code could not be downloaded from update.code.visualstudio.com; on a machine that cannot reach it, `npm run test:host` runs the same tests in the VS Code that comes from npm.',
      { cause },
    );
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
