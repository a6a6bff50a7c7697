import type { Disposable } from '../base/disposables';
import { Emitter } from '../base/events';
import type { Event } from '../base/events';
import type { Log } from '../host/log';
import type { EpochMs, Milliseconds } from '../profile/units';
import type { AgentState } from './agent-state';
import type { PlanTask } from './plan-task';

/** A program under the agent, in a terminal of its own. */
export interface AgentRun extends Disposable {
  readonly state: AgentState;
  /** Fires on every change of state, and each second while the first profile is awaited: the countdown. */
  readonly onDidChange: Event<AgentState>;
  /** Interrupts the program as Ctrl+C does, so that its agent posts what it has; resolves when it is `stopped`. */
  stop(): Promise<void>;
}

export interface RunServices {
  /** How long the service lets agents collect before they report. */
  readonly firstProfileAfter: Milliseconds;
  /** When the newest agent profile of the group came in, undefined where none ever did. */
  lastProfileAt(signal: AbortSignal): Promise<EpochMs | undefined>;
  readonly log: Log;
}

const POLL_MS = 1_000;

/** A program may have work of its own to finish on Ctrl+C; after that its terminal is closed, which flushes as well. */
const INTERRUPT_TIMEOUT_MS = 12_000;

/** Looks after a program that has just been started. No VS Code in here. */
export function followTask(task: PlanTask, services: RunServices): AgentRun {
  return new TaskRun(task, services);
}

/** Resolves when the program has reported or has ended, at once where that is so already; until then tells what it does. */
export function untilReported(
  run: Pick<AgentRun, 'state' | 'onDidChange'>,
  tell: (state: AgentState) => void,
): Promise<void> {
  return new Promise((resolve) => {
    const hear = (state: AgentState): void => {
      tell(state);
      if (state.kind === 'profiling' || state.kind === 'stopped') resolve();
    };
    run.onDidChange(hear);
    hear(run.state);
  });
}

class TaskRun implements AgentRun {
  private readonly changed = new Emitter<AgentState>();
  private readonly closing = new AbortController();
  private readonly startedAt = Date.now();
  private current: AgentState = { kind: 'starting' };
  private isLooking = false;
  private readonly followed: Promise<void>;

  readonly onDidChange = this.changed.event;

  constructor(
    private readonly task: PlanTask,
    private readonly services: RunServices,
  ) {
    this.followed = this.follow();
  }

  get state(): AgentState {
    return this.current;
  }

  async stop(): Promise<void> {
    if (this.current.kind === 'stopped') return;
    this.become({ kind: 'stopping' });
    const isInterrupted = await this.task.interrupt();
    const timer = setTimeout(() => this.task.terminate(), isInterrupted ? INTERRUPT_TIMEOUT_MS : 0);
    await this.task.ended;
    clearTimeout(timer);
    await this.followed;
  }

  /** The program itself belongs to its terminal: it goes on when a window reloads, and ends when that is closed. */
  dispose(): void {
    this.closing.abort();
    this.changed.dispose();
  }

  private async follow(): Promise<void> {
    if ((await this.task.processId) !== undefined && !this.closing.signal.aborted) {
      this.become({ kind: 'waiting', firstProfileAt: Date.now() + this.services.firstProfileAfter });
      const timer = setInterval(() => void this.look(), POLL_MS);
      this.closing.signal.addEventListener('abort', () => clearInterval(timer));
    }
    const exitCode = await this.task.ended;
    // Its last act was to flush, so what is not there now does not come any more.
    const hasProfile = await this.hasNewProfile();
    this.closing.abort();
    this.become({ kind: 'stopped', exitCode, hasProfile });
  }

  /** One question at a time; a failing one is asked again a second later. */
  private async look(): Promise<void> {
    if (!this.isWaiting() || this.isLooking) return;
    this.isLooking = true;
    this.changed.fire(this.current);
    const hasProfile = await this.hasNewProfile();
    this.isLooking = false;
    if (hasProfile && this.isWaiting()) this.become({ kind: 'profiling' });
  }

  private async hasNewProfile(): Promise<boolean> {
    try {
      const lastProfileAt = await this.services.lastProfileAt(this.closing.signal);
      return lastProfileAt !== undefined && lastProfileAt >= this.startedAt;
    } catch (error) {
      this.services.log.debug(`looking for the first profile: ${String(error)}`);
      return false;
    }
  }

  /** Asked anew after an await: the program may have ended meanwhile. */
  private isWaiting(): boolean {
    return this.current.kind === 'waiting';
  }

  private become(next: AgentState): void {
    if (this.current.kind === 'stopped' || (this.current.kind === 'stopping' && next.kind !== 'stopped')) {
      return;
    }
    this.current = next;
    this.changed.fire(next);
  }
}
