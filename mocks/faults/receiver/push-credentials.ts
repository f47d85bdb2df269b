import type { PushReply } from '../../receiver/seams.ts';
import type { ReceiverFault } from './fault.ts';

const accepted: PushReply = { status: 202, headers: {}, body: '' };

/** Faults in how the push endpoint looks at the credentials of the Transmitter (RFC 8935 section 3). */
export const faults: readonly ReceiverFault[] = [
  {
    name: 'receiver-takes-pushes-without-credentials',
    breaks: 'RFC8935-2-05',
    summary: 'Accepts pushes without Authorization, although it wants one.',
    form: 'hosted',
    seams: () => ({
      pushReply: (reply, { headers }) =>
        reply.status === 401 && headers.authorization === undefined ? accepted : reply,
    }),
  },
  {
    name: 'receiver-takes-pushes-with-any-credentials',
    breaks: 'RFC8935-2-05',
    summary: 'Wants an Authorization with pushes, but does not compare it.',
    form: 'hosted',
    seams: () => ({
      pushReply: (reply, { headers }) =>
        reply.status === 401 && headers.authorization !== undefined ? accepted : reply,
    }),
  },
  {
    name: 'receiver-compares-beginning-of-credentials',
    breaks: 'RFC8935-2-05',
    summary: 'Accepts pushes whose Authorization begins with the right one.',
    form: 'hosted',
    seams() {
      let right: string | undefined;
      return {
        pushReply(reply, { headers: { authorization = '' } }) {
          if (reply.status === 202) right ??= authorization;
          const isLike = right !== undefined && authorization.startsWith(right);
          return reply.status === 401 && isLike ? accepted : reply;
        },
      };
    },
  },
  {
    name: 'receiver-blames-set-for-credentials',
    breaks: 'RFC8935-2.4-05',
    summary: 'Refuses pushes without the right credentials as invalid_request.',
    form: 'hosted',
    seams: () => ({
      pushReply: (reply) =>
        reply.status === 401
          ? {
              status: 400,
              headers: { 'content-type': 'application/json', 'content-language': 'en' },
              body: '{"err":"invalid_request","description":"The request is not right."}',
            }
          : reply,
    }),
  },
  {
    name: 'receiver-401-without-challenge',
    breaks: 'RFC9110-11.6.1-01',
    summary: 'Answers pushes without credentials with a 401 that holds no challenge.',
    form: 'hosted',
    seams: () => ({
      pushReply(reply) {
        const { 'www-authenticate': _, ...headers } = reply.headers;
        return { ...reply, headers };
      },
    }),
  },
  {
    name: 'receiver-keeps-its-push-credentials',
    breaks: 'SSF-6.1.1-05',
    summary: 'Makes its stream without authorization_header, but wants credentials with every push.',
    form: 'managed',
    seams: () => ({
      request(call) {
        if (call.operation !== 'create-stream' || call.body === null) return call;
        const body = JSON.parse(call.body) as { delivery: Record<string, unknown> };
        const { authorization_header: _, ...delivery } = body.delivery;
        return { ...call, body: JSON.stringify({ ...body, delivery }) };
      },
    }),
  },
];
