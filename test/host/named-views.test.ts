import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { createNamedViews } from '../../src/host/named-views';
import { PLAIN_VIEW } from '../../src/protocol/view-spec';
import { shopFile } from './shop-group';

describe('named views of a workspace', () => {
  const file = shopFile('.burnline', 'views.json');
  const views = createNamedViews();
  const write = (text: string): Thenable<void> =>
    vscode.workspace.fs.writeFile(file, new TextEncoder().encode(text));
  const read = async (): Promise<string> =>
    new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
  const names = async (): Promise<string[]> => (await views.list()).map(({ name }) => name);

  afterEach(() => vscode.workspace.fs.delete(file).then(undefined, () => undefined));

  it('can be kept in a folder that is trusted, and are none at first', async () => {
    assert.equal(views.whyNot(), '');
    assert.deepEqual(await views.list(), []);
  });

  it('are there once they were saved, also when they are saved at the same time', async () => {
    const saved = ['a', 'b', 'c'].map((name) => views.save({ name, spec: PLAIN_VIEW }));
    assert.deepEqual(await Promise.all(saved), ['saved', 'saved', 'saved']);
    assert.deepEqual(await names(), ['a', 'b', 'c']);
    assert.equal(await views.delete('b'), 'deleted');
    assert.deepEqual(await names(), ['a', 'c']);
    await assert.rejects(views.delete('b'), { message: 'There is no view b any more.' });
  });

  it('leave what others wrote into the file', async () => {
    await write('{ "team": "checkout", "views": [ { "name": "later", "spec": { "states": "gpu" } } ] }');
    await views.save({ name: 'ours', spec: PLAIN_VIEW });
    assert.match(await read(), /^\{\s+"team": "checkout",\s+"views": \[\s+\{\s+"name": "later"/);
    assert.deepEqual(await names(), ['ours']);
  });

  it('never write over a file that is broken', async () => {
    const broken = '{ "views": [ // mine';
    await write(broken);
    const message =
      /^\.burnline[\\/]views\.json is not JSON\. Mend the file or move it away, then try again\.$/;
    await assert.rejects(views.list(), { message });
    await assert.rejects(views.save({ name: 'a', spec: PLAIN_VIEW }), { message });
    await assert.rejects(views.delete('a'), { message });
    assert.equal(await read(), broken);
  });
});
