import type { Device, Place } from './happening.ts';
import type { People, Person } from './scenario.ts';

/** The user of this number; a script asks only for those whom its scenario needs. */
export function user({ users }: People, index: number): Person {
  return member(users, index);
}

export function device({ devices }: People, index: number): Device {
  return member(devices, index);
}

export function place({ places }: People, index: number): Place {
  return member(places, index);
}

function member<T>(list: readonly T[], index: number): T {
  const found = list[index];
  if (found === undefined) throw new RangeError(`The cast has no number ${index}.`);
  return found;
}
