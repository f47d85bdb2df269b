import { type TransmitterCheck, transmitterCheck } from '../harness/check.ts';
import type { JsonObject } from '../harness/probe.ts';
import { isObject } from '../set/subject.ts';
import { CAEP_EVENT_BASE } from '../standard/vocabulary.ts';
import { namesEvent } from './support/event-names.ts';
import { expectOffered, provoke } from './support/provoke.ts';
import { wishFor } from './support/wishes.ts';

const TYPE = `${CAEP_EVENT_BASE}session-revoked`;

/** Two people whom nothing connects, each with identifiers that only they have. */
const people = ['alice', 'bob'].map((name) => ({
  email: { format: 'email', email: `${name}@example.com` },
  account: { format: 'iss_sub', iss: 'https://idp.example.com/', sub: `${name}-7375626A656374` },
  device: { format: 'opaque', id: `device-of-${name}-e9297990` },
}));

/** Subjects of one person, first alice's, then bob's, so that what is left of the one would show in the other. */
const wishes: readonly { kind: 'complex' | 'aliases'; subject: JsonObject }[] = [
  ...people.map(({ email, device }) => ({
    kind: 'complex' as const,
    subject: { format: 'complex', user: email, device },
  })),
  ...people.map(({ email, account }) => ({
    kind: 'aliases' as const,
    subject: { format: 'aliases', identifiers: [email, account] },
  })),
];

/** A subject is one principal, however many identifiers it has (SSF 3.1.4, 3.3.1, RFC 9493 3.2.8). */
export const checks: readonly TransmitterCheck[] = [
  transmitterCheck({
    id: 'subject-formats/one-principal',
    title: 'All identifiers of one subject belong to the same principal.',
    requirements: ['SSF-3.3.1-01', 'SSF-3.3.1-02', 'SSF-3.1.4-01', 'RFC9493-3.2.8-02'],
    what: 'Has the trigger make the target send events about two people in turn, as complex subjects and as aliases, and looks for a subject that mixes the two.',
    hooks: ['trigger'],
    async run(t) {
      const stream = await t.stream();
      await expectOffered(t, stream, TYPE);
      const known = new Set<number>();
      let shown = 0;
      for (const { kind, subject } of wishes) {
        const wish = { type: TYPE, ...wishFor(TYPE, Math.floor(Date.now() / 1000)), subject };
        const { set } = await provoke(
          t,
          stream,
          wish,
          (seen) => !known.has(seen.id) && namesEvent(seen, 'session-revoked'),
        );
        if (set === null) continue;
        known.add(set.id);
        const named = namesIn(set.parsed.claims?.sub_id);
        if (named.length > 0 && isCompound(set.parsed.claims?.sub_id)) shown++;
        t.expect(named.length < 2, kind === 'complex' ? 'SSF-3.3.1-01' : 'RFC9493-3.2.8-02', {
          message: 'The subject of an event mixes the identifiers of two people.',
          expected: subject,
          actual: set.parsed.claims?.sub_id,
          set,
        });
      }
      if (shown === 0) {
        t.notApplicable(
          'The trigger brought no subject with several identifiers of the people that it was asked for.',
        );
      }
    },
  }),
];

function isCompound(subject: unknown): boolean {
  return isObject(subject) && (subject.format === 'complex' || subject.format === 'aliases');
}

/** Which of the two people a subject names. */
function namesIn(subject: unknown): string[] {
  const text = JSON.stringify(subject ?? null);
  return ['alice', 'bob'].filter(
    (name) =>
      text.includes(`${name}@example.com`) ||
      text.includes(`${name}-7375626A656374`) ||
      text.includes(`device-of-${name}-e9297990`),
  );
}
