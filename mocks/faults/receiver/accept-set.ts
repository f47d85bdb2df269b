import type { PushReply } from '../../receiver/seams.ts';
import type { ReceiverFault } from './fault.ts';
import { claimsTextOf, eventOf, refuseWhen, subjectOf } from './support/refuse-when.ts';

/** Rules of push alone are broken at push alone: by poll they are others. */
const RECEIPT = 'RFC8935-2.2-01';

const KNOWN_CLAIMS = ['iss', 'aud', 'iat', 'jti', 'txn', 'toe', 'sub_id', 'events', 'sub', 'exp', 'nbf'];
const OURS = /^https:\/\/schemas\.openid\.net\/secevent\//;

function crash(): PushReply {
  return { status: 500, headers: { 'content-type': 'text/plain' }, body: 'Internal Server Error' };
}

function partOf(compact: string, index: number): Record<string, unknown> {
  try {
    return JSON.parse(Buffer.from(compact.split('.')[index] ?? '', 'base64url').toString()) as Record<
      string,
      unknown
    >;
  } catch {
    return {};
  }
}

export const faults: readonly ReceiverFault[] = [
  {
    name: 'receiver-one-event-per-user',
    breaks: RECEIPT,
    summary: 'Refuses a second event about a user.',
    seams() {
      const seen = new Map<string, unknown>();
      return refuseWhen('subject', (set) => {
        const { format, email } = subjectOf(set);
        const { iat, jti } = set.claims;
        // Events of the past are let through: their order is the matter of another check.
        if (set.delivery !== 'push' || format !== 'email' || Number(iat) < Date.now() / 1000 - 5)
          return false;
        const first = seen.get(String(email)) ?? jti;
        seen.set(String(email), first);
        return first !== jti;
      });
    },
  },
  {
    name: 'receiver-refuses-audience-among-others',
    breaks: 'SSF-4.1.8-06',
    summary: 'Refuses a SET whose aud has other values beside its own.',
    seams: () =>
      refuseWhen('audience', ({ claims }) => Array.isArray(claims.aud) && claims.aud.length > 1, {
        err: 'invalid_audience',
        description: 'The audience is not this Receiver alone.',
      }),
  },
  {
    name: 'receiver-refuses-typ-with-prefix',
    breaks: RECEIPT,
    summary: 'Compares typ by its letters: refuses application/secevent+jwt and capitals.',
    seams: () =>
      refuseWhen('typ', ({ header, delivery }) => delivery === 'push' && header.typ !== 'secevent+jwt'),
  },
  {
    name: 'receiver-refuses-unknown-claims',
    breaks: 'RFC7519-4-02',
    summary: 'Refuses a SET with a claim that it does not know.',
    seams: () =>
      refuseWhen('claims', ({ claims }) => Object.keys(claims).some((name) => !KNOWN_CLAIMS.includes(name))),
  },
  {
    name: 'receiver-refuses-unknown-event-members',
    breaks: 'SSF-4.2.3-03',
    summary: 'Refuses an event with a member that it does not know.',
    seams: () =>
      refuseWhen('event', (set) => Object.keys(eventOf(set)).some((name) => name.startsWith('x_'))),
  },
  {
    name: 'receiver-refuses-toe',
    breaks: RECEIPT,
    summary: 'Refuses a SET with the optional claim toe.',
    seams: () => refuseWhen('claims', ({ claims, delivery }) => delivery === 'push' && 'toe' in claims),
  },
  {
    name: 'receiver-refuses-unknown-header-members',
    breaks: RECEIPT,
    summary: 'Refuses a SET whose header has a member that it does not know, critical or not.',
    seams: () =>
      refuseWhen(
        'typ',
        ({ header, delivery }) =>
          delivery === 'push' && Object.keys(header).some((name) => /^x[-_]/.test(name)),
      ),
  },
  {
    name: 'receiver-wants-compact-json',
    breaks: RECEIPT,
    summary: 'Refuses claims with blanks between the members.',
    seams: () => refuseWhen('claims', (set) => set.delivery === 'push' && claimsTextOf(set).includes('\n')),
  },
  {
    name: 'receiver-crashes-on-es256',
    breaks: 'SSF-4.1.4-01',
    summary: 'Answers 500 to a push that is signed with ES256.',
    seams: () => ({
      beforePush: ({ body }) => (partOf(body, 0).alg === 'ES256' ? crash() : undefined),
    }),
  },
  {
    name: 'receiver-crashes-on-unknown-event-type',
    breaks: RECEIPT,
    summary: 'Answers 500 to a push of an event type that it does not know.',
    seams: () => ({
      pushReply(reply, { body }, refusal) {
        const types = Object.keys((partOf(body, 1).events ?? {}) as Record<string, unknown>);
        return refusal === null && types.some((type) => !OURS.test(type)) ? crash() : reply;
      },
    }),
  },
];
