import type { Profile } from '../../src/profile/tables';
import type { Answers, FromEngine, Question, ToEngine } from './engine-messages';
import { packPicture } from './engine-messages';
import { GraphEngine } from './graph-engine';

/** The engine in a worker of its own: it may take its time without a frame being late. */
const engine = new GraphEngine();
let source: Profile | undefined;

self.addEventListener('message', ({ data }: MessageEvent<ToEngine>) => {
  if (data.type === 'load') {
    source = data.profile;
    return engine.load(data.profile);
  }
  self.postMessage(respond(data.id, data.question));
});

function respond(id: number, question: Question): FromEngine {
  try {
    return { id, answer: answer(question) };
  } catch (error) {
    return { id, error: error instanceof Error ? error.message : String(error) };
  }
}

function answer(question: Question): Answers[keyof Answers] {
  switch (question.method) {
    case 'draw': {
      const picture = engine.draw(question.spec);
      return packPicture(picture, source ?? picture.profile);
    }
    case 'search':
      return engine.search(question.query);
    case 'neighbours':
      return engine.neighbours(question.frame, question.limit);
  }
}
