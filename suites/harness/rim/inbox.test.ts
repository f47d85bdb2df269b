import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createAuthority } from '../../../mocks/http/certificates.ts';
import { HttpClient } from './http-client.ts';
import { type Inbox, startInbox } from './inbox.ts';
import { Recorder } from './recorder.ts';
import { Secrets } from './secrets.ts';

const post = (url: string, body: string): Promise<Response> => fetch(url, { method: 'POST', body });

describe('the push endpoints at the rim', () => {
  let inbox: Inbox;
  let recorder: Recorder;
  let ca: string;

  beforeEach(async () => {
    const authority = await createAuthority();
    ca = authority.ca;
    const tls = await authority.issue({});
    recorder = new Recorder(new Secrets());
    inbox = await startInbox({ tls }, authority, recorder, performance.now());
  });
  afterEach(() => inbox.close());

  it('open without TLS when asked to, beside those with it', async () => {
    const secure = inbox.open(null);
    const plain = await inbox.openBad('plain-http', null);
    expect(new URL(secure.url).protocol).toBe('https:');
    expect(new URL(plain.url).protocol).toBe('http:');

    await post(plain.url, 'a.b.c');
    expect((await inbox.arrivals(plain.id, 0, 1_000)).map(({ request }) => request.body)).toEqual(['a.b.c']);
    expect(await inbox.arrivals(secure.id, 0, 0)).toEqual([]);
  });

  it('say so when every connection ends before a request, until a push comes', async () => {
    const secure = inbox.open(null);
    await expect(post(secure.url, 'distrusts our authority')).rejects.toThrow('fetch failed');
    await vi.waitFor(() =>
      expect([...recorder.omissions].join()).toContain('does not trust its certificate'),
    );

    const trusting = new HttpClient({ ca });
    const spec = { method: 'POST', url: secure.url, headers: {}, body: 'a.b.c', timeoutMs: 5_000 };
    expect((await trusting.send(spec)).response?.status).toBe(202);
    await trusting.close();
    expect([...recorder.omissions]).toEqual([]);
    expect(inbox.unused()).toBe(1);
  });

  it('tell what each push was answered', async () => {
    const { id, url } = await inbox.openBad('plain-http', null);
    inbox.script(id, [{ kind: 'reply', status: 503, headers: { 'Retry-After': '1' } }, { kind: 'reset' }]);
    await post(url, 'first');
    await expect(post(url, 'second')).rejects.toThrow('fetch failed');
    await post(url, 'third');

    const [first, second, third] = await inbox.arrivals(id, 0, 1_000);
    expect(first?.response).toMatchObject({ status: 503, headers: { 'retry-after': '1' } });
    expect([second?.response, second?.error?.kind]).toEqual([null, 'reset']);
    expect(third?.response?.status).toBe(202);
  });

  it('record the answer that a relay found, and tell when it was given', async () => {
    const { id, url } = await inbox.openBad('plain-http', null);
    const given: (number | null)[] = [];
    inbox.relay(id, async (arrival, body) => ({
      answer: { kind: 'reply', status: 400, body: `${arrival.index} ${body.toString()}` },
      given: (atMs) => given.push(atMs),
    }));
    expect(await (await post(url, 'a.b.c')).text()).toBe('0 a.b.c');

    const [arrival] = await inbox.arrivals(id, 0, 1_000);
    expect(given).toEqual([(arrival?.atMs ?? 0) + (arrival?.durationMs ?? 0)]);
    expect(recorder.exchanges).toMatchObject([
      { id: arrival?.id, response: { status: 400, body: { text: '0 a.b.c' } } },
    ]);
    expect(recorder.exchanges[0]?.durationMs).toBeGreaterThan(0);
  });

  it('record that no answer was given to a client that had gone', async () => {
    const { id, url } = await inbox.openBad('plain-http', null);
    const gone = new AbortController();
    const given = new Promise((resolve) => {
      inbox.relay(id, async () => {
        gone.abort();
        return { answer: { kind: 'reply', status: 202, delayMs: 60_000 }, given: resolve };
      });
    });
    const pushed = fetch(url, { method: 'POST', body: 'a.b.c', signal: gone.signal });
    await expect(pushed).rejects.toMatchObject({ name: 'AbortError' });
    expect(await given).toBeNull();
    expect(recorder.exchanges).toMatchObject([{ response: null, error: { kind: 'reset' } }]);
  });
});
