import type { PageLanguage } from '../../src/protocol/source';

/** The language of the page. It comes with the first message and stays; until then, English. */
let language: PageLanguage = { locale: 'en-US', bundle: {} };

export function speak(spoken: PageLanguage): void {
  language = spoken;
  document.documentElement.lang = spoken.locale;
}

/** A text in the person's language, its `{0}`, `{1}` filled in; as `vscode.l10n.t`, which pages do not have. */
export function t(message: string, ...args: readonly (string | number)[]): string {
  const translated = Object.hasOwn(language.bundle, message) ? language.bundle[message] : message;
  return translated.replace(/\{(\d+)\}/g, (whole, index) => String(args[Number(index)] ?? whole));
}

export function locale(): string {
  return language.locale;
}
