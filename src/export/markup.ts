import { visibleText } from '../base/visible-text';

/**
 * Text of a profile as text in XML or HTML: between tags or in a quoted attribute, never in a script or a style sheet.
 * What would act on the line is visible, see visible-text.ts.
 */
export function textMarkup(text: string): string {
  return escapeMarkup(visibleText(text));
}

/** The same for text of ours, line breaks and all. */
export function escapeMarkup(text: string): string {
  return text.replace(NOT_XML, '\ufffd').replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** A JSON value inside `<script type="application/json">`: no `</script>` and no `<!--` can be in it. */
export function jsonMarkup(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}

/** XML 1.0 has no way to say these, not even as a number (https://www.w3.org/TR/xml/#charsets). */
const NOT_XML = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;
