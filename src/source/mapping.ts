import type { FrameRef } from '../profile/tables';
import { isInPackage, packageOf } from '../profile/packages';
import type { FileCandidate, FilesFound } from './find-files';
import { commonSuffix, parseFramePath, segmentsBelow } from './frame-path';

/**
 * What people say about where deployed code stands, where paths and packages alone do not tell. The most particular rule
 * decides: one for a function before one for a path, that before one for a package; of two paths or packages the longer.
 */
export interface MappingRule {
  readonly of: 'frame' | 'path' | 'package';
  /** A frame's whole name, a file or folder as the frames have it (`/app`, `C:\app`), or a package (`com.shop`). */
  readonly from: string;
  /** The workspace folder that the rule stands in. */
  readonly root: string;
  /** Segments of a file or folder below it; undefined says that the code is not in this workspace. */
  readonly source: readonly string[] | undefined;
}

/** The rule that decides about a frame. */
export function ruleFor(ref: FrameRef, rules: readonly MappingRule[]): MappingRule | undefined {
  let best: MappingRule | undefined;
  for (const rule of rules) {
    if (appliesTo(rule, ref) && (best === undefined || isNearer(rule, best))) best = rule;
  }
  return best;
}

/** How a frame's file is found under its rule. `find` looks where it would be looked for without one. */
export async function filesByRule(
  rule: MappingRule,
  ref: FrameRef,
  join: (...parts: string[]) => string,
  find: () => Promise<FilesFound>,
): Promise<FilesFound> {
  const { root, source } = rule;
  if (source === undefined) {
    return { candidates: [], why: `A rule in mapping.json says that ${rule.from} is not in this workspace.` };
  }
  const target = join(root, ...source);
  if (rule.of === 'frame') return only({ root, file: target, evidence: 'path' });
  if (rule.of === 'path') return only({ root, file: join(target, ...below(rule, ref)), evidence: 'path' });
  const { candidates } = await find();
  const inFolder = candidates.filter(({ file }) => isBelow(file, target));
  return {
    candidates: inFolder.map((candidate) => ({ ...candidate, evidence: 'path' as const })),
    why: `A rule in mapping.json says that ${rule.from} is in ${source.join('/') || 'this folder'}, and no file there can be the frame's.`,
  };
}

function only(candidate: FileCandidate): FilesFound {
  return { candidates: [candidate], why: '' };
}

function appliesTo({ of, from }: MappingRule, ref: FrameRef): boolean {
  if (of === 'frame') return ref.name === from;
  if (of === 'path') return pathBelow(from, ref.file) !== undefined;
  return isInPackage(packageOf(ref.name, ref.file), from);
}

const NEARNESS = { frame: 2, path: 1, package: 0 } as const;

function isNearer(rule: MappingRule, than: MappingRule): boolean {
  return NEARNESS[rule.of] !== NEARNESS[than.of]
    ? NEARNESS[rule.of] > NEARNESS[than.of]
    : rule.from.length > than.from.length;
}

function below({ from }: MappingRule, { file }: FrameRef): readonly string[] {
  return pathBelow(from, file) ?? [];
}

/** What is left of a frame's file below a folder as frames name it; [] where the folder is the very file. */
function pathBelow(from: string, file: string): readonly string[] | undefined {
  const [folder, path] = [parseFramePath(from), parseFramePath(file)];
  if (folder === undefined || path === undefined || folder.isAbsolute !== path.isAbsolute) return undefined;
  if (folder.segments.join('/') === path.segments.join('/')) return [];
  return segmentsBelow({ ...folder, isAbsolute: true }, { ...path, isAbsolute: true });
}

function isBelow(file: string, folder: string): boolean {
  return file === folder || file.startsWith(`${folder}/`) || file.startsWith(`${folder}\\`);
}

/**
 * The rule to write down when somebody says that a frame's function stands in a file: as general as the two paths allow,
 * so that one answer settles a whole deployment.
 *
 *     /var/task/shop/pricing.py is services/shop/shop/pricing.py        path /var/task -> services/shop
 *     com.shop.billing.Bill is billing/src/main/java/com/shop/billing/Bill.java      package com.shop.billing -> billing/src/main/java
 *     main.py, or a file of another name                                 frame -> the file
 *
 * @param file segments below the folder that the rule is to stand in
 */
export function ruleFrom(
  ref: FrameRef,
  file: readonly string[],
): Pick<MappingRule, 'of' | 'from'> & { source: string } {
  const path = parseFramePath(ref.file);
  const shared = path === undefined ? 0 : commonSuffix(path.segments, file, path.ignoreCase);
  if (path?.isAbsolute === true && shared > 0 && shared < path.segments.length) {
    const from = path.segments.slice(0, -shared).join('/');
    return {
      of: 'path',
      from: path.ignoreCase ? from : `/${from}`,
      source: file.slice(0, -shared).join('/'),
    };
  }
  const name = packageOf(ref.name, ref.file);
  const folders = name.split(/[./]/);
  const isOfPackage =
    name !== '' && path === undefined && commonSuffix(folders, file.slice(0, -1), false) === folders.length;
  if (isOfPackage) return { of: 'package', from: name, source: file.slice(0, -1 - folders.length).join('/') };
  return { of: 'frame', from: ref.name, source: file.join('/') };
}
