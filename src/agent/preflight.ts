import type { Candidate, Interpreter } from './detect';
import { isAtLeast } from './detect';

/** What stands between a person and a program under the agent, as far as Python is concerned; each has a way out. */
export type Obstacle =
  /** No Python answers, or none that is recent enough. */
  | { readonly kind: 'no-python'; readonly found: Interpreter | undefined }
  /** pip can put the agent where it is missing. */
  | { readonly kind: 'no-agent'; readonly interpreter: Interpreter; readonly canInstall: boolean };

/** The agent's own lowest. */
export const OLDEST_PYTHON = [3, 6] as const;

/**
 * Which of the candidates to look at. What a person chose, in our setting or in the Python extension, is the one, and
 * so is the environment of the workspace; only among those on PATH is one with the agent sought.
 */
export function candidatesToTry(candidates: readonly Candidate[]): readonly Candidate[] {
  const [first] = candidates;
  return first === undefined || first.origin === 'path' ? candidates : [first];
}

/** Undefined when the interpreter is ready. */
export function findObstacle(interpreter: Interpreter | undefined): Obstacle | undefined {
  if (interpreter === undefined || !isAtLeast(interpreter.version, ...OLDEST_PYTHON)) {
    return { kind: 'no-python', found: interpreter };
  }
  if (interpreter.agentVersion === undefined) {
    return {
      kind: 'no-agent',
      interpreter,
      canInstall: interpreter.hasPip && !interpreter.isExternallyManaged,
    };
  }
  return undefined;
}
