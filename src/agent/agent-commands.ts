import * as path from 'node:path';
import * as vscode from 'vscode';
import { LOCAL_CONNECTION_ID } from '../aws/endpoint';
import type { Gateway } from '../aws/gateway';
import { isProfilerError } from '../aws/profiler-error';
import type { Disposable } from '../base/disposables';
import { Emitter } from '../base/events';
import type { Event } from '../base/events';
import { REVISION_TAG } from '../focus/loaded-profile';
import type { CommandHandlers } from '../host/commands';
import type { Connections } from '../host/connections';
import { setContextKey } from '../host/context-keys';
import type { GroupTarget } from '../host/contributions';
import { describeError } from '../host/log';
import type { Log } from '../host/log';
import { withProgress } from '../host/progress';
import type { Milliseconds } from '../profile/units';
import { describeState } from './agent-state';
import { askConnection, askGroup, askProgram } from './ask-program';
import { launchObstacle, planLaunch } from './launch-plan';
import type { LaunchRequest } from './launch-plan';
import { executePlan, requireTrust } from './plan-task';
import { prepareInterpreter } from './prepare';
import type { AgentRun } from './run';
import { followTask, untilReported } from './run';

export interface AgentServices {
  readonly connections: Connections;
  /** Absolute path of burnline_launch.py. */
  readonly launcher: string;
  /** Called when a program was started, so that its group can be shown. */
  onDidStart(target: GroupTarget): void;
  /** The commit that stands in a folder; undefined where there is none, or where something has been changed since. */
  cleanRevision(folder: vscode.Uri): Promise<string | undefined>;
  readonly log: Log;
}

export interface AgentCommands extends Disposable {
  readonly handlers: Pick<CommandHandlers, 'burnline.startAgent' | 'burnline.stopAgent'>;
  isRunning(): boolean;
  /** A program was started or has ended. */
  readonly onDidChange: Event<void>;
}

/** Until the first report: a service of this machine asks for one every few seconds, AWS for one in five minutes. */
const FIRST_PROFILE_AFTER: Readonly<Record<'local' | 'aws', Milliseconds>> = { local: 10_000, aws: 300_000 };

/** *Start Profiling Agent…* and *Stop*: asks, prepares, creates the group, runs, counts down. One program at a time. */
export function createAgentCommands(services: AgentServices): AgentCommands {
  const changed = new Emitter<void>();
  let run: AgentRun | undefined;

  const keep = (started: AgentRun): void => {
    run = started;
    announce();
    started.onDidChange((state) => {
      if (state.kind !== 'stopped') return;
      started.dispose();
      if (run === started) run = undefined;
      announce();
      if (state.hasProfile) return;
      void vscode.window.showWarningMessage(describeState(state, Date.now(), vscode.l10n));
    });
  };
  const isFree = async (): Promise<boolean> => {
    while (run !== undefined) if (!(await stopFirst(run))) return false;
    return true;
  };
  const announce = (): void => {
    setContextKey('burnline.agentRunning', run !== undefined);
    changed.fire();
  };

  return {
    handlers: {
      'burnline.startAgent': async (file) => {
        requireTrust();
        if (!(await isFree())) return;
        const prepared = await prepareRun(services, fileOf(file));
        if (prepared === undefined) return;
        const { request, target, gateway } = prepared;
        await tagRevision(
          gateway,
          target.group,
          await services.cleanRevision(vscode.Uri.file(request.cwd)),
        ).catch((error: unknown) => services.log.warn(describeError(error)));
        // To answer questions and to install an agent takes long enough to start another program meanwhile.
        if (!(await isFree())) return;
        const task = executePlan(planLaunch(request), `${target.group}: ${programName(request)}`);
        const started = followTask(task, {
          firstProfileAfter: FIRST_PROFILE_AFTER[request.reportTo.kind],
          lastProfileAt: async (signal) =>
            (await gateway.describeGroup(target.group, signal)).lastAgentProfileAt,
          log: services.log,
        });
        keep(started);
        services.onDidStart(target);
        void showCountdown(started, programName(request));
      },
      'burnline.stopAgent': () => run?.stop(),
    },
    isRunning: () => run !== undefined,
    onDidChange: changed.event,
    dispose: () => {
      run?.dispose();
      changed.dispose();
    },
  };
}

interface PreparedRun {
  readonly request: LaunchRequest;
  readonly target: GroupTarget;
  readonly gateway: Gateway;
}

/** Everything that can be wrong is found before anything runs; undefined where the person gave up. */
async function prepareRun(
  { connections, launcher }: AgentServices,
  file: string | undefined,
): Promise<PreparedRun | undefined> {
  const program = await askProgram(file);
  if (program === undefined) return undefined;
  const connectionId = await askConnection(connections.list());
  if (connectionId === undefined) return undefined;
  const cwd = folderOf(program.kind === 'script' ? program.file : undefined);
  const group = await askGroup(path.basename(cwd), connectionId === LOCAL_CONNECTION_ID);
  if (group === undefined) return undefined;
  const title = vscode.l10n.t('Preparing the profiling agent');
  const { gateway } = await withProgress(title, (signal) => connections.connect(connectionId, signal));
  const request = { launcher, program, group, reportTo: gateway.connection, cwd };
  const obstacle = launchObstacle({ ...request, interpreter: '' });
  if (obstacle !== undefined) throw new Error(obstacle);
  const interpreter = await prepareInterpreter(cwd, new AbortController().signal);
  if (interpreter === undefined) return undefined;
  await withProgress(title, (signal) => ensureGroup(gateway, group, signal));
  return { request: { ...request, interpreter: interpreter.path }, target: { connectionId, group }, gateway };
}

async function ensureGroup(gateway: Gateway, group: string, signal: AbortSignal): Promise<void> {
  try {
    await gateway.describeGroup(group, signal);
  } catch (error) {
    if (!(isProfilerError(error) && error.code === 'not-found')) throw error;
    await gateway.createGroup(group, signal);
  }
}

/**
 * Says which source ran, so that figures can be followed from it. A program with changes of its own is none that was
 * committed, and what an earlier run was would be wrong now.
 */
async function tagRevision(gateway: Gateway, name: string, revision: string | undefined): Promise<void> {
  const group = await gateway.describeGroup(name);
  if (revision !== undefined) await gateway.tagGroup(group, { [REVISION_TAG]: revision });
  else if (REVISION_TAG in group.tags) await gateway.untagGroup(group, [REVISION_TAG]);
}

/** @returns whether the way is free */
async function stopFirst(run: AgentRun): Promise<boolean> {
  const stop = vscode.l10n.t('Stop It and Go On');
  const message = vscode.l10n.t('A program is being profiled already. Burnline profiles one at a time.');
  if ((await vscode.window.showWarningMessage(message, stop)) !== stop) return false;
  await run.stop();
  return true;
}

/** A notification until the first profile is there; its *Cancel* stops the program. */
async function showCountdown(run: AgentRun, name: string): Promise<void> {
  const options = { location: vscode.ProgressLocation.Notification, title: name, cancellable: true };
  await vscode.window.withProgress(options, (progress, token) => {
    token.onCancellationRequested(() => void run.stop());
    return untilReported(run, (state) =>
      progress.report({ message: describeState(state, Date.now(), vscode.l10n) }),
    );
  });
}

/** Programs run where their workspace folder is, as VS Code runs them; outside of one, where they are. */
function folderOf(file: string | undefined): string {
  const [first] = vscode.workspace.workspaceFolders ?? [];
  if (file === undefined) return first?.uri.fsPath ?? process.cwd();
  const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(file));
  return folder?.uri.fsPath ?? path.dirname(file);
}

function programName({ program }: LaunchRequest): string {
  return program.kind === 'script' ? path.basename(program.file) : program.name;
}

function fileOf(given: unknown): string | undefined {
  const isUri = typeof given === 'object' && given !== null && 'fsPath' in given;
  return isUri && typeof given.fsPath === 'string' ? given.fsPath : undefined;
}
