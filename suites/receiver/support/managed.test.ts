import { expect, it } from 'vitest';
import { startsWithin } from './managed.ts';

/** Why nothing can be said of a target that makes no stream, where its create request was answered so. */
async function reason(answered: { status: number; text: string } | null): Promise<string> {
  const call = {
    operation: 'create-stream',
    request: {
      method: 'POST',
      url: 'https://127.0.0.1:8/ssf/streams',
      headers: {},
      body: '{"delivery":{"endpoint_url":"http://127.0.0.1:9/push"}}',
    },
    response: answered,
  };
  const life = { stream: async () => null, calls: async () => (answered === null ? [] : [call]) };
  const probe = {
    limits: {},
    hooks: [],
    now: async () => 0,
    freshLife: async () => life,
    notTested: (why: string) => {
      throw new Error(why);
    },
  };
  return startsWithin(probe as unknown as Parameters<typeof startsWithin>[0]).then(
    () => 'it starts',
    (error: Error) => error.message,
  );
}

it('tells that we refused the plain http push endpoint of a target that makes no stream over TLS', async () => {
  const why = await reason({ status: 400, text: '{"description":"delivery.endpoint_url is no https URL."}' });
  expect(why).toContain('its create request was answered 400');
  expect(why).toContain('delivery.endpoint_url is no https URL.');
  expect(why).toContain('Its push endpoint is plain http');
});

it('blames no push endpoint where the create request was refused for another reason', async () => {
  expect(await reason({ status: 401, text: '' })).not.toContain('push endpoint');
  expect(await reason(null)).toMatch(/^The target makes no stream even when all is well, so that/);
});
