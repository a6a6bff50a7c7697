import { ValidationException } from '../errors';
import { findGroup } from '../groups';
import type { Input } from '../model/input';
import type { Service } from '../service';
import { reportToWire } from '../findings-wire';
import { nextToken, tokenPosition } from '../tokens';

const PAGE = 100;

/** Reports of hours, or only of days, that start in the range; the newest first. */
export function listFindingsReports(service: Service, input: Input<'ListFindingsReports'>) {
  const { profilingGroupName, startTime, endTime, maxResults = PAGE, nextToken: token } = input;
  const group = findGroup(service, profilingGroupName);
  if (startTime >= endTime) {
    throw new ValidationException('The startTime must be before the endTime.');
  }
  const period = input.dailyReportsOnly ? 'P1D' : 'PT1H';
  const question = ['ListFindingsReports', group.id, period, startTime, endTime];
  const end = token === undefined ? endTime : tokenPosition(question, token);
  const found = service.store.reports.list(group.id, period, { start: startTime, end }, maxResults + 1);
  const page = found.slice(0, maxResults);
  return {
    findingsReportSummaries: page.map(reportToWire),
    nextToken: found.length > maxResults ? nextToken(question, page[page.length - 1].start) : undefined,
  };
}
