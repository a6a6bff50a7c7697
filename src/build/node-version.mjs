// Read by old Nodes too, so it uses nothing newer than Node 18.

/** The first Node whose node:sqlite needs no flag. package.json `engines` says the same. */
export const oldestUsable = '22.13';

/** @param {string} version such as 20.20.2 */
export function isUsable(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = oldestUsable.split('.').map(Number);
  return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
}
