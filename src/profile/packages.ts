import type { FrameTable } from './tables';
import { isThreadFrame } from './thread-frames';
import type { SampleCount } from './units';

/**
 * What functions of one package, module or library share, read off the name, or off the file where the name tells
 * nothing; '' where neither does.
 *
 *     shop.cart:Cart:total                 shop.cart           Python: the module
 *     com.shop.Cart$Line.total             com.shop            Java: up to the class, which starts with a capital
 *     com/shop/Cart.total                  com.shop            ... as a JVM writes it
 *     github.com/shop/cart.(*Cart).Total   github.com/shop/cart    Go: up to the dot after the last slash
 *     shop::cart::total                    shop                C++, Rust, Ruby: the outermost namespace
 *     Shop.Carts.Cart.Total                Shop.Carts          .NET: up to the class, the last but one
 *     libshop.so.6, [libjvm.so]            the library
 *     total @/app/node_modules/@shop/cart/index.js      @shop/cart
 */
export function packageOf(name: string, file = ''): string {
  if (isThreadFrame(name, file)) return '';
  // No language has longer names, and hostile ones should not keep the page busy.
  const text = name.slice(0, MAX_LENGTH);
  return libraryOf(text) || fromName(text) || fromFile(file.slice(0, MAX_LENGTH));
}

/** Whether a package is another one or lies in it: `shop.cart` in `shop`, `github.com/shop/cart` in `github.com/shop`. */
export function isInPackage(inner: string, outer: string): boolean {
  return outer !== '' && inner.startsWith(outer) && /^(?:$|[./])/.test(inner.slice(outer.length));
}

export interface PackageShare {
  readonly package: string;
  /** Sum of the weights of its functions and of those of the packages in it. */
  readonly weight: SampleCount;
  readonly functions: number;
}

/**
 * The packages of a profile and those that these lie in, heaviest first, equals by name: what to choose "my code" from.
 * One that holds nothing but another one is left out: `com` says no more than `com.shop`.
 *
 * @param weights one per frame row: self samples, so that weights of neighbours add up; a total is counted in every caller
 */
export function listPackages(frames: FrameTable, weights: ArrayLike<SampleCount>): PackageShare[] {
  const all = new Map<string, { weight: SampleCount; functions: number; widest: number }>();
  for (let frame = 0; frame < frames.length; frame++) {
    const prefixes = prefixesOf(packageOf(frames.name[frame], frames.file[frame]));
    for (const prefix of prefixes) {
      const known = all.get(prefix) ?? { weight: 0, functions: 0, widest: 0 };
      known.weight += weights[frame];
      known.functions++;
      all.set(prefix, known);
    }
  }
  for (const [name, { functions }] of all) {
    const outer = all.get(prefixesOf(name).at(-2) ?? '');
    if (outer) outer.widest = Math.max(outer.widest, functions);
  }
  return [...all]
    .filter(([, { functions, widest }]) => functions > widest)
    .map(([name, { weight, functions }]) => ({ package: name, weight, functions }))
    .sort((a, b) => b.weight - a.weight || (a.package < b.package ? -1 : 1));
}

const MAX_LENGTH = 4096;

/** More parts than any package has; a hostile name of thousands would have as many prefixes. */
const MAX_PARTS = 32;

/** `a.b.c` as `a`, `a.b`, `a.b.c`. Where there are slashes, they part and dots do not: `github.com/shop`. */
function prefixesOf(name: string): string[] {
  if (name === '') return [];
  if (libraryOf(name) !== '') return [name];
  const separator = name.includes('/') ? '/' : '.';
  const parts = name.split(separator, MAX_PARTS);
  const inner = parts.map((_, i) => parts.slice(0, i + 1).join(separator)).filter((prefix) => prefix !== '');
  return inner.at(-1) === name ? inner : [...inner, name];
}

/** A shared library as native frames name it, `libc.so.6` or `[libjvm.so]`, perhaps with a function after it. */
const LIBRARY = /^\[?([\w+.-]+\.(?:so(?:\.\d+)*|dylib|dll))(?=$|[\]!`+])/i;

/** No file system has longer names of files, and the pattern takes quadratic time. */
const MAX_LIBRARY = 255;

function libraryOf(text: string): string {
  return LIBRARY.exec(text.slice(0, MAX_LIBRARY))?.[1] ?? '';
}

const NAMESPACE = /(?:^|[\s<&*(])([\w$.]+)::/;

function fromName(text: string): string {
  // `[vdso]` and `[unknown]` are no package's.
  if (text.startsWith('[')) return '';
  const namespace = text.includes('::') ? NAMESPACE.exec(text) : null;
  if (namespace) return namespace[1].includes('.') ? dotted(namespace[1]) : namespace[1];
  const colon = text.indexOf(':');
  // `(anonymous namespace)::total` is in none that has a name.
  if (colon >= 0) return text[colon + 1] === ':' ? '' : text.slice(0, colon);
  // Hidden classes have their address after a slash or a dot; arguments and receivers are in brackets.
  return dotted(text.replace(/[./]0x[0-9a-f]+/gi, '').replace(/[([<].*$/s, ''));
}

/** Made once: a pattern with a property of Unicode is built as a call, which would compile it for each name. */
const CAPITAL = /^\p{Lu}/u;

/** Of names parted by dots, up to the class; of those with slashes too, as Java or as Go has them. */
function dotted(text: string): string {
  const slash = text.lastIndexOf('/');
  if (slash >= 0 && CAPITAL.test(text.slice(slash + 1))) return text.slice(0, slash).replaceAll('/', '.');
  if (slash >= 0) return text.slice(0, endOf(text, text.indexOf('.', slash)));
  const parts = text.split('.');
  const classAt = parts.findIndex((part) => CAPITAL.test(part));
  // .NET writes namespaces with capitals too: `System.Text.Encoder.Flush`. Then the last two are class and method.
  if (classAt === 0) return parts.slice(0, -2).join('.');
  return parts.slice(0, classAt < 0 ? -1 : classAt).join('.');
}

function endOf(text: string, at: number): number {
  return at < 0 ? text.length : at;
}

/** Where package managers put libraries; of nested ones the innermost counts. */
const INSTALLED = [
  /.*[\\/]node_modules[\\/](@[^\\/]+[\\/][^\\/]+|[^\\/]+)[\\/]/s,
  /.*[\\/](?:site|dist)-packages[\\/]([^\\/]+?)(?:\.py)?(?:[\\/]|$)/s,
];

function fromFile(file: string): string {
  for (const pattern of INSTALLED) {
    const found = pattern.exec(file)?.[1];
    if (found !== undefined) return found.replaceAll('\\', '/');
  }
  return libraryOf(file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1));
}
