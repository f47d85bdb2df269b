import type { Device, Place } from './happening.ts';
import type { People, Person } from './scenario.ts';

/** The user of this number; a script asks only for those whom its scenario needs. */
export function user({ users }: People, index: number): Person {
  return member(users, index);
}

/** A device of the story, by its place in the list. */
export function device({ devices }: People, index: number): Device {
  return member(devices, index);
}

/** A city of the story, by its place in the list. */
export function place({ places }: People, index: number): Place {
  return member(places, index);
}

function member<T>(list: readonly T[], index: number): T {
  const found = list[index];
  if (found === undefined) throw new RangeError(`The cast has no number ${index}.`);
  return found;
}
