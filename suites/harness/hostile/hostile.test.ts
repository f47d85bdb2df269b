import { afterAll, describe, expect, test } from 'vitest';
import * as servers from './hostile-servers.ts';
import * as transmitters from './hostile-transmitters.ts';
import { closeTargets, DEADLINE, kept, run, verdictOf } from './trial.ts';

afterAll(closeTargets);

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
    const done = await run(issuer, '--delivery', 'poll', '--only', 'verification/event-arrives');
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
    const wanted = ['verification/event-arrives', 'set', 'bearer-tokens'].flatMap((id) => ['--only', id]);
    const done = await run(issuer, ...wanted);
    expect(done.flaws).toEqual([]);
    expect(done.results?.checks.filter(({ outcome }) => outcome === 'fail' || outcome === 'warn')).toEqual(
      [],
    );
    expect(verdictOf(done, 'verification/event-arrives')).toBe('pass: ; pass: ');
    expect(verdictOf(done, 'bearer-tokens/set-is-no-token')).toMatch(/^not-tested/);
    expect(done.results?.omissions).toContainEqual(expect.stringContaining('were not kept'));
  });

  test('nests the claims of its SETs 100,000 levels deep', async () => {
    const { issuer } = await kept(transmitters.withDeepSets(100_000));
    const done = await run(issuer, '--only', 'verification/event-arrives', '--only', 'set');
    expect(done.flaws).toEqual([]);
    expect(verdictOf(done, 'set/compact')).toContain('levels deep');
  });

  test('floods us with 10,000 pushes', async () => {
    const { issuer } = await kept(transmitters.withPushFlood(10_000, 10_000));
    const done = await run(issuer, '--delivery', 'push', '--only', 'verification', '--only', 'push-delivery');
    expect(done.flaws).toEqual([]);
    expect(done.results?.omissions).toContainEqual(expect.stringContaining('flood'));
  });
});
