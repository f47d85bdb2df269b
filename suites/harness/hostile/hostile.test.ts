import { afterEach, describe, expect, test } from 'vitest';
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
const ALIVE = ['<script>alert(', '<img src=x', '<svg/onload', '" onmouseover="alert', '\u001b', '\0'];

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
    ...(done.exitCode === 2 || done.exitCode === 4 ? [`exit code ${done.exitCode}`] : []),
    ...failed.map(({ id, reason }) => `${id}: ${reason}`),
    ...texts.flatMap(([name, text]) => [
      ...(text.includes(transmitters.TOKEN) ? [`${name} shows the token`] : []),
      ...(/\n\s+at .+\.[jt]s:\d+|Maximum call stack/.test(text) ? [`${name} shows a stack`] : []),
      ...ALIVE.filter((markup) => /html|xml|std/.test(name) && text.includes(markup)).map(
        (markup) => `${name} has ${JSON.stringify(markup)}`,
      ),
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

/** How a run that could not start ended: exit code, flaws if any, and the message. */
async function refusal(issuer: string): Promise<string> {
  const { exitCode, stderr, flaws: seen } = await run(issuer);
  return [exitCode, ...seen, stderr].join(' ');
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

describe('the run does not start, and says so, when the target', { timeout: DEADLINE }, () => {
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

  test('shows metadata that is no UTF-8', async () => {
    expect(await refusal((await kept(servers.invalidUtf8())).origin)).toMatch(
      /^3 The run did not start: .*(?:UTF-8|issuer|JSON)/s,
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
});
