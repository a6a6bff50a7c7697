import type { StackPath } from '../profile/stack-path';
import { findPath, pathOf } from '../profile/stack-path';
import type { Profile } from '../profile/tables';
import type { StackIndex } from '../profile/units';

/**
 * A place in a call graph as text, the `frameAddress` of a match: the call path from an entry point down, as a JSON
 * array of `[name, file]`.
 *
 *     [["app:main","/srv/app.py"],["boto3.__init__:client","/lib/boto3/__init__.py"]]
 *
 * AWS does not publish what it writes there. Row numbers would be shorter and would mean another place as soon as
 * one more profile is merged in; names and files mean the same call in every profile of the program.
 */
export function writeFrameAddress(profile: Profile, stack: StackIndex): string {
  return JSON.stringify(pathOf(profile, stack).map(({ name, file = '' }) => [name, file]));
}

/**
 * The stack that an address means in this profile; undefined where the profile does not have it, and for addresses
 * that are not of the form above.
 */
export function parseFrameAddress(text: string, profile: Profile): StackIndex | undefined {
  const path = readPath(text);
  if (path === undefined) {
    return undefined;
  }
  const stack = findPath(profile, path);
  // findPath goes as far as it can; part of the way is somebody else's place.
  return stack >= 0 && profile.stacks.depth[stack] === path.length - 1 ? stack : undefined;
}

function readPath(text: string): StackPath | undefined {
  const steps = parseJson(text);
  if (!Array.isArray(steps)) {
    return undefined;
  }
  const path = steps.filter(isStep).map(([name, file]) => ({ name, file }));
  return path.length === steps.length ? path : undefined;
}

function isStep(value: unknown): value is [name: string, file: string] {
  return Array.isArray(value) && value.length === 2 && value.every((part) => typeof part === 'string');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
