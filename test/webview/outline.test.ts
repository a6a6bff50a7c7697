import assert from 'node:assert/strict';
import { outlineOf } from '../../webview/chart/outline';
import { SHOP, boxNamed, boxesOf } from './chart-fixture';
import { drawn } from '../fixtures/text-profile';

describe('the outline for screen readers', () => {
  const check = (text: string, selected: string, expected: string): void => {
    const boxes = boxesOf(text);
    const { frames, stacks } = boxes.profile;
    const lines = outlineOf(boxes, boxNamed(boxes, selected)).map((item) => {
      const name = item.box < 0 ? 'all' : frames.name[stacks.frame[item.box]];
      const open = { true: 'open', false: 'closed', undefined: 'leaf' }[String(item.expanded)];
      const mark = item.selected ? ' *' : '';
      return `${'  '.repeat(item.level - 1)}${name} ${item.position}/${item.setSize} ${open}${mark}`;
    });
    assert.equal(lines.join('\n'), drawn(expected));
  };

  it('holds the way down, the siblings and the callees of the selected box', () => {
    check(
      SHOP,
      'main > cart',
      `
      all 1/1 open
        main 1/2 open
          cart 1/2 open *
            quote 1/1 closed
          load 2/2 closed
      `,
    );
  });

  it('begins with the whole', () => {
    check(SHOP, 'all', 'all 1/1 open *\n  main 1/2 closed\n  worker 2/2 closed');
  });

  it('lists the nearest of many callers, and the whole', () => {
    const deep = Array.from({ length: 1000 }, (_, i) => `${'  '.repeat(i)}f${i === 999 ? '  1' : ''}`);
    const items = outlineOf(boxesOf(deep.join('\n')), 999);
    assert.equal(items.length, 31);
    assert.deepEqual(
      [items[0].level, items[1].level, items[30].level, items[30].selected],
      [1, 972, 1001, true],
    );
  });

  it('lists some of many siblings, each with its place among all', () => {
    const many = Array.from({ length: 30 }, (_, i) => `f${String(i).padStart(2, '0')}  1`).join('\n');
    const boxes = boxesOf(many);
    const items = outlineOf(boxes, 20);
    assert.deepEqual(
      items.slice(1).map(({ position, setSize }) => `${position}/${setSize}`),
      Array.from({ length: 11 }, (_, i) => `${i + 16}/30`),
    );
  });
});
