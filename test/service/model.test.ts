import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { OPERATIONS } from '../../src/service/model/constraints';
import { findRoute, handlers } from '../../src/service/http/routes';
import { skip } from '../harness/skip';

describe('the service model', () => {
  it('has 23 operations, all of them implemented', () => {
    assert.equal(Object.keys(OPERATIONS).length, 23);
    assert.deepEqual(Object.keys(handlers).sort(), Object.keys(OPERATIONS).sort());
  });

  for (const [operation, { method, path }] of Object.entries(OPERATIONS)) {
    it(`routes ${method} ${path} to ${operation}, with its labels decoded`, () => {
      const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const labels = Object.fromEntries(names.map((name) => [name, `arn:of/${name} é%`]));
      const target = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(labels[name]));
      assert.deepEqual(findRoute(method, target), { operation, labels });
    });
  }

  it('is derived from what AWS publishes', function () {
    const source = resolve('../shared/facts/service-model.json');
    if (!existsSync(source)) {
      return skip(this, 'the published model is not beside this checkout');
    }
    const folder = mkdtempSync(join(tmpdir(), 'burnline-model-'));
    const output = join(folder, 'constraints.ts');
    execFileSync(process.execPath, ['src/service/model/derive-model.mjs', source, output]);
    assert.equal(readFileSync(output, 'utf8'), readFileSync('src/service/model/constraints.ts', 'utf8'));
    rmSync(folder, { recursive: true });
  });
});
