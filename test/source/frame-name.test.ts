import assert from 'node:assert/strict';
import { parsePythonFrameName } from '../../src/source/python-frame-name';

function check(name: string, expected: string): void {
  const parsed = parsePythonFrameName(name);
  const text = parsed ? [parsed.module, parsed.className, parsed.function].join(' | ') : 'no code';
  assert.equal(text, expected);
}

describe('Python frame names', () => {
  it('have a module, the class of self, and what ran', () => {
    check('shop.catalog:Catalog:search', 'shop.catalog | Catalog | search');
    check('shop.catalog:load', 'shop.catalog |  | load');
    check('json.__init__:loads', 'json.__init__ |  | loads');
    check('main', ' |  | main');
  });

  it('keep what Python calls code without a name', () => {
    check('app:<module>', 'app |  | <module>');
    check('app:Shop:<lambda>', 'app | Shop | <lambda>');
    check('<genexpr>', ' |  | <genexpr>');
    check('<frozen runpy>:_run_code', '<frozen runpy> |  | _run_code');
    check(
      '<frozen importlib._bootstrap>:ModuleSpec:parent',
      '<frozen importlib._bootstrap> | ModuleSpec | parent',
    );
  });

  it('are not split within angle brackets', () => {
    check('ipykernel:<cell line: 3>', 'ipykernel |  | <cell line: 3>');
  });

  it('have more colons than parts where a path had them', () => {
    check('odd:module:Shop:run', 'odd:module | Shop | run');
  });

  it('are no code where the agent marks a wait or a cut', () => {
    check('<Sleep>', 'no code');
    check('<queue.get>', 'no code');
    check('<Truncated>', 'no code');
    check('', 'no code');
    check(':::', 'no code');
  });
});
