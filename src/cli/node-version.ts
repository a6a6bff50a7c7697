/** The first Node whose node:sqlite needs no flag; package.json `engines` says the same. */
const OLDEST: readonly [major: number, minor: number] = [22, 13];

/** @returns a sentence, or undefined where the Node will do */
export function whyNodeIsTooOld(version: string): string | undefined {
  const [major, minor] = version.split('.').map(Number);
  const isRecent = major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
  return isRecent
    ? undefined
    : `burnline needs Node ${OLDEST.join('.')} or later and this is ${version}; install a newer one from https://nodejs.org.`;
}
