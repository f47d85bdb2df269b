import type { SeenCall } from '../../harness/receiver/exchange.ts';
import type { ReceiverProbe } from '../../harness/receiver/probe.ts';
import { isObject, objectIn } from './calls.ts';

/** Every poll of the run so far, by whatever method it came; delivers a SET first when there is none yet. */
export async function seenPolls(r: ReceiverProbe): Promise<SeenCall[]> {
  const seen = await polls(r);
  if (seen.length > 0) return seen;
  await r.deliver({});
  const later = await polls(r);
  return later.length > 0 ? later : r.notTested('The target did not poll.');
}

async function polls(r: Pick<ReceiverProbe, 'calls'>): Promise<SeenCall[]> {
  return (await r.calls()).filter(
    ({ operation, request }) => operation === 'poll' || /\/poll\/[^/]+$/.test(pathOf(request.url)),
  );
}

function pathOf(url: string): string {
  return new URL(url, 'http://peer.invalid').pathname;
}

/** The names in `sets` of our answer to a poll. */
export function handedOutIn({ response }: SeenCall): string[] {
  const sets = isObject(response?.json) ? response.json.sets : undefined;
  return isObject(sets) ? Object.keys(sets) : [];
}

/** What a poll acknowledges, as it stands there; undefined when it has no `ack`. */
export function ackOf(poll: SeenCall): unknown {
  return objectIn(poll)?.ack;
}
