import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { PageLanguage } from '../protocol/source';

/** Pages there are: each has a script and a style sheet of its name in `dist`. */
export type PageName = 'flame' | 'compare';

/** Where pages and what they load lie. Nothing else on the disk can be asked for. */
export function pageOptions(extensionUri: vscode.Uri): vscode.WebviewOptions {
  return { enableScripts: true, localResourceRoots: [vscode.Uri.joinPath(extensionUri, 'dist')] };
}

/** What stands on the tab of a panel. */
export function panelIcon(extensionUri: vscode.Uri): {
  readonly light: vscode.Uri;
  readonly dark: vscode.Uri;
} {
  const inMedia = (file: string): vscode.Uri => vscode.Uri.joinPath(extensionUri, 'media', file);
  return { light: inMedia('panel-light.svg'), dark: inMedia('panel-dark.svg') };
}

/**
 * An empty page under a policy that lets in our one script by its nonce, our style sheets and the icon font: no
 * inline code, no images, no frames. All content arrives as messages and is set as text. The page reads the text of
 * its engine from our own files and starts it as a worker from a blob: a page of VS Code has an origin of its own, and
 * a worker may not be started from another origin's address.
 */
export function renderPage(webview: vscode.Webview, extensionUri: vscode.Uri, name: PageName): string {
  const uri = (file: string): string =>
    webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, 'dist', file)).toString();
  // 128 random bits from the system: a nonce that can be guessed is none.
  const nonce = randomBytes(16).toString('base64');
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource} 'nonce-${nonce}'`,
    `font-src ${webview.cspSource}`,
    `connect-src ${webview.cspSource}`,
    `worker-src blob:`,
  ].join('; ');
  return `<!doctype html>
<html lang="${vscode.env.language}">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="${policy}" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <link rel="stylesheet" href="${uri('codicon.css')}" />
    <link rel="stylesheet" href="${uri(`${name}.css`)}" />
    <title>Burnline</title>
  </head>
  <body data-engine="${uri('engine.js')}">
    <script nonce="${nonce}" src="${uri(`${name}.js`)}"></script>
  </body>
</html>`;
}

/** What the page needs to speak as the rest of the window does. */
export function pageLanguage(): PageLanguage {
  return { locale: vscode.env.language, bundle: vscode.l10n.bundle ?? {} };
}
