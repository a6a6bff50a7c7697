/** What a thread of ours is sent: a question as plain data, and its number. */
export type Order<Q> = Q & { readonly id: number };

/** What it sends back, in any order. */
export type Reply<A> =
  { readonly id: number; readonly answer: A } | { readonly id: number; readonly error: string };
