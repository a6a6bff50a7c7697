/** Whether two values of a state differ at most in what is named. */
export function isSameBut<T extends object>(before: T, after: T, ...but: readonly (keyof T)[]): boolean {
  const keys = Object.keys(after) as (keyof T)[];
  return keys.every((key) => before[key] === after[key] || but.includes(key));
}
