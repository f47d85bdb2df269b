import type { JsonObject, SeenSet, TestStream, TransmitterProbe } from '../../harness/probe.ts';
import { succeeded } from './answers.ts';
import { strings } from './configuration.ts';
import { readStatus } from './status.ts';
import type { Wish } from './wishes.ts';

type Probe = Pick<TransmitterProbe, 'metadata' | 'call' | 'trigger' | 'awaitSet' | 'limits' | 'notTested'>;

/** What came of asking the target for an event. */
export interface Provoked {
  /** The first SET that was accepted; null when none came within the limit `delivery`. */
  set: SeenSet | null;
  /** Why the trigger did not do it; the event need not come then. */
  refused?: string;
  /** When the trigger was called, ms since the start of the run. */
  triggeredAtMs: number;
}

/**
 * Has the trigger make the target send an event on the stream, and waits for a SET that `match` accepts. Where new
 * streams have no subjects of themselves (SSF 7.1, default_subjects), the subject is added first.
 */
export async function provoke(
  t: Probe & Pick<TransmitterProbe, 'now'>,
  stream: TestStream,
  wish: Wish & { type: string },
  match: (set: SeenSet) => boolean,
): Promise<Provoked> {
  await makeDue(t, stream, wish.subject);
  const triggeredAtMs = await t.now();
  const outcome = await t.trigger(stream, wish);
  if (!outcome.ok) return { set: null, refused: outcome.message ?? 'no reason given', triggeredAtMs };
  const set = await t.awaitSet(stream, match, t.limits.delivery);
  return { set, triggeredAtMs };
}

async function makeDue(t: Probe, stream: TestStream, subject: JsonObject): Promise<void> {
  const { document } = await t.metadata();
  if (document?.['default_subjects'] === 'ALL') return;
  const none = document?.['default_subjects'] === 'NONE';
  if (typeof document?.['add_subject_endpoint'] !== 'string') {
    if (none) t.notTested('Streams begin without subjects (default_subjects NONE), and none can be added.');
    return;
  }
  const added = await t.call('add-subject', { streamId: stream.id, body: { subject } });
  if (none && !succeeded(added)) {
    t.notTested('Streams begin without subjects (default_subjects NONE), and the wished one was not added.');
  }
}

/** Ends the check unless the stream is to deliver events of the type. */
export async function expectOffered(t: TransmitterProbe, stream: TestStream, type: string): Promise<void> {
  const { events_supported: supported, events_delivered: delivered } = stream.configuration;
  if (Array.isArray(supported) && !supported.includes(type)) {
    t.notApplicable('The Transmitter does not support the event type (events_supported).');
  }
  if (!strings(delivered).includes(type)) {
    if (!Array.isArray(supported))
      t.notApplicable('The stream does not deliver the event type (events_delivered).');
    t.notTested('The event type is in events_supported and was requested, but is not in events_delivered.');
  }
  const status = await readStatus(t, stream);
  if (status !== null && status !== 'enabled')
    t.notTested(`The status of the new stream is ${status}, not enabled.`);
}
