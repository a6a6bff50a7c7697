/**
 * Puts the environment back as it was. Assigning another object to `process.env` would not: it is more than an object,
 * and from then on neither child processes nor Node's own time zone would follow what is set in it.
 */
export function restoreEnvironment(before: Readonly<Record<string, string | undefined>>): void {
  for (const name of Object.keys(process.env)) {
    if (!(name in before)) delete process.env[name];
  }
  Object.assign(process.env, before);
}
