import type { Store } from '../store/store';
import type { History } from './history';
import { expire } from './expire';
import { fold } from './fold';
import { readFrameMetrics } from './frame-metrics';
import { postAll } from './post';
import { readProfile, recommendFor } from './answers';
import { makeReport, remindOfFindings } from '../reports/make-report';

/**
 * The work with profiles, which takes too long for the thread that answers requests, by name. A job is given what it
 * needs to know, the time included: threads have no clock, and a job that is done twice does the same.
 */
export interface Workshop {
  readonly store: Store;
  readonly history: History;
}

/** One input after another, on the thread that aggregates. */
export const jobs = {
  readProfile,
  recommend: recommendFor,
  frameMetrics: readFrameMetrics,
  fold: ({ store, history }: Workshop, { now, skip }: { now: number; skip: number }) =>
    fold(store, history, now, skip),
  report: makeReport,
  remind: remindOfFindings,
  expire: ({ store }: Workshop, { now }: { now: number }) => expire(store, now),
  clearDeleted: ({ store }: Workshop, { limit }: { limit: number }) => store.groups.clearDeleted(limit),
};

/** All inputs that wait, at once, on the thread that files. */
export const batchJobs = { post: postAll };

type Jobs = typeof jobs;
type BatchJobs = typeof batchJobs;

export type JobName = keyof Jobs | keyof BatchJobs;

export type JobInput<J extends JobName> = J extends keyof Jobs
  ? Parameters<Jobs[J]>[1]
  : J extends keyof BatchJobs
    ? Parameters<BatchJobs[J]>[1][number]
    : never;

export type JobOutput<J extends JobName> = J extends keyof Jobs ? ReturnType<Jobs[J]> : void;
