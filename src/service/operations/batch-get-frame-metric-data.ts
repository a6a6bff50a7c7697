import type { FrameMetrics, Step } from '../engine/frame-metrics';
import { ResourceNotFoundException, ValidationException } from '../errors';
import { findGroup } from '../groups';
import type { Input } from '../model/input';
import { PERIODS } from '../periods';
import type { Service } from '../service';
import { toSpan } from '../time-span';
import { toWireTime } from '../timestamps';

/** Each is a number per step and a pass over the profile's stacks: a day in steps of five minutes is 28,800 numbers. */
const MAX_METRICS = 100;

/**
 * How functions did over time, in percent of the samples in the asked thread states.
 *
 * A step without a profile has no value: it is left out of `endTimes`, as the service model says of what was not
 * processed, and listed under the reason. A zero there would say that the function did not run.
 */
export async function batchGetFrameMetricData(service: Service, input: Input<'BatchGetFrameMetricData'>) {
  const group = findGroup(service, input.profilingGroupName);
  const { frameMetrics = [], targetResolution = 'PT5M' } = input;
  if (frameMetrics.length > MAX_METRICS) {
    throw new ValidationException(
      `A request has at most ${MAX_METRICS} frameMetrics, not ${frameMetrics.length}; ask in several.`,
    );
  }
  const metrics = await service.engine.ask('frameMetrics', {
    group: group.id,
    span: toSpan(input, { latest: 'P1D', longest: PERIODS.P1D }),
    target: targetResolution,
    questions: frameMetrics.map(({ frameName, threadStates }) => ({ name: frameName, states: threadStates })),
    now: service.clock(),
  });
  if (metrics === undefined) {
    throw new ResourceNotFoundException('No agent has posted a profile to this profiling group yet.');
  }
  for (const step of metrics.steps) {
    if ('cause' in step) {
      service.log(
        `a profile of group ${group.id} up to ${toWireTime(step.end)} cannot be read: ${step.cause}`,
      );
    }
  }
  return toWire(metrics, frameMetrics);
}

function toWire({ range, resolution, steps }: FrameMetrics, frameMetrics: readonly object[]) {
  const processed = steps.flatMap((step) => ('shares' in step ? step : []));
  return {
    startTime: toWireTime(range.start),
    endTime: toWireTime(range.end),
    resolution,
    endTimes: processed.map(toTimestamp),
    frameMetricData: frameMetrics.map((frameMetric, at) => ({
      frameMetric,
      values: processed.map(({ shares }) => 100 * shares[at]),
    })),
    unprocessedEndTimes: groupGaps(steps),
  };
}

/** By reason; no key at all where every step has a value. */
function groupGaps(steps: readonly Step[]) {
  const gaps: Record<string, object[]> = {};
  for (const step of steps) {
    if ('gap' in step) {
      (gaps[step.gap] ??= []).push(toTimestamp(step));
    }
  }
  return gaps;
}

function toTimestamp({ end }: Step) {
  return { value: toWireTime(end) };
}
