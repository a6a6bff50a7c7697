import { resolve } from 'node:path';
import { inspectInterpreter } from '../../src/agent/detect';
import { ensureEnvironment } from '../../src/start/python-environment';
import { StartError } from '../../src/start/start-error';
import { skip } from '../harness/skip';

let known: string | undefined;

/**
 * A Python with the real agent: the one that BURNLINE_TEST_PYTHON names, else the environment that `npm start` makes.
 * Skips the test where there is neither Python nor a way to get the agent.
 */
export async function pythonWithAgent(context: Mocha.Context): Promise<string> {
  context.timeout(240_000);
  known ??= process.env.BURNLINE_TEST_PYTHON;
  if (known === undefined) {
    try {
      const signal = new AbortController().signal;
      known = (await ensureEnvironment(resolve('.burnline', 'venv'), () => undefined, signal)).path;
    } catch (error) {
      if (error instanceof StartError) skip(context, error.message);
      throw error;
    }
  }
  const inspected = await inspectInterpreter({ path: known, origin: 'setting' });
  return inspected?.agentVersion === undefined ? skip(context, `${known} cannot import the agent`) : known;
}
