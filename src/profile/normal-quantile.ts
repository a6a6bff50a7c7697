/**
 * The value that a standard normal variable stays below with this probability: Algorithm AS 241 (PPND7) of Wichura,
 * Applied Statistics 37, 1988; right to about seven digits.
 * @param probability above 0, below 1
 */
export function normalQuantile(probability: number): number {
  const q = probability - 0.5;
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q;
    return (q * polynomial(r, CENTRE)) / polynomial(r, UNDER_CENTRE);
  }
  const r = Math.sqrt(-Math.log(Math.min(probability, 1 - probability)));
  const tail =
    r <= 5
      ? polynomial(r - 1.6, TAIL) / polynomial(r - 1.6, UNDER_TAIL)
      : polynomial(r - 5, FAR_TAIL) / polynomial(r - 5, UNDER_FAR_TAIL);
  return q < 0 ? -tail : tail;
}

/** Coefficients from the highest power down. */
const CENTRE = [59.10937472, 159.29113202, 50.434271938, 3.3871327179];
const UNDER_CENTRE = [67.18756356, 78.757757664, 17.895169469, 1];
const TAIL = [0.17023821103, 1.3067284816, 2.75681539, 1.4234372777];
const UNDER_TAIL = [0.12021132975, 0.7370016425, 1];
const FAR_TAIL = [0.017337203997, 0.42868294337, 3.081226386, 6.657905115];
const UNDER_FAR_TAIL = [0.012258202635, 0.24197894225, 1];

function polynomial(x: number, coefficients: readonly number[]): number {
  return coefficients.reduce((sum, coefficient) => sum * x + coefficient, 0);
}
