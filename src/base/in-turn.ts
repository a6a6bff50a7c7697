/** Runs jobs one after the other, in the order in which they were given; one that fails holds up none after it. */
export type InTurn = <R>(job: () => Promise<R>) => Promise<R>;

export function createInTurn(): InTurn {
  let last: Promise<unknown> = Promise.resolve();
  return (job) => {
    const done = last.then(job);
    last = done.catch(() => undefined);
    return done;
  };
}
