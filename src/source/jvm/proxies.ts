import type { JvmFrameName } from './frame-name';

/**
 * Classes that libraries make while a program runs. Some are the class that somebody wrote with something around its
 * methods, and their frames are taken for that class's; the others only pass calls on, to frames of their own.
 */
export function behindProxy(frame: JvmFrameName): JvmFrameName | { readonly why: string } {
  for (const [pattern, why] of DISPATCHERS) {
    if (pattern.test(`${frame.className}.${frame.method}`)) return { why };
  }
  const className = frame.className.replace(ENHANCED, '');
  if (className === frame.className) return frame;
  if (frame.method.startsWith('<') || frame.method.startsWith('CGLIB$STATICHOOK')) {
    return { why: 'A library made this class; what initialises it is in no file.' };
  }
  // What calls the enhanced method itself, without what is around it.
  const method =
    /^CGLIB\$(.+)\$$/.exec(frame.method)?.[1] ?? frame.method.replace(/\$(?:original|accessor)$/, '');
  return { ...frame, className, method };
}

/** At the end of the class's name, numbers taken out (profile/frame-names.ts): subclasses that call what they override. */
const ENHANCED =
  /(?:\$\$(?:EnhancerBy\w{2,30}|SpringCGLIB)|\$(?:ByteBuddy|Hibernate(?:Basic)?Proxy)|_\$\$_(?:jvst|javassist))$/;

const DISPATCHERS: readonly (readonly [pattern: RegExp, why: string])[] = [
  [
    /\$\$Lambda(?:[$/.]|$)/,
    'The JVM made this class for a lambda or a method reference; what it calls is the frame below.',
  ],
  [
    /\bLambdaForm\$|^java\/lang\/invoke\//,
    'The JVM made this to call a method handle; what it calls is below.',
  ],
  [
    /Generated(?:Method|Constructor|SerializationConstructor)Accessor\.|DirectMethodHandleAccessor\./,
    'The JVM made this to call a method by reflection; what it calls is the frame below.',
  ],
  [
    /(?:^|\/)\$Proxy\d*\./,
    'A dynamic proxy passes every call to its handler and does not say which class stands behind it.',
  ],
  [/\$FastClass(?:By\w+)?\.|\$\$FastClassBy/, 'CGLIB made this class to call methods by number.'],
  [
    /\$MockitoMock(?:\$\w+)?\./,
    'Mockito made this class; its methods do not run the code of the class it mocks.',
  ],
  [/\$auxiliary\./, 'ByteBuddy made this class to pass calls on.'],
];
