import { mean } from '../../figures';

/** What a change does to cases measured with and without it. */
export interface PairedFigures {
  readonly cases: number;
  readonly meanDifference: number;
  /** Half of the 95 % confidence interval, by the normal approximation that so many cases allow. */
  readonly halfInterval: number;
  /** Student's t of the differences. */
  readonly t: number;
  /** Share of the cases in which the first is higher. */
  readonly higherShare: number;
}

const NORMAL_95 = 1.96;

/** Compares the first value of each pair with the second. */
export function pairedFigures(pairs: readonly (readonly [number, number])[]): PairedFigures {
  const differences = pairs.map(([first, second]) => first - second);
  const meanDifference = mean(differences);
  const squares = differences.map((difference) => (difference - meanDifference) ** 2);
  const variance = squares.reduce((total, square) => total + square, 0) / Math.max(differences.length - 1, 1);
  const standardError = Math.sqrt(variance / differences.length);
  return {
    cases: differences.length,
    meanDifference,
    halfInterval: NORMAL_95 * standardError,
    t: meanDifference / standardError,
    higherShare: differences.filter((difference) => difference > 0).length / differences.length,
  };
}
