import assert from 'node:assert/strict';
import { RULES } from '../../src/insight/rules';
import { ProfileBuilder } from '../../src/profile/builder';
import { dropAddresses, normaliseFrames, normaliseName, withoutAddress } from '../../src/profile/frame-names';
import { mergeProfiles } from '../../src/profile/merge';
import type { Profile } from '../../src/profile/tables';
import { randomOf } from '../fixtures/random';
import { drawn, printTree, profileOf } from '../fixtures/text-profile';

/** Reported, normalised, and what is left when addresses alone are taken out ('' where nothing is). */
const CHANGED: readonly (readonly [reported: string, normalised: string, stored: string])[] = [
  // Lambdas of JDK 8, 11, 17, 21, as the JVM, JFR and async-profiler write them, and of GraalVM.
  ['Shop$$Lambda$51/838449246.run', 'Shop$$Lambda.run', 'Shop$$Lambda$51.run'],
  ['a.Shop$$Lambda$887.1827771163.run', 'a.Shop$$Lambda.run', 'a.Shop$$Lambda$887.run'],
  ['a/Shop$$Lambda$14/0x0000000800c1.run', 'a/Shop$$Lambda.run', 'a/Shop$$Lambda$14.run'],
  ['a.Shop$$Lambda$92.0x00007f9338139800.run', 'a.Shop$$Lambda.run', 'a.Shop$$Lambda$92.run'],
  ['a/Shop$$Lambda.0x00007fb87c043898.run', 'a/Shop$$Lambda.run', 'a/Shop$$Lambda.run'],
  ['a.Shop$$Lambda+0x000001c39a007200/2136288211.run', 'a.Shop$$Lambda.run', 'a.Shop$$Lambda.run'],
  ['a.Shop$$Lambda$14.run(Task)', 'a.Shop$$Lambda.run(Task)', ''],
  ['kafka/log/LogValidator$$$Lambda_.accept', 'kafka/log/LogValidator$$$Lambda.accept', ''],
  ['a.Shop$$Lambda$7ad16f47b695d909000000aa.get', 'a.Shop$$Lambda.get', ''],
  // Method handles and other hidden classes.
  [
    'java.lang.invoke.LambdaForm$MH/0x00007fb87c003800.invokeExact_MT',
    'java.lang.invoke.LambdaForm$MH.invokeExact_MT',
    'java.lang.invoke.LambdaForm$MH.invokeExact_MT',
  ],
  [
    'java/lang/invoke/LambdaForm$DMH.0x0000000800c1ab40.invokeStatic',
    'java/lang/invoke/LambdaForm$DMH.invokeStatic',
    'java/lang/invoke/LambdaForm$DMH.invokeStatic',
  ],
  [
    'java.lang.invoke.LambdaForm$MH/90518167.linkToCallSite',
    'java.lang.invoke.LambdaForm$MH.linkToCallSite',
    'java.lang.invoke.LambdaForm$MH.linkToCallSite',
  ],
  ['a.Made/0x0000000800c1ab40.call', 'a.Made.call', 'a.Made.call'],
  ['a.Made+0x00007fb87c0c4800/590845366.call', 'a.Made.call', 'a.Made.call'],
  // Accessors, proxies and subclasses that frameworks make.
  ['sun.reflect.GeneratedMethodAccessor12.invoke', 'sun.reflect.GeneratedMethodAccessor.invoke', ''],
  [
    'sun/reflect/GeneratedConstructorAccessor7:.newInstance',
    'sun/reflect/GeneratedConstructorAccessor:.newInstance',
    '',
  ],
  [
    'jdk.internal.reflect.GeneratedSerializationConstructorAccessor1.newInstance',
    'jdk.internal.reflect.GeneratedSerializationConstructorAccessor.newInstance',
    '',
  ],
  [
    'jdk/internal/reflect/GeneratedMethodAccessor_.invoke',
    'jdk/internal/reflect/GeneratedMethodAccessor.invoke',
    '',
  ],
  ['com.sun.proxy.$Proxy42.find', 'com.sun.proxy.$Proxy.find', ''],
  ['jdk.proxy2.$Proxy17.find', 'jdk.proxy.$Proxy.find', ''],
  ['com.sun.proxy.jdk.proxy3.$Proxy5.find', 'com.sun.proxy.jdk.proxy.$Proxy.find', ''],
  ['jdk/proxy2/$Proxy131.find', 'jdk/proxy/$Proxy.find', ''],
  ['a.Shop$$EnhancerBySpringCGLIB$$1a2b3c.find', 'a.Shop$$EnhancerBySpringCGLIB.find', ''],
  ['a.Shop$$EnhancerBySpringCGLIB$$1a2b3c_2.find', 'a.Shop$$EnhancerBySpringCGLIB.find', ''],
  ['a.Shop$$FastClassBySpringCGLIB$$deadbeef.invoke', 'a.Shop$$FastClassBySpringCGLIB.invoke', ''],
  ['a.Shop$$EnhancerByGuice$$99887766.find', 'a.Shop$$EnhancerByGuice.find', ''],
  ['a.Shop$$SpringCGLIB$$0.find', 'a.Shop$$SpringCGLIB.find', ''],
  ['a.Shop$$SpringCGLIB$$FastClass$$1.invoke', 'a.Shop$$SpringCGLIB$$FastClass.invoke', ''],
  ['a.Shop$$EnhancerBySpringCGLIB$$1a2b3c.CGLIB$find$12', 'a.Shop$$EnhancerBySpringCGLIB.CGLIB$find$', ''],
  ['a.Shop$ByteBuddy$aB3dE6gH.find', 'a.Shop$ByteBuddy.find', 'a.Shop$ByteBuddy.find'],
  ['a.Shop$MockitoMock$1837299041.find', 'a.Shop$MockitoMock.find', 'a.Shop$MockitoMock.find'],
  ['a.Shop$HibernateProxy$k3Jd9sQx.find', 'a.Shop$HibernateProxy.find', 'a.Shop$HibernateProxy.find'],
  [
    'a.Shop$ByteBuddy$aB3dE6gH$auxiliary$Zz81kkP0.call',
    'a.Shop$ByteBuddy$auxiliary.call',
    'a.Shop$ByteBuddy$auxiliary.call',
  ],
  ['a.Shop_$$_jvst38e_0.find', 'a.Shop_$$_jvst.find', ''],
  ['a.Shop_$$_javassist_12.find', 'a.Shop_$$_javassist.find', ''],
  [
    'rubyjit.Rack::Lock$$call_9D2E3A2DC6D4739AEFA0FEFD72B6C9712EF582B8.__file__',
    'rubyjit.Rack::Lock$$call.__file__',
    '',
  ],
  ['org/mozilla/javascript/gen/server_js_37:.call', 'org/mozilla/javascript/gen/server_js:.call', ''],
  // Tiers of compilers, and where a frame is of.
  ['java/util/HashMap.get_[j]', 'java/util/HashMap.get', ''],
  ['java/util/HashMap.get_[0]', 'java/util/HashMap.get', ''],
  ['java/util/HashMap.get_[1]', 'java/util/HashMap.get', ''],
  ['java/util/HashMap.get_[i]', 'java/util/HashMap.get', ''],
  ['do_sock_read.isra.12_[k]', 'do_sock_read', ''],
  ['Shop$$Lambda.0x00007fb87c043898.run_[j]', 'Shop$$Lambda.run', 'Shop$$Lambda.run_[j]'],
  ['JS:~parse /app/index.js:3:1', 'JS:parse /app/index.js:3:1', ''],
  ['LazyCompile:*parse /app/index.js:3', 'LazyCompile:parse /app/index.js:3', ''],
  // Copies that native compilers make.
  ['core::fmt::write::h0123456789abcdef', 'core::fmt::write', ''],
  ['core::fmt::write::h0123456789abcdef.llvm.1234567', 'core::fmt::write', ''],
  ['tcp_ack.part.0', 'tcp_ack', ''],
  ['tcp_ack.isra.0.cold', 'tcp_ack', ''],
  ['tcp_ack.constprop.0.isra.1', 'tcp_ack', ''],
  ['tcp_ack.cold', 'tcp_ack', ''],
  ['_ZN4shop4findEv.cold', '_ZN4shop4findEv', ''],
  ['shop::find(int) [clone .isra.0] [clone .cold]', 'shop::find(int)', ''],
  ['shop::find(int) (.cold)', 'shop::find(int)', ''],
  // Python.
  ['app:load.<locals>.<listcomp>', 'app:load.<listcomp>', ''],
  ['load.<locals>.<lambda>', 'load.<lambda>', ''],
];

const KEPT: readonly string[] = [
  'a.Shop.lambda$main$0',
  'a.Shop$1.run',
  'a.Shop$Inner.find',
  'a.Shop$$Lambda.run',
  'a.Shop$$LambdaFactory$1.make',
  'java.lang.invoke.LambdaForm$NamedFunction.invoke',
  'jdk.internal.reflect.DirectMethodHandleAccessor.invoke',
  'a.GeneratedMethodAccessors2.invoke',
  'a.Proxy2.find',
  'net.bytebuddy.ByteBuddy.subclass',
  'a.Shop$HibernateConfig$Strategy.pick',
  'kafka/server/KafkaApis.$anonfun$handleProduceRequest$9',
  'kafka/server/DelayedFetch.$anonfun$tryComplete$1$adapted',
  'kafka/server/ReplicaManager$$anonfun$1.value',
  'Build$_run_closure2.doCall',
  'app.MainKt.main$lambda$0',
  'app.MainKt$load$1.invokeSuspend',
  'app:<module>',
  'app:Shop:<lambda>',
  'app:<listcomp>',
  '<genexpr>',
  '<dictcomp>',
  'app:load.<locals>.inner',
  '<frozen runpy>:_run_code',
  'main.main.func1',
  'github.com/shop/v2/find.(*Shop).Find',
  '[unknown]',
  '0x00007f9338139800',
  'libc.so.6',
  'main+0x1f',
  'Weather.cold',
  'java.lang.Object.clone',
  'Book.part',
  'a::h0123',
  'GET /users/42',
  '(anonymous)',
  'block (2 levels) in Shop#find',
  '',
];

describe('normaliseName', () => {
  it('takes out what differs between runs', () => {
    for (const [reported, normalised] of CHANGED) assert.equal(normaliseName(reported), normalised);
  });

  it('keeps what a build always has', () => {
    for (const name of KEPT) assert.equal(normaliseName(name), name);
  });

  it('keeps the names that rules look for, so that they are found', () => {
    const looked = RULES.flatMap(({ pattern, exceptBelow }) => [
      ...exceptBelow,
      ...pattern.targetFrames.flat(),
    ]);
    assert.ok(looked.length > 10);
    for (const name of looked) assert.equal(normaliseName(name), name);
  });

  it('changes nothing the second time', () => {
    const parts = CHANGED.flatMap(([reported]) => [reported, ...reported.split(/(?=[$/.:_+[<])/)]);
    const random = randomOf(7);
    for (let i = 0; i < 20_000; i++) {
      const length = 1 + Math.floor(random() * 6);
      const name = Array.from({ length }, () => parts[Math.floor(random() * parts.length)]).join('');
      const once = normaliseName(name);
      assert.equal(normaliseName(once), once, name);
      const stored = withoutAddress(name);
      assert.equal(withoutAddress(stored), stored, name);
    }
  });

  it('leaves names alone that are made to keep it busy', () => {
    const tower = `Made${'/0x00000000'.repeat(200)}`;
    assert.equal(normaliseName(tower), tower);
    const long = `Shop$$Lambda$1/${'1'.repeat(5000)}.run`;
    assert.equal(normaliseName(long), long);
  });
});

describe('withoutAddress', () => {
  it('takes out addresses and random words alone', () => {
    for (const [reported, , stored] of CHANGED) assert.equal(withoutAddress(reported), stored || reported);
  });

  it('leaves no less to normalise to', () => {
    for (const [reported, normalised] of CHANGED) {
      assert.equal(normaliseName(withoutAddress(reported)), normalised);
    }
  });
});

describe('normaliseFrames', () => {
  const split = `
    main
      a.Shop$$Lambda$14/0x0000000800c1.run
        a.Shop.lambda$main$0  3
      a.Shop$$Lambda$15/0x0000000800c2.run  1
        a.Shop.lambda$main$1  WAITING 2
      a.Shop$$Lambda.run  4
  `;

  it('makes one frame and one path of one function', () => {
    assert.equal(
      printTree(normaliseFrames(profileOf(split))),
      drawn(`
        main (10, 0)
          a.Shop$$Lambda.run (10, 5)
            a.Shop.lambda$main$0 (3, 3)
            a.Shop.lambda$main$1 (2, 2)
      `),
    );
  });

  it('keeps the name as reported, the first of several', () => {
    const { frames } = normaliseFrames(profileOf(split));
    assert.deepEqual(frames.raw, ['a.Shop$$Lambda$14/0x0000000800c1.run', '', '', '']);
  });

  it('gives back the very profile where no name changes', () => {
    const profile = profileOf('app:main\n  app:<lambda>  1');
    assert.equal(normaliseFrames(profile), profile);
    const once = normaliseFrames(profileOf(split));
    assert.equal(normaliseFrames(once), once);
  });

  it('keeps functions of different files apart', () => {
    const profile = normaliseFrames(profileOf('f_[j] @/a.c  1\nf_[i] @/b.c  1\nf @/b.c  1'));
    assert.equal(printTree(profile), 'f @/a.c (1, 1)\nf @/b.c (2, 2)');
  });

  it('keeps the same raw name in whatever order profiles are merged', () => {
    const [a, b] = ['Shop$$Lambda$2.run', 'Shop$$Lambda$1.run'].map((name) =>
      normaliseFrames(profileOf(`${name}  1`)),
    );
    const plain = profileOf('Shop$$Lambda.run  1');
    const merged = mergeProfiles([plain, a, b]);
    assert.deepEqual(merged.frames.raw, ['Shop$$Lambda$1.run']);
    assert.deepEqual(mergeProfiles([b, a, plain]), merged);
    assert.equal('raw' in mergeProfiles([plain, plain]).frames, false);
  });
});

describe('dropAddresses', () => {
  it('makes a hundred hosts as large as one', () => {
    const hosts = Array.from({ length: 100 }, (_, host) =>
      profileOf(`main\n  a.Made/0x${(0x800c1ab40 + host * 1024).toString(16).padStart(16, '0')}.call  1`),
    );
    const merged = mergeProfiles(hosts.map(dropAddresses));
    assert.equal(printTree(merged), 'main (100, 0)\n  a.Made.call (100, 100)');
    assert.equal('raw' in merged.frames, false);
  });
});

describe('large profiles', () => {
  it('lose no sample, and are as small as their functions', () => {
    const normalised = normaliseFrames(manyLambdas(20_000));
    assert.equal(normalised.frames.length, 11);
    assert.equal(normalised.stacks.length, 11);
    assert.equal(
      normalised.samples.count.reduce((sum, count) => sum + count, 0),
      20_000,
    );
  });
});

function manyLambdas(length: number): Profile {
  const builder = new ProfileBuilder();
  const main = builder.stack(-1, builder.frame('main', ''));
  for (let i = 0; i < length; i++) {
    const frame = builder.frame(`Shop${i % 10}$$Lambda$${i}/${i}.run`, '');
    builder.sample(builder.stack(main, frame), 'RUNNABLE', 1);
  }
  return builder.finish(profileOf('').meta);
}
