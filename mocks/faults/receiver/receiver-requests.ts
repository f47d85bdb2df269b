import type { OutgoingCall, ReceiverSeams } from '../../receiver/seams.ts';
import type { ReceiverFault } from './fault.ts';
import {
  beside,
  bodyOf,
  endpointOf,
  inPlaceOf,
  onBody,
  onRequest,
  powerless,
  send,
} from './support/requests.ts';

const SOMEBODY = { format: 'email', email: 'removed@example.com' };

/** The same endpoint with a slash behind its path, where there is nothing. */
function slashed(call: OutgoingCall): string {
  const url = new URL(call.url);
  url.pathname += '/';
  return url.href;
}

function streamIdOf(call: OutgoingCall): string {
  return new URL(call.url).searchParams.get('stream_id') ?? '';
}

/** Sends a status update once, beside the status request. */
function setsStatus(json: (streamId: string) => unknown): ReceiverSeams {
  return beside('read-status', (call) => {
    const { origin, pathname } = new URL(call.url);
    return send(call, { method: 'POST', url: origin + pathname, json: json(streamIdOf(call)) });
  });
}

/** Calls an endpoint for subjects once, beside the verification request. */
function callsSubjects(
  endpoint: 'add_subject_endpoint' | 'remove_subject_endpoint',
  json: (streamId: unknown) => unknown,
): ReceiverSeams {
  return beside('verify', async (call) => {
    const url = await endpointOf(call, endpoint);
    if (url !== null) await send(call, { method: 'POST', url, json: json(bodyOf(call).stream_id) });
  });
}

/** Writes back a stream that is there already with PUT. */
function puts(edit: (body: Record<string, unknown>) => unknown): ReceiverSeams {
  return { ...onBody('replace-stream', edit), quirks: { replacesStream: true } };
}

/** Faults in the form of the management requests of a Receiver (SSF 8.1). */
export const faults: readonly ReceiverFault[] = [
  {
    name: 'receiver-json-undeclared',
    breaks: 'SSF-8.1.1.1-18',
    summary: 'Declares the JSON of its verification request as text.',
    form: 'managed',
    seams: () =>
      onRequest('verify', (call) => ({
        ...call,
        headers: { ...call.headers, 'content-type': 'text/plain' },
      })),
  },
  {
    name: 'receiver-accepts-only-html',
    breaks: 'SSF-8.1.1.1-18',
    summary: 'Wants HTML for an answer to its status request.',
    form: 'managed',
    seams: () =>
      onRequest('read-status', (call) => ({ ...call, headers: { ...call.headers, accept: 'text/html' } })),
  },
  {
    name: 'receiver-raw-stream-id',
    breaks: 'SSF-8.1.1-04',
    summary: 'Does not percent-encode the stream_id in the query when it reads its stream.',
    form: 'managed',
    seams: () =>
      onRequest('read-stream', (call) => ({
        ...call,
        url: call.url.replace(
          /(stream_id=)([^&]*)/,
          (_, name: string, id: string) => name + decodeURIComponent(id),
        ),
      })),
  },
  {
    name: 'receiver-asks-for-status-by-id',
    breaks: 'SSF-8.1.2.1-01',
    summary: 'Names the stream by the parameter id when it asks for its status, before it tries stream_id.',
    form: 'managed',
    seams: () =>
      beside('read-status', (call) =>
        send(call, { method: 'GET', url: call.url.replace('stream_id=', 'id=') }),
      ),
  },
  {
    name: 'receiver-sets-status-of-no-stream',
    breaks: 'SSF-8.1.2.2-01',
    summary: 'Leaves stream_id out when it sets a status.',
    form: 'managed',
    seams: () => setsStatus(() => ({ status: 'enabled' })),
  },
  {
    name: 'receiver-sets-unknown-status',
    breaks: 'SSF-8.1.2.2-02',
    summary: 'Sets its stream to the status "on".',
    form: 'managed',
    seams: () => setsStatus((streamId) => ({ stream_id: streamId, status: 'on' })),
  },
  {
    name: 'receiver-deletes-by-body',
    breaks: 'SSF-8.1.1.5-02',
    summary: 'Names the stream in the body of its DELETE, before it tries the query.',
    form: 'managed',
    seams: () =>
      beside('delete-stream', (call) => {
        const { origin, pathname } = new URL(call.url);
        return send(call, {
          method: 'DELETE',
          url: origin + pathname,
          json: { stream_id: streamIdOf(call) },
        });
      }),
  },
  {
    name: 'receiver-deletes-by-path',
    breaks: 'SSF-8.1.1.5-02',
    summary: 'Names the stream in the path of its DELETE, before it tries the query.',
    form: 'managed',
    seams: () =>
      beside('delete-stream', (call) => {
        const { origin, pathname } = new URL(call.url);
        return send(call, {
          method: 'DELETE',
          url: `${origin}${pathname}/${encodeURIComponent(streamIdOf(call))}`,
        });
      }),
  },
  {
    name: 'receiver-verifies-no-stream',
    breaks: 'SSF-8.1.4.2-02',
    summary: 'Leaves stream_id out of a verification request.',
    form: 'managed',
    seams: () => beside('verify', (call) => send(call, { method: 'POST', json: { state: 'x' } })),
  },
  {
    name: 'receiver-verifies-with-number',
    breaks: 'SSF-8.1.4.2-03',
    summary: 'Sends a number as state of a verification request.',
    form: 'managed',
    seams: () =>
      beside('verify', (call) =>
        send(powerless(call), { method: 'POST', json: { ...bodyOf(call), state: 42 } }),
      ),
  },
  {
    name: 'receiver-verifies-in-a-row',
    breaks: 'SSF-8.1.1-26',
    summary: 'Asks for verification twice in a row, whatever min_verification_interval says.',
    form: 'managed',
    seams: () =>
      beside(
        'verify',
        (call) => send(call, { method: 'POST', json: { stream_id: bodyOf(call).stream_id } }),
        'always',
      ),
  },
  {
    name: 'receiver-cannot-read-list',
    breaks: 'SSF-8.1.1.2-06',
    summary: 'Stops when it gets a list with one stream.',
    form: 'managed',
    seams: () => {
      let listed = false;
      return {
        async request(call) {
          if (call.operation === 'metadata') listed = false;
          if (call.operation === 'list-streams') {
            const list = await send(call, { method: 'GET' });
            listed = Array.isArray(list) && list.length === 1;
          }
          return listed && call.operation !== 'list-streams' ? null : call;
        },
      };
    },
  },
  {
    name: 'receiver-patches-by-query',
    breaks: 'SSF-8.1.1.3-03',
    summary: 'Names the stream in the query of its PATCH.',
    form: 'managed',
    seams: () =>
      onRequest('update-stream', (call) => {
        const { stream_id: id, ...body } = bodyOf(call);
        const url = new URL(call.url);
        url.searchParams.set('stream_id', String(id));
        return { ...call, url: url.href, body: JSON.stringify(body) };
      }),
  },
  {
    name: 'receiver-patches-to-no-events',
    breaks: 'SSF-8.1.1.3-08',
    summary: 'Empties events_requested in its PATCH.',
    form: 'managed',
    seams: () => onBody('update-stream', (body) => ({ ...body, events_requested: [] })),
  },
  {
    name: 'receiver-patches-audience',
    breaks: 'SSF-8.1.1.3-10',
    summary: 'Sends an aud of its own in its PATCH.',
    form: 'managed',
    seams: () => onBody('update-stream', (body) => ({ ...body, aud: 'https://elsewhere.example' })),
  },
  {
    name: 'receiver-patches-events-delivered',
    breaks: 'SSF-8.1.1.3-13',
    summary: 'Sends the events_delivered that it hopes for in its PATCH.',
    form: 'managed',
    seams: () => onBody('update-stream', (body) => ({ ...body, events_delivered: body.events_requested })),
  },
  {
    name: 'receiver-puts-without-delivery',
    breaks: 'SSF-8.1.1.4-03',
    summary: 'Leaves delivery out of its PUT.',
    form: 'managed',
    seams: () =>
      puts((body) => {
        const { delivery: _, ...rest } = body;
        return rest;
      }),
  },
  {
    name: 'receiver-puts-no-events',
    breaks: 'SSF-8.1.1.4-07',
    summary: 'Empties events_requested in its PUT.',
    form: 'managed',
    seams: () => puts((body) => ({ ...body, events_requested: [] })),
  },
  {
    name: 'receiver-puts-audience',
    breaks: 'SSF-8.1.1.4-09',
    summary: 'Sends an aud of its own in its PUT.',
    form: 'managed',
    seams: () => puts((body) => ({ ...body, aud: 'https://elsewhere.example' })),
  },
  {
    name: 'receiver-puts-events-delivered',
    breaks: 'SSF-8.1.1.4-12',
    summary: 'Sends the events_delivered that it hopes for in its PUT.',
    form: 'managed',
    seams: () => puts((body) => ({ ...body, events_delivered: body.events_requested })),
  },
  {
    name: 'receiver-adds-subject-to-no-stream',
    breaks: 'SSF-8.1.3.2-01',
    summary: 'Leaves stream_id out when it adds a subject.',
    form: 'managed',
    seams: () => callsSubjects('add_subject_endpoint', () => ({ subject: SOMEBODY })),
  },
  {
    name: 'receiver-adds-subject-as-text',
    breaks: 'SSF-8.1.3.2-02',
    summary: 'Adds a subject as a string.',
    form: 'managed',
    seams: () => callsSubjects('add_subject_endpoint', (id) => ({ stream_id: id, subject: SOMEBODY.email })),
  },
  {
    name: 'receiver-adds-subject-verified-yes',
    breaks: 'SSF-8.1.3.2-03',
    summary: 'Adds a subject with verified as a string.',
    form: 'managed',
    seams: () =>
      callsSubjects('add_subject_endpoint', (id) => ({ stream_id: id, subject: SOMEBODY, verified: 'yes' })),
  },
  {
    name: 'receiver-removes-subject-from-no-stream',
    breaks: 'SSF-8.1.3.3-01',
    summary: 'Leaves stream_id out when it removes a subject.',
    form: 'managed',
    seams: () => callsSubjects('remove_subject_endpoint', () => ({ subject: SOMEBODY })),
  },
  {
    name: 'receiver-removes-subject-as-text',
    breaks: 'SSF-8.1.3.3-02',
    summary: 'Removes a subject as a string.',
    form: 'managed',
    seams: () =>
      callsSubjects('remove_subject_endpoint', (id) => ({ stream_id: id, subject: SOMEBODY.email })),
  },
  {
    name: 'receiver-removes-its-stream-as-subject',
    breaks: 'SSF-8.1.4.1-06',
    summary: 'Removes the stream itself from the subjects of the stream.',
    form: 'managed',
    seams: () =>
      callsSubjects('remove_subject_endpoint', (id) => ({
        stream_id: id,
        subject: { format: 'opaque', id },
      })),
  },
  {
    name: 'receiver-must-add-subjects',
    breaks: 'CAEP-INTEROP-2.4.4-01',
    summary: 'Makes no stream where subjects cannot be added.',
    form: 'managed',
    seams: () =>
      onRequest('create-stream', async (call) =>
        (await endpointOf(call, 'add_subject_endpoint')) === null ? null : call,
      ),
  },
  {
    name: 'receiver-cannot-read-stream',
    breaks: 'CAEP-INTEROP-2.4.5.2-02',
    summary: 'Asks for its configuration where there is nothing.',
    form: 'managed',
    seams: () => ({
      async request(call) {
        if (call.operation !== 'read-stream' && call.operation !== 'list-streams') return call;
        await send(call, { method: 'GET', url: slashed(call) });
        return null;
      },
    }),
  },
  {
    name: 'receiver-cannot-read-status',
    breaks: 'CAEP-INTEROP-2.4.5.2-03',
    summary: 'Asks for the status of its stream where there is nothing.',
    form: 'managed',
    seams: () => inPlaceOf('read-status', (call) => send(call, { method: 'GET', url: slashed(call) })),
  },
  {
    name: 'receiver-cannot-verify',
    breaks: 'CAEP-INTEROP-2.4.5.2-04',
    summary: 'Asks for verification where there is nothing.',
    form: 'managed',
    seams: () =>
      inPlaceOf('verify', (call) => send(call, { method: 'POST', url: slashed(call), json: bodyOf(call) })),
  },
  {
    name: 'receiver-cannot-delete-stream',
    breaks: 'CAEP-INTEROP-2.4.5.2-05',
    summary: 'Deletes its stream where there is nothing.',
    form: 'managed',
    seams: () => onRequest('delete-stream', (call) => ({ ...call, url: slashed(call) })),
  },
];
