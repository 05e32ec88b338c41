const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 60_000;
/** Several windows of an editor must not ask a returning host all at once. */
const JITTER = 0.25;

/** How long to leave a host alone after so many failures in a row. `random` is from 0 to 1. */
export function backOffMs(failures: number, random: number): number {
  const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (failures - 1));
  return wait * (1 - JITTER + 2 * JITTER * random);
}
