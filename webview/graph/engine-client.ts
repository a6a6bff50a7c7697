import type { ExportFormat } from '../../src/export/formats';
import type { Rigour } from '../../src/profile/compare';
import type { Scale } from '../../src/profile/compare-normalization';
import type { Neighbours } from '../../src/profile/neighbours';
import type { SearchQuery, SearchResult } from '../../src/profile/search';
import type { Profile } from '../../src/profile/tables';
import type { StateView } from '../../src/profile/thread-states';
import type { FrameIndex } from '../../src/profile/units';
import type { Answers, FromEngine, Question, ToEngine, Verdict } from './engine-messages';
import { unpackPicture } from './engine-messages';
import type { ExportTitles, PackageTotal } from './graph-engine';
import { unpackVerdict } from './packed-verdict';
import type { Picture, PictureSpec } from './picture';

/** The engine as a page uses it: questions in the order in which they are asked, answers when they are there. */
export interface Engine {
  /** What is asked from now on is asked about this profile. */
  load(profile: Profile): void;
  draw(spec: PictureSpec): Promise<Picture>;
  /** In the picture drawn last. Rejects when it takes longer than anybody waits: a pattern may never end. */
  search(query: SearchQuery): Promise<SearchResult>;
  neighbours(frame: FrameIndex, limit: number): Promise<Neighbours>;
  /** Two profiles as one, see compare-join.ts. Rejects where they count different things. */
  join(a: Profile, b: Profile): Promise<Profile>;
  /** Function by function, of the joined profile that was loaded. */
  compare(view: StateView, scale: Scale, rigour: Rigour): Promise<Verdict>;
  /** The heaviest packages, by the samples that have one of their functions in the stack. */
  packages(limit: number): Promise<readonly PackageTotal[]>;
  /** What was drawn last as the content of a file. */
  export(format: ExportFormat, titles: ExportTitles): Promise<Uint8Array<ArrayBuffer>>;
}

/** As much as a search of ten million call paths takes a few times over; a pattern that backtracks takes years. */
const SEARCH_LIMIT_MS = 10_000;

/** Says that a search was called off because it would not end. */
export class EndlessSearch extends Error {}

/**
 * An engine in a worker. It is asked one thing after the other, so that when it has to be started anew nothing is lost
 * but what it was at, and the time that a search takes begins when what was asked before is answered.
 *
 * @param address of its script, in the page's own origin or one that its policy lets it fetch
 */
export function startEngine(address: string, searchLimitMs = SEARCH_LIMIT_MS): Engine {
  const code = fetch(address).then((response) => response.blob());
  let worker = startWorker(code);
  let source: Profile | undefined;
  let joined: Profile | undefined;
  let joining: Promise<Profile> | undefined;
  let lastSearch: SearchQuery | undefined;
  /** What the worker has, for the one after it. */
  let has: { readonly profile?: Profile; readonly spec?: PictureSpec } = {};
  /** Fulfilled when all that was asked so far is answered. */
  let before: Promise<unknown> = Promise.resolve();

  const inTurn = <T>(act: () => T | Promise<T>): Promise<T> => {
    const done = before.then(async () => {
      if (worker.isBroken()) await begin();
      return act();
    });
    before = done.catch(() => undefined);
    return done;
  };
  const ask = <Q extends Question>(question: Q): Promise<Answers[Q['method']]> =>
    inTurn(() => worker.ask(question));

  const begin = async (): Promise<void> => {
    worker.stop();
    worker = startWorker(code);
    joined = undefined;
    const { profile, spec } = has;
    if (profile) worker.post({ type: 'load', profile });
    if (spec) await worker.ask({ method: 'draw', spec }).catch(() => undefined);
  };

  const searchNow = async (query: SearchQuery): Promise<SearchResult> => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const deadline = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new EndlessSearch('The search took too long.')), searchLimitMs);
    });
    try {
      return await Promise.race([worker.ask({ method: 'search', query }), deadline]);
    } catch (error) {
      if (error instanceof EndlessSearch) await begin();
      throw error;
    } finally {
      clearTimeout(timer);
    }
  };

  return {
    load: (profile) => {
      source = profile;
      void inTurn(() => {
        has = { profile };
        worker.post(profile === joined ? { type: 'load' } : { type: 'load', profile });
      });
    },
    draw: async (spec) => {
      const of = source;
      const sent = await inTurn(async () => {
        const picture = await worker.ask({ method: 'draw', spec });
        has = { ...has, spec };
        return picture;
      });
      if (!of) throw new Error('There is no profile to draw yet.');
      return unpackPicture(sent, of);
    },
    search: (query) => {
      lastSearch = query;
      return inTurn(() => {
        // Whoever types on does not wait for each letter.
        if (lastSearch !== query) throw new Error('Something else was searched for since.');
        return searchNow(query);
      });
    },
    neighbours: (frame, limit) => ask({ method: 'neighbours', frame, limit }),
    join: async (a, b) => {
      joined = undefined;
      const asked = ask({ method: 'join', a, b });
      joining = asked;
      const profile = await asked;
      // The worker keeps the one that was asked for last.
      if (joining === asked) joined = profile;
      return profile;
    },
    compare: async (view, scale, rigour) =>
      unpackVerdict(await ask({ method: 'compare', view, scale, rigour })),
    packages: (limit) => ask({ method: 'packages', limit }),
    export: (format, titles) => ask({ method: 'export', format, titles }),
  };
}

interface RunningWorker {
  post(message: ToEngine): void;
  ask<Q extends Question>(question: Q): Promise<Answers[Q['method']]>;
  /** Whether it may never answer again. */
  isBroken(): boolean;
  stop(): void;
}

/** A page of VS Code may start a worker from a blob only: its resources are of another origin. */
function startWorker(code: Promise<Blob>): RunningWorker {
  const pending = new Map<
    number,
    { readonly resolve: (answer: unknown) => void; readonly reject: (error: Error) => void }
  >();
  let lastId = 0;
  let isBroken = false;
  const started = code.then((blob) => {
    const address = URL.createObjectURL(blob);
    const worker = new Worker(address);
    URL.revokeObjectURL(address);
    worker.addEventListener('message', ({ data }: MessageEvent<FromEngine>) => {
      const asked = pending.get(data.id);
      pending.delete(data.id);
      if ('error' in data) asked?.reject(new Error(data.error));
      else asked?.resolve(data.answer);
    });
    // Out of memory, most likely: whoever waits has to hear of it.
    worker.addEventListener('error', ({ message }) => breakOff(message));
    worker.addEventListener('messageerror', () => breakOff(''));
    return worker;
  });
  const breakOff = (reason: string): void => {
    isBroken = true;
    fail(new Error(reason || 'The engine stopped: the profile may be too big for the memory there is.'));
  };
  const fail = (error: Error): void => {
    for (const { reject } of pending.values()) reject(error);
    pending.clear();
  };
  const post = (message: ToEngine): void => {
    started
      .then((worker) => worker.postMessage(message))
      .catch((error: unknown) => fail(error instanceof Error ? error : new Error(String(error))));
  };
  return {
    post,
    ask: <Q extends Question>(question: Q) =>
      new Promise<Answers[Q['method']]>((resolve, reject) => {
        const id = ++lastId;
        pending.set(id, { resolve: (answer) => resolve(answer as Answers[Q['method']]), reject });
        post({ type: 'ask', id, question });
      }),
    isBroken: () => isBroken,
    stop: () => {
      fail(new Error('The engine was started anew.'));
      started.then(
        (worker) => worker.terminate(),
        () => undefined,
      );
    },
  };
}
