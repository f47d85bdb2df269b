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

/** Runs against an issuer and sees to what must hold for every target: it ends, and nothing leaks or comes alive. */
async function run(issuer: string, ...args: string[]): Promise<CommandRun> {
  const done = await runCommandLine(['--issuer', issuer, '--access-token', transmitters.TOKEN, ...args], {
    deadlineMs: DEADLINE,
  });
  const everything = [done.stdout, done.stderr, ...Object.values(done.files)];
  expect(done.exitCode, done.stderr + done.stdout.slice(-2000)).toBeOneOf([0, 1, 3, 5]);
  for (const text of everything) {
    expect(text.includes(transmitters.TOKEN)).toBe(false);
    // A stack or a word of our own says that something broke on our side.
    expect(text).not.toMatch(/\n\s+at .+\.(?:js|ts):\d+|Maximum call stack|is its own fault/);
  }
  expect(done.results?.checks.filter(({ outcome }) => outcome === 'error') ?? []).toEqual([]);
  expect(done.stdout + done.stderr).not.toContain('\u001b');
  for (const file of Object.values(done.files))
    expect(file.includes('\u001b') || file.includes('\0')).toBe(false);
  for (const alive of [`<script>alert(`, `<img src=x`, `<svg/onload`, `" onmouseover="alert`]) {
    expect(done.files['report.html']?.includes(alive) ?? false, alive).toBe(false);
    expect(done.files['junit.xml']?.includes(alive) ?? false, alive).toBe(false);
  }
  return done;
}

/** The run did not start, and says why. */
async function refused(issuer: string, why: RegExp): Promise<void> {
  const { exitCode, stdout, stderr } = await run(issuer);
  expect(`${exitCode} ${stderr}${stdout}`).toMatch(why);
  expect(exitCode).toBe(3);
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

describe('the run does not start, and says so, when the target', { timeout: DEADLINE }, () => {
  test('is down', async () => {
    await refused((await kept(servers.refusing())).origin, /refused/i);
  });

  test('has a name that does not resolve', async () => {
    // A label of more than 63 characters is refused by the resolver itself: no query leaves the machine.
    await refused(`https://${'a'.repeat(64)}.invalid`, /DNS|resolve|name/i);
  });

  test('never answers', async () => {
    await refused((await kept(servers.silent())).origin, /answer|time/i);
  });

  test('closes the connection at once', async () => {
    await refused((await kept(servers.closing())).origin, /closed|reset/i);
  });

  test('resets the connection in the middle of the metadata', async () => {
    await refused((await kept(servers.resetting())).origin, /reset|closed|broke/i);
  });

  test('speaks no HTTP', async () => {
    await refused((await kept(servers.notHttp())).origin, /HTTP/);
  });

  test('speaks plain http where https was named', async () => {
    const { origin } = await kept(servers.html());
    await refused(origin.replace('http:', 'https:'), /TLS/);
  });

  test('shows a certificate that nobody vouches for', async () => {
    const { origin } = await kept(listen([], { tls: await selfSigned() }));
    await refused(origin, /certificate|TLS/i);
  });

  test('shows a certificate that has expired', async () => {
    const authority = await createAuthority();
    const tls = await authority.issue({ notAfter: new Date(Date.now() - 1000) });
    const { origin } = await kept(listen([], { tls }));
    await refused(origin, /certificate|TLS/i);
  });

  test('shows a page instead of its metadata', async () => {
    await refused((await kept(servers.html())).origin, /JSON/);
  });

  test('shows nothing instead of its metadata', async () => {
    await refused((await kept(servers.empty())).origin, /JSON|empty/);
  });

  test('shows metadata of 200 MB', async () => {
    await refused((await kept(servers.huge(200 * 1024 * 1024))).origin, /long|large|bytes/);
  });

  test('shows metadata that never ends', async () => {
    await refused((await kept(servers.trickling(50))).origin, /within|time/);
  });

  test('shows metadata whose headers never end', async () => {
    await refused((await kept(servers.endlessHeaders())).origin, /header/i);
  });

  test('shows metadata of 100,000 levels', async () => {
    await refused((await kept(servers.nested(100_000))).origin, /JSON|nest|deep/i);
  });

  test('shows metadata that is no UTF-8', async () => {
    await refused((await kept(servers.invalidUtf8())).origin, /UTF-8|issuer|JSON/);
  });

  test('fails at everything', async () => {
    await refused((await kept(servers.failing())).origin, /500/);
  });

  test('redirects to another host, which gets no request at all', async () => {
    const collector = await kept(servers.failing());
    await refused((await kept(servers.redirecting(collector.origin))).origin, /redirect|307/i);
    expect(collector.seen).toEqual([]);
  });
});
