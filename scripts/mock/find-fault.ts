import { didYouMean, nearest } from '../nearest.ts';
import { UsageError } from '../usage-error.ts';

/** @throws UsageError with the nearest names */
export function findFault<F extends { name: string }>(
  name: string,
  faults: readonly F[],
  command: string,
): F {
  const fault = faults.find((one) => one.name === name);
  if (fault) return fault;
  const names = faults.map((one) => one.name);
  throw new UsageError(`There is no fault "${name}".`, {
    hint: didYouMean(nearest(name, names)) ?? `All faults: ssf-conformance ${command} --list-faults`,
  });
}

/** One line for each fault: name, rule, what it does. */
export function faultList(faults: readonly { name: string; breaks: string; summary: string }[]): string {
  const width = Math.max(...faults.map((fault) => fault.name.length), 0);
  return faults.map(({ name, breaks, summary }) => `${name.padEnd(width)}  ${breaks}  ${summary}\n`).join('');
}
