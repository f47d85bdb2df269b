import { afterAll, describe, expect, test } from 'vitest';
import { createAuthority, selfSigned } from '../../../mocks/http/certificates.ts';
import { listen } from '../../../mocks/http/listen.ts';
import * as servers from './hostile-servers.ts';
import * as transmitters from './hostile-transmitters.ts';
import { closeTargets, DEADLINE, kept, refusal } from './trial.ts';

afterAll(closeTargets);

describe.concurrent('the run does not start, and says so, when the target', { timeout: DEADLINE }, () => {
  test('is down', async () => {
    expect(await refusal((await kept(servers.refusing())).origin)).toMatch(
      /^3 The run did not start: .*refused/is,
    );
  });

  test('has a name that does not resolve', async () => {
    // A label of more than 63 characters is refused by the resolver itself: no query leaves the machine.
    expect(await refusal(`https://${'a'.repeat(64)}.invalid`)).toMatch(
      /^3 The run did not start: .*(?:DNS|resolve|name)/is,
    );
  });

  test('never answers', async () => {
    expect(await refusal((await kept(servers.silent())).origin)).toMatch(
      /^3 The run did not start: .*(?:answer|time)/is,
    );
  });

  test('closes the connection at once', async () => {
    expect(await refusal((await kept(servers.closing())).origin)).toMatch(
      /^3 The run did not start: .*(?:closed|reset)/is,
    );
  });

  test('resets the connection in the middle of the metadata', async () => {
    expect(await refusal((await kept(servers.resetting())).origin)).toMatch(
      /^3 The run did not start: .*(?:reset|closed|broke)/is,
    );
  });

  test('speaks no HTTP', async () => {
    expect(await refusal((await kept(servers.notHttp())).origin)).toMatch(
      /^3 The run did not start: .*HTTP/s,
    );
  });

  test('speaks plain http where https was named', async () => {
    const { origin } = await kept(servers.html());
    expect(await refusal(origin.replace('http:', 'https:'))).toMatch(/^3 The run did not start: .*TLS/s);
  });

  test('shows a certificate that nobody vouches for', async () => {
    const { origin } = await kept(listen([], { tls: await selfSigned() }));
    expect(await refusal(origin)).toMatch(/^3 The run did not start: .*(?:certificate|TLS)/is);
  });

  test('shows a certificate that has expired', async () => {
    const authority = await createAuthority();
    const tls = await authority.issue({ notAfter: new Date(Date.now() - 1000) });
    const { origin } = await kept(listen([], { tls }));
    expect(await refusal(origin)).toMatch(/^3 The run did not start: .*(?:certificate|TLS)/is);
  });

  test('speaks no newer TLS than 1.1', async () => {
    const tls = { ...(await selfSigned()), minVersion: 'TLSv1', maxVersion: 'TLSv1.1' } as const;
    const { origin } = await kept(listen([], { tls }));
    expect(await refusal(origin)).toMatch(/^3 The run did not start: .*TLS/s);
  });

  test('answers with headers that hold terminal sequences and markup', async () => {
    expect(await refusal((await kept(servers.wildHeaders())).origin)).toMatch(/^3 The run did not start: /);
  });

  test('shows a page instead of its metadata', async () => {
    expect(await refusal((await kept(servers.html())).origin)).toMatch(/^3 The run did not start: .*JSON/s);
  });

  test('shows nothing instead of its metadata', async () => {
    expect(await refusal((await kept(servers.empty())).origin)).toMatch(
      /^3 The run did not start: .*(?:JSON|empty)/s,
    );
  });

  test('shows metadata of 200 MB', async () => {
    expect(await refusal((await kept(servers.huge(200 * 1024 * 1024))).origin)).toMatch(
      /^3 The run did not start: .*(?:long|large|bytes)/s,
    );
  });

  test('shows metadata that never ends', async () => {
    expect(await refusal((await kept(servers.trickling(50))).origin)).toMatch(
      /^3 The run did not start: .*(?:within|time)/s,
    );
  });

  test('shows metadata whose headers never end', async () => {
    expect(await refusal((await kept(servers.endlessHeaders())).origin)).toMatch(
      /^3 The run did not start: .*header/is,
    );
  });

  test('shows metadata of 100,000 levels', async () => {
    expect(await refusal((await kept(servers.nested(100_000))).origin)).toMatch(
      /^3 The run did not start: .*(?:JSON|nest|deep)/is,
    );
  });

  test('fails at everything', async () => {
    expect(await refusal((await kept(servers.failing())).origin)).toMatch(/^3 The run did not start: .*500/s);
  });

  test('redirects to another host, which gets no request at all', async () => {
    const collector = await kept(servers.failing());
    expect(await refusal((await kept(servers.redirecting(collector.origin))).origin)).toMatch(
      /^3 The run did not start: .*(?:redirect|307)/is,
    );
    expect(collector.seen).toEqual([]);
  });

  test('refuses the token, and names it', async () => {
    expect(await refusal((await kept(transmitters.blurting())).issuer)).toMatch(
      /^3 The run did not start: .*refuses the access token \(401; it says .*‹masked [0-9a-f]{6}›/s,
    );
  });
});

describe('a token endpoint', { timeout: DEADLINE }, () => {
  const client = ['--client-id', 'receiver', '--client-secret', transmitters.TOKEN];

  const refusedClient = async (answer: (form: string) => Response): Promise<string> =>
    refusal((await kept(transmitters.withTokenEndpoint(answer))).issuer, ...client);

  test('that quotes the client secret in its refusal does not make us print it', async () => {
    const quote = (form: string): Response =>
      Response.json({ error: 'invalid_client', error_description: `got ${form}` }, { status: 401 });
    expect(await refusedClient(quote)).toMatch(/^3 The run did not start: .*refuses the client/s);
  });

  test('that gives a token with a line break does not get a header of its own', async () => {
    const inject = (): Response =>
      Response.json({ access_token: 'abc\r\nX-Injected: yes', token_type: 'Bearer', expires_in: 60 });
    expect(await refusedClient(inject)).toMatch(
      /^3 The run did not start: .*cannot stand in an Authorization header/s,
    );
  });
});
