import type { AwsConnection } from '../aws/endpoint';
import type { StateView } from '../profile/thread-states';
import type { FrameRef } from '../profile/tables';

/**
 * Every id that package.json contributes, once, with the type of what belongs to it. A test compares these tables
 * with package.json. Nothing here imports VS Code at run time, so that it can.
 */

/** A profiling group, as tree rows and links name it. */
export interface GroupTarget {
  readonly connectionId: string;
  readonly group: string;
}

/** Where the flame graph is to open: a group or what is in focus, a view, and a function or a call path in it. */
export interface FlameTarget extends Partial<GroupTarget> {
  readonly view?: StateView;
  readonly function?: FrameRef;
  /** Names from the entry point down. */
  readonly stack?: readonly string[];
}

/** A finding: a pattern and the own function that makes the call, under each of its names. */
export interface FindingTarget extends GroupTarget {
  /** Its id. */
  readonly pattern: string;
  readonly frames: readonly { readonly name: string; readonly file: string }[];
}

/** Command ids with what they may be given. All of it is optional: each of them also stands in the palette or could. */
export interface CommandArguments {
  'burnline.addConnection': [];
  'burnline.clearCache': [];
  'burnline.compare': [target?: GroupTarget];
  'burnline.copyArn': [target?: GroupTarget];
  'burnline.createGroup': [target?: { readonly connectionId: string }];
  'burnline.deleteGroup': [target?: GroupTarget];
  'burnline.goToFrame': [frame?: FrameRef];
  'burnline.hideFrame': [frame?: FrameRef];
  'burnline.hottestCallers': [];
  'burnline.inspectFrame': [frame?: FrameRef];
  'burnline.mapFrame': [frame?: FrameRef];
  'burnline.nextHotspot': [];
  /** A `Uri` of VS Code. */
  'burnline.openFile': [file?: { readonly path: string }];
  'burnline.openFlameGraph': [target?: FlameTarget];
  'burnline.openReport': [target?: FindingTarget & { readonly section?: 'resolution' }];
  'burnline.pickRevision': [];
  'burnline.previousHotspot': [];
  'burnline.refresh': [];
  'burnline.removeConnection': [target?: { readonly connectionId: string }];
  'burnline.selectGroup': [target?: GroupTarget];
  'burnline.selectTimeRange': [];
  'burnline.setFleet': [];
  'burnline.showAllHotMethods': [];
  'burnline.showCallers': [frame?: FrameRef];
  'burnline.showChoices': [];
  'burnline.showCoverage': [];
  'burnline.showCpu': [];
  'burnline.showLatency': [];
  'burnline.showLog': [];
  'burnline.showMoreHotMethods': [];
  'burnline.showMyHotMethods': [];
  'burnline.sortHotMethodsBySelf': [];
  'burnline.sortHotMethodsByTotal': [];
  'burnline.startAgent': [file?: { readonly fsPath: string }];
  'burnline.stopAgent': [];
  'burnline.suppressFinding': [target?: FindingTarget & { readonly uri: string }];
  'burnline.toggleInlineInsights': [];
  'burnline.toggleLenses': [];
  'burnline.whyNoNumber': [];
}

export type CommandId = keyof CommandArguments;

/** Commands that change nothing outside the editor: all that a link in a hover may run. */
export const LINKABLE_COMMANDS: readonly CommandId[] = [
  'burnline.compare',
  'burnline.goToFrame',
  'burnline.hideFrame',
  'burnline.inspectFrame',
  'burnline.openFlameGraph',
  'burnline.setFleet',
];

/** The target of a link in trusted Markdown. */
export function commandLink<K extends CommandId>(command: K, ...given: CommandArguments[K]): string {
  // Parentheses stay as they are in URIs, and end a link in Markdown.
  const argument = encodeURIComponent(JSON.stringify(given)).replace(/[()]/g, (one) =>
    one === '(' ? '%28' : '%29',
  );
  return `command:${command}?${argument}`;
}

export const VIEWS = {
  groups: 'burnline.groups',
  hotMethods: 'burnline.hotMethods',
  coverage: 'burnline.coverage',
} as const;

/** Heat in steps of {@link HEAT_STEPS}, then the text behind a line. */
export const COLORS = [
  'burnline.heat1',
  'burnline.heat2',
  'burnline.heat3',
  'burnline.heat4',
  'burnline.heatText',
  'burnline.badgeHot',
] as const;

/** Keys that `when` clauses may ask for, with what they can be. */
export interface ContextKeys {
  /** A profile is in focus. */
  'burnline.hasProfile': boolean;
  /** A program that was started here runs under the agent. */
  'burnline.agentRunning': boolean;
  /** How far the embedded service is. */
  'burnline.service': 'idle' | 'starting' | 'running' | 'failed';
  'burnline.hotMethodsBy': 'self' | 'total';
  'burnline.hotMethodsOf': 'mine' | 'all';
  /** Which states the figures count. */
  'burnline.view': 'cpu' | 'latency' | 'custom';
}

export type ContextKey = keyof ContextKeys;

export const CONTEXT_KEYS: { readonly [K in ContextKey]: null } = {
  'burnline.hasProfile': null,
  'burnline.agentRunning': null,
  'burnline.service': null,
  'burnline.hotMethodsBy': null,
  'burnline.hotMethodsOf': null,
  'burnline.view': null,
};

/** What the program is said to run on, where the profiles themselves do not tell. */
export type Fleet =
  { readonly instanceType: string; readonly count: number } | { readonly pricePerHour: number };

/** How hot lines are marked: a bar before their text, their share behind it, or both. */
export type HeatStyle = (typeof HEAT_STYLES)[number];

export const HEAT_STYLES = ['off', 'gutter', 'endOfLine', 'both'] as const;

export interface Settings {
  /** Off hides whatever stands in the text: lenses, line heat, hovers, inlay hints. */
  'burnline.inlineInsights.enabled': boolean;
  'burnline.heat.style': HeatStyle;
  'burnline.hover.enabled': boolean;
  'burnline.inlay.enabled': boolean;
  'burnline.lens.enabled': boolean;
  /** Functions below this share of the view get no lens. */
  'burnline.lens.minimumShare': number;
  'burnline.lens.maximumPerFile': number;
  'burnline.diagnostics.enabled': boolean;
  'burnline.diagnostics.maximumPerFile': number;
  'burnline.explorerBadges.enabled': boolean;
  /** Below so many samples there is no percentage. */
  'burnline.minimumSamples': number;
  /** ISO 8601 duration. */
  'burnline.timeRange': string;
  'burnline.refreshSeconds': number;
  /** Tells of new findings of the embedded service. */
  'burnline.notifications.enabled': boolean;
  'burnline.fleet': Fleet | null;
  /** '' for the region of the connection. */
  'burnline.priceRegion': string;
  'burnline.connections': readonly Omit<AwsConnection, 'kind'>[];
  /** '' for the folder that all of Burnline shares. */
  'burnline.service.dataFolder': string;
  /** '' to look for one. */
  'burnline.python.interpreter': string;
  /** Prefixes of frame names; empty to take whatever has source in the workspace. */
  'burnline.myCode': readonly string[];
}

export type SettingId = keyof Settings;

export const DEFAULTS: Settings = {
  'burnline.inlineInsights.enabled': true,
  'burnline.heat.style': 'gutter',
  'burnline.hover.enabled': true,
  'burnline.inlay.enabled': false,
  'burnline.lens.enabled': true,
  'burnline.lens.minimumShare': 0.01,
  'burnline.lens.maximumPerFile': 10,
  'burnline.diagnostics.enabled': true,
  'burnline.diagnostics.maximumPerFile': 10,
  'burnline.explorerBadges.enabled': false,
  'burnline.minimumSamples': 20,
  'burnline.timeRange': 'PT1H',
  'burnline.refreshSeconds': 5,
  'burnline.notifications.enabled': true,
  'burnline.fleet': null,
  'burnline.priceRegion': '',
  'burnline.connections': [],
  'burnline.service.dataFolder': '',
  'burnline.python.interpreter': '',
  'burnline.myCode': [],
};

const finite = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
const isBoolean = (value: unknown): value is boolean => typeof value === 'boolean';
const isText = (value: unknown): value is string => typeof value === 'string';
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;
const between = (low: number, high: number) => (value: unknown) =>
  finite(value) && low <= value && value <= high;

/** settings.json is written by hand: what does not pass is as if it had not been written. */
const VALID: { readonly [K in SettingId]: (value: unknown) => boolean } = {
  'burnline.inlineInsights.enabled': isBoolean,
  'burnline.heat.style': (value) => HEAT_STYLES.some((style) => style === value),
  'burnline.hover.enabled': isBoolean,
  'burnline.inlay.enabled': isBoolean,
  'burnline.lens.enabled': isBoolean,
  'burnline.lens.minimumShare': between(0, 1),
  'burnline.lens.maximumPerFile': between(0, 10_000),
  'burnline.diagnostics.enabled': isBoolean,
  'burnline.diagnostics.maximumPerFile': between(0, 10_000),
  'burnline.explorerBadges.enabled': isBoolean,
  'burnline.minimumSamples': between(0, 1_000_000),
  'burnline.timeRange': isText,
  'burnline.refreshSeconds': between(1, 3600),
  'burnline.notifications.enabled': isBoolean,
  'burnline.fleet': (value) => value === null || isFleet(value),
  'burnline.priceRegion': isText,
  'burnline.connections': Array.isArray,
  'burnline.service.dataFolder': isText,
  'burnline.python.interpreter': isText,
  'burnline.myCode': (value) => Array.isArray(value) && value.every(isText),
};

export function readSetting<K extends SettingId>(id: K, written: unknown): Settings[K] {
  if (!VALID[id](written)) return DEFAULTS[id];
  // One slip of the pen must not take the other connections away; least of all when the list is written anew.
  return (
    id === 'burnline.connections' ? (written as unknown[]).filter(isConnection) : written
  ) as Settings[K];
}

function isFleet(value: unknown): value is Fleet {
  if (!isObject(value)) return false;
  if (isText(value.instanceType)) return finite(value.count) && value.count > 0;
  return finite(value.pricePerHour) && value.pricePerHour > 0;
}

function isConnection(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { profile, region, roleArn = '', endpoint = '' } = value;
  return (
    isText(profile) &&
    profile !== '' &&
    isText(region) &&
    region !== '' &&
    isText(roleArn) &&
    isText(endpoint)
  );
}

/** What a command was really given: menus pass rows of the tree, links pass what somebody wrote into them. */
export function toGroupTarget(value: unknown): GroupTarget | undefined {
  if (!isObject(value)) return undefined;
  const { connectionId, group } = value;
  return isText(connectionId) && isText(group) && group !== '' ? { connectionId, group } : undefined;
}

/** Of a row of the tree, whatever stands in it. */
export function toConnectionId(value: unknown): string | undefined {
  return isObject(value) && isText(value.connectionId) ? value.connectionId : undefined;
}

export function toFrameRef(value: unknown): FrameRef | undefined {
  if (!isObject(value) || !isText(value.name)) return undefined;
  const { name, file, firstLine, lastLine } = value;
  return {
    name,
    file: isText(file) ? file : '',
    firstLine: finite(firstLine) ? firstLine : 0,
    lastLine: finite(lastLine) ? lastLine : 0,
  };
}

/** With what a command wants besides: which part of the report, or in which file the finding is. */
export function toFindingTarget(
  value: unknown,
): (FindingTarget & { readonly section?: 'resolution'; readonly uri?: string }) | undefined {
  const group = toGroupTarget(value);
  if (!group || !isObject(value) || !isText(value.pattern) || !Array.isArray(value.frames)) return undefined;
  const { pattern, section, uri } = value;
  const frames = value.frames.flatMap((one) => toFrameRef(one) ?? []);
  if (frames.length === 0) return undefined;
  return {
    ...group,
    pattern,
    frames: frames.map(({ name, file }) => ({ name, file })),
    ...(section === 'resolution' ? { section } : {}),
    ...(isText(uri) ? { uri } : {}),
  };
}

export function toFlameTarget(value: unknown): FlameTarget {
  if (!isObject(value)) return {};
  const { view, stack } = value;
  const frame = toFrameRef(value.function);
  return {
    ...toGroupTarget(value),
    ...(view === 'cpu' || view === 'latency' ? { view } : {}),
    ...(frame ? { function: frame } : {}),
    ...(Array.isArray(stack) && stack.every(isText) ? { stack } : {}),
  };
}
