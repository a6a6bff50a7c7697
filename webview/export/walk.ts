/**
 * Where a key leads in boxes that stand in preorder, each at its level: up to the caller, down to the first callee,
 * sideways along the level, whoever called it.
 *
 *     all            level 1      From load: ArrowUp all, ArrowDown parse, ArrowRight show, Home all, End draw.
 *     load    show         2
 *     parse   draw         3
 *
 * @returns undefined for a key that is not about this, `at` where there is nowhere to go
 */
export function step(levels: readonly number[], at: number, key: string): number | undefined {
  const level = levels[at];
  const otherwise = (index: number) => (index < 0 ? at : index);
  switch (key) {
    case 'ArrowUp':
      return otherwise(levels.lastIndexOf(level - 1, at));
    case 'ArrowDown':
      return levels[at + 1] === level + 1 ? at + 1 : at;
    case 'ArrowRight':
      return otherwise(levels.indexOf(level, at + 1));
    case 'ArrowLeft':
      return at === 0 ? at : otherwise(levels.lastIndexOf(level, at - 1));
    case 'Home':
      return 0;
    case 'End':
      return levels.length - 1;
    default:
      return undefined;
  }
}
