import type { JsonObject, TestStream, TransmitterProbe } from '../../harness/probe.ts';
import type { RequirementId } from '../../standard/requirement-ids.ts';
import { sameSet } from './configuration.ts';
import { eventTypeSets } from './event-types.ts';
import { expectRefused } from './refusal.ts';
import { METHOD, replacement, type WriteOperation, write } from './write.ts';

/**
 * Judges that events_delivered in a PATCH or PUT is compared with its value before any update is applied
 * (SSF 8.1.1.3, 8.1.1.4): the old value beside new events_requested is right, the value that would result is not.
 */
export async function expectComparedBefore<R extends RequirementId>(
  t: TransmitterProbe<R>,
  requirement: R,
  operation: WriteOperation,
  stream: TestStream,
): Promise<void> {
  const { some, all } = eventTypeSets(t, stream);
  const method = METHOD[operation];
  const body = (members: JsonObject) =>
    operation === 'update-stream' ? members : replacement(stream, members);
  const delivers = (configuration: JsonObject | null, types: readonly string[]) =>
    sameSet(configuration?.events_delivered, types);

  const plain = await write(t, operation, stream, body({ events_requested: some }), (configuration) =>
    delivers(configuration, some),
  );
  if (!plain.accepted || !delivers(plain.after, some)) {
    t.notTested(
      `A plain ${method} of events_requested does not change events_delivered; ${operation}/events-requested says more.`,
    );
  }

  const old = await write(
    t,
    operation,
    stream,
    body({ events_requested: all, events_delivered: some }),
    (configuration) => delivers(configuration, all),
  );
  if (!old.accepted) {
    t.violates(requirement, {
      message: `A ${method} of events_requested with the events_delivered of before is refused.`,
      expected: 'status 200 (or 202): the value before the update is the right one',
      actual: `status ${old.exchange.response?.status ?? 'none'}, body ${old.exchange.response?.text.slice(0, 200) ?? ''}`,
      hint: 'Compare events_delivered with the stored configuration, before events_requested is applied.',
      exchange: old.exchange,
    });
    return;
  }
  // Taken, but without effect: then before and after are the same, and the other half cannot be told.
  if (!delivers(old.after, all)) return;

  await expectRefused(t, requirement, {
    stream,
    what: `A ${method} of events_requested with the events_delivered that would result from it`,
    send: () =>
      t.call(operation, {
        streamId: stream.id,
        body: body({ events_requested: some, events_delivered: some }),
      }),
    hint: 'Compare events_delivered with the stored configuration, before events_requested is applied.',
  });
}
