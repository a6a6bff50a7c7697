import * as vscode from 'vscode';
import { createAgentCommands } from './agent/agent-commands';
import { Disposables } from './base/disposables';
import { createAnnotationSource } from './editor/annotation-source';
import { registerBadges } from './editor/badges';
import { registerCallHierarchy } from './editor/call-hierarchy';
import { registerCodeLenses } from './editor/code-lenses';
import { registerDiagnostics } from './editor/diagnostics';
import { findingCommands } from './editor/finding-commands';
import { registerFindingReports } from './editor/finding-report';
import { createFrameTrends } from './editor/frame-trends';
import { registerHeat } from './editor/heat';
import { hotspotCommands } from './editor/hotspots';
import { registerHovers } from './editor/hovers';
import { registerInlayHints } from './editor/inlay-hints';
import { registerQuickFixes } from './editor/quick-fixes';
import { revealFrame } from './editor/reveal';
import { createRenamedFiles } from './editor/renamed-files';
import { createRevisions } from './editor/revisions';
import { createSideAnnotations } from './editor/side-annotations';
import { createWorkspaceSource } from './editor/source-access';
import { whyNoNumber } from './editor/why-command';
import { keepFigures } from './focus/figures';
import { Focus } from './focus/focus';
import { isSameKey } from './focus/loaded-profile';
import type { LoadedProfile } from './focus/loaded-profile';
import { createProfileLoader } from './focus/profile-loader';
import { isSameGroup, Selection } from './focus/selection';
import { DEFAULT_RANGE, parseRange, SECOND } from './focus/time-range';
import type { TimeRange } from './focus/time-range';
import { workspaceCodeFilter } from './host/code-filter';
import { createConnections } from './host/connections';
import { registerCommands, runCommand } from './host/commands';
import { setContextKey } from './host/context-keys';
import { warnOfDamage } from './host/damage-warning';
import { createLog, describeError } from './host/log';
import { createFileSource } from './host/file-source';
import { createGitSource } from './host/git-source';
import { VIEWS } from './host/contributions';
import { createMappingRules } from './host/mapping-rules';
import { clearKept, keepProfiles, showKept } from './host/kept-profile';
import { createNamedViews } from './host/named-views';
import { registerNotifications } from './host/notifications';
import { createProfileReader } from './host/profile-reader';
import { createProfileStore } from './host/profile-store';
import { createServiceProcess } from './host/service-process';
import { createSourceThread } from './host/source-thread';
import { createSuppressions } from './host/suppressions';
import { getSetting, onDidChangeSettings, toggleSetting } from './host/settings';
import { registerComparePanel } from './panels/compare-panel';
import { registerFlamePanel } from './panels/flame-panel';
import type { FrameRef, Profile } from './profile/tables';
import { createFrameLocator } from './source/frame-locator';
import { connectionCommands } from './views/connection-commands';
import { createCoverageSource } from './views/coverage-source';
import { registerCoverageView } from './views/coverage-view';
import { fileCommands } from './views/file-commands';
import { groupCommands } from './views/group-commands';
import { copyFlameLink, createLinkHandler } from './views/link-handler';
import { registerHotMethods } from './views/hot-methods-view';
import { listTimesOf } from './views/list-times';
import { localRun } from './views/newest-group';
import { mapFrame } from './views/map-frame';
import { pickSide } from './views/pick-side';
import { profileCommands } from './views/profile-commands';
import { setFleet } from './views/set-fleet';
import { showChoices } from './views/show-choices';
import { registerSideBar } from './views/side-bar';
import { registerStatusBar } from './views/status-bar';

/** What other extensions may rely on. */
export interface BurnlineApi {
  readonly version: 1;
  /** Resolves when everything that was being looked up has been. */
  ready(): Promise<void>;
}

/**
 * The contents page: makes the few long-lived objects, then registers one feature after the other. Starts no service
 * and reads no profile; that is for whoever looks.
 */
export function activate(context: vscode.ExtensionContext): BurnlineApi {
  const owned = new Disposables();
  context.subscriptions.push(owned);
  const inDist = (file: string): string => vscode.Uri.joinPath(context.extensionUri, 'dist', file).fsPath;

  const log = owned.add(createLog());
  setContextKey('burnline.service', 'idle');

  // Where profiles come from.
  const service = createServiceProcess(
    inDist('service.js'),
    () => getSetting('burnline.service.dataFolder'),
    log,
    ({ setAside }) => warnOfDamage(setAside, context.globalState, log),
  );
  const reader = owned.add(createProfileReader(inDist('profile-thread.js')));
  const store = createProfileStore(vscode.Uri.joinPath(context.globalStorageUri, 'profiles').fsPath);
  const decode = async (body: Uint8Array): Promise<Profile> => {
    const { profile, figures } = await reader.read(body, 'answer');
    keepFigures(profile, figures);
    return profile;
  };
  const connections = owned.add(
    createConnections(service, async (body) => {
      const copy = body.slice();
      const profile = await decode(body);
      store.noteBody(profile, copy);
      return profile;
    }),
  );
  const suppressions = owned.add(createSuppressions(log));
  const loader = createProfileLoader({
    connect: (id) => connections.connect(id),
    openFile: createFileSource(reader),
    costSettings: () => ({ fleet: getSetting('burnline.fleet'), region: getSetting('burnline.priceRegion') }),
    suppressions: () => suppressions.current(),
    now: () => Date.now(),
    warn: (message) => log.warn(message),
  });

  // What is being looked at.
  const focus = owned.add(new Focus(loader));
  const defaultRange = (): TimeRange => parseRange(getSetting('burnline.timeRange')) ?? DEFAULT_RANGE;
  const selection = owned.add(new Selection(context.workspaceState, defaultRange));
  focus.setView(selection.view);
  owned.add(focus.onDidChangeView((view) => selection.rememberView(view)));
  const keeping = { store, focus, loader, connections, decode, log };
  owned.add(keepProfiles(keeping));
  const { group } = selection;
  if (group) {
    const key = { ...group, range: selection.range };
    const isMeant = (): boolean =>
      selection.group !== undefined && isSameKey({ ...selection.group, range: selection.range }, key);
    void showKept(key, isMeant, keeping);
  }

  // Where it is in the source.
  const source = owned.add(createWorkspaceSource());
  const rules = owned.add(createMappingRules(source.pathOf, log));
  const git = owned.add(createGitSource());
  const revisions = owned.add(createRevisions(context.workspaceState, { focus, git }));
  const renamed = owned.add(createRenamedFiles({ focus, git, revisions, source }));
  const locator = owned.add(
    createFrameLocator({
      ...source,
      reader: createSourceThread(inDist('source-thread.js')),
      rules: () => rules.rules(),
      repositoriesOf: (root) => {
        const folder = source.uriOf(root);
        return folder ? git.repositoryNames(folder) : [];
      },
      renamedFiles: () => renamed.current(),
    }),
  );
  const onDidChangeSource = [rules.onDidChange, source.onDidChange, git.onDidLearnNames, renamed.onDidChange];
  const coverage = owned.add(
    createCoverageSource({
      focus,
      locator,
      roots: () => source.roots(),
      codeFilter: workspaceCodeFilter,
      onDidChangeSource,
    }),
  );
  owned.add(registerCoverageView(coverage, log));
  owned.add(registerStatusBar({ focus, coverage }));
  const reveal = (ref: FrameRef) => revealFrame(ref, source, locator, rules);

  // The editor.
  const annotate = (what: Focus) =>
    createAnnotationSource({ focus: what, source, locator, git, revisions, onDidChangeSource });
  const annotations = owned.add(annotate(focus));
  const comparedSides = owned.add(createSideAnnotations(focus, annotate));
  const codeFilter = workspaceCodeFilter;
  owned.add(registerCodeLenses({ focus, annotations, sides: comparedSides, codeFilter }));
  owned.add(registerHeat({ annotations, log }));
  const trends = createFrameTrends({
    gatewayOf: async (id) => (await connections.peek(id))?.gateway,
    now: () => Date.now(),
    onFailure: (error) => log.debug(describeError(error)),
  });
  owned.add(registerHovers({ focus, annotations, sides: comparedSides, trends, codeFilter }));
  owned.add(registerInlayHints(annotations));
  owned.add(registerCallHierarchy({ annotations, source, locator }));
  owned.add(registerBadges({ focus, source, locator, codeFilter: workspaceCodeFilter, log }));
  const diagnostics = owned.add(
    registerDiagnostics({ focus, annotations, source, locator, codeFilter: workspaceCodeFilter, log }),
  );
  owned.add(registerQuickFixes(diagnostics));
  owned.add(registerFindingReports({ focus, codeFilter: workspaceCodeFilter }));

  // The panels.
  const namedViews = owned.add(createNamedViews());
  const settings = () => ({
    isMyCode: workspaceCodeFilter(),
    myCode: getSetting('burnline.myCode'),
    minimumSamples: getSetting('burnline.minimumSamples'),
    whyNoViews: namedViews.whyNot(),
    interval: getSetting('burnline.refreshSeconds') * SECOND,
  });
  const flames = owned.add(
    registerFlamePanel(context, {
      focus,
      answers: {
        'source/reveal': reveal,
        'views/list': () => namedViews.list(),
        'views/save': (view) => namedViews.save(view),
        'views/delete': ({ name }) => namedViews.delete(name),
        listTimes: (shown) => listTimesOf(shown, connections),
        copyLink: (shown, spec) => copyFlameLink(shown, spec, context.extension.id),
      },
      settings,
      selectRange: (shown, range) => {
        if (isSameGroup(selection.group, shown)) selection.selectRange(range);
      },
      log,
    }),
  );
  const sides = { connections, localRun: () => localRun(sideBar.model.connections) };
  const comparisons = owned.add(
    registerComparePanel(context, {
      focus,
      revealFrame: reveal,
      pickSide: (side, now) => pickSide(side, now, sides),
      settings,
      log,
    }),
  );

  // Links to what the panels show.
  const links = createLinkHandler({
    connections,
    focus,
    selection,
    openFlame: (loaded, at) => flames.open(loaded, at),
    log,
  });
  owned.add(vscode.window.registerUriHandler(links));

  // Programs under the agent.
  const agent = owned.add(
    createAgentCommands({
      connections,
      launcher: inDist('burnline_launch.py'),
      cleanRevision: (folder) => git.cleanRevision(folder),
      onDidStart: (target) => selection.selectGroup(target),
      log,
    }),
  );

  // The side bar, which also keeps everything fresh.
  const sideBar = owned.add(
    registerSideBar({ connections, focus, selection, agent, codeFilter: workspaceCodeFilter }),
  );

  const hotMethodsView = owned.add(
    registerHotMethods({
      focus,
      codeFilter: workspaceCodeFilter,
      state: context.workspaceState,
      openFlame: (loaded, at) => flames.open(loaded, at),
      revealFrame: reveal,
    }),
  );

  /** Something about profiles that are here is known anew. */
  const reviseAll = (revise: (loaded: LoadedProfile) => LoadedProfile): void => {
    const { current } = focus;
    sideBar.model.revise(revise);
    // A file's profile is in focus without being a group's.
    if (current && focus.current === current) focus.show(revise(current));
  };

  // What people have muted.
  owned.add(
    suppressions.onDidChange(() =>
      reviseAll((loaded) => ({ ...loaded, suppressions: suppressions.current() })),
    ),
  );

  // What the embedded service found while nobody looked.
  owned.add(
    registerNotifications({
      eventsFile: () => service.eventsFile(),
      state: context.globalState,
      openFlameGraph: (target, range) => {
        if (range) selection.selectRange(range);
        runCommand('burnline.openFlameGraph', target);
      },
      log,
    }),
  );

  // What it costs.
  const regionOfFocus = async (): Promise<string> => {
    const connection = focus.current && (await connections.peek(focus.current.connectionId));
    return connection?.region ?? 'us-east-1';
  };
  owned.add(
    onDidChangeSettings(['burnline.fleet', 'burnline.priceRegion'], () => {
      const rows = sideBar.model.connections.flatMap(({ groups }) => groups);
      const here = [focus.current, ...rows.map(({ loaded }) => loaded)];
      for (const one of new Set(here.filter((loaded) => loaded !== undefined))) {
        loader.withCost(one).then(
          // Of the same samples, whatever else has become known of them meanwhile.
          ({ profile, cost }) =>
            reviseAll((loaded) => (loaded.profile === profile ? { ...loaded, cost } : loaded)),
          (error: unknown) => log.error(describeError(error)),
        );
      }
    }),
  );

  owned.add(
    registerCommands(
      {
        ...groupCommands({ ...sideBar, connections, selection }),
        ...agent.handlers,
        ...revisions.handlers,
        ...connectionCommands(connections),
        ...fileCommands({ focus, openFlame: (loaded) => flames.open(loaded) }),
        ...profileCommands({
          ...sides,
          focus,
          selection,
          openFlame: (loaded, at) => flames.open(loaded, at),
          openComparison: (a, b) => comparisons.open(a, b),
          revealFrame: reveal,
        }),
        ...hotMethodsView.handlers,
        ...findingCommands({ focus, codeFilter: workspaceCodeFilter, suppressions }),
        ...hotspotCommands({
          focus,
          source,
          locator,
          annotations,
          codeFilter: workspaceCodeFilter,
          revealFrame: reveal,
        }),
        'burnline.clearCache': () => clearKept(store),
        'burnline.mapFrame': (given) =>
          mapFrame(given, { locator, roots: () => source.roots(), uriOf: source.uriOf, rules, coverage }),
        'burnline.showCoverage': () => vscode.commands.executeCommand(`${VIEWS.coverage}.focus`),
        'burnline.whyNoNumber': () => whyNoNumber({ focus, annotations, locator, source }),
        'burnline.setFleet': async () => setFleet(await regionOfFocus()),
        'burnline.showLog': () => log.show(),
        'burnline.showChoices': () => showChoices(focus),
        'burnline.toggleInlineInsights': () => toggleSetting('burnline.inlineInsights.enabled'),
        'burnline.toggleLenses': () => toggleSetting('burnline.lens.enabled'),
      },
      log,
    ),
  );

  return { version: 1, ready: () => sideBar.refresher.idle() };
}
