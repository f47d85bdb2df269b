import { setTimeout as sleep } from 'node:timers/promises';
import type { OutgoingCall, ReceiverSeams } from '../../receiver/seams.ts';
import { isObject } from '../../vocabulary/is-object.ts';
import type { ReceiverFault } from './fault.ts';

/** Changes the first polls only, so that what follows still works. */
function firstPolls(count: number, change: (call: OutgoingCall) => OutgoingCall): ReceiverSeams {
  let seen = 0;
  return {
    request(call) {
      if (call.operation !== 'poll') return call;
      seen += 1;
      return seen <= count ? change(call) : call;
    },
  };
}

function bodyOf(call: OutgoingCall): Record<string, unknown> {
  const body: unknown = JSON.parse(call.body ?? '{}');
  return isObject(body) ? body : {};
}

function withBody(call: OutgoingCall, body: unknown): OutgoingCall {
  return { ...call, body: JSON.stringify(body) };
}

/** Keeps acknowledgements back for so many ms after a SET was first acknowledged; Infinity for ever. */
function lateAcks(ms: number): ReceiverSeams {
  const first = new Map<string, number>();
  return {
    async request(call) {
      if (call.operation !== 'poll') return call;
      const { ack, ...rest } = bodyOf(call);
      const names = Array.isArray(ack) ? ack.filter((one) => typeof one === 'string') : [];
      const now = performance.now();
      for (const name of names) if (!first.has(name)) first.set(name, now);
      const due = names.filter((name) => now - (first.get(name) ?? now) >= ms);
      // Whoever acknowledges nothing gets the same again at once, and would ask in vain a thousand times a second.
      if (due.length < names.length) await sleep(20);
      return withBody(call, due.length === 0 ? rest : { ...rest, ack: due });
    },
  };
}

/** Reports no SET as invalid, and acknowledges those that it should have reported long after. */
function acksRefusedLater(): ReceiverSeams {
  const refusedAt = new Map<string, number>();
  return {
    request(call) {
      if (call.operation !== 'poll') return call;
      const { setErrs, ack, ...rest } = bodyOf(call);
      const now = performance.now();
      for (const name of isObject(setErrs) ? Object.keys(setErrs) : []) {
        if (!refusedAt.has(name)) refusedAt.set(name, now);
      }
      const due = [...refusedAt].filter(([, at]) => now - at > 2_500).map(([name]) => name);
      for (const name of due) refusedAt.delete(name);
      const names = [...(Array.isArray(ack) ? (ack as unknown[]) : []), ...due];
      return withBody(call, names.length === 0 ? rest : { ...rest, ack: names });
    },
  };
}

export const faults: readonly ReceiverFault[] = [
  {
    name: 'receiver-acknowledges-refused-sets-later',
    breaks: 'RFC8936-2-04',
    summary: 'SETs that are refused are not reported, but acknowledged some seconds later.',
    form: 'managed',
    seams: acksRefusedLater,
  },
  {
    name: 'receiver-polls-by-put',
    breaks: 'RFC8936-2.1-01',
    summary: 'The first poll is a PUT.',
    seams: () => firstPolls(1, (call) => ({ ...call, method: 'PUT' })),
  },
  {
    name: 'receiver-poll-undeclared',
    breaks: 'RFC8936-2.2-01',
    summary: 'The first poll is declared as text.',
    seams: () =>
      firstPolls(1, (call) => ({ ...call, headers: { ...call.headers, 'content-type': 'text/plain' } })),
  },
  {
    name: 'receiver-poll-array',
    breaks: 'RFC8936-2.2-01',
    summary: 'The body of the first poll is an array.',
    seams: () => firstPolls(1, (call) => withBody(call, [])),
  },
  {
    name: 'receiver-poll-max-events-string',
    breaks: 'RFC8936-2.2-16',
    summary: 'The first poll has maxEvents as a string.',
    seams: () => firstPolls(1, (call) => withBody(call, { ...bodyOf(call), maxEvents: '10' })),
  },
  {
    name: 'receiver-poll-return-immediately-string',
    breaks: 'RFC8936-2.2-16',
    summary: 'The first poll has returnImmediately as a string.',
    seams: () => firstPolls(1, (call) => withBody(call, { ...bodyOf(call), returnImmediately: 'false' })),
  },
  {
    name: 'receiver-acknowledges-invented-sets',
    breaks: 'RFC8936-2.2-09',
    summary: 'With each acknowledgement goes that of a SET that never came.',
    seams: () => ({ quirks: { acks: 'invented' } }),
  },
  {
    name: 'receiver-ack-object',
    breaks: 'RFC8936-2.2-09',
    summary: 'The `ack` of the first poll is an object.',
    seams: () => firstPolls(1, (call) => withBody(call, { ...bodyOf(call), ack: {} })),
  },
  {
    name: 'receiver-acknowledge-only-held',
    breaks: 'RFC8936-2.4.2-01',
    summary: 'The first poll asks for no SETs and waits for them all the same.',
    seams: () => firstPolls(1, (call) => withBody(call, { ...bodyOf(call), maxEvents: 0 })),
  },
  {
    name: 'receiver-never-acknowledges',
    breaks: 'RFC8936-2-05',
    summary: 'Nothing that was polled is ever acknowledged.',
    seams: () => lateAcks(Number.POSITIVE_INFINITY),
  },
  {
    name: 'receiver-acknowledges-late',
    breaks: 'RFC8936-2-06',
    summary: 'SETs are acknowledged long after they were received.',
    seams: () => lateAcks(2_000),
  },
  {
    name: 'receiver-ignores-more-available',
    breaks: 'RFC8936-2.3-06',
    summary: 'moreAvailable is not looked at; the next poll waits.',
    seams: () => ({ quirks: { ignoresMoreAvailable: true } }),
  },
  {
    name: 'receiver-strict-poll-answers',
    breaks: 'RFC8936-2.3-07',
    summary: 'A poll answer with an unknown member ends the polling.',
    seams: () => ({ quirks: { strictAnswers: ['poll'] } }),
  },
  {
    name: 'receiver-gives-up-polling-after-an-error',
    breaks: 'RFC8936-2.5.1-04',
    summary: 'A poll that is answered with an error is the last one.',
    seams: () => ({ quirks: { givesUpPolling: 'error-answer' } }),
  },
  {
    name: 'receiver-gives-up-polling-after-a-reset',
    breaks: 'RFC8936-2-05',
    summary: 'A poll whose connection breaks is the last one.',
    seams: () => ({ quirks: { givesUpPolling: 'broken-connection' } }),
  },
  {
    name: 'receiver-takes-nothing-by-poll',
    breaks: 'CAEP-INTEROP-2509-2.4.1-01',
    summary: 'Every SET that is polled is refused.',
    seams: () => ({
      steps: {
        form: async ({ delivery }, reference) =>
          delivery === 'poll' ? { err: 'invalid_request', description: 'Not by poll.' } : reference(),
      },
    }),
  },
  {
    name: 'receiver-takes-nothing',
    breaks: 'CAEP-INTEROP-2.4.1-01',
    summary: 'Every SET is refused.',
    seams: () => ({
      steps: { form: () => ({ err: 'invalid_request', description: 'Not wanted.' }) },
    }),
  },
];
