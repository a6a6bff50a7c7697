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
 * An engine in a worker.
 * @param address of its script, in the page's own origin or one that its policy lets it fetch
 */
export function startEngine(address: string): Engine {
  const code = fetch(address).then((response) => response.blob());
  let worker = startWorker(code);
  let source: Profile | undefined;
  let lastSpec: PictureSpec | undefined;
  let joined: Profile | undefined;
  let joining: Promise<Profile> | undefined;

  const begin = (): void => {
    worker.stop();
    worker = startWorker(code);
    joined = undefined;
    if (source) worker.post({ type: 'load', profile: source });
    if (lastSpec) void worker.ask({ method: 'draw', spec: lastSpec });
  };

  return {
    load: (profile) => {
      source = profile;
      lastSpec = undefined;
      worker.post(profile === joined ? { type: 'load' } : { type: 'load', profile });
    },
    draw: async (spec) => {
      const of = source;
      lastSpec = spec;
      const sent = await worker.ask({ method: 'draw', spec });
      if (!of) throw new Error('There is no profile to draw yet.');
      return unpackPicture(sent, of);
    },
    search: async (query) => {
      const deadline = new Promise<never>((_, reject) => {
        setTimeout(() => reject(new EndlessSearch('The search took too long.')), SEARCH_LIMIT_MS);
      });
      try {
        return await Promise.race([worker.ask({ method: 'search', query }), deadline]);
      } catch (error) {
        if (error instanceof EndlessSearch) begin();
        throw error;
      }
    },
    neighbours: (frame, limit) => worker.ask({ method: 'neighbours', frame, limit }),
    join: async (a, b) => {
      joined = undefined;
      const asked = worker.ask({ method: 'join', a, b });
      joining = asked;
      const profile = await asked;
      // The worker keeps the one that was asked for last.
      if (joining === asked) joined = profile;
      return profile;
    },
    compare: async (view, scale, rigour) =>
      unpackVerdict(await worker.ask({ method: 'compare', view, scale, rigour })),
    packages: (limit) => worker.ask({ method: 'packages', limit }),
    export: (format, titles) => worker.ask({ method: 'export', format, titles }),
  };
}

interface RunningWorker {
  post(message: ToEngine): void;
  ask<Q extends Question>(question: Q): Promise<Answers[Q['method']]>;
  stop(): void;
}

/** A page of VS Code may start a worker from a blob only: its resources are of another origin. */
function startWorker(code: Promise<Blob>): RunningWorker {
  const pending = new Map<
    number,
    { readonly resolve: (answer: unknown) => void; readonly reject: (error: Error) => void }
  >();
  let lastId = 0;
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
    worker.addEventListener('error', ({ message }) => fail(new Error(message)));
    return worker;
  });
  const fail = (error: Error): void => {
    for (const { reject } of pending.values()) reject(error);
    pending.clear();
  };
  const post = (message: ToEngine): void => {
    started.then(
      (worker) => worker.postMessage(message),
      (error: unknown) => fail(error instanceof Error ? error : new Error(String(error))),
    );
  };
  return {
    post,
    ask: <Q extends Question>(question: Q) =>
      new Promise<Answers[Q['method']]>((resolve, reject) => {
        const id = ++lastId;
        pending.set(id, { resolve: (answer) => resolve(answer as Answers[Q['method']]), reject });
        post({ type: 'ask', id, question });
      }),
    stop: () => {
      fail(new Error('The engine was started anew.'));
      void started.then((worker) => worker.terminate());
    },
  };
}
