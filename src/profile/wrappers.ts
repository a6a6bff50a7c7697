import { ProfileBuilder } from './builder';
import { normaliseFrames } from './frame-names';
import type { Profile } from './tables';
import { markThreads } from './thread-frames';
import { deriveStates } from './thread-states';
import type { StackIndex } from './units';

/**
 * Frames that are there only because a program was started under a profiler: the agent's command line, our launcher,
 * and the `runpy` machinery of `python -m`. They are folded at the bottom of stacks only; a program that calls `runpy`
 * further up keeps it.
 *
 *     <frozen runpy>:_run_module_as_main > <frozen runpy>:_run_code > codeguru_profiler_agent.__main__:<module>
 *       > codeguru_profiler_agent.__main__:main > app:<module> > ...
 */
const WRAPPER = /^(?:<frozen runpy>|runpy|codeguru_profiler_agent\.__main__|burnline_launch):/;

/** What pyinstrument calls a frame's own time, as if it were a call. */
const SELF = '[self]';

/** Names that no source has: the agent puts them in the place of what a thread was doing. */
const SYNTHETIC = /^<(?:Sleep|queue\.get|Truncated|no frames)>$/;

/** Whether a frame stands for an activity rather than for a function that has source. */
export function isSynthetic(name: string): boolean {
  return SYNTHETIC.test(name);
}

/**
 * The profile as people want to read it: one function under one name, thread states told apart, the profiler's own
 * frames folded away.
 */
export function toReadable(raw: Profile): Profile {
  return foldWrappers(deriveStates(normaliseFrames(raw)));
}

/**
 * Drops wrapper frames from the bottom of stacks, so that the program starts at its own entry point. No sample is
 * lost: those that ended inside a wrapper keep it, as an entry point of its own beside the program's. Where threads
 * have frames, stacks begin below those. A callee that is only its caller's own time goes to its caller.
 */
export function foldWrappers(profile: Profile): Profile {
  const { frames, stacks, samples, meta } = profile;
  const isWrapper = frames.name.map((name) => WRAPPER.test(name));
  const isSelf = frames.name.map((name, row) => name === SELF && frames.file[row] === '');
  if (!isWrapper.includes(true) && !isSelf.includes(true)) {
    return profile;
  }
  const builder = new ProfileBuilder();
  const push = (row: StackIndex, caller: StackIndex): StackIndex => {
    const at = stacks.frame[row];
    const frame = builder.frame(frames.name[at], frames.file[at], frames.raw?.[at]);
    return builder.stack(caller, frame, stacks.firstLine[row], stacks.lastLine[row]);
  };
  const isThread = markThreads(profile);
  /** Where the callees of each stack go: to the entry points, while only wrappers were seen. */
  const callers = new Int32Array(stacks.length);
  /** 1 for stacks without any of the program's own frames. */
  const isBefore = new Uint8Array(stacks.length);
  for (let row = 0; row < stacks.length; row++) {
    const prefix = stacks.prefix[row];
    const frame = stacks.frame[row];
    const caller = prefix < 0 ? -1 : callers[prefix];
    const isFirst = prefix < 0 || isBefore[prefix] === 1;
    const isFolded = isFirst ? isWrapper[frame] : isSelf[frame];
    if (isFirst && (isFolded || (prefix < 0 && isThread[frame] === 1))) isBefore[row] = 1;
    callers[row] = isFolded ? caller : push(row, caller);
  }
  for (let i = 0; i < samples.length; i++) {
    const row = samples.stack[i];
    builder.sample(
      isBefore[row] === 1 && isWrapper[stacks.frame[row]] ? push(row, callers[row]) : callers[row],
      samples.states[samples.state[i]],
      samples.count[i],
    );
  }
  return builder.finish(meta);
}
