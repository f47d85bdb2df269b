import type { ReceiverSeams } from '../receiver/seams.ts';
import type { TransmitterSeams } from '../transmitter/seams.ts';
import { faults } from './index.ts';
import { receiverFaults } from './receiver/index.ts';
import { together } from './together.ts';

/**
 * The seams of a Transmitter with these faults on: `startTransmitter({ seams: breakTransmitter('set-padded') })`. They hold
 * state: call it for each Transmitter. Throws a RangeError for a name that `faults` does not have.
 */
export function breakTransmitter(...names: readonly string[]): TransmitterSeams {
  return together(names.map((name) => named(name, faults).seams()));
}

/**
 * The seams of a Receiver with this fault on: `startReceiver({ seams: breakReceiver('receiver-takes-alg-none') })`. They
 * hold state: call it for each Receiver. Throws a RangeError for a name that `receiverFaults` does not have.
 */
export function breakReceiver(name: string): ReceiverSeams {
  return named(name, receiverFaults).seams();
}

function named<F extends { name: string }>(name: string, among: readonly F[]): F {
  const fault = among.find((one) => one.name === name);
  if (fault !== undefined) return fault;
  const rated = among
    .map((one) => ({ one, likeness: likeness(String(name), one.name) }))
    .filter((entry) => entry.likeness > 0.6)
    .toSorted((a, b) => b.likeness - a.likeness)
    .slice(0, 3);
  const hint =
    rated.length > 0 ? ` Did you mean ${rated.map(({ one }) => `"${one.name}"`).join(' or ')}?` : '';
  throw new RangeError(`There is no fault "${name}".${hint}`);
}

/** How much of two names is the same, from 0 to 1: by pairs of letters that stand together, wherever they do. */
function likeness(a: string, b: string): number {
  const [one, other] = [pairs(a), pairs(b)];
  const common = [...one].filter((pair) => other.has(pair)).length;
  return (2 * common) / (one.size + other.size);
}

function pairs(name: string): Set<string> {
  return new Set(Array.from({ length: name.length - 1 }, (_, index) => name.slice(index, index + 2)));
}
