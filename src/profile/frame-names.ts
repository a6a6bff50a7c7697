import { ProfileBuilder } from './builder';
import type { FrameTable, Profile } from './tables';

/**
 * One function, one name. Runtimes make up parts of names while a program runs: numbers of proxies, addresses of hidden
 * classes, hashes of builds. They differ from process to process, so that one function would be many rows in a merged
 * profile, and gone here and new there in a comparison. This table takes out those parts and nothing else.
 *
 * What is left is a name that a person knows again, in the notation in which it came (`a/b/C.m`, `a.b.C.m`, `a.b:C:m`).
 * Names that are the same in each run of a build stay, even where the next edit may number them anew: they are functions
 * of their own, with lines of their own. So these stay:
 *
 *     lambda$main$0   $anonfun$map$1$adapted   f$lambda$0   $_run_closure2   Shop$1   main.func1   invokeSuspend
 *     <lambda>  <listcomp>  <genexpr>    Python 3.12 and later run comprehensions (not generators) within the function
 *                                        around them; a frame that did run is not taken out of a profile by its name
 *     [unknown]  0x7f3c…                 not known is not the same; addresses without a class say nothing to join them by
 *
 * Two lambdas of one class become one `$$Lambda.run`: it only passes the call on to `lambda$…`, which stays its own.
 */
interface Rule {
  /**
   * Global. Starts with a literal or at an end, and repeats nothing without a bound that could be repeated differently, so
   * that a scan is linear in the name.
   */
  readonly pattern: RegExp;
  readonly replacement: string;
  /**
   * Every process draws anew, from more values than there are functions: addresses and random words. Where profiles of
   * many processes are kept as one, these alone would let it grow without an end.
   */
  readonly isDrawnAnew?: true;
}

/** Of a class name: what comes after it is a method, a signature, or nothing. */
const END = String.raw`(?=[.:(]|$)`;

const RULES: readonly Rule[] = [
  // Lambdas and method handles up to JDK 14 are VM-anonymous classes, named `/` and the identity hash of the host:
  // `Shop$$Lambda$51/838449246`. Since JDK 15 they are hidden classes, named `/` and an address: `Shop$$Lambda$14/0x…`, and
  // from JDK 21 on without the number. JFR stores `+0x…/hash`; profilers that turn `/` into `.` turn this one as well.
  {
    pattern: new RegExp(
      String.raw`(\$\$Lambda(?:\$\d+|_)?|\bLambdaForm\$\w+)(?:[/.+](?:0x[\da-f]+|\d+))+${END}`,
      'g',
    ),
    replacement: '$1',
    isDrawnAnew: true,
  },
  // Any other hidden class (JEP 371, `Lookup.defineHiddenClass`): 8 digits in a process of 32 bits, else 16.
  {
    pattern: new RegExp(String.raw`([\w$])(?:[/.]0x[\da-f]{8,16}|\+0x[\da-f]{16})(?:/\d+)?${END}`, 'g'),
    replacement: '$1',
    isDrawnAnew: true,
  },
  // The number of a lambda counts those of the whole process (InnerClassLambdaMetafactory), in the order of first use; the
  // digest is GraalVM native image's; `_` is what grafana/jfr-parser writes in place of either.
  {
    pattern: new RegExp(String.raw`\$\$Lambda(?:\$(?:\d+|[\da-f]{16,})|_)${END}`, 'g'),
    replacement: '$$$$Lambda',
  },
  // A method called by reflection more than 15 times gets an accessor of its own: MethodAccessorGenerator up to JDK 17, in
  // sun.reflect, then jdk.internal.reflect. Who is called is the frame below. DirectMethodHandleAccessor has no number.
  {
    pattern: new RegExp(
      String.raw`\bGenerated(Method|Constructor|SerializationConstructor)Accessor(?:\d+|_)${END}`,
      'g',
    ),
    replacement: 'Generated$1Accessor',
  },
  // java.lang.reflect.Proxy numbers its classes as they are made, and since JDK 16 the modules they are in.
  { pattern: /\b(com([./])sun\2proxy\2jdk\2proxy|jdk[./]proxy)\d+(?=[./]\$Proxy)/g, replacement: '$1' },
  { pattern: new RegExp(String.raw`(^|[./])\$Proxy\d+${END}`, 'g'), replacement: '$1$$Proxy' },
  // CGLIB's DefaultNamingPolicy: a tag, `$$`, the hash of the key in hexadecimal, `_1` where that was taken. Tags in use:
  // EnhancerBySpringCGLIB, FastClassBySpringCGLIB, EnhancerByGuice, KeyFactoryByCGLIB, EnhancerByMockitoWithCGLIB.
  // Spring 6 counts instead: `$$SpringCGLIB$$0`, `$$SpringCGLIB$$FastClass$$1`.
  {
    pattern: new RegExp(
      String.raw`(\$\$(?:[A-Z][A-Za-z]{2,20}By[A-Z]\w{2,30}|SpringCGLIB|FastClass))\$\$[\da-f]{1,8}(?:_\d+)?${END}`,
      'g',
    ),
    replacement: '$1',
  },
  // Methods that CGLIB puts beside the overridden ones are numbered in the order in which reflection listed them.
  { pattern: /\b(CGLIB\$(?:STATICHOOK|[A-Za-z_]\w*\$))\d+(?=[:(]|$)/g, replacement: '$1' },
  // ByteBuddy's NamingStrategy.SuffixingRandom: a word and eight random letters and digits (a number in old Mockitos).
  // Hibernate names its proxies by it; auxiliary types, and methods under another name, are what such a class needs.
  {
    pattern: new RegExp(
      String.raw`\$(ByteBuddy|MockitoMock|Hibernate(?:Basic)?Proxy|Hibernate(?:Instantiator|AccessOptimizer)|auxiliary|original|accessor)\$(?:[A-Za-z\d]{8}|\d+)(?=[.:($]|$)`,
      'g',
    ),
    replacement: '$$$1',
    isDrawnAnew: true,
  },
  // Javassist's ProxyFactory: `_$$_jvst`, three hexadecimal digits of a hash, a count; `_$$_javassist_7` before 3.18.
  {
    pattern: new RegExp(String.raw`_\$\$_(?:(jvst)[\da-f]{1,3}_[\da-f]+|(javassist)_\d+)${END}`, 'g'),
    replacement: '_$$$$_$1$2',
  },
  // JRuby's compiled methods: `rubyjit.Rack::Lock$$call_` and the SHA-1 of the source, then the number of the runtime.
  { pattern: /^(rubyjit[./][^.]{1,500}?)_[\dA-Fa-f]{40}\d*(?=\.|$)/g, replacement: '$1' },
  // Rhino's Codegen numbers scripts in the order in which they are compiled, one number for the class of each.
  {
    pattern: new RegExp(String.raw`\b(org([./])mozilla\2javascript\2gen\2\w+)_\d+${END}`, 'g'),
    replacement: '$1',
  },
  // perf maps of V8 mark the tier: `JS:~f` interpreted, `^` baseline, `+` Maglev, `*` optimised; older ones LazyCompile.
  { pattern: /^(JS|LazyCompile|Function|Script|Eval):[~^+*]+/g, replacement: '$1:' },
  // CPython's co_qualname: what is within angle brackets is known by what it stands in, with or without the word.
  { pattern: /(?:\.<locals>){1,4}(?=\.<(?:lambda|listcomp|setcomp|dictcomp|genexpr)>)/g, replacement: '' },
  // Whatever stands at the end, in any order:
  //   _[j] _[i] _[k] _[0] _[1]       async-profiler, FlameGraph: compiled, inlined, kernel, interpreted, C1
  //   .constprop.0 .isra.1 .part.2   GCC's and LLVM's copies of a function; ` [clone .cold]` when demangled by binutils,
  //   .cold.3 .llvm.123                 ` (.cold)` by LLVM. Without a number only there: `Weather.cold` is a method.
  //   ::h0123456789abcdef            Rust's legacy mangling: the hash of a build
  {
    pattern: new RegExp(
      '(?:' +
        String.raw`_\[[jik01]\]|` +
        String.raw`\.(?:constprop|isra|part|cold|lto_priv|llvm)\.\d+(?:\.cold)?|` +
        String.raw` \[clone [.\w]{2,60}\]| \(\.[.\w]{1,60}\)|` +
        String.raw`::h[\da-f]{16}` +
        '){1,4}$',
      'g',
    ),
    replacement: '',
  },
  // GCC's rarely run half of a C function: snake case and no class, or a C++ name, before the word.
  {
    pattern: /^(_*[a-z\d]+(?:_+[a-z\d]+)+|_Z\w+)\.cold$/g,
    replacement: '$1',
  },
];

/** What a name has in it that any rule applies to. Most have none of it, and one look is cheaper than many. */
const SIGN =
  /\$\$|\$Proxy|Form\$|CGLIB\$|\$[A-Za-z]+\$|0x|_\[|\.\d|::h|<locals>|\[clone| \(\.|\.cold|:[~^+*]|Accessor|rubyjit|org[./]mozilla/;

const DRAWN_ANEW = RULES.filter(({ isDrawnAnew }) => isDrawnAnew);

/** In UTF-16 units; longer names are left as they are. C++ templates reach some thousands. */
const MAX_LENGTH = 4096;

/** Taking out one part may uncover another, once or twice in names that a runtime made, without end in made-up ones. */
const MAX_ROUNDS = 4;

/**
 * A frame's name without what differs between runs of one program. Given its own result it changes nothing.
 *
 *     Shop$$Lambda$14/0x0000000800c1ab40.run    Shop$$Lambda.run
 *     core::fmt::write::h0123456789abcdef       core::fmt::write
 */
export function normaliseName(name: string): string {
  return rewrite(name, RULES);
}

/**
 * Less than {@link normaliseName}: takes out addresses and random words alone, for where profiles are kept, and a name is
 * to stay as close to what was reported as it can.
 */
export function withoutAddress(name: string): string {
  return rewrite(name, DRAWN_ANEW);
}

/** A name that still changes after all rounds was made to do so, and is left alone: so twice is never more than once. */
function rewrite(name: string, rules: readonly Rule[]): string {
  if (name.length > MAX_LENGTH || !SIGN.test(name)) return name;
  let before = name;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const after = rules.reduce(
      (text, { pattern, replacement }) => text.replace(pattern, replacement),
      before,
    );
    if (after === before) return after;
    before = after;
  }
  return name;
}

/**
 * The profile under normalised names: frames whose names become equal are one, and so are call paths that only such
 * frames kept apart. What was reported stays in `frames.raw`. The very same profile where no name changes.
 */
export function normaliseFrames(profile: Profile): Profile {
  const names = profile.frames.name.map(normaliseName);
  return rename(profile, names, rawNames(profile.frames, names));
}

/** The profile under names {@link withoutAddress}, which are then all that is known. */
export function dropAddresses(profile: Profile): Profile {
  return rename(profile, profile.frames.name.map(withoutAddress), profile.frames.raw);
}

/** What was reported, per frame; '' where that is its name still. */
function rawNames({ name, raw }: FrameTable, names: readonly string[]): readonly string[] {
  return names.map((now, frame) => raw?.[frame] || (now === name[frame] ? '' : name[frame]));
}

function rename(profile: Profile, names: readonly string[], raw: readonly string[] | undefined): Profile {
  const { frames, meta } = profile;
  if (names.every((name, frame) => name === frames.name[frame])) return profile;
  const builder = new ProfileBuilder();
  builder.add({ ...profile, frames: { ...frames, name: names, raw } });
  return builder.finish(meta);
}
