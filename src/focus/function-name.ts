/**
 * `Engine.quote` of `shop.pricing:Engine:quote`, `Cart.total` of `com/shop/Cart.total` and `com.shop.Cart::total`: for narrow
 * places, where the file or the module stands beside it.
 */
export function nameInModule(name: string): string {
  const packages = PACKAGES.exec(name)?.[0] ?? '';
  // `:12` is a line.
  if (packages !== '') return name.slice(packages.length).replace(/::?(?!\d)/g, '.');
  return name.split(':').slice(1).join('.') || name;
}

/** By custom packages begin with a small letter and classes with a capital one; a name that does not is shown whole. */
const PACKAGES = /^(?:[a-z_][\w$]*[./])+(?=[A-Z])/;
