import assert from 'node:assert/strict';
import { fileName } from '../../src/panels/file-name';

describe('names of exported files', () => {
  const check = (name: string, expected: string): void => assert.equal(fileName(name), expected);

  it('say what was exported', () => {
    check('shop-backend.svg', 'shop-backend.svg');
    check('Größe 2.speedscope.json', 'Größe 2.speedscope.json');
  });

  it('lead to no other folder and name no device', () => {
    check('../../etc/passwd', '_.._etc_passwd');
    check('..\\..\\boot.ini', '_.._boot.ini');
    check('a:b*c?.svg', 'a_b_c_.svg');
    check('.bashrc', 'bashrc');
    check('name\u0000\n.svg', 'name_.svg');
    check('...', 'profile');
  });

  it('keep their ending when they are long', () => {
    assert.equal(fileName(`${'x'.repeat(500)}.svg`).length, 200);
    assert.match(fileName(`${'x'.repeat(500)}.svg`), /x\.svg$/);
  });
});
