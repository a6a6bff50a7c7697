import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import { chromium, type Browser } from 'playwright-core';

// A Chromium for the tests: the one that CHROMIUM_PATH names, an installed one, or the one that the npm package
// @sparticuz/chromium carries. That package is made for a bare Amazon Linux, so it also carries the few libraries
// that a bare system lacks; fonts come with it and with dejavu-fonts-ttf.

const carrier = resolve('node_modules', '@sparticuz', 'chromium');

interface Executable {
  readonly path: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** @param more arguments of Chromium, for what tests of the workbench do not need */
export async function launchBrowser(more: readonly string[] = []): Promise<Browser> {
  const { path, env } = await findExecutable();
  return chromium.launch({
    executablePath: path,
    env: { ...process.env, ...env },
    args: [
      // Containers and root have no user namespaces for it, and nothing but our own server is ever opened.
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      ...more,
    ],
  });
}

async function findExecutable(): Promise<Executable> {
  const named = process.env.CHROMIUM_PATH;
  if (named && !existsSync(named)) {
    throw new Error(`CHROMIUM_PATH names ${named}, which is not there; correct or unset it.`);
  }
  const installed = named || findInstalled();
  return installed ? { path: installed } : unpackCarried();
}

function findInstalled(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const onPath = ['chromium', 'google-chrome', 'google-chrome-stable', 'chromium-browser'];
  const known = [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ];
  const candidates = onPath.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...candidates, ...known].find((path) => existsSync(path));
}

/** One sentence why there can be no browser on this machine, or undefined when there can. */
export function whyNoBrowser(): string | undefined {
  const canBeCarried = process.platform === 'linux' && process.arch === 'x64';
  if (canBeCarried || process.env.CHROMIUM_PATH || findInstalled()) return undefined;
  return 'No Chrome or Chromium is installed; install one or set CHROMIUM_PATH to test the workbench.';
}

/** The libraries are used only where the system lacks them: its own are newer and fit each other. */
async function unpackCarried(): Promise<Executable> {
  const { version } = JSON.parse(readFileSync(join(carrier, 'package.json'), 'utf8')) as { version: string };
  const home = resolve('.burnline', 'browser', version);
  if (!existsSync(home)) {
    await unpackInto(home);
  }
  const path = join(home, 'chromium');
  const plain = { FONTCONFIG_FILE: join(home, 'fonts.conf') };
  const withLibraries = { ...plain, LD_LIBRARY_PATH: join(home, 'lib') };
  const env = [plain, withLibraries].find((candidate) => missingLibraries(path, candidate).length === 0);
  if (env) return { path, env };
  throw new Error(
    `The Chromium that npm brought lacks ${missingLibraries(path, withLibraries).join(', ')} on this system; ` +
      'install a Chromium instead (Debian: apt-get install chromium) or set CHROMIUM_PATH.',
  );
}

/** Built aside and moved into place, so that an interrupted run never leaves half a browser. */
async function unpackInto(home: string): Promise<void> {
  mkdirSync(dirname(home), { recursive: true });
  const draft = mkdtempSync(`${home}-`);
  try {
    const packed = join(carrier, 'bin');
    await unpackFile(join(packed, 'chromium.br'), join(draft, 'chromium'));
    chmodSync(join(draft, 'chromium'), 0o755);
    await unpackArchive(join(packed, 'al2023.tar.br'), draft);
    await unpackArchive(join(packed, 'fonts.tar.br'), draft);
    writeFileSync(join(draft, 'fonts.conf'), fontsConfig(home));
    renameSync(draft, home);
  } catch (error) {
    // Another process may have been faster, and what it unpacked is the same.
    if (!existsSync(home)) throw error;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

async function unpackFile(from: string, to: string): Promise<void> {
  await pipeline(createReadStream(from), createBrotliDecompress(), createWriteStream(to));
}

async function unpackArchive(from: string, folder: string): Promise<void> {
  const archive = join(folder, 'archive.tar');
  await unpackFile(from, archive);
  const { status, stderr } = spawnSync('tar', ['xf', archive, '-C', folder], { encoding: 'utf8' });
  if (status !== 0) {
    throw new Error(`tar could not unpack ${from}: ${stderr}`);
  }
  rmSync(archive);
}

/** Open Sans for words and DejaVu for code and rare letters, so that screenshots look alike on every machine. */
function fontsConfig(home: string): string {
  const prefer = (family: string, first: string) =>
    `<alias binding="strong"><family>${family}</family><prefer><family>${first}</family></prefer></alias>`;
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${join(home, 'fonts')}</dir>
  <dir>${resolve('node_modules', 'dejavu-fonts-ttf', 'ttf')}</dir>
  <cachedir>${join(home, 'fonts-cache')}</cachedir>
  ${['sans-serif', 'system-ui', 'Ubuntu'].map((family) => prefer(family, 'Open Sans')).join('\n  ')}
  ${['monospace', 'Droid Sans Mono'].map((family) => prefer(family, 'DejaVu Sans Mono')).join('\n  ')}
</fontconfig>
`;
}

/** Shared libraries that the loader would not find. */
function missingLibraries(path: string, env: Readonly<Record<string, string>>): string[] {
  const { stdout } = spawnSync('ldd', [path], { env: { ...process.env, ...env }, encoding: 'utf8' });
  return [...(stdout ?? '').matchAll(/^\s*(\S+) => not found$/gm)].map(([, name]) => name ?? '');
}
