import type { ReceiverFault } from './fault.ts';
import { beside, powerless, send } from './support/requests.ts';

/** Faults in how a managed Receiver takes what goes wrong. */
export const faults: readonly ReceiverFault[] = [
  {
    name: 'receiver-retries-in-a-storm',
    breaks: 'SSF-8.1.1.1-01',
    summary: 'Repeats what fails at once and without end.',
    form: 'managed',
    seams: () => ({ quirks: { retryStorm: true } }),
  },
  {
    name: 'receiver-never-tries-again',
    breaks: 'SSF-8.1.1.1-01',
    summary: 'Does not repeat a create request that failed.',
    form: 'managed',
    seams: () => {
      let tried = false;
      return {
        request: (call) => {
          // A new life begins with the metadata.
          if (call.operation === 'metadata') tried = false;
          if (call.operation !== 'create-stream') return call;
          if (tried) return null;
          tried = true;
          return call;
        },
      };
    },
  },
  {
    name: 'receiver-ignores-retry-after',
    breaks: 'SSF-8.1.1.1-01',
    summary: 'Comes back sooner than Retry-After allows.',
    form: 'managed',
    seams: () => ({ quirks: { ignoresRetryAfter: true } }),
  },
  {
    name: 'receiver-insists-on-new-stream',
    breaks: 'SSF-8.1.1.1-01',
    summary: 'Answers 409 with twenty more create requests before it looks for the stream that is there.',
    form: 'managed',
    seams: () =>
      beside(
        'list-streams',
        async (call) => {
          for (let n = 0; n < 20; n += 1) await send(powerless(call), { method: 'POST', json: {} });
        },
        'always',
      ),
  },
  {
    name: 'receiver-polls-dead-stream',
    breaks: 'SSF-8.1.1.1-01',
    summary: 'Polls a stream that is gone at once again and without end.',
    form: 'managed',
    seams: () => ({ quirks: { retryStorm: true, ignoresDeletedStream: true } }),
  },
  {
    name: 'receiver-strict-about-configuration',
    breaks: 'SSF-8.1.1.1-01',
    summary: 'Refuses stream configurations with members that it does not know.',
    form: 'managed',
    seams: () => ({ quirks: { strictAnswers: ['create-stream'] } }),
  },
];
