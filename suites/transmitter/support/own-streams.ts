import type { Exchange } from '../../harness/exchange.ts';
import type { TestStream, TransmitterProbe } from '../../harness/probe.ts';
import { strings } from './configuration.ts';
import { isObject } from './metadata.ts';

/** The ids in the Receiver's list of streams; null when the answer is no list. */
export async function listedIds(t: Pick<TransmitterProbe, 'call'>): Promise<string[] | null> {
  return idsIn(await t.call('list-streams'));
}

/** The ids in an answer that should be a list of streams; null when it is none. */
export function idsIn(exchange: Exchange): string[] | null {
  const items = exchange.response?.json;
  if (exchange.response?.status !== 200 || !Array.isArray(items)) return null;
  return strings(items.filter(isObject).map((item) => item.stream_id));
}

/** The one stream of this Receiver. Ends the check if there are streams of others that a wild request could hit. */
export async function onlyStream(
  t: Pick<TransmitterProbe, 'stream' | 'deleteOwnStreams' | 'notTested'>,
  options: { description?: string } = {},
): Promise<TestStream> {
  if (!(await t.deleteOwnStreams())) {
    t.notTested(
      'The Receiver has streams that this run did not create, and the request could hit them. Use a Receiver of its own for the test.',
    );
  }
  return t.stream(options);
}

/**
 * Creates a stream and deletes it again, so that a create request that follows is refused for nothing but its own
 * fault: creating works, and no other stream of ours is in the way.
 */
export async function createdBefore(
  t: Pick<TransmitterProbe, 'stream' | 'deleteOwnStreams'>,
  options: { eventsRequested?: string[]; description?: string } = {},
): Promise<TestStream> {
  const stream = await t.stream(options);
  await t.deleteOwnStreams();
  return stream;
}
