import { epochMsOf } from './ion-timestamp';

/**
 * Numbers and times of text Ion, as plain numbers: times as milliseconds since 1970, and digits beyond a double rounded.
 *
 * @param token all characters up to the next space, comma or bracket
 * @returns undefined for what is no number
 */
export function parseIonNumber(token: string): number | undefined {
  if (DECIMAL.test(token)) return Number(token.replaceAll('_', '').replace(/d/i, 'e'));
  if (HEX_OR_BINARY.test(token)) {
    const magnitude = Number(token.replaceAll('_', '').replace('-', ''));
    return token.startsWith('-') ? 0 - magnitude : magnitude;
  }
  const time = TIMESTAMP.exec(token);
  return time === null ? undefined : parseTime(time);
}

/** Digits may be grouped by single underscores; a decimal has `d` where a float has `e`. */
const DECIMAL = /^-?(?:0|[1-9](?:_?\d)*)(?:\.(?:\d(?:_?\d)*)?)?(?:[eEdD][+-]?\d+)?$/;
const HEX_OR_BINARY = /^-?0(?:[xX][\da-fA-F](?:_?[\da-fA-F])*|[bB][01](?:_?[01])*)$/;

/** `2026T`, `2026-11T`, `2026-11-21` with or without T, and from minutes on with an offset. */
const TIMESTAMP =
  /^(\d{4})(?:T|-(\d\d)(?:T|-(\d\d)(?:T(?:(\d\d):(\d\d)(?::(\d\d)(\.\d+)?)?(?:Z|([+-])(\d\d):(\d\d)))?)?))$/;

function parseTime([, ...parts]: RegExpExecArray): number | undefined {
  const [year, month, day, hour, minute, second, fraction] = parts.map((part: string | undefined) =>
    part === undefined ? undefined : Number(part),
  );
  const local = epochMsOf({ year: year ?? 0, month, day, hour, minute, second, fraction });
  return local === undefined ? undefined : local - offsetOf(parts.slice(7));
}

/** Milliseconds by which the clock on the wall is ahead of UTC. */
function offsetOf([sign, hours = '0', minutes = '0']: (string | undefined)[]): number {
  const offset = (Number(hours) * 60 + Number(minutes)) * 60_000;
  return sign === '-' ? -offset : offset;
}
