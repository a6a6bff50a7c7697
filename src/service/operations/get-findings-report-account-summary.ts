import { reportToWire } from '../findings-wire';
import type { Input } from '../model/input';
import type { Service } from '../service';
import { nextToken, tokenPosition } from '../tokens';

const PAGE = 100;

/**
 * The latest report of each group that has one, of an hour or only of a day, in order of the groups' creation: what an
 * overview of all groups shows beside each. The earlier ones are what ListFindingsReports is for.
 */
export function getFindingsReportAccountSummary(
  { store }: Service,
  { dailyReportsOnly, maxResults = PAGE, nextToken: token }: Input<'GetFindingsReportAccountSummary'>,
) {
  const period = dailyReportsOnly ? 'P1D' : 'PT1H';
  const question = ['GetFindingsReportAccountSummary', period];
  const after = token === undefined ? 0 : tokenPosition(question, token);
  const found = store.reports.newestOfEach(period, after, maxResults + 1);
  const page = found.slice(0, maxResults);
  return {
    reportSummaries: page.map(reportToWire),
    nextToken: found.length > maxResults ? nextToken(question, page[page.length - 1].group) : undefined,
  };
}
