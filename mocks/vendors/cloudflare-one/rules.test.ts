import { expect, test } from 'vitest';
import { cities } from '../cities.ts';
import type { Happening, Place } from '../happening.ts';
import type { PushResult } from '../push-outcomes.ts';
import type { VendorEvent } from '../vendor.ts';
import { createCloudflareOne } from './rules.ts';

const user = 'anna@example.com';
const now = 1_700_000_000_000;

function begin(dialect: 'standard' | 'okta' = 'standard', result?: PushResult, polled = 0) {
  const sent: VendorEvent[] = [];
  const vendor = createCloudflareOne({
    dialect,
    now: () => now,
    emit: (event) => {
      sent.push(event);
      return Promise.resolve(result && { pushed: Promise.resolve(result), polled });
    },
  });
  return { vendor, sent };
}

function signIn(city: string, minutes: number): Happening {
  return { kind: 'sign-in', user, place: cities.get(city) as Place, at: now + minutes * 60_000 };
}

test('two sign-ins that nobody can travel between make the risk high, which is shared once', async () => {
  const { vendor, sent } = begin();
  await vendor.happen(signIn('berlin', 0));
  expect(sent).toEqual([]);
  await vendor.happen(signIn('tokyo', 9));
  await vendor.happen(signIn('berlin', 18));
  expect(sent).toEqual([
    {
      type: 'https://schemas.openid.net/secevent/caep/event-type/risk-level-change',
      subject: { format: 'email', email: user },
      event: expect.objectContaining({
        principal: 'USER',
        previous_level: 'LOW',
        current_level: 'HIGH',
        risk_reason: 'IMPOSSIBLE_TRAVEL',
        event_timestamp: now / 1000 + 9 * 60,
      }) as unknown,
    },
  ]);
  expect(vendor.riskEvents()).toHaveLength(2);
  expect(vendor.log().map(({ type }) => type)).toEqual([
    'sign_in',
    'sign_in',
    'risk_event',
    'risk_score_change',
    'risk_score_sent',
    'sign_in',
    'risk_event',
  ]);
});

test('to Okta it speaks as Okta documents it', async () => {
  const { vendor, sent } = begin('okta');
  await vendor.happen({ kind: 'risk-event', user, what: 'malware', at: now });
  expect(sent).toEqual([
    {
      type: 'https://schemas.okta.com/secevent/okta/event-type/user-risk-change',
      subject: { format: 'email', email: user },
      event: expect.objectContaining({
        subject: { user: { format: 'email', email: user } },
        previous_level: 'low',
        current_level: 'medium',
        event_timestamp: now / 1000,
        reason_admin: { en: 'Risk event: malware.' },
      }) as unknown,
    },
  ]);
});

test('each level is one change, and what changes nothing is not shared', async () => {
  const { vendor, sent } = begin();
  for (const what of ['one', 'two', 'three'])
    await vendor.happen({ kind: 'risk-event', user, what, at: now });
  for (const to of ['medium', 'medium', 'low', 'medium'] as const)
    await vendor.happen({ kind: 'risk-lowered', user, to, at: now });
  expect(sent.map(({ event }) => `${String(event.previous_level)} ${String(event.current_level)}`)).toEqual([
    'LOW MEDIUM',
    'MEDIUM HIGH',
    'HIGH MEDIUM',
    'MEDIUM LOW',
  ]);
});

test('nothing is shared while sharing is switched off', async () => {
  const { vendor, sent } = begin();
  vendor.share(false);
  await vendor.happen({ kind: 'risk-event', user, what: 'one', at: now });
  vendor.share(true);
  await vendor.happen({ kind: 'risk-event', user, what: 'two', at: now });
  expect(sent.map(({ event }) => event.current_level)).toEqual(['HIGH']);
});

test.each<[PushResult | undefined, number, string, string]>([
  [{ accepted: 1, givenUp: [] }, 0, 'risk_score_shared', 'shared and accepted'],
  [{ accepted: 0, givenUp: [400] }, 0, 'risk_score_not_shared', 'refused (400) and given up'],
  [{ accepted: 0, givenUp: [null] }, 0, 'risk_score_not_shared', 'no answer and given up'],
  [{ accepted: 0, givenUp: [] }, 0, 'risk_score_not_shared', 'not sent: no stream wants it'],
  [{ accepted: 0, givenUp: [] }, 1, 'risk_score_queued', 'waits to be polled'],
  [undefined, 0, 'risk_score_sent', 'still being sent'],
])('after %j, and %i to be polled, it says %s', async (result, polled, type, text) => {
  const { vendor } = begin('okta', result, polled);
  await vendor.happen({ kind: 'risk-event', user, what: 'malware', at: now });
  expect(vendor.log().at(-1)?.type).toBe(type);
  expect(vendor.users()[0]?.shared).toMatchObject({ score: 'medium', fate: { text } });
});

test('it has no eyes for devices', async () => {
  const { vendor } = begin();
  await expect(
    vendor.happen({ kind: 'credential-changed', user, credential: 'pin', change: 'create', at: now }),
  ).rejects.toThrow(RangeError);
});
