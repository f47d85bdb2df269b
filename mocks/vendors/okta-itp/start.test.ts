import { afterEach, describe, expect, test } from 'vitest';
import { listen } from '../../http/listen.ts';
import { rsaKey } from '../../receiver/receiver-bench.ts';
import type { ReceiverSeams } from '../../receiver/seams.ts';
import {
  AUDIENCE,
  anna,
  complianceTo,
  type OktaBench,
  openOkta,
  riskTo,
  startProvider,
} from './okta-bench.ts';
import type { StartOktaItpOptions } from './start.ts';

const REVOKED = 'https://schemas.openid.net/secevent/caep/event-type/session-revoked';
const RISK = 'https://schemas.openid.net/secevent/caep/event-type/risk-level-change';
const subject = { format: 'email', email: anna };

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((bench) => bench.close()));
});

async function bench(options: StartOktaItpOptions = {}): Promise<OktaBench> {
  const opened = await openOkta(options);
  open.push(opened);
  return opened;
}

describe('Okta reads SETs as it documents them', () => {
  test('and acts on a rise of risk once, not on its fall', async () => {
    const { brings, okta } = await bench();
    expect(await brings(riskTo('high', 'low'), { sub_id: subject })).toEqual([
      'set-risk-level',
      'end-sessions',
    ]);
    expect(await brings(riskTo('high', 'low'))).toEqual(['set-risk-level']);
    expect(await brings(riskTo('medium', 'high'))).toEqual(['set-risk-level']);
    expect(await brings(riskTo('low', 'medium'))).toEqual(['set-risk-level']);
    expect(await brings(riskTo('high', 'low'))).toEqual(['set-risk-level', 'end-sessions']);
    // On top it is a subject as SSF has them; else it is told as it stands inside.
    expect(okta.effects().map((effect) => effect.subject)).toEqual([
      subject,
      subject,
      ...Array.from({ length: 5 }, () => ({ user: subject })),
    ]);
  });

  test('and a SET that comes again is accepted and changes nothing', async () => {
    const { push, provider, okta } = await bench();
    const set = provider.set(riskTo('high', 'low'));
    for (let i = 0; i < 3; i += 1) expect(await push(set)).toMatchObject({ status: 202 });
    await new Promise((resolve) => setImmediate(resolve));
    expect(okta.effects().map(({ action }) => action)).toEqual(['set-risk-level', 'end-sessions']);
  });

  test.each<[string, string, Parameters<OktaBench['provider']['set']>]>([
    ['no kid', 'invalid_request', [riskTo('high', 'low'), {}, { kid: undefined }]],
    ['no typ', 'invalid_request', [riskTo('high', 'low'), {}, { typ: undefined }]],
    ['an unknown key', 'invalid_key', [riskTo('high', 'low'), {}, { kid: 'two' }]],
    ['another audience', 'invalid_audience', [riskTo('high', 'low'), { aud: 'https://other.example.com' }]],
    ['an unknown issuer', 'invalid_issuer', [riskTo('high', 'low'), { iss: 'https://other.example.com' }]],
    ['an upper-case level', 'invalid_request', [riskTo('HIGH', 'low')]],
    ['no level before', 'invalid_request', [riskTo('high', 'low', { previous_level: undefined })]],
    ['no time', 'invalid_request', [riskTo('high', 'low', { event_timestamp: undefined })]],
    ['no reason', 'invalid_request', [riskTo('high', 'low', { reason_admin: undefined })]],
    ['a reason in no English', 'invalid_request', [riskTo('high', 'low', { reason_admin: { de: 'Weil' } })]],
    [
      'no subject inside',
      'invalid_request',
      [riskTo('high', 'low', { subject: undefined }), { sub_id: subject }],
    ],
    ['a subject of its own form', 'invalid_request', [riskTo('high', 'low', { subject })]],
  ])('and refuses one with %s: %s', async (_, err, set) => {
    const { push, provider, okta } = await bench();
    expect(await push(provider.set(...set))).toMatchObject({ status: 400, err });
    expect(okta.effects()).toEqual([]);
  });

  test('and names claims in camel case when it refuses', async () => {
    const { push, provider } = await bench();
    const { description } = await push(provider.set(riskTo('high', 'low', { event_timestamp: '1' })));
    expect(description).toContain('eventTimestamp must be');
  });

  test('and a signature that is not right is no matter of who is said to be the issuer', async () => {
    const { push, provider } = await bench();
    const forger = await startProvider(rsaKey('one'));
    open.push(forger);
    const forged = forger.set(riskTo('high', 'low'), { iss: provider.issuer });
    expect(await push(forged)).toMatchObject({ status: 400, err: 'invalid_key' });
    expect(await push('no SET')).toMatchObject({ status: 400, err: 'invalid_request' });
  });

  test.each<[string, Record<string, unknown>, string[]]>([
    [
      'https://schemas.okta.com/secevent/okta/event-type/device-risk-change',
      { current_level: 'high', previous_level: 'none', reason_user: { en: 'Malware' } },
      ['set-risk-level', 'end-sessions'],
    ],
    [
      'https://schemas.okta.com/secevent/okta/event-type/ip-change',
      { current_ip_address: '192.0.2.1', previous_ip_address: '192.0.2.2', reason_user: { en: 'Moved' } },
      ['note'],
    ],
    [REVOKED, { reason_user: { en: 'Stolen' } }, ['end-sessions']],
    [
      'https://schemas.openid.net/secevent/risc/event-type/identifier-changed',
      { 'new-value': 'anna.ray@example.com' },
      ['change-identifier'],
    ],
  ])('and knows %s', async (type, event, actions) => {
    const { brings } = await bench();
    const device = { format: 'opaque', id: 'device-1' };
    const common = { event_timestamp: 1_700_000_000, subject: { user: subject, device } };
    expect(await brings({ [type]: { ...common, ...event } })).toEqual(actions);
  });

  test('and bears what it does not know', async () => {
    const { brings } = await bench();
    expect(await brings({ 'urn:example:unknown': {} })).toEqual([]);
    expect(
      await brings({ 'https://schemas.openid.net/secevent/ssf/event-type/verification': { state: 'x' } }),
    ).toEqual([]);
  });
});

describe('Okta reads SETs as the standards have them', () => {
  test.each<[string, Record<string, unknown>, string[]]>([
    [RISK, { principal: 'USER', current_level: 'HIGH' }, ['set-risk-level', 'end-sessions']],
    [RISK, { principal: 'USER', current_level: 'MEDIUM', previous_level: 'HIGH' }, ['set-risk-level']],
    [REVOKED, {}, ['end-sessions']],
    ['https://schemas.openid.net/secevent/caep/event-type/session-presented', {}, ['note']],
    ['https://schemas.openid.net/secevent/risc/event-type/account-disabled', {}, ['disable-account']],
    ['https://schemas.openid.net/secevent/risc/event-type/sessions-revoked', {}, ['end-sessions']],
  ])('%s %j', async (type, event, actions) => {
    const { brings } = await bench({ reading: 'standard' });
    expect(await brings({ [type]: event }, { sub_id: subject })).toEqual(actions);
  });

  test('and refuses one without sub_id, or with lower-case levels', async () => {
    const { push, provider } = await bench({ reading: 'standard' });
    expect(await push(provider.set({ [REVOKED]: {} }))).toMatchObject({
      status: 400,
      err: 'invalid_request',
    });
    const event = { principal: 'USER', current_level: 'high' };
    expect(await push(provider.set({ [RISK]: event }, { sub_id: subject }))).toMatchObject({
      status: 400,
      err: 'invalid_request',
    });
  });
});

test('The device of a user is shut out when it is not compliant and admitted when it is again', async () => {
  const { brings, okta } = await bench();
  expect(await brings(complianceTo('not-compliant'))).toEqual([
    'shut-out-device',
    'set-risk-level',
    'end-sessions',
  ]);
  expect(await brings(complianceTo('compliant'))).toEqual(['admit-device', 'set-risk-level']);
  expect(
    okta
      .log()
      .filter(({ detail }) => detail.traceId !== undefined)
      .map(({ type }) => type),
  ).toEqual([
    'security.events.provider.receive_event',
    'device.shut_out',
    'user.risk.change',
    'policy.entity_risk.evaluate',
    'policy.entity_risk.action',
    'user.session.end',
    'user.authentication.universal_logout',
    'user.authentication.universal_logout',
    'user.authentication.universal_logout',
    'user.session.clear',
    'user.risk.change',
    'security.events.provider.receive_event',
    'device.admit',
    'user.risk.change',
    'policy.entity_risk.evaluate',
  ]);
});

test('Seams change what is done and what is answered', async () => {
  const seams: ReceiverSeams = {
    effects: (effects) => effects.filter(({ action }) => action !== 'end-sessions'),
    pushReply: (reply) => (reply.status === 202 ? { ...reply, status: 200 } : reply),
    steps: { event: () => null },
  };
  const { push, provider, okta } = await bench({ seams });
  expect(await push(provider.set(riskTo('HIGH', 'low')))).toMatchObject({ status: 200 });
  await new Promise((resolve) => setImmediate(resolve));
  expect(okta.effects().map(({ action }) => action)).toEqual(['set-risk-level']);
});

describe('While a provider that is registered by its metadata cannot be read', () => {
  /** Okta waiting for a provider of which nothing but 503 is had until `begin`. */
  async function waiting() {
    const opened = await bench();
    const { okta, provider } = opened;
    let there = false;
    let looks = 0;
    const late = await listen([
      {
        method: 'GET',
        path: '/.well-known/ssf-configuration',
        resolve() {
          looks += 1;
          if (!there) return new Response(null, { status: 503 });
          return Response.json({ issuer: late.origin, jwks_uri: provider.jwksUrl, spec_version: '1_0' });
        },
      },
    ]);
    open.push(late);
    const metadataUrl = `${late.origin}/.well-known/ssf-configuration`;
    const registered = okta.trustWhenThere({ metadataUrl, issuers: [late.origin], audience: AUDIENCE });
    return {
      ...opened,
      registered,
      looks: () => looks,
      set: () => provider.set(riskTo('high', 'low'), { iss: late.origin }),
      begin: () => {
        there = true;
      },
      lines: (start: string) => okta.log().filter(({ text }) => text.startsWith(start)).length,
    };
  }

  test('a SET of an unknown issuer is to come again, and is taken as soon as it can be read', async () => {
    const { push, set, begin, looks, lines, registered, okta } = await waiting();
    const one = set();
    for (let i = 0; i < 3; i += 1)
      expect(await push(one)).toMatchObject({ status: 503, err: 'invalid_issuer' });
    expect(looks()).toBeGreaterThanOrEqual(3);
    expect([lines('Waits for'), lines('Takes SETs'), lines('Refused')]).toEqual([1, 0, 0]);
    begin();
    expect(await push(one)).toMatchObject({ status: 202 });
    await registered;
    expect([lines('Waits for'), lines('Takes SETs')]).toEqual([1, 1]);
    await new Promise((resolve) => setImmediate(resolve));
    expect(okta.effects().map(({ action }) => action)).toEqual(['set-risk-level', 'end-sessions']);
  });

  test('SETs of known providers, and what is no SET, are judged as ever', async () => {
    const { push, provider, okta, registered } = await waiting();
    expect(await push(provider.set(riskTo('high', 'low')))).toMatchObject({ status: 202 });
    expect(await push('no SET')).toMatchObject({ status: 400, err: 'invalid_request' });
    await okta.close();
    await registered;
  });

  test('an unknown issuer is refused again once it can be read', async () => {
    const { push, provider, begin, registered } = await waiting();
    begin();
    await registered;
    const stranger = provider.set(riskTo('high', 'low'), { iss: 'https://other.example.com' });
    expect(await push(stranger)).toMatchObject({ status: 400, err: 'invalid_issuer' });
  });
});
