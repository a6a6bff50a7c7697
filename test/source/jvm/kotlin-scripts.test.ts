import assert from 'node:assert/strict';
import { createLocator } from '../../../src/source/locate';
import { workspaceOf } from '../workspace';

const SCRIPT = `val rates = listOf(1, 2, 3)

fun total(count: Int): Int {
    return count *
        rates.size
}

class Line(val price: Int) {
    fun cost() = price * 2
}

println(
    total(3)
)
fun later(task: () -> Unit) = task()
later {
    println(rates)
}
val timer = Thread {
    println(rates)
}
timer.start()
later(object : () -> Unit {
    override fun invoke() {
        println(rates)
    }
})
var tax = 1
    get() {
        return field + 1
    }
`;

/** Names and lines as kotlinc 1.9.25 and 2.1.0 write them for that script. */
describe('frames of Kotlin scripts', () => {
  async function check(frames: readonly string[], file: string, path = '/w/build.shop.kts'): Promise<void> {
    const locator = createLocator({ wasmDir: 'dist', ...workspaceOf({ [path]: SCRIPT }) });
    for (const frame of frames) {
      const [, name, first, last = first] = /^(\S+):(\d+)(?:-(\d+))? /.exec(frame) ?? [];
      const ref = { name, file, firstLine: Number(first), lastLine: Number(last) };
      const location = await locator.locate(ref, ['/w']);
      const place = 'file' in location ? `${location.line} ${location.symbol}` : location.why;
      assert.equal(`${name}:${first}${last === first ? '' : `-${last}`} ${location.status} ${place}`, frame);
      if ('file' in location) assert.ok(locator.mayBeIn(ref, path), 'it would not have been looked for');
    }
    locator.dispose();
  }

  const compiled = [
    'Build_shop.<init>:12-13 exact 12 <module>',
    'Build_shop.<init>:1-28 exact 1 <module>',
    'Build_shop.total:4-5 exact 3 total',
    'Build_shop.getRates:1 exact 1 rates',
    'Build_shop.getTax:30 exact 29 getTax',
    'Build_shop.setTax:28 exact 28 tax',
    'Build_shop$Line.<init>:8 exact 8 Line',
    'Build_shop$Line.cost:9 exact 9 Line.cost',
    'Build_shop.later:15 exact 15 later',
    // A lambda as a class, and as a method.
    'Build_shop$1.invoke:17-18 exact 16 <lambda>',
    'Build_shop._init_$lambda$0:17-18 exact 16 <lambda>',
    'Build_shop.timer$lambda$1:20-21 exact 19 timer.<lambda>',
    'Build_shop$2.invoke:25-26 exact 24 <object>.invoke',
  ];

  it('are those of a class that is named for the file', () => check(compiled, 'build.shop.kts'));

  it('are found by that name where they give no file', () => check(compiled, ''));

  it('are none in a file that makes another class, or is none of a script', async () => {
    const none = 'none No method of that name is in the file, in a class of that name.';
    await check([`Build_cart.total:4-5 ${none}`], 'build.shop.kts');
    await check([`Build_shop.total:4-5 ${none}`], 'build.shop.kt', '/w/build.shop.kt');
  });
});
