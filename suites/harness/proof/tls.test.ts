import { afterEach, describe, expect, it } from 'vitest';
import { faults } from '../../../mocks/faults/index.ts';
import { receiverFaults } from '../../../mocks/faults/receiver/index.ts';
import { type Authority, createAuthority, createIntermediate } from '../../../mocks/http/certificates.ts';
import { type CertificateFlaw, flawedCertificate } from '../../../mocks/http/flawed-certificates.ts';
import { type ClientCertificatesOptions, listen, type TlsOptions } from '../../../mocks/http/listen.ts';
import type { Route } from '../../../mocks/http/route.ts';
import type { TransmitterSeams } from '../../../mocks/transmitter/seams.ts';
import { startTransmitter } from '../../../mocks/transmitter/start.ts';
import { profileNames } from '../../standard/profiles.ts';
import { transmitterChecks } from '../../transmitter/index.ts';
import { checksOf } from '../checks-of.ts';
import { selectFor } from '../selection.ts';
import type { SessionOptions } from '../session.ts';
import { foreseenTrips, provenBy } from './proven.ts';
import { type Outcomes, runInProcess } from './run-in-process.ts';

/** What must be found of certificates: who shows it, the check, and the faults that it finds. */
const RULES = [
  ['transmitter', 'tls/certificate-chain', 'certificate-of-unknown-authority'],
  ['transmitter', 'tls/certificate-chain', 'certificate-without-intermediate'],
  ['transmitter', 'tls/certificate-chain', 'certificate-self-signed'],
  ['transmitter', 'tls/certificate-chain', 'certificate-not-for-servers'],
  ['transmitter', 'tls/certificate-validity', 'certificate-expired'],
  ['transmitter', 'tls/certificate-validity', 'certificate-not-yet-valid'],
  ['transmitter', 'tls/host-name', 'certificate-for-another-name'],
  ['transmitter', 'tls/old-versions', 'tls-1.1-taken'],
  ['transmitter', 'push-client-tls/unknown-authority', 'push-to-unknown-authority'],
  ['transmitter', 'push-client-tls/self-signed', 'push-to-self-signed'],
  ['transmitter', 'push-client-tls/expired', 'push-to-expired'],
  ['transmitter', 'push-client-tls/not-yet-valid', 'push-to-not-yet-valid'],
  ['transmitter', 'push-client-tls/wrong-name', 'push-to-wrong-name'],
  ['transmitter', 'push-client-tls/versions', 'push-over-old-tls'],
  ['receiver', 'push-endpoint-tls/certificate-chain', 'receiver-certificate-of-unknown-authority'],
  ['receiver', 'push-endpoint-tls/certificate-chain', 'receiver-certificate-self-signed'],
  ['receiver', 'push-endpoint-tls/certificate-validity', 'receiver-certificate-expired'],
  ['receiver', 'push-endpoint-tls/host-name', 'receiver-certificate-for-another-name'],
  ['receiver', 'push-endpoint-tls/old-versions', 'receiver-tls-1.1-taken'],
  ['receiver', 'receiver-tls/unknown-authority', 'receiver-trusts-unknown-authority'],
  ['receiver', 'receiver-tls/self-signed', 'receiver-trusts-self-signed'],
  ['receiver', 'receiver-tls/expired', 'receiver-trusts-expired-certificate'],
  ['receiver', 'receiver-tls/not-yet-valid', 'receiver-trusts-certificate-not-yet-valid'],
  ['receiver', 'receiver-tls/wrong-name', 'receiver-trusts-wrong-name'],
  ['receiver', 'receiver-tls/old-version', 'receiver-calls-over-old-tls'],
  ['receiver', 'receiver-tls/keys', 'receiver-fetches-keys-carelessly'],
  ['receiver', 'receiver-tls/polling', 'receiver-polls-carelessly'],
] as const;

// That each fault trips these checks and no others, the table of the proof holds (proof-*.test.ts).
describe.each(RULES)('of a %s, %s', (role, id, fault) => {
  it(`finds ${fault}, and fails the run under every profile`, () => {
    const check = checksOf(role).find((one) => one.id === id);
    if (check === undefined) throw new Error(`There is no check ${id}.`);
    expect(provenBy(check)).toContain(fault);
    const [tripped] = Object.entries(foreseenTrips[fault] ?? {}).filter(([key]) => key.split('@')[0] === id);
    expect(tripped?.[1]).toBe('fail');
    const broken = [...faults, ...receiverFaults].find(({ name }) => name === fault)?.breaks;
    for (const profile of profileNames) {
      const { severities } = selectFor(profile, role);
      expect({ profile, severity: severities.get(broken as never) }).toEqual({ profile, severity: 'fail' });
    }
  });
});

const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

interface Wish {
  /** What the Transmitter has in place of the authority's plain certificate. */
  tls?: TlsOptions | undefined;
  clientCertificates?: ClientCertificatesOptions;
  /** What it takes beside what is recommended. */
  weak?: NonNullable<TransmitterSeams['tls']>;
  /** A member of its metadata whose URL is on another host, and what that one shows. */
  elsewhere?: {
    member: string;
    tls: TlsOptions;
    /** Nobody listens there. */
    isDead?: boolean;
  };
}

/** A Transmitter over TLS, and the session that a tester would configure for it. */
async function target(authority: Authority, wish: Wish): Promise<Omit<SessionOptions, 'profile'>> {
  const routes: Route[] = [];
  const { elsewhere } = wish;
  const other = elsewhere && (await listen(() => routes, { tls: elsewhere.tls }));
  if (elsewhere?.isDead === true) await other?.close();
  else if (other) closing.push(() => other.close());
  const transmitter = await startTransmitter({
    tls: wish.tls ?? (await authority.issue()),
    ca: authority.ca,
    seed: 1,
    clientCertificates: wish.clientCertificates,
    seams: {
      ...(wish.weak === undefined ? {} : { tls: wish.weak }),
      metadata: (document) => {
        if (!other || !elsewhere) return document;
        const url = new URL(String(document[elsewhere.member]));
        url.port = String(other.port);
        return { ...document, [elsewhere.member]: url.href };
      },
    },
  });
  closing.push(() => transmitter.close());
  routes.push(...transmitter.transmitter.routes);
  const [first] = transmitter.clients;
  if (first === undefined) throw new Error('There is no client.');
  return {
    issuer: transmitter.issuer,
    ca: authority.ca,
    auth: { clientId: first.id, clientSecret: first.secret, tokenEndpoint: transmitter.tokenEndpoint },
    pushAuthority: authority,
  };
}

/** What the checks of these families say, by their ids, where it is not `pass`. */
async function failing(
  session: Omit<SessionOptions, 'profile'>,
  families: readonly string[],
): Promise<Record<string, string>> {
  const outcomes: Outcomes = await runInProcess({
    checks: transmitterChecks.filter(({ id }) => families.includes(id.split('/')[0] ?? '')),
    profile: 'caep-interop',
    target: { session, close: () => Promise.resolve() },
  });
  return Object.fromEntries(
    [...outcomes]
      .filter(([, { outcome }]) => outcome !== 'pass' && outcome !== 'not-applicable')
      .map(([key, { outcome, reason, findings }]) => [
        key,
        `${outcome}: ${reason ?? findings.map(({ message, actual }) => `${message} ${actual}`).join(' ')}`,
      ]),
  );
}

describe('another host of the Transmitter', () => {
  it.each([
    ['unknown-authority', 'tls/certificate-chain', 'chains to no authority that is trusted'],
    ['intermediate-missing', 'tls/certificate-chain', 'issued by Intermediate authority'],
    ['self-signed', 'tls/certificate-chain', 'is self-signed'],
    ['expired', 'tls/certificate-validity', 'has expired'],
    ['not-yet-valid', 'tls/certificate-validity', 'is not valid yet'],
    ['wrong-name', 'tls/host-name', 'IP Address:127.0.0.77'],
  ] as const)(
    'whose certificate has the flaw %s is found by %s',
    async (flaw: CertificateFlaw, id, words) => {
      const authority = await createAuthority();
      const elsewhere = { member: 'jwks_uri', tls: await flawedCertificate(flaw, authority) };
      const found = await failing(await target(authority, { elsewhere }), ['tls']);
      expect(Object.keys(found)).toEqual([id]);
      expect(found[id]).toContain('(jwks_uri)');
      expect(found[id]).toContain(words);
    },
  );

  it('that is not reached fails nothing, and is not said to be right', async () => {
    const authority = await createAuthority();
    const elsewhere = { member: 'jwks_uri', tls: await authority.issue(), isDead: true };
    const found = await failing(await target(authority, { elsewhere }), ['tls']);
    for (const id of ['tls/version-1.2', 'tls/profile-endpoints'])
      expect(found[id]).toMatch(/^not-tested: .*\(jwks_uri\).*ECONNREFUSED/);
    const everyHost = [
      'old-versions',
      'weak-suites',
      'profile-recommendations',
      'certificate-chain',
      'host-name',
    ];
    for (const id of everyHost) expect(found[`tls/${id}`]).toMatch(/^not-tested: .*\(jwks_uri\)/);
    expect(Object.values(found).filter((words) => !words.startsWith('not-tested'))).toEqual([]);
  });

  it('that is not reached hides nothing of the others', async () => {
    const authority = await createAuthority();
    const elsewhere = { member: 'jwks_uri', tls: await authority.issue(), isDead: true };
    const weak = { minVersion: 'TLSv1', ciphers: 'ALL:eNULL:@SECLEVEL=0' } as const;
    const found = await failing(await target(authority, { weak, elsewhere }), ['tls']);
    for (const id of ['old-versions', 'weak-suites', 'profile-versions', 'profile-recommendations'])
      expect.soft(found[`tls/${id}`], id).toMatch(/^fail: /);
  });

  it('that demands a client certificate does not lack TLS 1.2', async () => {
    const authority = await createAuthority();
    const clientCertificates = { ca: authority.ca, isRequired: true };
    const elsewhere = { member: 'jwks_uri', tls: { ...(await authority.issue()), clientCertificates } };
    const found = await failing(await target(authority, { elsewhere }), ['tls']);
    expect(found['tls/version-1.2']).toMatch(/^not-tested: .*\(jwks_uri\).*--client-cert/);
    expect(Object.values(found).filter((words) => !words.startsWith('not-tested'))).toEqual([]);
  });

  it('may have a certificate of its own', async () => {
    const authority = await createAuthority();
    const elsewhere = { member: 'jwks_uri', tls: await authority.issue() };
    expect(await failing(await target(authority, { elsewhere }), ['tls'])).toEqual({});
  });
});

it('a chain with its intermediate certificate, and names that are an IP address, are right', async () => {
  const authority = await createAuthority();
  const tls = await (await createIntermediate(authority)).issue({ names: [], ips: ['127.0.0.1'] });
  expect(await failing(await target(authority, { tls }), ['tls', 'jwks'])).toEqual({});
});

describe('with mutual TLS (RFC 8705)', () => {
  const families = [
    'tls',
    'push-client-tls',
    'discovery',
    'token-endpoint',
    'bearer-tokens',
    'poll-delivery',
  ];

  it.each([
    ['that demands a certificate', true],
    ['that asks for one', false],
  ])('a Transmitter %s passes', async (_, isRequired) => {
    const authority = await createAuthority();
    const clientCertificates = { ca: authority.ca, isRequired };
    const session = await target(authority, { clientCertificates });
    const { key, cert } = await authority.issue({ names: ['receiver-1'], use: 'client' });
    expect(await failing({ ...session, clientCertificate: { key, cert } }, families)).toEqual({});
  });
});
