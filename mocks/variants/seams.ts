import type { Call, Reply, TransmitterSeams } from '../transmitter/seams.ts';

export type Document = Record<string, unknown>;

export const PUSH = 'urn:ietf:rfc:8935';
export const POLL = 'urn:ietf:rfc:8936';

export const isDocument = (value: unknown): value is Document =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const without =
  (...names: string[]) =>
  (document: Document): Document =>
    Object.fromEntries(Object.entries(document).filter(([name]) => !names.includes(name)));

/** Changes every stream configuration that is answered, alone or in a list. */
export function configurations(change: (configuration: Document) => Document): (reply: Reply) => Reply {
  const one = (value: unknown): unknown =>
    isDocument(value) && 'stream_id' in value && 'aud' in value ? change(value) : value;
  return (reply) => ({ ...reply, body: Array.isArray(reply.body) ? reply.body.map(one) : one(reply.body) });
}

const refused = (description: string): Reply => ({
  status: 400,
  headers: { 'content-type': 'application/json' },
  body: { err: 'invalid_request', description },
});

/** Refuses streams with another method than `only`, the default method included (SSF 8.1.1.1). */
export const onlyMethod =
  (only: string) =>
  ({ operation, body, client }: Call): Reply | undefined => {
    if (client === null || !['create-stream', 'update-stream', 'replace-stream'].includes(operation))
      return undefined;
    const delivery = isDocument(body) ? body.delivery : undefined;
    if (delivery === undefined && operation === 'update-stream') return undefined;
    const method = delivery === undefined ? POLL : isDocument(delivery) ? delivery.method : only;
    return method === only ? undefined : refused('This delivery method is not supported.');
  };

/** What the Transmitter supplies and a Receiver may write back. */
const TRANSMITTER_SUPPLIED = [
  'iss',
  'aud',
  'events_supported',
  'events_delivered',
  'min_verification_interval',
];

/** Shows every stream configuration changed, and takes it back as it was shown (SSF 8.1.1.3, 8.1.1.4). */
export function shownAs(
  change: (configuration: Document) => Document,
): Required<Pick<TransmitterSeams, 'before' | 'after'>> {
  const shown = new Map<unknown, Document>();
  return {
    after: configurations((configuration) => {
      const changed = change(configuration);
      shown.set(configuration.stream_id, changed);
      return changed;
    }),
    before: ({ body, streamId }) => {
      const last = shown.get(streamId);
      if (!isDocument(body) || last === undefined) return undefined;
      for (const name of TRANSMITTER_SUPPLIED) {
        if (name in body && asSet(body[name]) === asSet(last[name])) delete body[name];
      }
      return undefined;
    },
  };
}

function asSet(value: unknown): string {
  return JSON.stringify(Array.isArray(value) ? value.map(String).sort() : value) ?? '';
}
