import type { PushReply, PushSeen } from '../../receiver/seams.ts';
import type { ReceiverFault } from './fault.ts';
import { isOf } from './support/refuse-when.ts';

const accepted: PushReply = { status: 202, headers: {}, body: '' };

const refusal = (status: number, err: string, description: string): PushReply => ({
  status,
  headers: { 'content-type': 'application/json', 'content-language': 'en' },
  body: JSON.stringify({ err, description }),
});

/** What begins like a JOSE header; how well it goes on is for the reference to say. */
const isJwt = ({ body }: PushSeen): boolean => body.startsWith('ey');

/** Faults in how the push endpoint takes HTTP requests (RFC 8935 sections 2.1 and 2.2). */
export const faults: readonly ReceiverFault[] = [
  {
    name: 'receiver-acknowledges-with-200',
    breaks: 'RFC8935-2.2-01',
    summary: 'Answers a good SET with 200 in place of 202.',
    seams: () => ({ pushReply: (reply) => (reply.status === 202 ? { ...reply, status: 200 } : reply) }),
  },
  {
    name: 'receiver-acknowledges-with-a-body',
    breaks: 'RFC8935-2.2-02',
    summary: 'Puts a body into the 202.',
    seams: () => ({
      pushReply: (reply) =>
        reply.status === 202
          ? { ...reply, headers: { 'content-type': 'application/json' }, body: '{"ok":true}' }
          : reply,
    }),
  },
  {
    name: 'receiver-takes-any-content-type',
    breaks: 'RFC8935-2.1-06',
    summary: 'Accepts pushes of any content type.',
    seams: () => ({ pushReply: (reply) => (reply.status === 415 ? accepted : reply) }),
  },
  {
    name: 'receiver-takes-any-jwt',
    breaks: 'RFC8935-2.1-06',
    summary: 'Accepts pushes as application/jwt.',
    seams: () => ({
      pushReply: (reply, { headers }) =>
        reply.status === 415 && headers['content-type'] === 'application/jwt' ? accepted : reply,
    }),
  },
  {
    name: 'receiver-takes-put',
    breaks: 'RFC8935-2.1-07',
    summary: 'Accepts PUT as if it were POST.',
    seams: () => ({ pushReply: (reply, { method }) => (method === 'PUT' ? accepted : reply) }),
  },
  {
    name: 'receiver-takes-get',
    breaks: 'RFC8935-2.1-07',
    summary: 'Acknowledges whatever comes by GET.',
    seams: () => ({ pushReply: (reply, { method }) => (method === 'GET' ? accepted : reply) }),
  },
  {
    name: 'receiver-405-without-allow',
    breaks: 'RFC9110-15.5.6-01',
    summary: 'Answers wrong methods with 405 that does not say which are right.',
    seams: () => ({
      pushReply(reply) {
        const { allow: _, ...headers } = reply.headers;
        return { ...reply, headers };
      },
    }),
  },
  {
    name: 'receiver-takes-empty-body',
    breaks: 'RFC8935-2-01',
    summary: 'Acknowledges a push without a body.',
    seams: () => ({
      beforePush: ({ method, body }) => (method === 'POST' && body === '' ? accepted : undefined),
    }),
  },
  {
    name: 'receiver-takes-what-is-no-jwt',
    breaks: 'RFC8935-2-01',
    summary: 'Acknowledges bodies that are no JWT.',
    seams: () => ({
      pushReply: (reply, push, refused) =>
        refused?.err === 'invalid_request' && push.body !== '' && !isJwt(push) && reply.status === 400
          ? accepted
          : reply,
    }),
  },
  {
    name: 'receiver-blames-key-of-what-is-no-jwt',
    breaks: 'RFC8935-2.4-01',
    summary: 'Refuses bodies that are no JWT as invalid_key.',
    seams: () => ({
      pushReply: (reply, push) =>
        reply.status === 400 && !isJwt(push)
          ? refusal(400, 'invalid_key', 'The SET could not be verified.')
          : reply,
    }),
  },
  {
    name: 'receiver-chokes-on-long-push',
    breaks: 'RFC8935-2.2-01',
    summary: 'Is out of order for the push that follows a long one.',
    seams: () => {
      let choked = false;
      return {
        beforePush({ body }) {
          if (choked) {
            choked = false;
            return { status: 500, headers: {}, body: '' };
          }
          choked = body.length > 900_000;
          return undefined;
        },
      };
    },
  },
  {
    name: 'receiver-refuses-slow-body',
    breaks: 'RFC8935-2.2-01',
    summary: 'Takes a body that does not come at once for a broken one.',
    seams: () => ({
      beforePush: ({ bodyMs }) =>
        bodyMs > 400 ? refusal(400, 'invalid_request', 'The body is not complete.') : undefined,
    }),
  },
  {
    name: 'receiver-refuses-chunked-body',
    breaks: 'RFC8935-2.2-01',
    summary: 'Does not understand chunked bodies.',
    seams: () => ({
      beforePush: ({ headers }) =>
        headers['transfer-encoding'] === undefined
          ? undefined
          : refusal(400, 'invalid_request', 'There is no body.'),
    }),
  },
  {
    name: 'receiver-works-before-it-answers',
    breaks: 'RFC8935-2-07',
    summary: 'Has a token-claims-change worked on before it answers.',
    seams: () => ({
      steps: {
        async event(set, reference) {
          if (set.delivery === 'push' && isOf(set, 'token-claims-change'))
            await new Promise((resolve) => setTimeout(resolve, 800));
          return reference();
        },
      },
    }),
  },
];
