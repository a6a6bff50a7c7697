/**
 * A kind of inefficiency, as the API describes one (`Pattern` of the service model). AWS keeps its own list to itself,
 * so all patterns here are ours; only their shape, and one name, are AWS's.
 */
export interface Pattern {
  /** A UUID, forever the same for one rule: clients remember findings by it. */
  readonly id: string;
  readonly name: string;
  /** Markdown, in our own words. */
  readonly description: string;
  /** Markdown: what to do about it. */
  readonly resolutionSteps: string;
  /** Any of these sequences in a stack is a match, see {@link TargetFrames}. */
  readonly targetFrames: readonly TargetFrames[];
  /** Percentage, 0 to 100, of the counted samples from which on a recommendation is made. */
  readonly thresholdPercent: number;
  /** Thread states whose samples are counted. */
  readonly countersToAggregate: readonly string[];
}

/**
 * Frame names from caller to callee, each calling the next without another frame in between. Python names are
 * `module:Class:function` or `module:function`; a part that is `*` stands for any one part, because the agent names
 * the class of the object at run time, and that may be anybody's subclass.
 *
 *     ['logging.__init__:*:debug', 'logging.__init__:*:_log']
 */
export type TargetFrames = readonly string[];

/** A pattern, and what the API has no place for. */
export interface Rule {
  readonly pattern: Pattern;
  /** Part of the agent's type in lower case: a rule is not tried on profiles of other languages. */
  readonly appliesTo: 'python' | 'java';
  /** Stacks that contain one of these frames do not count. */
  readonly exceptBelow: readonly string[];
  /** Where it can be read up why this costs what it costs. */
  readonly references: readonly string[];
}

/**
 * The import system at work. What a module does while it is imported happens once in the life of a process, and
 * for most rules that is the very remedy. The agent takes the part after the last dot of `<frozen
 * importlib._bootstrap>` for a file suffix, hence the odd name.
 */
export const WHILE_IMPORTING: readonly string[] = ['<frozen importlib:_find_and_load_unlocked'];

/** Whether a frame of this name is meant by one name of a target sequence. */
export function matchesTarget(target: string, name: string): boolean {
  if (!target.includes('*')) {
    return target === name;
  }
  const wanted = target.split(':');
  // Two more than wanted would already differ; the limit keeps a hostile name of a million colons cheap.
  const parts = name.split(':', wanted.length + 1);
  return parts.length === wanted.length && wanted.every((part, i) => part === '*' || part === parts[i]);
}
