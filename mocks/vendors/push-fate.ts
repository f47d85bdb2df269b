import type { PushResult } from './push-outcomes.ts';

/** Where a SET is on its way, for people. */
export interface PushFate {
  /** `given-up` also when nobody wants it; `queued`: it waits for a Receiver that polls. */
  state: 'sending' | 'queued' | 'accepted' | 'given-up';
  /** `refused (400) and given up` */
  text: string;
}

/** It has been handed to the streams. */
export const sending: PushFate = { state: 'sending', text: 'still being sent' };

/** `polled`: streams whose Receiver fetches the SET itself. */
export function fateOf({ accepted, givenUp }: PushResult, polled: number): PushFate {
  if (givenUp.length > 0) {
    const failures = givenUp
      .map((status) => (status === null ? 'no answer' : `refused (${status})`))
      .join(', ');
    const others = accepted === 0 ? '' : ` by ${givenUp.length}; accepted by ${accepted}`;
    return { state: 'given-up', text: `${failures} and given up${others}` };
  }
  if (accepted > 0) return { state: 'accepted', text: 'shared and accepted' };
  return polled > 0
    ? { state: 'queued', text: 'waits to be polled' }
    : { state: 'given-up', text: 'not sent: no stream wants it' };
}
