import type { Profile } from '../profile/tables';
import { packHtmlData } from './html-data';
import { escapeMarkup, jsonMarkup, textMarkup } from './markup';
import { HTML_PAGE } from './pages';

/**
 * A profile as one page: flame graph, search and a table of functions, for any browser, offline. Its policy lets run
 * nothing but its own script, and load nothing at all; the profile stands in it as data that no browser runs.
 *
 * @param states names of thread states to count
 */
export function renderHtml(
  profile: Profile,
  states: readonly string[],
  { title, subtitle }: { readonly title: string; readonly subtitle: string },
): string {
  const policy = [
    `default-src 'none'`,
    `script-src '${HTML_PAGE.scriptHash}'`,
    `style-src '${HTML_PAGE.styleHash}'`,
    `base-uri 'none'`,
    `form-action 'none'`,
  ].join('; ');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeMarkup(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${textMarkup(title)}</title>
<style>${HTML_PAGE.style}</style>
</head>
<body>
<header><h1>${textMarkup(title)}</h1><p>${textMarkup(subtitle)}</p></header>
<main><noscript><p>This page draws a profile with a script, which this browser does not run.</p></noscript></main>
<script type="application/json" id="profile">${jsonMarkup(packHtmlData(profile, states))}</script>
<script>${HTML_PAGE.script}</script>
</body>
</html>
`;
}
