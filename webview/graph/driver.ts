import { errorMessage } from '../../src/base/error-message';
import type { SearchQuery } from '../../src/profile/search';
import type { Profile } from '../../src/profile/tables';
import type { Engine } from './engine-client';
import type { Arrangement, GraphEvent, GraphState } from './graph-state';
import type { Picture, PictureSpec } from './picture';

/**
 * Keeps what is shown in step with what is wanted: after every event it looks what the state lacks and asks the engine
 * for it. At most one picture is on its way, and when it comes the last one that is wanted then is asked for: whoever
 * types fast skips what lies between.
 */
export interface Driver {
  /** @param profile undefined while there is none */
  follow(state: GraphState, profile: Profile | undefined): void;
  /** Gives the engine a profile that is about to be asked about; the same one only once. */
  load(profile: Profile): void;
  /** Whether the engine answers of this picture what it is asked now. Of another, its rows mean other functions. */
  holds(picture: Picture): boolean;
}

export interface DriverOptions {
  readonly engine: Engine;
  /** What to ask for; the pages differ in what columns they want. */
  readonly specOf: (arrangement: Arrangement, profile: Profile) => PictureSpec;
  readonly dispatch: (event: GraphEvent) => void;
}

/** What the engine was asked to draw last. */
interface Drawn {
  /** The spec as text. */
  readonly key: string;
  readonly profile: Profile;
  /** Whether it came: not while it is on its way, and never when it failed. */
  readonly isThere: boolean;
}

export function createDriver({ engine, specOf, dispatch }: DriverOptions): Driver {
  let latest: { readonly state: GraphState; readonly profile: Profile | undefined } | undefined;
  let loaded: Profile | undefined;
  let drawn: Drawn | undefined;
  let isDrawing = false;
  /** What the engine answers about. */
  let held: Picture | undefined;
  let searched: { readonly query: SearchQuery; readonly picture: Picture } | undefined;

  function load(profile: Profile): void {
    if (loaded === profile) return;
    engine.load(profile);
    loaded = profile;
    held = undefined;
  }

  function drawNext(): void {
    const { state, profile } = latest ?? {};
    if (!state || !profile || isDrawing) return;
    const { wanted } = state;
    const spec = specOf(wanted, profile);
    const key = JSON.stringify(spec);
    // What failed is asked for again with the next step that somebody takes, which takes the reason away.
    const isAsked = drawn?.isThere || state.problem !== '';
    if (drawn?.key === key && drawn.profile === profile && isAsked) {
      // The boxes are there already; only the place in them is another, or what they are called: a set of states that
      // somebody chose may hold just those of CPU.
      const { shown, place } = state;
      if (drawn.isThere && shown && (place || shown.arrangement !== wanted)) {
        dispatch({ type: 'picture', picture: shown.picture, arrangement: wanted });
      }
      return;
    }
    load(profile);
    const asked: Drawn = { key, profile, isThere: false };
    const before = held;
    drawn = asked;
    isDrawing = true;
    held = undefined;
    engine.draw(spec).then(
      (picture) => finish(asked, picture, { type: 'picture', picture, arrangement: wanted }),
      // Then it still has the one before.
      (error: unknown) =>
        finish(asked, before, { type: 'problem', message: errorMessage(error) || String(error) }),
    );
  }

  /** What a profile led to that the page has no more is of no use: its figures and places would be told of another. */
  function finish(
    asked: Drawn,
    picture: Picture | undefined,
    event: Extract<GraphEvent, { type: 'picture' | 'problem' }>,
  ): void {
    isDrawing = false;
    if (loaded === asked.profile) held = picture;
    const isOfUse = latest?.profile === asked.profile;
    drawn = isOfUse ? { ...asked, isThere: event.type === 'picture' } : undefined;
    if (isOfUse && (event.type === 'picture' || isWanted(asked))) dispatch(event);
    follow();
  }

  /** Why a picture could not be drawn that nobody wants any more, nobody asks. */
  function isWanted({ key, profile }: Drawn): boolean {
    return latest !== undefined && JSON.stringify(specOf(latest.state.wanted, profile)) === key;
  }

  function search(): void {
    const { query, shown } = latest?.state ?? {};
    if (!query || !shown) return;
    const { picture } = shown;
    if (held !== picture || (searched?.query === query && searched.picture === picture)) return;
    searched = { query, picture };
    const tell = (found: Parameters<typeof answerOf>[2]): void => dispatch(answerOf(query, picture, found));
    if (query.text.trim() === '') return tell(undefined);
    engine.search(query).then(tell, (error: unknown) => {
      // Of another query than what is searched for by now, nobody asks why.
      if (latest?.state.query !== query) return;
      tell(undefined);
      dispatch({ type: 'problem', message: errorMessage(error) });
    });
  }

  function follow(): void {
    drawNext();
    search();
  }

  return {
    load,
    holds: (picture) => held === picture,
    follow: (state, profile) => {
      latest = { state, profile };
      follow();
    },
  };
}

function answerOf(
  query: SearchQuery,
  picture: Picture,
  found: Extract<GraphEvent, { type: 'matches' }>['found'],
): GraphEvent {
  return { type: 'matches', query, picture, found };
}
