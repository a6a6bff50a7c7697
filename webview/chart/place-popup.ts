/**
 * Where something that opens over the page goes, so that all of it can be seen. CSS pixels of the window; no element
 * in here.
 */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** What it opens at: a button, or without a size the place of a click. */
export interface Anchor extends Place {
  readonly width: number;
  readonly height: number;
}

export interface Extent {
  readonly width: number;
  readonly height: number;
}

export interface PopupPlace extends Place {
  /** Taller content scrolls. */
  readonly maxHeight: number;
}

/** Between a popup and the edge of the window. */
const MARGIN = 4;

/** Under its anchor from the left edge on; above it where there is more room; moved in where it would stick out. */
export function placePopup(anchor: Anchor, popup: Extent, window: Extent): PopupPlace {
  const below = window.height - MARGIN - (anchor.y + anchor.height);
  const above = anchor.y - MARGIN;
  const isBelow = popup.height <= below || below >= above;
  // A click near the middle of a low window leaves room on neither side, and then the popup may cover the place.
  const isPoint = anchor.width === 0 && anchor.height === 0;
  const most = window.height - 2 * MARGIN;
  const room = isPoint ? most : Math.min(most, Math.max(0, isBelow ? below : above));
  const height = Math.min(popup.height, room);
  const wanted = isBelow ? anchor.y + anchor.height : anchor.y - height;
  return {
    x: keptInside(anchor.x, popup.width, window.width),
    y: keptInside(wanted, height, window.height),
    maxHeight: room,
  };
}

function keptInside(start: number, length: number, room: number): number {
  return Math.max(MARGIN, Math.min(start, room - MARGIN - length));
}
