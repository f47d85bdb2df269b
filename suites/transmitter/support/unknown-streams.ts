import type { TransmitterProbe } from '../../harness/probe.ts';
import { inventedId } from './invented-id.ts';
import { listedIds } from './own-streams.ts';

/** An id that names no stream. */
export interface UnknownId {
  id: string;
  /** In words: `the id of a deleted stream`. */
  what: string;
}

/**
 * The id of a stream that was created and deleted, if the Transmitter shows that it is gone. To be asked for before
 * the stream of the check is created, for the sake of Transmitters that allow one only.
 */
export async function deletedId(
  t: Pick<TransmitterProbe, 'stream' | 'call' | 'deleteOwnStreams'>,
): Promise<UnknownId[]> {
  const stream = await t.stream();
  await t.deleteOwnStreams();
  const read = await t.call('read-stream', { streamId: stream.id });
  const status = read.response?.status ?? 0;
  // A deletion that does not delete is judged by delete-stream.
  return status >= 400 && status < 500 ? [{ id: stream.id, what: 'the id of a deleted stream' }] : [];
}

/** An id of the same shape as `real`, which is none of the Receiver's. */
export async function unknownId(
  t: Pick<TransmitterProbe, 'call' | 'random'>,
  real: string,
): Promise<UnknownId> {
  const taken = (await listedIds(t)) ?? [];
  return { id: inventedId(real, t.random(), [real, ...taken]), what: 'an invented id' };
}
