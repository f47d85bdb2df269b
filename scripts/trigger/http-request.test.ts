import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TriggerHttpRequest } from '../config/define-config.ts';
import { createTrigger } from './create-trigger.ts';

const wish = {
  scenario: 'sc/1',
  type: 'https://schemas.example/a b',
  subject: { format: 'email', email: 'a"b@example.com' },
  event: { level: 3 },
  streamId: 's&1',
};

interface Seen {
  method: string | undefined;
  url: string | undefined;
  headers: IncomingMessage['headers'];
  body: string;
}

describe('a trigger request', () => {
  let server: Server;
  let origin: string;
  let seen: Seen[];
  let answer: { status: number; body: string };
  beforeEach(async () => {
    seen = [];
    answer = { status: 204, body: '' };
    server = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (chunk: string) => {
        body += chunk;
      });
      request.on('end', () => {
        seen.push({ method: request.method, url: request.url, headers: request.headers, body });
        if (request.url === '/hang') return;
        response.writeHead(answer.status, { location: `${origin}/elsewhere` }).end(answer.body);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });
  const fire = (request: TriggerHttpRequest['request'], timeoutMs?: number) =>
    createTrigger({ request }, { env: {}, cwd: '.', timeoutMs })(wish);

  it('posts the JSON that a command gets, by default', async () => {
    expect(await fire({ url: `${origin}/fire` })).toEqual({ ok: true });
    expect(seen[0]).toMatchObject({ method: 'POST', url: '/fire' });
    expect(seen[0]?.headers['content-type']).toBe('application/json');
    expect(JSON.parse(seen[0]?.body ?? '')).toEqual({
      scenario: 'sc/1',
      type: wish.type,
      subject: wish.subject,
      event: wish.event,
      stream_id: 's&1',
    });
  });

  it('fills in URL, headers and a JSON body', async () => {
    await fire({
      url: `${origin}/{{stream_id}}?type={{type}}`,
      method: 'put',
      headers: { 'X-Scenario': 'is {{scenario}}' },
      body: {
        who: '{{subject.email}}',
        what: '{{event}}',
        note: 'level {{event.level}}',
        none: '{{event.missing}}',
        n: 1,
      },
    });
    expect(seen[0]).toMatchObject({
      method: 'PUT',
      url: '/s%261?type=https%3A%2F%2Fschemas.example%2Fa%20b',
    });
    expect(seen[0]?.headers['x-scenario']).toBe('is sc/1');
    expect(JSON.parse(seen[0]?.body ?? '')).toEqual({
      who: 'a"b@example.com',
      what: { level: 3 },
      note: 'level 3',
      none: null,
      n: 1,
    });
  });

  it('escapes what it fills into a text as its media type needs', async () => {
    await fire({ url: origin, body: '{"who": "{{subject.email}}", "subject": {{subject}}}' });
    expect(JSON.parse(seen[0]?.body ?? '')).toEqual({ who: 'a"b@example.com', subject: wish.subject });
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    await fire({ url: origin, headers: form, body: 'stream={{stream_id}}&event={{event}}' });
    expect(Object.fromEntries(new URLSearchParams(seen[1]?.body))).toEqual({
      stream: 's&1',
      event: '{"level":3}',
    });
    await fire({ url: origin, headers: { 'content-type': 'text/plain' }, body: 'to {{subject.email}}' });
    expect(seen[2]?.body).toBe('to a"b@example.com');
  });

  it('is not ok when it is answered otherwise than 2xx, with the last line of the answer', async () => {
    answer = { status: 500, body: 'trace\n\u001b[2Jno such user\n' };
    expect(await fire({ url: origin })).toEqual({
      ok: false,
      message: 'the trigger answered 500: [2Jno such user',
    });
    answer = { status: 302, body: '' };
    expect(await fire({ url: origin })).toEqual({ ok: false, message: 'the trigger answered 302' });
    expect(seen).toHaveLength(2);
  });

  it('is not ok when nothing listens, or no answer comes in time', async () => {
    expect((await fire({ url: 'http://127.0.0.1:1/' })).message).toContain('the trigger request failed');
    expect(await fire({ url: `${origin}/hang` }, 100)).toEqual({
      ok: false,
      message: 'the trigger did not end within 100 ms',
    });
  });

  it('refuses unknown placeholders and a URL that is none before anything runs', () => {
    const create = (request: TriggerHttpRequest['request']) => (): unknown =>
      createTrigger({ request }, { env: {}, cwd: '.' });
    expect(create({ url: `${origin}/{{stream}}` })).toThrow('there is no placeholder {{stream}}');
    expect(create({ url: origin, body: { a: ['{{events}}'] } })).toThrow('{{events}}');
    expect(create({ url: 'not a url' })).toThrow('is not an http or https URL');
    expect(create({ url: 'http://{{scenario}}.example/' })).not.toThrow();
  });
});
