import { setTimeout as sleep } from 'node:timers/promises';
import type { VendorEvent } from '../../vendors/vendor.ts';
import { aboutStranger, withOther } from './changes.ts';
import type { ScenarioFault } from './fault.ts';
import { LATE_EVENT_MS } from './late.ts';

/** No story tells of it. */
const PURGED = 'https://schemas.openid.net/secevent/risc/event-type/account-purged';

/** Claims that say what happened. */
const TELLING = ['current_level', 'current_status', 'change_type'];

/** Faults of when, how often and in which order events go out. */
export const deliveryFaults: readonly ScenarioFault[] = [
  {
    name: 'transmitter-loses-an-event',
    title: 'The first event is never sent.',
    side: 'transmitter',
    breaks: 'arrives',
    seams: () => ({ emission: (event, nth) => (nth === 0 ? [] : [event]) }),
  },
  {
    name: 'transmitter-loses-the-last-pushes',
    title: 'Nothing but the first push goes out.',
    side: 'transmitter',
    breaks: 'arrives',
    only: ['risk-creep', 'credential-change', 'account-takeover', 'session-life', 'storm'],
    seams: () => {
      let pushes = 0;
      return { transmitter: { push: (request) => (pushes++ === 0 ? request : null) } };
    },
  },
  {
    name: 'transmitter-sends-its-event-late',
    title: 'The only event is sent after the limit for deliveries.',
    side: 'transmitter',
    breaks: 'arrives',
    only: ['session-revoked-by-admin', 'hijacked-session'],
    seams: () => ({ emission: (event) => sleep(LATE_EVENT_MS).then(() => [event]) }),
  },
  {
    name: 'transmitter-sends-an-event-with-the-next',
    title: 'The first event is sent only when the next one is due.',
    side: 'transmitter',
    breaks: 'arrives',
    only: [
      'impossible-travel',
      'device-non-compliance',
      'risk-creep',
      'credential-change',
      'account-takeover',
      'assurance-and-claims',
      'session-life',
    ],
    seams: () => {
      let first: VendorEvent[] = [];
      return {
        emission: (event, nth) => {
          const due = nth === 0 ? [] : [...first, event];
          first = nth === 0 ? [event] : [];
          return due;
        },
      };
    },
  },
  {
    name: 'transmitter-sends-an-event-in-two-sets',
    title: 'The first event is sent in two SETs.',
    side: 'transmitter',
    breaks: 'once',
    seams: () => ({ emission: (event, nth) => (nth === 0 ? [event, event] : [event]) }),
  },
  {
    name: 'transmitter-pushes-accepted-sets-again',
    title: 'Every SET is pushed once more after it was accepted.',
    side: 'transmitter',
    breaks: 'once',
    seams: () => ({ transmitter: { quirks: { pushTwice: true } } }),
  },
  {
    name: 'transmitter-sends-what-nobody-called-for',
    title: 'The first event is followed by one that nothing in the story called for.',
    side: 'transmitter',
    breaks: 'nothing-else',
    seams: () => ({
      emission: (event, nth) => (nth === 0 ? [event, { ...event, type: PURGED, event: {} }] : [event]),
    }),
  },
  {
    name: 'transmitter-tells-of-somebody-else-too',
    title: 'The first event is followed by the same about somebody else.',
    side: 'transmitter',
    breaks: 'nothing-else',
    seams: () => ({
      emission: (event, nth) => (nth === 0 ? [event, aboutStranger(event)] : [event]),
    }),
  },
  {
    name: 'transmitter-contradicts-itself',
    title: 'The first event is followed by one that says otherwise.',
    side: 'transmitter',
    breaks: 'nothing-else',
    only: [
      'impossible-travel',
      'device-non-compliance',
      'risk-creep',
      'credential-change',
      'assurance-and-claims',
      'storm',
    ],
    seams: () => ({
      emission: (event, nth) => {
        const claim = TELLING.find((name) => name in event.event);
        return nth === 0 && claim !== undefined ? [event, withOther(claim, event)] : [event];
      },
    }),
  },
  {
    name: 'transmitter-mixes-up-the-order',
    title: 'The first event is sent after the next one about the same subject.',
    side: 'transmitter',
    breaks: 'order',
    seams: () => {
      let held: VendorEvent | null = null;
      return {
        emission: (event, nth) => {
          if (nth === 0) {
            held = event;
            return [];
          }
          const first = held;
          if (first === null || JSON.stringify(first.subject) !== JSON.stringify(event.subject))
            return [event];
          held = null;
          return [event, first];
        },
      };
    },
  },
];
