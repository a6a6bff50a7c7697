import type { FrameRef, Profile } from '../profile/tables';
import type { LineNumber, StackIndex } from '../profile/units';
import type { CodeFilter } from './my-code';

/** Where the program's own code calls into what was found: the line that a person can change. */
export interface OwnCallSite {
  /** The function that calls, with the lines seen executing in it on this path; one of them makes the call. */
  readonly frame: FrameRef;
  /** The row of that function. */
  readonly stack: StackIndex;
  /** How the source names what is called: `client` for `boto3.__init__:client`; '' where that cannot be told. */
  readonly callee: string;
}

/**
 * The deepest own function above a stack; undefined where only foreign code leads there.
 *
 *     app:main > app:handle > sdk:client > sdk:_make       from _make: handle, which calls `client`
 *
 * @param stack the end of a match, which is never own code itself
 */
export function ownCallSite(
  { frames, stacks }: Profile,
  stack: StackIndex,
  isMyCode: CodeFilter,
): OwnCallSite | undefined {
  for (let row = stack; row >= 0; row = stacks.prefix[row]) {
    const caller = stacks.prefix[row];
    if (caller < 0) {
      return undefined;
    }
    const [name, file] = [frames.name[stacks.frame[caller]], frames.file[stacks.frame[caller]]];
    if (isMyCode({ name, file })) {
      const [firstLine, lastLine] = [stacks.firstLine[caller], stacks.lastLine[caller]];
      const callee = sourceNameOf(frames.name[stacks.frame[row]]);
      return { frame: { name, file, firstLine, lastLine }, stack: caller, callee };
    }
  }
  return undefined;
}

/**
 * The line that makes the call. A path knows the lines of a function that were seen executing only as a range, since
 * the function may call other things from other lines; within it the first line that calls the callee by name is
 * taken, and without such a line the first.
 * @param textOf a line of the file as it is now, undefined behind its end
 */
export function lineOfCall(
  { frame: { firstLine, lastLine }, callee }: OwnCallSite,
  textOf: (line: LineNumber) => string | undefined,
): LineNumber {
  if (firstLine === lastLine || callee === '') {
    return firstLine;
  }
  const call = new RegExp(`\\b${callee}\\s*\\(`);
  for (let line = firstLine; line <= lastLine; line++) {
    const text = textOf(line);
    if (text === undefined) {
      break;
    }
    if (call.test(text)) {
      return line;
    }
  }
  return firstLine;
}

/**
 * Constructors are called by the name of their class. Anything that is no identifier is nothing to search for.
 *
 *     boto3.session:Session:__init__    Session        com/shop/Cart$Line.<init>    Line
 */
function sourceNameOf(frameName: string): string {
  const parts = frameName.includes(':') ? frameName.split(':') : frameName.split(/[./$]/);
  const last = parts[parts.length - 1];
  const isConstructor = (last === '__init__' && parts.length > 2) || last === '<init>';
  const name = isConstructor ? (parts[parts.length - 2] ?? '') : last;
  return /^[A-Za-z_]\w{0,99}$/.test(name) ? name : '';
}
