import * as path from 'node:path';
import * as vscode from 'vscode';
import { withoutLinks } from '../host/messages';
import { getSetting } from '../host/settings';
import type { Interpreter } from './detect';
import { chooseInterpreter, findCandidates, inspectInterpreter } from './detect';
import { planEnvironment, planInstall } from './launch-plan';
import type { LaunchPlan } from './launch-plan';
import { candidatesToTry, findObstacle, OLDEST_PYTHON } from './preflight';
import { pythonExtensionInterpreter } from './python-extension';
import { executePlan, requireTrust } from './plan-task';

/**
 * An interpreter that can import the agent, after asking the person for whatever it takes to get there; undefined when
 * they gave up. Only in trusted workspaces: interpreters of the workspace are run.
 *
 * @param folder whose environment counts, absolute
 */
export async function prepareInterpreter(
  folder: string,
  signal: AbortSignal,
): Promise<Interpreter | undefined> {
  requireTrust();
  for (;;) {
    const interpreter = await lookForInterpreter(folder, signal);
    const obstacle = findObstacle(interpreter);
    if (obstacle === undefined) return interpreter;
    const isFixed =
      obstacle.kind === 'no-python'
        ? await askForPython(obstacle.found)
        : await askToInstall(obstacle.interpreter, obstacle.canInstall, folder);
    if (!isFixed) return undefined;
  }
}

async function lookForInterpreter(folder: string, signal: AbortSignal): Promise<Interpreter | undefined> {
  const candidates = findCandidates({
    setting: getSetting('burnline.python.interpreter'),
    pythonExtension: await pythonExtensionInterpreter(vscode.Uri.file(folder)),
    folders: [folder],
    env: process.env,
    platform: process.platform,
  });
  const hasAgent = ({ agentVersion }: Interpreter) => agentVersion !== undefined;
  return chooseInterpreter(candidatesToTry(candidates), hasAgent, signal);
}

async function askForPython(found: Interpreter | undefined): Promise<false> {
  const choose = vscode.l10n.t('Choose Interpreter…');
  if ((await vscode.window.showWarningMessage(withoutLinks(whyNoPython(found)), choose)) === choose) {
    await vscode.commands.executeCommand('workbench.action.openSettings', 'burnline.python.interpreter');
  }
  return false;
}

function whyNoPython(found: Interpreter | undefined): string {
  const oldest = OLDEST_PYTHON.join('.');
  if (found) {
    return vscode.l10n.t(
      '{0} is Python {1}, and the agent needs {2} or later.',
      found.path,
      found.version,
      oldest,
    );
  }
  const chosen = getSetting('burnline.python.interpreter');
  return chosen
    ? vscode.l10n.t(
        '{0} does not run as Python; the setting burnline.python.interpreter names it. Correct or clear that.',
        chosen,
      )
    : vscode.l10n.t('No Python {0} or later was found. Install one, or say where it is.', oldest);
}

/** @returns whether it is worth looking again */
async function askToInstall(interpreter: Interpreter, canInstall: boolean, folder: string): Promise<boolean> {
  const install = vscode.l10n.t('Install Agent');
  const create = vscode.l10n.t('Create .venv and Install Agent');
  const message = vscode.l10n.t(
    'The profiling agent is not installed for {0} (Python {1}).',
    interpreter.path,
    interpreter.version,
  );
  // An environment is where the agent belongs; a Python of the whole machine only where the person says so.
  const ways = { [install]: interpreter.isEnvironment || canInstall, [create]: !interpreter.isEnvironment };
  const buttons = [create, install].filter((way) => ways[way]);
  const chosen = await vscode.window.showWarningMessage(message, ...buttons);
  if (chosen === undefined) return false;
  if (chosen === install) return isDone(planInstall(interpreter.path, folder), install);
  return createEnvironment(interpreter, folder, create);
}

async function createEnvironment(base: Interpreter, folder: string, title: string): Promise<boolean> {
  const environment = path.join(folder, '.venv');
  if (!(await isDone(planEnvironment(base.path, environment, folder), title))) return false;
  const [made] = findCandidates({ folders: [folder], env: {}, platform: process.platform });
  const python = made && (await inspectInterpreter(made));
  return python !== undefined && isDone(planInstall(python.path, folder), title);
}

/** What went wrong stands in the terminal that it ran in. */
async function isDone(plan: LaunchPlan, title: string): Promise<boolean> {
  if ((await executePlan(plan, title).ended) === 0) return true;
  void vscode.window.showErrorMessage(
    vscode.l10n.t('The agent was not installed. The terminal says why; mend that and start the agent again.'),
  );
  return false;
}
