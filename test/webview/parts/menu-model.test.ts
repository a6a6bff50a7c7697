import assert from 'node:assert/strict';
import type { MenuItem } from '../../../webview/chart/menu-model';
import { commandsOf, findTyped, isGroup, stepInMenu, tidy } from '../../../webview/chart/menu-model';

const command = (label: string) => ({ label, run: () => {} });

/** `Hide | - | Export: PNG SVG | …` */
function menuOf(text: string): MenuItem[] {
  return text.split(' | ').map((part) => {
    if (part === '-') return 'separator';
    const [label, items] = part.split(':');
    if (items === undefined) return command(label);
    return { label, items: items.trim().split(' ').filter(Boolean).map(command) };
  });
}

function print(items: readonly MenuItem[]): string {
  const partText = (item: MenuItem): string => {
    if (item === 'separator') return '-';
    return isGroup(item) ? `${item.label}: ${item.items.map(({ label }) => label).join(' ')}` : item.label;
  };
  return items.map(partText).join(' | ');
}

describe('the entries of a menu', () => {
  it('are those of its groups too, from top to bottom', () => {
    const labels = commandsOf(menuOf('Hide | - | Export: PNG SVG | Copy')).map(({ label }) => label);
    assert.deepEqual(labels, ['Hide', 'PNG', 'SVG', 'Copy']);
  });

  it('have no separator at an end, none after another, and no empty group', () => {
    const check = (text: string, expected: string): void => assert.equal(print(tidy(menuOf(text))), expected);
    check('- | Hide | - | - | Copy | -', 'Hide | - | Copy');
    check('Hide | - | Export: | - | Copy', 'Hide | - | Copy');
    check('- | Export:', '');
    check('Hide | - | Export: PNG', 'Hide | - | Export: PNG');
  });
});

describe('keys in a menu', () => {
  const check = (key: string, from: number, expected: number | undefined): void =>
    assert.equal(stepInMenu(key, from, 3), expected, `${key} from ${from}`);

  it('go up and down, and round at the ends', () => {
    check('ArrowDown', -1, 0);
    check('ArrowDown', 0, 1);
    check('ArrowDown', 2, 0);
    check('ArrowUp', 1, 0);
    check('ArrowUp', 0, 2);
    check('ArrowUp', -1, 2);
  });

  it('go to the first and to the last', () => {
    check('Home', 2, 0);
    check('End', 0, 2);
  });

  it('lead nowhere otherwise, and nowhere in a menu without entries', () => {
    check('ArrowLeft', 1, undefined);
    check('x', 1, undefined);
    assert.equal(stepInMenu('ArrowDown', -1, 0), undefined);
  });
});

describe('typing in a menu', () => {
  const labels = ['Focus on function', 'Focus on subtree', 'Hide', 'Find callers', 'Élan'];
  const check = (typed: string, from: number, expected: string | undefined): void =>
    assert.equal(labels[findTyped(labels, from, typed)], expected, `${typed} from ${from}`);

  it('goes to the entry that begins so, in any case', () => {
    check('h', 0, 'Hide');
    check('FI', 0, 'Find callers');
    check('é', -1, 'Élan');
  });

  it('goes on to the next one when the letter comes again, and round', () => {
    check('f', -1, 'Focus on function');
    check('f', 0, 'Focus on subtree');
    check('ff', 1, 'Find callers');
    check('f', 3, 'Focus on function');
  });

  it('stays while more letters of it come', () => {
    check('fo', 1, 'Focus on subtree');
    check('focus on s', 0, 'Focus on subtree');
  });

  it('goes nowhere where nothing begins so', () => {
    check('x', 0, undefined);
    assert.equal(findTyped([], 0, 'x'), -1);
  });
});
