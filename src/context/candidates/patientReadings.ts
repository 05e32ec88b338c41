import type { Clock } from '../../common/clock';
import { within } from '../within';

/** How long to wait for the disk: where it is a share on a network, a prompt is worth more than one file of it. */
export interface DiskPatience {
  readonly clock: Clock;
  readonly diskMs: number;
}

/** Reads each file once at a time. One that is late is waited for no more, but read to its end. */
export interface PatientReadings<T> {
  /** Undefined when there is nothing, or not in time. */
  inTime(path: string): Promise<T | undefined>;
  /** How often all that was late has come. */
  readonly lateArrivals: number;
}

interface Reading<T> {
  readonly value: Promise<T | undefined>;
  isLate: boolean;
}

export function createPatientReadings<T>(
  read: (path: string) => Promise<T | undefined>,
  { clock, diskMs }: DiskPatience,
): PatientReadings<T> {
  const readings = new Map<string, Reading<T>>();
  let lateArrivals = 0;

  function begin(path: string): Reading<T> {
    const value = read(path).finally(() => {
      readings.delete(path);
      if (reading.isLate && ![...readings.values()].some(({ isLate }) => isLate)) lateArrivals += 1;
    });
    const reading: Reading<T> = { value, isLate: false };
    readings.set(path, reading);
    return reading;
  }

  return {
    inTime: async (path) => {
      const reading = readings.get(path) ?? begin(path);
      if (reading.isLate) return undefined;
      const value = await within(diskMs, clock, reading.value);
      reading.isLate = readings.get(path) === reading;
      return value;
    },
    get lateArrivals() {
      return lateArrivals;
    },
  };
}
