import type { SeenSet } from '../../harness/probe.ts';
import { eventTypesOf } from '../../set/events.ts';

/** Whether a SET has an event of this name, be its URI right or not. One that cannot be read may have it. */
export function namesEvent({ parsed: { claims } }: SeenSet, name: string): boolean {
  const types = claims === null ? [] : eventTypesOf(claims);
  return types.length === 0 || types.some((type) => nameOf(type) === name);
}

/** The last part of an event type URI, without case, query and closing slash. */
export function nameOf(type: string): string | undefined {
  return type.toLowerCase().split(/[?#]/, 1)[0]?.replace(/\/+$/, '').split(/[/:]/).at(-1);
}
