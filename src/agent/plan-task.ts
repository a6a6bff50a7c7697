import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { Disposables } from '../base/disposables';
import type { LaunchPlan } from './launch-plan';

/** A plan that is being carried out. */
export interface PlanTask {
  /** Resolves when its process runs; undefined where it ended without one. */
  readonly processId: Promise<number | undefined>;
  /** Resolves with the exit code; undefined where it was stopped, or could not be started. */
  readonly ended: Promise<number | undefined>;
  /** Types Ctrl+C into its terminal; false where there is none any more. */
  interrupt(): Promise<boolean>;
  /** Closes its terminal. */
  terminate(): void;
}

/**
 * Runs a plan as a task: a terminal that stays readable after the program has ended, started without a shell, so that
 * no quoting can go wrong with any path.
 *
 * @throws where the workspace is not trusted: a program of it would run
 */
export function executePlan(plan: LaunchPlan, title: string): PlanTask {
  requireTrust();
  const id = randomUUID();
  const owned = new Disposables();
  const processId = defer<number | undefined>();
  const ended = defer<number | undefined>();
  const end = (exitCode: number | undefined): void => {
    owned.dispose();
    processId.resolve(undefined);
    ended.resolve(exitCode);
  };
  // Executions are compared by what we gave them: the events carry objects of their own.
  const isOurs = ({ execution }: { readonly execution: vscode.TaskExecution }): boolean =>
    execution.task.definition.id === id;
  owned.add(
    vscode.tasks.onDidStartTaskProcess((event) => isOurs(event) && processId.resolve(event.processId)),
  );
  owned.add(vscode.tasks.onDidEndTaskProcess((event) => isOurs(event) && end(event.exitCode)));
  // Also comes where there was no process to end, because the program could not be started at all.
  owned.add(vscode.tasks.onDidEndTask((event) => isOurs(event) && end(undefined)));
  const execution = vscode.tasks.executeTask(taskFor(plan, title, id));
  execution.then(undefined, () => end(undefined));
  return {
    processId: processId.promise,
    ended: ended.promise,
    interrupt: async () => {
      const terminal = await terminalOf(await processId.promise);
      terminal?.sendText('\u0003', false);
      return terminal !== undefined;
    },
    terminate: () =>
      void execution.then(
        (running) => running.terminate(),
        () => undefined,
      ),
  };
}

/** In code and not only in the manifest: commands can be called from anywhere. */
export function requireTrust(): void {
  if (!vscode.workspace.isTrusted) {
    throw new Error(vscode.l10n.t('Trust this workspace first: starting the agent runs a program of it.'));
  }
}

function taskFor({ command, args, env, cwd }: LaunchPlan, title: string, id: string): vscode.Task {
  const execution = new vscode.ProcessExecution(command, [...args], { cwd, env: { ...env } });
  const scope = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(cwd)) ?? vscode.TaskScope.Global;
  const task = new vscode.Task({ type: 'burnline', id }, scope, title, 'Burnline', execution, []);
  task.presentationOptions = {
    reveal: vscode.TaskRevealKind.Always,
    panel: vscode.TaskPanelKind.Dedicated,
    focus: false,
  };
  return task;
}

function defer<T>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((settle) => (resolve = settle));
  return { promise, resolve };
}

async function terminalOf(processId: number | undefined): Promise<vscode.Terminal | undefined> {
  if (processId === undefined) return undefined;
  for (const terminal of vscode.window.terminals) {
    if ((await terminal.processId) === processId) return terminal;
  }
  return undefined;
}
