import { encodeAgentProfile } from '../../src/profile/codec/agent-profile';
import { ProfileBuilder } from '../../src/profile/builder';
import type { Profile } from '../../src/profile/tables';
import { STATE_ORDER } from '../../src/profile/tables';
import { randomOf } from '../fixtures/random';
import { makeTree } from './flame-data';

const META = {
  start: 0,
  end: 300_000,
  profileCount: 1,
  agent: { type: 'bench', version: '' },
  runtimeVersion: '',
  fleet: [],
};

/** One agent's JSON of about fifty megabytes: 650,000 call paths. */
export function bigAgentProfile(): Uint8Array {
  const { names, caller, name, self } = makeTree(650_000);
  const builder = new ProfileBuilder(caller.length);
  for (let row = 0; row < caller.length; row++) {
    // Of a tree, so each path is new and rows stay the same.
    builder.stack(caller[row], builder.frame(names[name[row]], ''));
    if (self[row] > 0) builder.sample(row, STATE_ORDER[row % 4], self[row]);
  }
  return Buffer.from(encodeAgentProfile(builder.finish(META)));
}

/** A day in five minutes each: 288 profiles of 5,000 call paths of one program, some paths in many and most in few. */
export function dayOfProfiles(): Profile[] {
  const tree = makeTree(100_000);
  const leaves = [...tree.self.keys()].filter((row) => tree.self[row] > 0);
  const random = randomOf(7);
  return Array.from({ length: 288 }, () => somePaths(tree, leaves, random));
}

function somePaths(
  { names, caller, name }: ReturnType<typeof makeTree>,
  leaves: readonly number[],
  random: () => number,
): Profile {
  const builder = new ProfileBuilder(5_000);
  const rows = new Map<number, number>([[-1, -1]]);
  const shift = Math.floor(random() * 40);
  const enter = (at: number): number => {
    const known = rows.get(at);
    if (known !== undefined) return known;
    const row = builder.stack(enter(caller[at]), builder.frame(names[name[at]], ''));
    rows.set(at, row);
    return row;
  };
  while (rows.size <= 5_000) {
    const leaf = Math.floor(leaves.length * 0.22 * random() ** 1.6) + shift;
    builder.sample(enter(leaves[leaf]), STATE_ORDER[Math.floor(random() * 4)], 1 + Math.floor(random() * 20));
  }
  return builder.finish(META);
}
