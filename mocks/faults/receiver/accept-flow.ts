import { setTimeout as sleep } from 'node:timers/promises';
import type { Examined, OutgoingCall } from '../../receiver/seams.ts';
import type { ReceiverFault } from './fault.ts';
import { eventOf, isOf, refuseWhen, subjectOf } from './support/refuse-when.ts';

/** What a push takes at a Receiver that cannot do much at once, ms. */
const WORK_MS = 10;

const REMOVED = { format: 'email', email: 'removed@example.com' };

/** Asks the Transmitter to remove a subject, with the token of another call. */
async function removeSubject(metadataUrl: string, call: OutgoingCall): Promise<void> {
  const metadata = (await (await fetch(metadataUrl)).json()) as Record<string, unknown>;
  const { stream_id } = JSON.parse(call.body ?? '{}') as Record<string, unknown>;
  await fetch(String(metadata.remove_subject_endpoint), {
    method: 'POST',
    headers: call.headers,
    body: JSON.stringify({ stream_id, subject: REMOVED }),
  });
}

export const faults: readonly ReceiverFault[] = [
  {
    name: 'receiver-drops-bursts',
    breaks: 'RFC8935-2.2-01',
    summary: 'Takes some time for each push, and refuses those that come while eight others are under way.',
    seams() {
      let underWay = 0;
      return {
        steps: {
          form: async ({ delivery }, reference) => {
            if (delivery !== 'push') return reference();
            if (underWay >= 8) return { err: 'access_denied', description: 'Too many at once.' };
            underWay += 1;
            await sleep(WORK_MS);
            underWay -= 1;
            return reference();
          },
        },
      };
    },
  },
  {
    name: 'receiver-wants-order',
    breaks: 'RFC8935-2.2-01',
    summary: 'Refuses an event about a user that was issued before the newest one.',
    seams() {
      const newest = new Map<string, number>();
      return refuseWhen('times', ({ claims, delivery }) => {
        const user = JSON.stringify(claims.sub_id);
        const iat = Number(claims.iat);
        const known = newest.get(user) ?? 0;
        newest.set(user, Math.max(iat, known));
        return delivery === 'push' && iat < known - 5;
      });
    },
  },
  {
    name: 'receiver-refuses-unsolicited-verification',
    breaks: 'SSF-8.1.4-03',
    summary: 'Refuses a verification event without state.',
    seams: () =>
      refuseWhen('state', (set) => isOf(set, 'verification') && eventOf(set).state === undefined, {
        err: 'invalid_state',
        description: 'No verification was asked for.',
      }),
  },
  {
    name: 'receiver-refuses-stream-updated',
    breaks: 'SSF-8.1.5-12',
    summary: 'Refuses stream-updated events, for which it did not ask.',
    seams: () => refuseWhen('event', (set) => isOf(set, 'stream-updated')),
  },
  {
    name: 'receiver-takes-any-state',
    breaks: 'SSF-8.1.4.1-09',
    summary: 'Accepts a verification event with a foreign state.',
    seams: () => ({ steps: { state: () => null } }),
  },
  {
    name: 'receiver-answers-wrong-state-with-invalid-request',
    breaks: 'SSF-8.1.4.1-09',
    summary: 'Answers a foreign state with invalid_request.',
    seams: () => ({
      steps: {
        state: async (_, reference) => {
          const refusal = await reference();
          return refusal === null ? null : { ...refusal, err: 'invalid_request' };
        },
      },
    }),
  },
  {
    name: 'receiver-trusts-verification-events',
    breaks: 'SSF-8.1.4.1-07',
    summary: 'Does not look at the audience of verification events.',
    seams: () => ({
      steps: {
        audience: (set: Examined, reference) => (isOf(set, 'verification') ? null : reference()),
      },
    }),
  },
  {
    name: 'receiver-refuses-requested-verification',
    breaks: 'RFC8935-2.2-01',
    summary: 'Takes the state that it gave for a foreign one.',
    seams: () =>
      refuseWhen(
        'state',
        (set) => set.delivery === 'push' && isOf(set, 'verification') && eventOf(set).state !== undefined,
        { err: 'invalid_state', description: 'The state is not the one that was asked for.' },
      ),
  },
  {
    name: 'receiver-wants-verification-first',
    breaks: 'SSF-8.1.4.2-10',
    summary: 'Refuses the verification event when another event came after it had asked for it.',
    seams() {
      let overtaken = false;
      return {
        request(call) {
          if (call.operation === 'verify') overtaken = false;
          return call;
        },
        ...refuseWhen(
          'state',
          (set) => {
            if (isOf(set, 'verification')) return overtaken && eventOf(set).state !== undefined;
            overtaken = true;
            return false;
          },
          { err: 'invalid_state', description: 'The verification event comes too late.' },
        ),
      };
    },
  },
  {
    name: 'receiver-refuses-removed-subjects',
    breaks: 'SSF-9.3-02',
    summary: 'Removes a subject from its stream and refuses events about it from then on.',
    seams() {
      let metadataUrl = '';
      return {
        async request(call) {
          if (call.operation === 'metadata') metadataUrl = call.url;
          if (call.operation === 'verify') await removeSubject(metadataUrl, call);
          return call;
        },
        ...refuseWhen('subject', (set) => subjectOf(set).email === REMOVED.email),
      };
    },
  },
];
