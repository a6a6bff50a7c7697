import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { LANGUAGES, languageOfFile, SOURCE_GLOB, SUPPORTED_LANGUAGES } from '../../src/source/languages';

describe('languages of source', () => {
  const extensions = /\{(.*)\}/.exec(SOURCE_GLOB)?.[1].split(',') ?? [];

  it('are known by the files that are watched', () => {
    const found = new Set(extensions.map((one) => languageOfFile(`/ws/Shop.${one}`)?.id));
    assert.deepEqual([...found].sort(), LANGUAGES.map(({ id }) => id).sort());
  });

  it('are told from everything else', () => {
    for (const file of ['a.txt', 'a.js', 'a.class', 'a.pyc', 'a.javax', 'py.md']) {
      assert.equal(languageOfFile(`/ws/${file}`), undefined, file);
    }
    assert.equal(languageOfFile('C:\\ws\\Shop.KT')?.id, 'kotlin');
  });

  it('wake the extension, each of them', () => {
    const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
      activationEvents: string[];
      contributes: { languages: { id: string; extensions: string[] }[] };
    };
    const woken = manifest.activationEvents.flatMap((event) => /^onLanguage:(.*)$/.exec(event)?.[1] ?? []);
    assert.deepEqual(woken.sort(), [...SUPPORTED_LANGUAGES].sort());
    // Those that VS Code itself has no extension for; nothing would wake Burnline where nobody else contributes them.
    for (const { id, extensions } of manifest.contributes.languages) {
      for (const one of extensions) assert.equal(languageOfFile(`a${one}`)?.id, id);
    }
  });
});
