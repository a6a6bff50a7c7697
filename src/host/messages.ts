import * as vscode from 'vscode';
import { isProfilerError } from '../aws/profiler-error';
import type { ProfilerHelp } from '../aws/profiler-error';
import { errorMessage } from '../base/error-message';
import { runCommand } from './commands';
import { describeError } from './log';
import type { Log } from './log';

/**
 * Says a failure to the person, with the next steps as buttons, and writes its causes to the log. Does not wait for
 * the answer: a message that nobody clicks must not hold up what failed. What the person cancelled is no failure.
 */
export function showError(error: unknown, log: Log): void {
  if (isAbort(error)) return;
  log.error(describeError(error));
  const help: readonly ProfilerHelp[] = isProfilerError(error) ? error.help : ['show-log'];
  const buttons = help.map((kind) => ({ title: buttonTitle(kind), kind }));
  const message = withoutLinks(errorMessage(error));
  void vscode.window.showErrorMessage(message, ...buttons).then((chosen) => chosen && act(chosen.kind));
}

/**
 * VS Code makes a link of every `[text](command:…)` in a notification, and a click on it runs any command there is,
 * with any arguments. Frame names and messages of a service come from elsewhere: what quotes them goes through here.
 */
export function withoutLinks(message: string): string {
  return message.replaceAll('](', '] (');
}

function isAbort(error: unknown): boolean {
  if (isProfilerError(error)) return error.code === 'aborted';
  return error instanceof vscode.CancellationError || (error instanceof Error && error.name === 'AbortError');
}

/** Asks before something that cannot be undone; true when the person agreed to exactly that. */
export async function confirm(question: string, detail: string, action: string): Promise<boolean> {
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, action)) === action;
}

function buttonTitle(help: ProfilerHelp): string {
  switch (help) {
    case 'copy-policy':
      return vscode.l10n.t('Copy Policy');
    case 'change-connection':
      return vscode.l10n.t('Change Connection');
    case 'retry':
      return vscode.l10n.t('Refresh');
    case 'show-log':
      return vscode.l10n.t('Show Log');
  }
}

function act(help: ProfilerHelp): void {
  switch (help) {
    case 'copy-policy':
      void vscode.env.clipboard.writeText(READ_POLICY);
      return;
    case 'change-connection':
      runCommand('burnline.addConnection');
      return;
    case 'retry':
      runCommand('burnline.refresh');
      return;
    case 'show-log':
      runCommand('burnline.showLog');
  }
}

/** What looking needs, and nothing that changes or deletes. */
const READ_POLICY = JSON.stringify(
  {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: [
          'codeguru-profiler:ListProfilingGroups',
          'codeguru-profiler:DescribeProfilingGroup',
          'codeguru-profiler:GetProfile',
          'codeguru-profiler:ListProfileTimes',
          'codeguru-profiler:GetRecommendations',
        ],
        Resource: '*',
      },
    ],
  },
  null,
  2,
);
