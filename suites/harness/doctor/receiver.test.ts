import { expect, test } from 'vitest';
import {
  closers,
  managed,
  POLL,
  PUSH_CREDENTIALS,
  pushEndpoint,
  TOKEN,
} from '../receiver/peer/test-bench.ts';
import type { ReceiverTarget } from '../receiver/session-options.ts';
import type { Line } from './line.ts';
import { examineReceiver, type ReceiverToExamine } from './receiver.ts';

async function look(
  target: ReceiverTarget,
  options: Partial<ReceiverToExamine> = {},
): Promise<(name: string) => string> {
  const lines: Line[] = [];
  await examineReceiver(
    {
      target,
      limits: { start: 500, request: 1_000 },
      unreachable: null,
      readOnly: false,
      env: {},
      ...options,
    },
    { line: (line) => lines.push(line), waiting: () => undefined },
  );
  expect(JSON.stringify(lines)).not.toContain(TOKEN);
  expect(JSON.stringify(lines)).not.toContain(PUSH_CREDENTIALS);
  return (name) => {
    const line = lines.find((one) => one.name === name);
    return line === undefined
      ? 'not told'
      : `${line.state} ${line.whose ?? ''}: ${line.what} ${line.todo ?? ''}`;
  };
}

test('Nothing that could be taken for a SET comes to a push endpoint, and credentials only where they are asked for', async () => {
  const { url, pushes } = await pushEndpoint(400);
  const of = await look({ pushUrl: url, pushAuthorization: PUSH_CREDENTIALS, audience: 'rx' });
  expect(of('push endpoint')).toMatch(/^ok .*with the configured ones: 400/);
  expect(of('our issuer')).toMatch(/^ok .*answers here/);
  expect(pushes.map(({ method, body, headers }) => [method, body, headers.get('authorization')])).toEqual([
    ['GET', '', null],
    ['POST', '', null],
    ['POST', '', PUSH_CREDENTIALS],
  ]);
});

test.each([
  [401, /^problem configuration: .*--push-authorization/],
  [404, /^problem configuration: .*no push endpoint/],
  [302, /^problem configuration: .*redirects/],
  [503, /^problem target: .*failing/],
  [202, /^note target: .*accepts a push without a SET/],
])('A push endpoint that answers %i', async (status, said) => {
  const { url } = await pushEndpoint(status);
  expect((await look({ pushUrl: url, audience: 'rx' }))('push endpoint')).toMatch(said);
});

test('A push endpoint that is not there', async () => {
  const { url } = await pushEndpoint();
  for (const close of closers.splice(0)) await close();
  const of = await look({ pushUrl: url, audience: 'rx' });
  expect(of('connection')).toMatch(/^problem network: Nothing accepts connections/);
  expect(of('push endpoint')).toBe('not told');
});

test('A managed Receiver is started once, and ended again', async () => {
  const target = managed(POLL);
  const of = await look(target);
  expect(of('start')).toMatch(
    /^ok : It started, and asked us first for metadata after \d+ ms; it created a stream/,
  );
  expect(of('our issuer')).toMatch(/^ok/);
  expect(target.requests).toHaveLength(1);
  expect(target.stopped).toBe(1);
});

test('A managed Receiver that does not come, comes with other credentials, or cannot be started', async () => {
  expect((await look({ start: async () => ({ ok: true }) }))('start')).toMatch(
    /^problem target: .*asked nothing/,
  );
  const failing = {
    start: async () => ({ ok: false, message: `no ${TOKEN}` }),
    credentials: { accessToken: TOKEN },
  };
  expect((await look(failing))('start')).toMatch(
    /^problem configuration: .*could not be started: no ‹masked/,
  );
  const stranger: ReceiverTarget = {
    credentials: { accessToken: 'another-token-0123456789' },
    start: async ({ metadataUrl }) => {
      const { configuration_endpoint: url } = (await (await fetch(metadataUrl)).json()) as Record<
        string,
        string
      >;
      await fetch(String(url), { method: 'POST', headers: { authorization: `Bearer ${TOKEN}` } });
      return { ok: true };
    },
  };
  expect((await look(stranger))('start')).toMatch(/^note configuration: .*no credentials that we know/);
});

test('Nothing is started where nothing may be, or where it can be done only once', async () => {
  const target = managed(POLL);
  expect((await look(target, { readOnly: true }))('start')).toMatch(/^skipped .*--read-only/);
  expect((await look({ ...target, startOnce: true }))('start')).toMatch(/^skipped .*only once/);
  expect(target.requests).toEqual([]);
});

test('A poller that does not poll', async () => {
  const of = await look({ poll: true, credentials: { accessToken: TOKEN } });
  expect(of('our address')).toMatch(/poll URL http/);
  expect(of('start')).toMatch(/^problem configuration: Nobody polled us/);
});

test('An interruption ends the waiting, and what was started', async () => {
  const controller = new AbortController();
  let stopped = 0;
  const target: ReceiverTarget = {
    start: async () => {
      controller.abort();
      return { ok: true };
    },
    stop: async () => {
      stopped += 1;
    },
  };
  const of = await look(target, { signal: controller.signal, limits: { start: 60_000 } });
  expect(of('start')).toBe('not told');
  expect(stopped).toBe(1);
});
