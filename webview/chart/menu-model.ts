/**
 * What a menu offers, as values: what it says, what it does, and why it cannot be done now. Choosing among the entries
 * is arithmetic; how they look is the business of context-menu.ts.
 */
export type MenuItem = MenuCommand | MenuGroup | 'separator';

export interface MenuCommand {
  readonly label: string;
  /** As it stands in the help: `F`, `Ctrl+Shift+H`. Shown at the right; the menu does not listen to it. */
  readonly key?: string;
  /** A name in VS Code's icon font. */
  readonly icon?: string;
  /** Makes it a choice with a mark in front: one of its group, or by itself where it stands in none. */
  readonly isChecked?: boolean;
  /** Said by the menu, and it does nothing. */
  readonly isDisabled?: boolean;
  /** Why it is disabled, and what would help. */
  readonly why?: string;
  readonly run: () => void;
}

/** Entries under a heading. Always open: in a column 400 pixels wide there is no place beside a menu for another. */
export interface MenuGroup {
  readonly label: string;
  readonly items: readonly MenuCommand[];
}

export function isGroup(item: MenuItem): item is MenuGroup {
  return item !== 'separator' && 'items' in item;
}

/** All that can have the focus, from top to bottom. Disabled ones too: their reason has to be heard somewhere. */
export function commandsOf(items: readonly MenuItem[]): MenuCommand[] {
  return items.flatMap((item) => {
    if (item === 'separator') return [];
    return isGroup(item) ? item.items : [item];
  });
}

/** Without separators that part nothing from nothing, as they are left over where an action does not apply. */
export function tidy(items: readonly MenuItem[]): MenuItem[] {
  const shown = items.filter((item) => !isGroup(item) || item.items.length > 0);
  return shown.filter((item, i) => {
    if (item !== 'separator') return true;
    return i > 0 && shown[i - 1] !== 'separator' && shown.slice(i).some((later) => later !== 'separator');
  });
}

/** Which entry a key leads to, -1 being none yet; undefined for keys that lead nowhere. Round at both ends. */
export function stepInMenu(key: string, from: number, count: number): number | undefined {
  if (count === 0) return undefined;
  switch (key) {
    case 'ArrowDown':
      return (from + 1) % count;
    case 'ArrowUp':
      return from <= 0 ? count - 1 : from - 1;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}

/**
 * The entry that begins with what was typed, or -1. One letter, typed again, goes on to the next entry with it; more
 * letters narrow the choice from where it stands.
 */
export function findTyped(labels: readonly string[], from: number, typed: string): number {
  const text = typed.toLocaleLowerCase();
  const isOneLetter = [...text].every((letter) => letter === text[0]);
  const wanted = isOneLetter ? text.slice(0, 1) : text;
  const start = Math.max(0, from) + (isOneLetter && from >= 0 ? 1 : 0);
  for (let i = 0; i < labels.length; i++) {
    const index = (start + i) % labels.length;
    if (labels[index].toLocaleLowerCase().startsWith(wanted)) return index;
  }
  return -1;
}
