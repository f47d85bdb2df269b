import { afterEach, describe, expect, test } from 'vitest';
import type { VendorEvent } from '../vendor.ts';
import { anna, type OktaBench, openOkta, riskTo } from './okta-bench.ts';
import type { StartOktaItpOptions } from './start.ts';
import { createOktaTransmitter } from './transmitter.ts';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((bench) => bench.close()));
});

async function bench(options: StartOktaItpOptions = {}): Promise<OktaBench & { origin: string }> {
  const opened = await openOkta(options);
  open.push(opened);
  return { ...opened, origin: new URL(opened.okta.pageUrl).origin };
}

function post(url: string, body: unknown): Promise<Response> {
  return fetch(url, { method: 'POST', body: JSON.stringify(body), redirect: 'manual' });
}

describe('Security events providers', () => {
  const api = '/api/v1/security-events-providers';

  test('are registered by well-known URL or by issuer and JWKS URL, for the URL of the org as audience', async () => {
    const { okta, provider, origin, push } = await bench();
    const other = await openOkta();
    open.push(other);
    const registered = await Promise.all(
      [
        { well_known_url: other.provider.metadataUrl },
        { issuer: provider.issuer, jwks_url: provider.jwksUrl },
      ].map(async (settings) => {
        const answer = await post(origin + api, { name: 'Provider', type: 'okta', settings });
        return (await answer.json()) as { id: string; status: string; settings: unknown };
      }),
    );
    expect(registered).toMatchObject([
      { status: 'ACTIVE', settings: { issuer: other.provider.issuer, jwks_url: other.provider.jwksUrl } },
      { status: 'ACTIVE', settings: { issuer: provider.issuer } },
    ]);
    expect(await (await fetch(origin + api)).json()).toHaveLength(2);
    for (const sender of [provider, other.provider]) {
      expect(await push(sender.set(riskTo('high', 'low'), { aud: origin }))).toMatchObject({ status: 202 });
    }
    // One that is switched off is no provider.
    const id = registered[0]?.id;
    expect(await (await post(`${origin}${api}/${id}/lifecycle/deactivate`, {})).json()).toMatchObject({
      status: 'INACTIVE',
    });
    const set = other.provider.set(riskTo('low', 'high'), { aud: origin });
    expect(await push(set)).toMatchObject({ status: 400, err: 'invalid_issuer' });
    expect((await fetch(`${origin}${api}/${id}`, { method: 'DELETE' })).status).toBe(204);
    expect((await fetch(`${origin}${api}/${id}`)).status).toBe(404);
    expect(okta.log().some(({ type }) => type === 'security.events.provider.refuse_event')).toBe(true);
  });

  test.each([
    ['no JSON object', []],
    ['no name', { settings: { well_known_url: 'https://example.com/' } }],
    [
      'both forms',
      { name: 'x', settings: { well_known_url: 'https://a.example', issuer: 'https://a.example' } },
    ],
    ['half a form', { name: 'x', settings: { issuer: 'https://a.example' } }],
    ['no URL', { name: 'x', settings: { well_known_url: 'here' } }],
    [
      'keys without TLS',
      { name: 'x', settings: { issuer: 'https://a.example', jwks_url: 'http://a.example/' } },
    ],
  ])('are not registered with %s', async (_, body) => {
    const { origin } = await bench();
    const answer = await post(origin + api, body);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ errorCode: 'E0000001' });
  });
});

test('An administrator sets a risk back, and the same risk is acted on again', async () => {
  const { okta, origin, brings } = await bench();
  await brings(riskTo('high', 'low'));
  expect(await brings(riskTo('high', 'low'))).toEqual(['set-risk-level']);
  const id = okta.users().find(({ login }) => login === anna)?.id;
  const answer = await post(`${origin}/users/${id}/reset`, {});
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/']);
  expect(await brings(riskTo('high', 'low'))).toEqual(['set-risk-level', 'end-sessions']);
  expect((await post(`${origin}/users/nobody/reset`, {})).status).toBe(404);
});

test('What happens at Okta itself follows the policy, is shared, and is no effect of a SET', async () => {
  const shared: VendorEvent[] = [];
  const transmitter = createOktaTransmitter({
    dialect: 'standard',
    async emit(event) {
      shared.push(event);
    },
  });
  const { okta } = await bench({ transmitter: () => transmitter });
  const happen = async (happening: unknown) => (await post(okta.happenUrl, happening)).status;
  const userOf = () => okta.users().find(({ login }) => login === anna);
  expect(await happen({ kind: 'risk-event', user: anna, what: 'Brute force' })).toBe(200);
  expect(userOf()?.sessions).toHaveLength(1);
  expect(await happen({ kind: 'risk-event', user: anna, what: 'Brute force' })).toBe(200);
  expect(userOf()).toMatchObject({ sessions: [], apps: [] });
  expect(await happen({ kind: 'sign-in', user: anna, place: 'Berlin' })).toBe(200);
  expect(userOf()?.sessions).toHaveLength(1);
  expect(await happen({ kind: 'sessions-revoked', user: anna, by: 'admin' })).toBe(200);
  expect(await happen({ kind: 'other', user: anna, what: 'x' })).toBe(400);
  expect(shared.map(({ event }) => event.initiating_entity)).toEqual(['policy', 'admin']);
  expect(okta.effects()).toEqual([]);
});

test('The page shows users, risk, policy and log, and escapes all of it', async () => {
  const { okta, provider, push } = await bench();
  await push(provider.set(riskTo('high', 'low', { subject: { user: { format: 'email', email: '<b>@x' } } })));
  await new Promise((resolve) => setImmediate(resolve));
  const answer = await fetch(okta.pageUrl);
  const page = await answer.text();
  expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
  for (const part of [
    anna,
    '&lt;b&gt;@x',
    'user.risk.change',
    'Entity risk policy',
    'Reset</button>',
    okta.pushUrl,
  ]) {
    expect(page).toContain(part);
  }
  expect(page).not.toContain('<b>@x');
});
