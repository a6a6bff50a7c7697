/** The same failure with as few acts as will do: halves are taken out first, then ever smaller parts. */
export function shrunk<T>(acts: readonly T[], fails: (acts: readonly T[]) => boolean): readonly T[] {
  for (let size = acts.length >> 1; size > 0; size >>= 1) {
    for (let from = 0; from + size <= acts.length; from++) {
      const fewer = [...acts.slice(0, from), ...acts.slice(from + size)];
      if (fails(fewer)) return shrunk(fewer, fails);
    }
  }
  return acts;
}

export function printActs(acts: readonly { readonly kind: string; readonly pick: number }[]): string {
  return acts.map(({ kind, pick }) => `${kind} ${pick.toFixed(2)}`).join(', ');
}
