import assert from 'node:assert/strict';
import { nameInModule } from '../../src/focus/function-name';

function check(name: string, expected: string): void {
  assert.equal(nameInModule(name), expected);
}

describe('the name of a function in a narrow place', () => {
  it('is without the module of Python', () => {
    check('shop.pricing:Engine:quote', 'Engine.quote');
    check('shop.pricing:quote', 'quote');
    check('shop.Pricing:Engine:quote', 'Pricing.Engine.quote');
    check('__main__:<module>', '<module>');
  });

  it('is without the package of a JVM, with its class', () => {
    for (const name of ['com/shop/Cart.total', 'com.shop.Cart.total', 'com.shop.Cart:total']) {
      check(name, 'Cart.total');
    }
    check('com.shop.Cart::total', 'Cart.total');
    check('com/shop/Cart$Line.total', 'Cart$Line.total');
    check('com.shop.Cart.total(java.lang.String)', 'Cart.total(java.lang.String)');
    check('com.shop.Cart.total(Cart.java:12)', 'Cart.total(Cart.java:12)');
  });

  it('is whole where neither is there', () => {
    check('<Sleep>', '<Sleep>');
    check('main', 'main');
    check('Cart.total', 'Cart.total');
    check('shop.pricing.quote', 'shop.pricing.quote');
    check('memcpy@plt', 'memcpy@plt');
    check('', '');
  });
});
