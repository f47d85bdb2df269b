import type { Delivery, DurationRow } from '../../../reports/results.ts';
import type { Estimate } from './instants.ts';
import { percentile } from './percentile.ts';

/** One measured duration. */
export interface Measured {
  name: DurationRow['name'];
  eventType: string;
  delivery: Delivery;
  duration: Estimate;
}

const NAMES: readonly DurationRow['name'][] = [
  'process-to-signing',
  'delivery',
  'ingest-to-push',
  'end-to-end',
];

/** Figures by name and delivery: first all types together, then each type by itself. What was not measured has no row. */
export function durationsOf(measured: readonly Measured[]): DurationRow[] {
  const types = [...new Set(measured.map(({ eventType }) => eventType))].toSorted();
  const deliveries = [...new Set(measured.map(({ delivery }) => delivery))];
  return NAMES.flatMap((name) =>
    deliveries.flatMap((delivery) => {
      const own = measured.filter((one) => one.name === name && one.delivery === delivery);
      return [null, ...types].flatMap((eventType) => {
        const counted = own.filter((one) => eventType === null || one.eventType === eventType);
        return counted.length === 0 ? [] : [row({ name, eventType, delivery }, counted)];
      });
    }),
  );
}

function row(
  key: Pick<DurationRow, 'name' | 'eventType' | 'delivery'>,
  counted: readonly Measured[],
): DurationRow {
  const sorted = counted.map(({ duration }) => duration.ms).toSorted((a, b) => a - b);
  const off = counted.map(({ duration: { ms, low, high } }) => Math.max(ms - low, high - ms));
  return {
    ...key,
    count: sorted.length,
    p50: rounded(percentile(sorted, 50)),
    p90: rounded(percentile(sorted, 90)),
    p99: rounded(percentile(sorted, 99)),
    max: rounded(percentile(sorted, 100)),
    uncertaintyMs: rounded(off.reduce((most, one) => Math.max(most, one), 0)),
  };
}

/** Hundredths of a ms: more the stamps do not tell. */
export function rounded(ms: number): number {
  return Math.round(ms * 100) / 100;
}
