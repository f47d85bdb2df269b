import type { Refusal } from '../../receiver/seams.ts';
import type { ReceiverFault } from './fault.ts';
import { takeDespite } from './support/overlook.ts';

/** Faults with SETs that come again (RFC 8935 section 2, RFC 8936 section 2.4). */
export const faults: readonly ReceiverFault[] = [
  {
    name: 'receiver-refuses-repeated-push',
    breaks: 'RFC8935-2-11',
    summary: 'Refuses a pushed SET that it accepted before.',
    seams: () => {
      const known = new Set<string>();
      return {
        pushReply(reply, { body }) {
          if (reply.status !== 202) return reply;
          if (!known.has(body)) {
            known.add(body);
            return reply;
          }
          return {
            status: 400,
            headers: { 'content-type': 'application/json', 'content-language': 'en' },
            body: '{"err":"invalid_request","description":"This SET came before."}',
          };
        },
      };
    },
  },
  {
    name: 'receiver-takes-refused-set-again',
    breaks: 'RFC8935-2-11',
    summary: 'Acknowledges a SET that it refused when it comes again, because it knows it already.',
    seams: () => {
      const known = new Set<string>();
      return {
        pushReply(reply, { body }) {
          if (reply.status !== 400) return reply;
          if (known.has(body)) return { status: 202, headers: {}, body: '' };
          known.add(body);
          return reply;
        },
      };
    },
  },
  {
    name: 'receiver-verifies-new-identifiers-only',
    breaks: 'RFC8935-2-11',
    summary: 'Does not verify SETs whose jti it knows.',
    form: 'hosted',
    seams() {
      const known = new Set<unknown>();
      return {
        ...takeDespite('signature', ({ claims }) => known.has(claims.jti)),
        effects(effects, { claims }, refusal) {
          if (refusal === null) known.add(claims.jti);
          return effects;
        },
      };
    },
  },
  {
    name: 'receiver-remembers-refused-identifiers',
    breaks: 'RFC8935-2.2-01',
    summary: 'Refuses every SET whose jti came with a signature that did not hold.',
    form: 'hosted',
    seams() {
      const refused = new Map<unknown, Refusal>();
      return {
        steps: {
          async signature({ claims }, reference) {
            const refusal = refused.get(claims.jti) ?? (await reference());
            if (refusal !== null) refused.set(claims.jti, refusal);
            return refusal;
          },
        },
      };
    },
  },
  {
    name: 'receiver-reports-repeated-set',
    breaks: 'RFC8936-2.4-02',
    summary: 'Reports a polled SET in setErrs that it acknowledged before.',
    seams: () => {
      const known = new Set<string>();
      return {
        request(call) {
          if (call.operation !== 'poll' || call.body === null) return call;
          const body = JSON.parse(call.body) as { ack?: string[]; setErrs?: Record<string, unknown> };
          const { ack = [] } = body;
          const repeated = ack.filter((jti) => known.has(jti));
          if (repeated.length === 0) {
            for (const jti of ack) known.add(jti);
            return call;
          }
          const errors = repeated.map((jti): [string, unknown] => [
            jti,
            { err: 'invalid_request', description: 'This SET came before.' },
          ]);
          return {
            ...call,
            headers: { ...call.headers, 'content-language': 'en' },
            body: JSON.stringify({
              ...body,
              ack: ack.filter((jti) => !repeated.includes(jti)),
              setErrs: { ...body.setErrs, ...Object.fromEntries(errors) },
            }),
          };
        },
      };
    },
  },
  {
    name: 'receiver-passes-over-repeated-set',
    breaks: 'RFC8936-2.4-02',
    summary: 'Does not acknowledge a polled SET that it acknowledged before.',
    seams: () => ({ quirks: { replay: 'ignore' } }),
  },
];
