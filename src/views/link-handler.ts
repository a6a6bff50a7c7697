import * as vscode from 'vscode';
import { LOCAL_CONNECTION_ID } from '../aws/endpoint';
import { visibleText } from '../base/visible-text';
import type { Focus } from '../focus/focus';
import type { LoadedProfile } from '../focus/loaded-profile';
import type { Selection } from '../focus/selection';
import type { Connections } from '../host/connections';
import { FLAME_PATH, formatFlameLink, MAX_LINK_LENGTH, parseFlameLink } from '../host/flame-link';
import type { FlameLink } from '../host/flame-link';
import { runCommand } from '../host/commands';
import type { Log } from '../host/log';
import { showError } from '../host/messages';
import { withProgress } from '../host/progress';
import { FILE_CONNECTION_ID } from '../protocol/source';
import type { ProfileSource } from '../protocol/source';
import type { ViewSpec } from '../protocol/view-spec';

export interface LinkServices {
  readonly connections: Pick<Connections, 'list' | 'connect' | 'peek'>;
  readonly focus: Pick<Focus, 'load'>;
  readonly selection: Pick<Selection, 'selectGroup' | 'selectRange'>;
  openFlame(loaded: LoadedProfile, at: { readonly spec: ViewSpec }): Promise<void>;
  readonly log: Log;
}

/**
 * Opens what a link leads to. Links come from anywhere: one reads a profile through a connection that this window has
 * anyway, and does nothing else. It adds no connection, reads no file and starts no service unless the person says so.
 */
export function createLinkHandler(services: LinkServices): vscode.UriHandler {
  return {
    handleUri: async ({ path, query }) => {
      try {
        await openLink(path === FLAME_PATH ? parseFlameLink(query) : undefined, services);
      } catch (error) {
        showError(error, services.log);
      }
    },
  };
}

/**
 * Copies a link to a flame graph, for windows that know the same connection.
 *
 * @param extensionId such as `burnline.burnline`: where VS Code takes links to
 */
export async function copyFlameLink(
  source: ProfileSource,
  spec: ViewSpec,
  extensionId: string,
): Promise<'copied'> {
  if (source.connectionId === FILE_CONNECTION_ID) {
    throw new Error(
      vscode.l10n.t(
        'A link leads to a profiling group, and this was opened from a file. Send the file instead.',
      ),
    );
  }
  const link = formatFlameLink(`${vscode.env.uriScheme}://${extensionId}`, { source, spec });
  if (link.length > MAX_LINK_LENGTH) {
    throw new Error(
      vscode.l10n.t('This view is too long for a link. Save it under a name, or undo some of its steps.'),
    );
  }
  await vscode.env.clipboard.writeText(link);
  return 'copied';
}

async function openLink(link: FlameLink | undefined, services: LinkServices): Promise<void> {
  if (!link) {
    throw new Error(
      vscode.l10n.t('This link to a flame graph is damaged. Copy it again where it came from.'),
    );
  }
  const { source, spec } = link;
  if (!(await mayRead(source, services))) return;
  const loaded = await withProgress(
    vscode.l10n.t('Loading the profile of {0}', visibleText(source.group, 100)),
    (signal) => services.focus.load(source, signal),
  );
  services.selection.selectRange(source.range);
  services.selection.selectGroup(source);
  await services.openFlame(loaded, { spec });
}

async function mayRead({ connectionId }: ProfileSource, { connections }: LinkServices): Promise<boolean> {
  if (!connections.list().some(({ id }) => id === connectionId)) return refuseUnknown();
  if (connectionId !== LOCAL_CONNECTION_ID || (await connections.peek(connectionId))) return true;
  const start = vscode.l10n.t('Start and Open');
  const answer = await vscode.window.showInformationMessage(
    vscode.l10n.t('A link leads to a profile of the embedded service, which does not run.'),
    start,
  );
  return answer === start;
}

async function refuseUnknown(): Promise<false> {
  const connect = vscode.l10n.t('Connect to AWS…');
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t(
      'A link leads to a connection that this window does not have: a file, or an AWS profile, region or role of whoever sent it. Add a connection of the same profile and region, then open the link again.',
    ),
    connect,
  );
  if (answer === connect) runCommand('burnline.addConnection');
  return false;
}
