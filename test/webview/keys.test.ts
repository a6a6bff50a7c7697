import assert from 'node:assert/strict';
import { intentOf } from '../../webview/chart/keys';

describe('keys on a chart', () => {
  const check = (keys: string, expected: string): void => {
    const parts = keys.split('+').filter((part) => part !== '');
    const key = keys.endsWith('++') || keys === '+' ? '+' : (parts.at(-1) ?? '');
    const held = (name: string): boolean => parts.includes(name);
    const event = {
      ctrlKey: held('Ctrl'),
      metaKey: held('Meta'),
      altKey: held('Alt'),
      shiftKey: held('Shift'),
    };
    const intent = intentOf({ key: key === 'Space' ? ' ' : key, ...event });
    assert.equal(intent ? Object.values(intent).join(' ') : 'nothing', expected, keys);
  };

  it('walk with the arrows', () => {
    check('ArrowUp', 'step up');
    check('ArrowDown', 'step down');
    check('ArrowLeft', 'step previous');
    check('ArrowRight', 'step next');
  });

  it('zoom, open and go back', () => {
    check('Space', 'zoom');
    check('Enter', 'open');
    check('Escape', 'back');
    check('Backspace', 'back');
    check('Alt+ArrowLeft', 'back');
    check('Home', 'reset');
    check('+', 'closer 1.5');
  });

  it('search as everywhere', () => {
    check('/', 'find');
    check('Ctrl+f', 'find');
    check('Meta+F', 'find');
    check('n', 'match 1');
    check('Shift+N', 'match -1');
  });

  it('leave all others to VS Code', () => {
    for (const keys of ['Tab', 'Ctrl+p', 'Alt+Enter', 'F1', 'constructor']) check(keys, 'nothing');
  });
});
