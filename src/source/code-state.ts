/**
 * How the code that was measured relates to the code that stands here now.
 *
 * - `exact`: the same text on the same lines.
 * - `moved`: the same text on other lines, in another place of the file, or under another name.
 * - `changed`: the function is there and its text is another: the figure speaks of the code before.
 * - `unknown`: nobody knows which text ran; name and lines agree with the one that is here.
 */
export type CodeState = 'exact' | 'moved' | 'changed' | 'unknown';

export interface Freshness {
  readonly state: CodeState;
  /** For people, a sentence: what was compared with what. */
  readonly why: string;
}
