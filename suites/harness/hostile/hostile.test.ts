import { afterAll, describe, expect, test } from 'vitest';
import { createAuthority, selfSigned } from '../../../mocks/http/certificates.ts';
import { listen } from '../../../mocks/http/listen.ts';
import { type CommandRun, runCommandLine } from './command-line.ts';
import * as servers from './hostile-servers.ts';
import * as transmitters from './hostile-transmitters.ts';

/** What a run may take before it counts as hanging, ms. */
const DEADLINE = 120_000;

const open: { close(): Promise<void> }[] = [];

async function kept<T extends { close(): Promise<void> }>(target: Promise<T>): Promise<T> {
  open.push(await target);
  return target;
}

/** Markup of the hostile targets as it would stand in a report that did not escape it. */
const MARKUP = ['<script>alert(', '<img src=x', '<svg/onload'];
/** A tag that got an event handler: a quote in an attribute was not escaped. */
const HANDLER = /<[a-z][^>]*\son[a-z]+\s*=/i;

/** What a terminal obeys, and what no text file holds. */
const CONTROLS = ['\u001b', '\0'];

/** What no target may bring about, whatever it does; empty when all is well. */
function flaws(done: CommandRun): string[] {
  const texts: [string, string][] = [
    ['stdout', done.stdout],
    ['stderr', done.stderr],
    ...Object.entries(done.files),
  ];
  const failed = done.results?.checks.filter(({ outcome }) => outcome === 'error') ?? [];
  return [
    ...(done.exitCode === null ? ['it had to be killed'] : []),
    // Node's own exit code for a crash is 1 as well.
    ...(done.exitCode === 1 && done.results === null ? ['exit code 1 without results'] : []),
    ...(done.exitCode === 2 || done.exitCode === 4 ? [`exit code ${done.exitCode}`] : []),
    ...failed.map(({ id, reason }) => `${id}: ${reason}`),
    ...texts.flatMap(([name, text]) => [
      ...(text.includes(transmitters.TOKEN) ? [`${name} shows the token`] : []),
      ...(/\n\s+at .+\.[jt]s:\d+|Maximum call stack/.test(text) ? [`${name} shows a stack`] : []),
      ...[...CONTROLS, ...(/html|xml/.test(name) ? MARKUP : [])]
        .filter((alive) => text.includes(alive))
        .map((alive) => `${name} has ${JSON.stringify(alive)}`),
      ...(/html|xml/.test(name) && HANDLER.test(text) ? [`${name} has an event handler`] : []),
    ]),
  ];
}

/** Runs against an issuer. */
async function run(issuer: string, ...args: string[]): Promise<CommandRun & { flaws: string[] }> {
  const done = await runCommandLine(['--issuer', issuer, '--access-token', transmitters.TOKEN, ...args], {
    deadlineMs: DEADLINE,
  });
  return { ...done, flaws: flaws(done) };
}

/** What became of a check, with its findings: `fail: The metadata is no JSON.` */
function verdictOf({ results }: CommandRun, id: string): string {
  const found = results?.checks.filter((check) => check.id === id) ?? [];
  return found
    .map(
      ({ outcome, findings, reason = '' }) =>
        `${outcome}: ${findings.map(({ message }) => message).join(' ')}${reason}`,
    )
    .join('; ');
}

/** How a run that could not start ended: exit code, flaws if any, and the message. */
async function refusal(issuer: string): Promise<string> {
  const { exitCode, stderr, flaws: seen } = await run(issuer);
  return [exitCode, ...seen, stderr].join(' ');
}

afterAll(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

describe.concurrent('the run does not start, and says so, when the target', { timeout: DEADLINE }, () => {
  test('is down', async () => {
    expect(await refusal((await kept(servers.refusing())).origin)).toMatch(
      /^3 The run did not start: .*(?:refused)/is,
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
      /^3 The run did not start: .*(?:HTTP)/s,
    );
  });

  test('speaks plain http where https was named', async () => {
    const { origin } = await kept(servers.html());
    expect(await refusal(origin.replace('http:', 'https:'))).toMatch(/^3 The run did not start: .*(?:TLS)/s);
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
    expect(await refusal((await kept(servers.html())).origin)).toMatch(
      /^3 The run did not start: .*(?:JSON)/s,
    );
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
      /^3 The run did not start: .*(?:header)/is,
    );
  });

  test('shows metadata of 100,000 levels', async () => {
    expect(await refusal((await kept(servers.nested(100_000))).origin)).toMatch(
      /^3 The run did not start: .*(?:JSON|nest|deep)/is,
    );
  });

  test('fails at everything', async () => {
    expect(await refusal((await kept(servers.failing())).origin)).toMatch(
      /^3 The run did not start: .*(?:500)/s,
    );
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

describe('the run ends with a finding when the target', { timeout: DEADLINE }, () => {
  test('shows metadata that is no UTF-8', async () => {
    const done = await run((await kept(servers.invalidUtf8())).origin);
    expect([done.exitCode, done.flaws]).toEqual([1, []]);
    expect(verdictOf(done, 'discovery/json-object')).toMatch(/^fail: .*UTF-8/);
  });

  test('advertises endpoints that are no URLs to go to', async () => {
    const done = await run((await kept(transmitters.withWildEndpoints())).issuer);
    expect([done.exitCode, done.flaws]).toEqual([1, []]);
    expect(verdictOf(done, 'metadata/member-types')).toMatch(/^fail: .*jwks_uri/);
    expect(verdictOf(done, 'read-stream/by-id')).toBe(
      'not-tested: The configuration_endpoint of the Transmitter metadata is no http or https URL.',
    );
  });

  test('answers nothing but its metadata', async () => {
    const done = await run(
      (await kept(transmitters.withBrokenEndpoints(() => new Promise(() => {})))).issuer,
    );
    expect([done.exitCode, done.flaws]).toEqual([1, []]);
    expect(verdictOf(done, 'create-stream/created')).toMatch(/^fail: .*no answer came/);
  });

  test('fails at everything but its metadata', async () => {
    const broken = { status: 500, headers: {}, body: 'broken' };
    const done = await run((await kept(transmitters.withBrokenEndpoints(() => broken))).issuer);
    expect([done.exitCode, done.flaws]).toEqual([1, []]);
    expect(verdictOf(done, 'create-stream/created')).toMatch(/^fail: .*500/);
  });

  test('redirects requests with credentials to another host, which gets none of them', async () => {
    const collector = await kept(servers.failing());
    const done = await run((await kept(transmitters.withRedirects(collector.origin))).issuer);
    expect([done.exitCode, done.flaws]).toEqual([1, []]);
    expect(collector.seen).toEqual([]);
    expect(verdictOf(done, 'create-stream/created')).toMatch(/^fail: .*307/);
  });

  test.each([
    ['resets the connection', () => Response.error(), /reset/],
    ['breaks off in the middle of a body', () => new Response(transmitters.breaking()), /reset|closed/],
    [
      'takes longer over a body than the limit',
      () => new Response(transmitters.dawdling(50)),
      /within 1000 ms/,
    ],
  ])('%s when a stream is created', async (_title, answer, seen) => {
    const { issuer } = await kept(transmitters.withCreation(answer));
    const done = await run(issuer, '--delivery', 'push', '--only', 'create-stream/created');
    expect([done.exitCode, done.flaws]).toEqual([1, []]);
    expect(verdictOf(done, 'create-stream/created')).toMatch(/^fail: .*no answer came/);
    expect(done.results?.checks[0]?.findings[0]?.actual).toMatch(seen);
  });

  test('nests its answers 100,000 levels deep', async () => {
    const done = await run((await kept(transmitters.withDeepAnswers(100_000))).issuer);
    expect([done.exitCode, done.flaws]).toEqual([1, []]);
    expect(verdictOf(done, 'create-stream/created')).toMatch(/^fail/);
    expect(done.files['report.html']).toContain('levels deep');
  });

  test('answers every poll at once, with nothing and the promise of more', async () => {
    const { issuer } = await kept(transmitters.withEndlessPolls());
    const done = await run(issuer, '--delivery', 'poll', '--only', 'verification', '--only', 'poll-delivery');
    expect([done.exitCode, done.flaws]).toEqual([1, []]);
    expect(verdictOf(done, 'verification/event-arrives')).toMatch(/^fail/);
  });

  test('says back what it hears, and in every string something that could come alive', async () => {
    const done = await run((await kept(transmitters.withMarkup())).issuer);
    expect([done.exitCode, done.flaws]).toEqual([1, []]);
    expect(done.files['report.html']).toContain('&lt;script&gt;alert(');
  });

  test('says back its credentials everywhere', async () => {
    const done = await run((await kept(transmitters.echoing())).issuer);
    expect([done.exitCode, done.flaws]).toEqual([1, []]);
    expect(done.files['report.html']).toMatch(/you said Bearer ‹masked/);
  });
});

describe('the run gets on with its work when the target', { timeout: DEADLINE }, () => {
  test('publishes 10,000 keys', async () => {
    const { issuer } = await kept(transmitters.withManyKeys(10_000));
    const done = await run(issuer, '--only', 'jwks', '--only', 'verification');
    expect(done.flaws).toEqual([]);
    expect(verdictOf(done, 'jwks/served')).toBe('pass: ');
    expect(verdictOf(done, 'verification/event-arrives')).toBe('pass: ; pass: ');
  });

  test('sends SETs of 5 MB', async () => {
    const { issuer } = await kept(transmitters.withLongSets(5 * 1024 * 1024));
    const done = await run(issuer, '--only', 'verification', '--only', 'bearer-tokens');
    expect(done.flaws).toEqual([]);
    expect(verdictOf(done, 'verification/event-arrives')).toBe('pass: ; pass: ');
    expect(verdictOf(done, 'bearer-tokens/set-is-no-token')).toMatch(/^not-tested/);
    expect(done.results?.omissions).toContainEqual(expect.stringContaining('were not kept'));
  });

  test('nests the claims of its SETs 100,000 levels deep', async () => {
    const { issuer } = await kept(transmitters.withDeepSets(100_000));
    const done = await run(issuer, '--only', 'verification');
    expect(done.flaws).toEqual([]);
    expect(done.results?.sets.length).toBeGreaterThan(0);
  });

  test('floods us with 10,000 pushes', async () => {
    const { issuer } = await kept(transmitters.withPushFlood(10_000, 10_000));
    const done = await run(issuer, '--delivery', 'push', '--only', 'verification', '--only', 'push-delivery');
    expect(done.flaws).toEqual([]);
    expect(done.results?.omissions).toContainEqual(expect.stringContaining('flood'));
  });
});

describe('a token endpoint', { timeout: DEADLINE }, () => {
  const client = ['--client-id', 'receiver', '--client-secret', transmitters.TOKEN];

  /** Like `refusal`, with client credentials. */
  async function refusedClient(answer: (form: string) => Response): Promise<string> {
    const { issuer } = await kept(transmitters.withTokenEndpoint(answer));
    const done = await runCommandLine(['--issuer', issuer, ...client]);
    return [done.exitCode, ...flaws(done), done.stderr].join(' ');
  }

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
