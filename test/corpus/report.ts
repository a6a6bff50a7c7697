import type { Score } from './jvm-oracle';
import type { Tally } from './jvm-tally';
import type { PythonScore } from './python';

/** How often a locator was right, one row per project, whole methods and single lines side by side. */
export function tableOf(scores: readonly Score[]): string {
  return columns([
    [
      'language',
      'project',
      'methods',
      'exact',
      'moved',
      'ambiguous',
      'none',
      'astray',
      'wrong',
      'lines exact',
      'wrong',
      'unlined exact',
      'ambiguous',
      'none',
      'wrong',
      'excluded',
    ],
    ...scores.map(rowOf),
  ]);
}

function rowOf({ language, project, whole, lines, unlined }: Score): string[] {
  return [
    language,
    project,
    `${whole.asked}`,
    share(whole.exact, whole.asked),
    `${whole.moved}`,
    `${whole.ambiguous}`,
    `${whole.missed}`,
    `${whole.astray.length}`,
    `${whole.wrong.length}`,
    share(lines.exact, lines.asked),
    `${lines.wrong.length}`,
    share(unlined.exact, unlined.asked),
    `${unlined.ambiguous}`,
    `${unlined.missed}`,
    `${unlined.wrong.length}`,
    share(excludedOf(whole), whole.asked + excludedOf(whole)),
  ];
}

function excludedOf({ excluded }: Tally): number {
  return [...excluded.values()].reduce((sum, count) => sum + count, 0);
}

/** The same of Python, one row per way in which a frame can come. */
export function pythonTableOf(scores: readonly PythonScore[]): string {
  return columns([
    ['project', 'frames', 'asked', 'exact', 'ambiguous', 'none', 'wrong'],
    ...scores.map(({ project, how, asked, exact, unsure, missed, wrong }) => [
      ...[project, how, `${asked}`, share(exact, asked)],
      ...[`${unsure}`, `${missed}`, `${wrong.length}`],
    ]),
  ]);
}

/** The first two are names, to the left; the others are numbers. */
function columns(rows: readonly (readonly string[])[]): string {
  const widths = rows[0].map((_, i) => Math.max(...rows.map((row) => row[i].length)));
  return rows
    .map((row) =>
      row.map((cell, i) => (i < 2 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join('  '),
    )
    .join('\n');
}

/** Of each way in which frames come, what was not exact by cause, most frequent first; then whatever was wrong. */
export function pythonMissesOf(scores: readonly PythonScore[], most: number): string {
  return scores
    .flatMap(({ project, how, causes, wrong }) => [
      ...[...causes]
        .sort(([, a], [, b]) => b.length - a.length)
        .slice(0, most)
        .flatMap(([cause, examples]) => [
          `${project}, ${how}: ${examples.length} × ${cause}`,
          ...examples.slice(0, most).map((text) => `    ${text}`),
        ]),
      ...wrong.slice(0, most).map((text) => `${project}, ${how}: WRONG ${text}`),
    ])
    .join('\n');
}

function share(part: number, all: number): string {
  return all === 0 ? '–' : `${((100 * part) / all).toFixed(2)} %`;
}

/** What was not exact, most frequent cause first, with examples; then whatever was wrong. */
export function missesOf({ project, whole, lines, unlined, withoutSource }: Score, most: number): string {
  const parts = [
    `${project}: ${withoutSource} methods are of files that the sources lack`,
    `  ${excludedOf(whole)} that nobody wrote, of which only wrong answers count: ${byCount(whole.excluded)}`,
  ];
  for (const [how, tally] of Object.entries({ 'whole methods': whole, 'single lines': lines, unlined })) {
    parts.push(`  ${how}: ${summary(tally)}`, ...causesOf(tally, most));
    parts.push(...tally.wrong.slice(0, most).map((text) => `    WRONG ${text}`));
    parts.push(...tally.astray.slice(0, most).map((text) => `    ASTRAY ${text}`));
  }
  return parts.join('\n');
}

function byCount(counts: ReadonlyMap<string, number>): string {
  const sorted = [...counts].sort(([, a], [, b]) => b - a);
  return sorted.map(([cause, count]) => `${count} × ${cause}`).join(', ');
}

function summary({ asked, exact, moved, ambiguous, missed, wrong, astray }: Tally): string {
  return (
    `${asked} asked, ${share(exact, asked)} exact, ${moved} moved, ${ambiguous} ambiguous, ${missed} none, ` +
    `${wrong.length} wrong, ${astray.length} astray`
  );
}

function causesOf({ causes }: Tally, most: number): string[] {
  const ordered = [...causes].sort(([, a], [, b]) => b.count - a.count).slice(0, most);
  return ordered.flatMap(([cause, { count, examples }]) => [
    `    ${count} × ${cause}`,
    ...examples.slice(0, most).map((example) => `        ${example}`),
  ]);
}
