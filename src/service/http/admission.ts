import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { ThrottlingException } from '../errors';

/**
 * How many connections and requests are let in at once, so that no crowd costs more memory than was thought of. What
 * a single request may weigh is in body.ts.
 */

export interface AdmissionLimits {
  readonly connections: number;
  /** Signed requests from the moment their body is there until their answer is sent. */
  readonly requests: number;
}

/**
 * A connection costs 20 KB or so, idle; a thousand agents that post every five minutes and keep theirs for one hold a
 * fifth of this. But a fleet that was started at one moment also reports at one, and an agent that is turned away three
 * times within some three seconds drops its profile: so all of them may wait, what they hold is bounded by body.ts.
 */
export const ADMISSION_LIMITS: AdmissionLimits = { connections: 1024, requests: 1024 };

/**
 * What connections are worth, least first; in this order they are given up when there are too many.
 *
 *     silent    has not shown that it knows a key, and asks nothing
 *     idle      has had its answer; closing it is what any client expects of a server
 *     unproven  is sending a request that may turn out to be signed
 *     busy      waits for the answer to a signed request; never given up
 */
type Rank = 'silent' | 'idle' | 'unproven' | 'busy';

/**
 * Every new connection is taken, and when there are too many the least of the others is cut, the longest-standing first.
 * A limit that turns away the newest instead would let a crowd that says nothing keep everybody else out.
 */
export class Connections {
  private readonly ranks: Readonly<Record<Rank, Set<Socket>>> = {
    silent: new Set(),
    idle: new Set(),
    unproven: new Set(),
    busy: new Set(),
  };
  private readonly known = new WeakSet<Socket>();
  private count = 0;

  constructor(private readonly limits: AdmissionLimits) {}

  /** @param event that tells of a new connection: 'secureConnection' where it is encrypted */
  watch(server: Server, event: 'connection' | 'secureConnection'): void {
    server.on(event, (socket: Socket) => {
      this.count++;
      this.move(socket, 'silent');
      socket.once('close', () => {
        this.count--;
        this.leave(socket);
      });
      if (this.count > this.limits.connections) {
        this.giveUpOneFor(socket);
      }
    });
  }

  /** A request begins on it. */
  begin(socket: Socket): void {
    this.move(socket, this.known.has(socket) ? 'busy' : 'unproven');
  }

  /** The request on it is signed by one of ours. */
  prove(socket: Socket): void {
    this.known.add(socket);
    this.move(socket, 'busy');
  }

  /** The answer is sent, or it is clear that it is a refusal. */
  end(socket: Socket): void {
    this.move(socket, this.known.has(socket) ? 'idle' : 'silent');
  }

  /** The newest itself where all the others are busy. */
  private giveUpOneFor(newest: Socket): void {
    this.leave(newest);
    const { silent, idle, unproven } = this.ranks;
    const [least = newest] = [silent, idle, unproven].flatMap(([first]) => first ?? []);
    if (least !== newest) {
      this.move(newest, 'silent');
    }
    this.leave(least);
    least.destroy();
  }

  private move(socket: Socket, rank: Rank): void {
    this.leave(socket);
    if (!socket.destroyed) {
      this.ranks[rank].add(socket);
    }
  }

  private leave(socket: Socket): void {
    Object.values(this.ranks).forEach((sockets) => sockets.delete(socket));
  }
}

/** Counts the signed requests under way. */
export class Requests {
  private underWay = 0;

  constructor(private readonly limits: AdmissionLimits) {}

  /** @throws {ThrottlingException} when no more are taken */
  check(): void {
    if (this.underWay >= this.limits.requests) {
      throw new ThrottlingException('Too many requests are under way; send this one again in a second.');
    }
  }

  /** @returns what ends it */
  begin(): () => void {
    this.check();
    this.underWay++;
    return () => this.underWay--;
  }
}
