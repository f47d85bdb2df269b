import type { Emitted, Wish } from '../../../../mocks/transmitter/emission.ts';
import type { Issuer } from './issuer.ts';
import type { PeerStreams } from './peer-streams.ts';
import type { Wire, WireNews } from './wire.ts';

/** What scenarios do with our Transmitter. */
export interface Sending {
  /** Makes a push stream for a Receiver that manages none itself, with all event types; gives its id. */
  openPushStream(to: { url: string; authorization: string | null }): string;
  /** Deletes a stream, and what waits on it. */
  closeStream(streamId: string): void;
  /** Takes back what waits on a stream. */
  clear(streamId: string): void;
  /** Event types that the Receiver asked for on a stream; empty when it asked for none, or the stream is gone. */
  requestedOn(streamId: string): readonly string[];
  /** The life of the target to which a stream belongs. */
  lifeOf(streamId: string): number | undefined;
  /** The last stream that the target made in a life; null when there is none. */
  youngestOf(life: number): string | null;
  /** Makes, signs and sends an event. Rejects with a RangeError for what cannot be sent. */
  emit(wish: Wish): Promise<Emitted>;
  /** Tells what crosses the wire from now on; gives what ends it. */
  watch(watcher: (news: WireNews) => void): () => void;
}

export function sendingOf(issuer: Issuer, streams: PeerStreams, wire: Wire): Sending {
  return {
    openPushStream: (to) => issuer.openPushStream(to),
    closeStream: (id) => streams.drop(id),
    clear: (id) => streams.get(id)?.stream.queue.clear(),
    requestedOn: (id) => streams.get(id)?.stream.supplied.events_requested ?? [],
    lifeOf: (id) => streams.lifeOf(id),
    youngestOf: (life) => streams.all().findLast((known) => known.life === life)?.stream.id ?? null,
    emit: (wish) => issuer.emit(wish),
    watch: (watcher) => wire.watch(watcher),
  };
}
