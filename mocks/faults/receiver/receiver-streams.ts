import type { OutgoingCall, ReceiverSeams } from '../../receiver/seams.ts';
import { isObject } from '../../vocabulary/is-object.ts';
import type { ReceiverFault } from './fault.ts';
import { beside, bodyOf, onRequest, powerless, send } from './support/requests.ts';

/** Asks for a stream with another body once before the right one, in vain. */
function asksFirst(edit: (body: Record<string, unknown>) => unknown): ReceiverSeams {
  return beside('create-stream', (call) =>
    send(powerless(call), { method: 'POST', json: edit(bodyOf(call)) }),
  );
}

function withDelivery(delivery: unknown): ReceiverSeams {
  return asksFirst((body) => ({ ...body, delivery }));
}

function isPush(call: OutgoingCall): boolean {
  const { delivery } = bodyOf(call);
  return isObject(delivery) && delivery.method === 'urn:ietf:rfc:8935';
}

/** Faults in the stream that a managed Receiver creates, and in what it checks of it (SSF 8.1.1.1). */
export const faults: readonly ReceiverFault[] = [
  {
    name: 'receiver-trusts-stream-of-nobody',
    breaks: 'SSF-8.1.1.1-03',
    summary: 'Uses a stream whose configuration has no iss.',
    form: 'managed',
    seams: () => ({ quirks: { trustsMissingIssuer: 'create-stream' } }),
  },
  {
    name: 'receiver-creates-no-stream',
    breaks: 'SSF-8.1.1.1-01',
    summary: 'Reads the metadata and gets a token, but creates no stream.',
    form: 'managed',
    seams: () => onRequest('create-stream', () => null),
  },
  {
    name: 'receiver-requests-no-events',
    breaks: 'SSF-8.1.1-15',
    summary: 'Asks for a stream with an empty list of event types.',
    form: 'managed',
    seams: () => asksFirst((body) => ({ ...body, events_requested: [] })),
  },
  {
    name: 'receiver-names-push-by-word',
    breaks: 'SSF-6.1.1-01',
    summary: 'Asks for the delivery method "push".',
    form: 'managed',
    seams: () => withDelivery({ method: 'push', endpoint_url: 'https://receiver.example.com/push' }),
  },
  {
    name: 'receiver-names-poll-by-risc-uri',
    breaks: 'SSF-6.1.2-01',
    summary: 'Asks for polling by the name that it had in RISC.',
    form: 'managed',
    seams: () => withDelivery({ method: 'https://schemas.openid.net/secevent/risc/delivery-method/poll' }),
  },
  {
    name: 'receiver-names-no-delivery-method',
    breaks: 'SSF-6.1-01',
    summary: 'Sends a delivery without a method.',
    form: 'managed',
    seams: () => withDelivery({ endpoint_url: 'https://receiver.example.com/push' }),
  },
  {
    name: 'receiver-wants-foreign-delivery-method',
    breaks: 'CAEP-INTEROP-2.4.5.1-01',
    summary: 'Asks for a delivery method of its own.',
    form: 'managed',
    seams: () => withDelivery({ method: 'urn:example:delivery:queue' }),
  },
  {
    name: 'receiver-pushes-nowhere',
    breaks: 'SSF-6.1.1-02',
    summary: 'Asks for push without endpoint_url.',
    form: 'managed',
    seams: () => withDelivery({ method: 'urn:ietf:rfc:8935' }),
  },
  {
    name: 'receiver-pushes-to-relative-url',
    breaks: 'SSF-6.1.1-02',
    summary: 'Names a push URL without scheme and host.',
    form: 'managed',
    seams: () => withDelivery({ method: 'urn:ietf:rfc:8935', endpoint_url: '/push' }),
  },
  {
    name: 'receiver-push-credentials-as-object',
    breaks: 'SSF-6.1.1-05',
    summary: 'Sends authorization_header as an object.',
    form: 'managed',
    seams: () =>
      withDelivery({
        method: 'urn:ietf:rfc:8935',
        endpoint_url: 'https://receiver.example.com/push',
        authorization_header: { scheme: 'Bearer', value: 'x' },
      }),
  },
  {
    name: 'receiver-shares-push-url',
    breaks: 'SSF-6.1.1-04',
    summary: 'Makes a second stream that pushes to the same URL as the first.',
    form: 'managed',
    seams: () => {
      let created: OutgoingCall | null = null;
      return {
        async request(call) {
          if (call.operation === 'create-stream') created = call;
          // When the first one stands, which stays the one that it uses.
          if (call.operation === 'verify' && created !== null && isPush(created)) {
            await send(created, { method: 'POST', json: bodyOf(created) });
          }
          return call;
        },
      };
    },
  },
  {
    name: 'receiver-trusts-created-issuer',
    breaks: 'SSF-8.1.1.1-03',
    summary: 'Does not compare iss of the stream that it created.',
    form: 'managed',
    seams: () => ({ quirks: { trustsStreamIssuer: ['create-stream'] } }),
  },
  {
    name: 'receiver-trusts-read-issuer',
    breaks: 'SSF-8.1.1.2-02',
    summary: 'Does not compare iss of the stream that it reads.',
    form: 'managed',
    seams: () => ({ quirks: { trustsStreamIssuer: ['read-stream'] } }),
  },
  {
    name: 'receiver-trusts-patched-issuer',
    breaks: 'SSF-8.1.1.3-02',
    summary: 'Does not compare iss in the answer to its PATCH.',
    form: 'managed',
    seams: () => ({ quirks: { trustsStreamIssuer: ['update-stream'] } }),
  },
  {
    name: 'receiver-trusts-replaced-issuer',
    breaks: 'SSF-8.1.1.4-02',
    summary: 'Does not compare iss in the answer to its PUT.',
    form: 'managed',
    seams: () => ({ quirks: { replacesStream: true, trustsStreamIssuer: ['replace-stream'] } }),
  },
  {
    name: 'receiver-trusts-stream-audience',
    breaks: 'SSF-8.1.1.1.1-01',
    summary: 'Does not compare aud of the stream that it created.',
    form: 'managed',
    seams: () => ({ quirks: { trustsStreamAudience: true } }),
  },
];
