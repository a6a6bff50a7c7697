import type { FleetCost } from '../insight/cost';
import type { YearlyCost } from '../protocol/flame';

/** As much of an estimate as a page needs to show a figure and its arithmetic. */
export function describeCost({ yearly, product, priceSource, priceDate }: FleetCost): YearlyCost {
  return { yearly, product, priceSource, priceDate };
}
