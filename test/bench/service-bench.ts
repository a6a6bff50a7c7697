import type { Scenario } from './measure';
import { fleetScenario } from './service-fleet';
import { postScenario } from './service-posts';
import { weekScenario } from './service-week';

/** The embedded service, each scenario in a process and on a folder of its own, as users have it. */
export const scenarios: readonly Scenario[] = [
  postScenario('5k'),
  postScenario('50k'),
  postScenario('1m'),
  weekScenario,
  fleetScenario('5k'),
  fleetScenario('50k'),
];
