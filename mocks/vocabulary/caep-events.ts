import type { EventContext, EventType } from './event-type.ts';
import { account, device, email, session, token } from './people.ts';
import { COMPLEX, complexMembers } from './subject-formats.ts';

const base = 'https://schemas.openid.net/secevent/caep/event-type/';

/** CAEP 3.3: kinds of credentials. RISC credential-compromise takes the same. */
export const credentialTypes = [
  'password',
  'pin',
  'x509',
  'fido2-platform',
  'fido2-roaming',
  'fido-u2f',
  'verifiable-credential',
  'phone-voice',
  'phone-sms',
  'app',
] as const;

/** CAEP section 2: the claims that every CAEP event may have; the reasons are maps from language to text. */
function common({ faker, now }: EventContext, admin: string, user: string): Record<string, unknown> {
  return {
    event_timestamp: now - faker.number.int({ min: 1, max: 120 }),
    initiating_entity: faker.helpers.arrayElement(['admin', 'user', 'policy', 'system']),
    reason_admin: { en: `${admin} (case ${faker.string.numeric(6)})` },
    reason_user: { en: user },
  };
}

/** A value other than the one that `wished` holds under the name, so that the two together say "changed". */
function other<T>({ faker, wished }: EventContext, name: string, values: readonly T[]): T {
  return faker.helpers.arrayElement(values.filter((value) => value !== wished[name]));
}

/** Two different values for a pair of claims, of which the wish may lay down one or both. */
function change<T>(
  context: EventContext,
  before: string,
  after: string,
  values: readonly T[],
): Record<string, T> {
  const current = other(context, before, values);
  const settled = { ...context, wished: { [after]: context.wished[after] ?? current } };
  return { [after]: current, [before]: other(settled, after, values) };
}

/** CAEP 3.8: kind of the principal whose risk changed, in step with the subject. */
function principal({ subject }: EventContext): string {
  if (subject.format !== COMPLEX) return 'USER';
  const members = complexMembers(subject).map(([name]) => name);
  // From narrow to wide: the others say where it belongs.
  const narrow = ['session', 'device', 'user', 'group', 'org_unit', 'tenant'].find((kind) =>
    members.includes(kind),
  );
  return (narrow ?? members[0] ?? 'user').toUpperCase();
}

/** CAEP 3.4: levels of some namespaces, lowest first. */
const ladders: Readonly<Record<string, readonly string[]>> = {
  'NIST-AAL': ['nist-aal1', 'nist-aal2', 'nist-aal3'],
  'NIST-IAL': ['nist-ial1', 'nist-ial2', 'nist-ial3'],
  'NIST-FAL': ['nist-fal1', 'nist-fal2', 'nist-fal3'],
  'ISO-IEC-29115': ['1', '2', '3', '4'],
};

function assurance(context: EventContext): Record<string, unknown> {
  const { wished } = context;
  const namespace = typeof wished.namespace === 'string' ? wished.namespace : 'NIST-AAL';
  const ladder: readonly unknown[] = ladders[namespace] ?? ['1', '2'];
  const levels = { ...change(context, 'previous_level', 'current_level', ladder), ...wished };
  const rises = ladder.indexOf(levels.current_level) > ladder.indexOf(levels.previous_level);
  return { namespace, ...levels, change_direction: rises ? 'increase' : 'decrease' };
}

function credential(context: EventContext): Record<string, unknown> {
  const { faker, wished } = context;
  const type =
    typeof wished.credential_type === 'string'
      ? wished.credential_type
      : faker.helpers.arrayElement(credentialTypes);
  const details =
    type === 'x509'
      ? {
          x509_issuer: 'CN=Example Issuing CA,O=Example,C=US',
          x509_serial: faker.string.hexadecimal({ length: 16, prefix: '' }),
        }
      : type.startsWith('fido2')
        ? { fido2_aaguid: faker.string.uuid() }
        : {};
  return {
    credential_type: type,
    change_type: faker.helpers.arrayElement(['create', 'revoke', 'update', 'delete']),
    friendly_name: `${faker.person.firstName()}'s ${type}`,
    ...details,
  };
}

/** All event types of CAEP 1.0 section 3. */
export const caepEvents: readonly EventType[] = [
  {
    uri: `${base}session-revoked`,
    subject: session,
    claims: (c) =>
      common(
        c,
        'Session ended after an access policy was broken',
        'Your session was ended. Please sign in again.',
      ),
  },
  {
    uri: `${base}token-claims-change`,
    subject: token,
    claims: (c) => ({
      claims: {
        role: c.faker.person.jobTitle(),
        trusted_network: c.faker.datatype.boolean() ? 'true' : 'false',
      },
      ...common(c, 'Role changed in the directory', 'Your role was changed.'),
    }),
  },
  {
    uri: `${base}credential-change`,
    subject: account,
    claims: (c) => ({
      ...credential(c),
      ...common(c, 'Credential changed', 'One of your sign-in methods was changed.'),
    }),
  },
  {
    uri: `${base}assurance-level-change`,
    subject: account,
    claims: (c) => ({
      ...assurance(c),
      ...common(c, 'Second factor presented', 'You signed in with a second factor.'),
    }),
  },
  {
    uri: `${base}device-compliance-change`,
    subject: device,
    claims: (c) => ({
      ...change(c, 'previous_status', 'current_status', ['not-compliant', 'compliant']),
      ...common(c, 'Disk encryption state changed', 'The state of your device changed.'),
    }),
  },
  {
    uri: `${base}session-established`,
    subject: email,
    claims: (c) => ({
      fp_ua: c.faker.string.hexadecimal({ length: 32, prefix: '' }),
      acr: 'AAL2',
      amr: ['pwd', 'otp'],
      ext_id: c.faker.string.alphanumeric(12),
      event_timestamp: c.now - 1,
    }),
  },
  {
    uri: `${base}session-presented`,
    subject: email,
    claims: (c) => ({
      fp_ua: c.faker.string.hexadecimal({ length: 32, prefix: '' }),
      ext_id: c.faker.string.alphanumeric(12),
      event_timestamp: c.now - 1,
    }),
  },
  {
    uri: `${base}risk-level-change`,
    subject: account,
    claims: (c) => ({
      risk_reason: c.faker.helpers.arrayElement([
        'IMPOSSIBLE_TRAVEL',
        'PASSWORD_FOUND_IN_DATA_BREACH',
        'NEW_DEVICE',
      ]),
      principal: principal(c),
      ...change(c, 'previous_level', 'current_level', ['HIGH', 'MEDIUM', 'LOW']),
      ...common(c, 'Risk engine changed the level', 'We noticed unusual activity.'),
    }),
  },
];
