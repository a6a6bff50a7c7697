import { errorMessage } from '../../src/base/error-message';
import { joinProfiles } from '../../src/profile/compare-join';
import type { Profile } from '../../src/profile/tables';
import type { Answers, FromEngine, Question, ToEngine } from './engine-messages';
import { packPicture } from './engine-messages';
import { toFile } from './export-file';
import { GraphEngine } from './graph-engine';
import { packVerdict } from './packed-verdict';

/** The engine in a worker of its own: it may take its time without a frame being late. */
const engine = new GraphEngine();
let source: Profile | undefined;
/** What the page got last and may ask about without sending it back. */
let joined: Profile | undefined;

self.addEventListener('message', ({ data }: MessageEvent<ToEngine>) => {
  if (data.type === 'load') {
    source = data.profile ?? joined;
    if (source) engine.load(source);
    return;
  }
  void respond(data.id, data.question).then(send);
});

/** Copying an answer takes memory too; whoever waits for one hears where there is none. */
function send(answer: FromEngine): void {
  try {
    self.postMessage(answer);
  } catch (error) {
    self.postMessage({ id: answer.id, error: errorMessage(error) } satisfies FromEngine);
  }
}

async function respond(id: number, question: Question): Promise<FromEngine> {
  try {
    return { id, answer: await answer(question) };
  } catch (error) {
    return { id, error: errorMessage(error) };
  }
}

function answer(question: Question): Answers[keyof Answers] | Promise<Answers[keyof Answers]> {
  switch (question.method) {
    case 'draw': {
      const picture = engine.draw(question.spec);
      return packPicture(picture, source ?? picture.profile);
    }
    case 'search':
      return engine.search(question.query);
    case 'neighbours':
      return engine.neighbours(question.frame, question.limit);
    case 'join':
      joined = joinProfiles(question.a, question.b);
      return joined;
    case 'compare':
      return packVerdict(engine.compare(question.view, question.scale, question.rigour));
    case 'packages':
      return engine.packages(question.limit);
    case 'export':
      return toFile(question.format, engine.export(question.format, question.titles));
  }
}
