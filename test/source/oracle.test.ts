import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { skip } from '../harness/skip';
import { compileWith, everyLine, pythonVersion, score, wholeRange } from './oracle';
import type { CompiledFiles, Score } from './oracle';

/** Enough of the library to meet everything that people write, in a few seconds. */
const LIBRARY_FILES = 150;

describe('source mapping beside the compiler', () => {
  for (const version of ['3.11', '3.13']) {
    it(`finds every function of the tricky files as Python ${version} compiles them`, async () => {
      const compiled = readCompiled(`test/fixtures/python/code-objects-${version}.json`);
      assert.ok(compiled.python.startsWith(version));
      await checkAll(compiled, '.', 0.85);
    });
  }

  it('finds every function of the tricky files and the sample program as this Python compiles them', async function () {
    const python = requirePython(this);
    await checkAll(compileWith(python, pythonFiles('test/fixtures')), '.', 0.85);
  });

  it('finds every function of the Python library', async function () {
    this.timeout(120_000);
    const python = requirePython(this);
    const folder = libraryFolder(python);
    const files = pythonFiles(folder).filter(
      (file) => !/[\\/](?:tests?|site-packages|lib2to3)[\\/]/.test(file),
    );
    const some = files.filter((_, i) => i % Math.ceil(files.length / LIBRARY_FILES) === 0);
    await checkAll(compileWith(python, some), dirname(folder), 0.999);
  });
});

/** Never wrong, never missed, and sure of at least `leastExact` of all that was asked. */
async function checkAll(compiled: CompiledFiles, root: string, leastExact: number): Promise<void> {
  for (const [how, linesOf] of Object.entries({ 'whole functions': wholeRange, 'single lines': everyLine })) {
    const result = await score(compiled, root, linesOf);
    const { asked, exact, unsure, missed, wrong } = result;
    process.stdout.write(
      `      Python ${compiled.python}, ${how} of ${Object.keys(compiled.files).length} files: ` +
        `${asked} asked, ${exact} exact, ${unsure} ambiguous, ${missed} missed, ${wrong.length} wrong\n`,
    );
    check(result, leastExact);
  }
}

function check({ asked, exact, missed, wrong }: Score, leastExact: number): void {
  assert.deepEqual(wrong, []);
  assert.equal(missed, 0);
  assert.ok(asked > 50, `only ${asked} were asked`);
  assert.ok(exact >= asked * leastExact, `only ${exact} of ${asked} are exact`);
}

function readCompiled(file: string): CompiledFiles {
  return JSON.parse(readFileSync(file, 'utf8')) as CompiledFiles;
}

function pythonFiles(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => file.endsWith('.py'))
    .map((file) => join(folder, file))
    .sort();
}

/** co_lines and the syntax of the tricky files came with 3.10. */
function requirePython(context: Mocha.Context): string {
  const version = pythonVersion('python3');
  if (version === undefined) skip(context, 'there is no python3 on PATH');
  if (!/ 3\.\d\d/.test(version)) skip(context, `${version} is older than 3.10`);
  return 'python3';
}

function libraryFolder(python: string): string {
  const { stdout } = spawnSync(python, ['-c', 'import os; print(os.path.dirname(os.__file__))'], {
    encoding: 'utf8',
  });
  return stdout.trim();
}
