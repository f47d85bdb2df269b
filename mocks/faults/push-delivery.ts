import type { PushRequest, TransmitterSeams } from '../transmitter/seams.ts';
import type { Fault } from './fault.ts';
import { without } from './support/edits.ts';

/** Changes the header fields of pushes. */
const headers = (edit: (headers: PushRequest['headers']) => PushRequest['headers']): TransmitterSeams => ({
  push: (request) => ({ ...request, headers: edit(request.headers) }),
});

const body = (edit: (body: string) => string): TransmitterSeams => ({
  push: (request) => ({ ...request, body: edit(request.body) }),
});

/** Faults of push delivery (RFC 8935, SSF 6.1.1). */
export const faults: readonly Fault[] = [
  {
    name: 'push-put',
    breaks: 'RFC8935-2.1-01',
    summary: 'SETs are pushed by PUT.',
    seams: () => ({ push: (request) => ({ ...request, method: 'PUT' }) }),
  },
  {
    name: 'push-as-jwt',
    breaks: 'RFC8935-2.1-02',
    summary: 'Pushes are declared as application/jwt.',
    seams: () => headers((before) => ({ ...before, 'content-type': 'application/jwt' })),
  },
  {
    name: 'push-accepts-anything',
    breaks: 'RFC8935-2.1-03',
    summary: 'Pushes accept any media type, as HTTP clients do unless told otherwise.',
    seams: () => headers((before) => ({ ...before, accept: '*/*' })),
  },
  {
    name: 'push-without-accept',
    breaks: 'RFC8935-2.1-03',
    summary: 'Pushes have no Accept header.',
    seams: () => headers((before) => without(before, 'accept')),
  },
  {
    name: 'push-quoted',
    breaks: 'RFC8935-2.1-04',
    summary: 'The pushed SET is a JSON string, in quotes.',
    seams: () => body((set) => JSON.stringify(set)),
  },
  {
    name: 'push-wrapped',
    breaks: 'RFC8935-2.1-04',
    summary: 'The pushed SET stands in a JSON object.',
    seams: () => body((set) => JSON.stringify({ set })),
  },
  {
    name: 'push-line-break',
    breaks: 'RFC8935-2.1-04',
    summary: 'The pushed SET ends with a line break.',
    seams: () => body((set) => `${set}\r\n`),
  },
  {
    name: 'push-without-tls',
    breaks: 'RFC8935-5.3-01',
    summary: 'Push endpoints without TLS are taken, and SETs pushed there.',
    seams: () => ({ quirks: { plainPush: true } }),
  },
  {
    name: 'push-without-authorization',
    breaks: 'SSF-6.1.1-06',
    summary: 'Pushes lack the authorization_header of the stream.',
    seams: () => headers((before) => without(before, 'authorization')),
  },
  {
    name: 'push-authorization-doubled',
    breaks: 'SSF-6.1.1-06',
    summary: 'Pushes have "Bearer" put in front of the authorization_header of the stream.',
    seams: () =>
      headers((before) =>
        before.authorization === undefined
          ? before
          : { ...before, authorization: `Bearer ${before.authorization}` },
      ),
  },
  {
    name: 'push-authorization-unasked',
    breaks: 'SSF-6.1.1-07',
    summary: 'Pushes of a stream without authorization_header carry a token of the Transmitter.',
    seams: () => headers((before) => ({ authorization: 'Bearer of-the-transmitter', ...before })),
  },
  {
    name: 'push-authorization-stale',
    breaks: 'SSF-6.1.1-08',
    summary:
      'Pushes carry the authorization_header with which the stream was created, whatever was changed since.',
    seams() {
      const first = new Map<string, string>();
      return {
        after(reply, call) {
          const created = call.operation === 'create-stream' && reply.status === 201;
          const { stream_id: id, delivery } = (created ? reply.body : {}) as {
            stream_id?: string;
            delivery?: { authorization_header?: string };
          };
          if (id !== undefined && delivery?.authorization_header !== undefined)
            first.set(id, delivery.authorization_header);
          return reply;
        },
        push(request, { streamId }) {
          const authorization = first.get(streamId);
          return authorization === undefined
            ? request
            : { ...request, headers: { ...request.headers, authorization } };
        },
      };
    },
  },
  {
    name: 'push-not-repeated',
    breaks: 'RFC8935-2-16',
    summary: 'A push that failed is not sent again.',
    seams: () => ({ quirks: { noRetransmission: true } }),
  },
  {
    name: 'push-repeated-with-new-jti',
    breaks: 'RFC8935-2-15',
    summary: 'A push that failed is sent again with another jti.',
    seams: () => ({ quirks: { freshJtiOnRedelivery: 'push' } }),
  },
  {
    name: 'push-repeated-at-once',
    breaks: 'RFC8935-2-14',
    summary: 'A push that failed is sent again without any delay.',
    seams: () => ({ quirks: { noBackOff: true } }),
  },
  {
    name: 'push-twice',
    breaks: 'RFC8935-2-13',
    summary: 'A push is sent a second time although it was answered 202.',
    seams: () => ({ quirks: { pushTwice: true } }),
  },
  {
    name: 'push-repeated-after-400',
    breaks: 'RFC8935-2-13',
    summary: 'A SET that was refused as invalid is sent again.',
    seams: () => ({ quirks: { afterRefusedPush: 'repeat' } }),
  },
  {
    name: 'push-stops-after-400',
    breaks: 'RFC8935-2.3-09',
    summary: 'After a SET was refused nothing more is sent on the stream.',
    seams: () => ({ quirks: { afterRefusedPush: 'stop' } }),
  },
];
