import { afterEach, describe, expect, test } from 'vitest';
import type { CheckResult } from '../../../reports/results.ts';
import { receiverChecks } from '../../receiver/index.ts';
import { requirement } from '../../standard/requirements.ts';
import * as hostile from '../hostile/hostile-servers.ts';
import { type HostileServer, http } from '../hostile/server.ts';
import type { Outcomes } from '../proof/run-in-process.ts';
import { runReceiverInProcess } from '../proof/run-receiver-in-process.ts';
import { selectFor } from '../selection.ts';
import { verdictOf } from '../verdict.ts';

const SECRET = 'Bearer stub-push-credential-91c4';

const open: HostileServer[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

async function kept(starting: Promise<HostileServer>): Promise<HostileServer> {
  const server = await starting;
  open.push(server);
  return server;
}

/** Judges a push endpoint by every check that there is for Receivers. */
async function judge(starting: Promise<HostileServer>): Promise<{
  outcomes: Outcomes;
  verdict: string;
  broken: Set<string>;
}> {
  const { origin } = await kept(starting);
  const outcomes = await runReceiverInProcess({
    checks: receiverChecks,
    profile: 'ssf',
    target: { pushUrl: `${origin}/events`, pushAuthorization: SECRET },
    limits: { request: 400, keyRefetch: 400 },
  });
  const results = [...outcomes].map(([, executed]): CheckResult => {
    const { check, delivery } = executed.planned;
    const { outcome, findings, durationMs, hook } = executed;
    return {
      id: check.id,
      title: check.title,
      role: 'receiver',
      level: requirement(check.requirements[0]).level,
      requirements: [...check.requirements],
      delivery,
      outcome,
      ...(hook === undefined ? {} : { hook }),
      findings,
      exchanges: [],
      durationMs,
      provenBy: [],
      rerun: '',
    };
  });
  const { selected } = selectFor('ssf', 'receiver');
  const options = { failOn: 'must', requireComplete: false, partial: false } as const;
  const violations = results
    .flatMap(({ findings }) => findings)
    .filter(({ severity }) => severity === 'fail');
  return {
    outcomes,
    verdict: verdictOf(results, selected, options),
    broken: new Set(violations.map((finding) => finding.requirement)),
  };
}

/** Answers whatever comes once all of it is there. */
const always = (status: number, headers: Record<string, string>, body: string): Promise<HostileServer> =>
  http((request, response) => {
    request.on('end', () => response.writeHead(status, headers).end(body));
  });

/** Ids of the checks with one of these outcomes, of families whose names begin so. */
function having(outcomes: Outcomes, wanted: readonly string[], family = ''): string[] {
  return [...outcomes]
    .filter(([key, { outcome }]) => key.startsWith(family) && wanted.includes(outcome))
    .map(([key]) => key);
}

describe('a stub of a Receiver', { timeout: 120_000 }, () => {
  test('that answers 202 to everything fails for what it should have refused', async () => {
    const { outcomes, verdict, broken } = await judge(always(202, {}, ''));
    expect(verdict).toBe('non-conformant');
    for (const row of [
      // A SET at all, with the claims that make one.
      'RFC8935-2-01',
      'RFC8417-2.2-17',
      // Signature, and that there is one.
      'RFC7515-5.2-01',
      'RFC7518-3.6-01',
      // Issuer, audience.
      'SSF-4.1.6-02',
      'SSF-4.1.8-06',
    ]) {
      expect(broken).toContain(row);
    }
    expect(broken).not.toContain('RFC8935-2.2-01');
    expect(having(outcomes, ['pass', 'warn', 'note'], 'refuse-signature')).toEqual([]);
    expect(having(outcomes, ['pass', 'fail', 'warn'], 'error-')).toEqual([]);
    expect(having(outcomes, ['error'])).toEqual([]);
  });

  test('that answers 400 to everything fails for what it should have accepted, and passes nothing by it', async () => {
    const { outcomes, verdict, broken } = await judge(
      always(
        400,
        { 'content-type': 'application/json', 'content-language': 'en' },
        '{"err":"invalid_request","description":"This is no SET."}',
      ),
    );
    expect(verdict).toBe('non-conformant');
    expect(broken).toContain('RFC8935-2.2-01');
    expect(having(outcomes, ['fail'])).toContain('accept-set/plain@push');
    for (const family of ['refuse-', 'error-', 'replay', 'push-bodies', 'push-credentials', 'effects']) {
      expect(having(outcomes, ['pass', 'fail', 'warn', 'note', 'error'], family)).toEqual([]);
    }
    expect(having(outcomes, ['error'])).toEqual([]);
  });
});

describe('the run ends with findings when the push endpoint', { timeout: 120_000 }, () => {
  test.each<[string, () => Promise<HostileServer>]>([
    ['accepts connections and never says a word', hostile.silent],
    ['closes each connection as soon as it stands', hostile.closing],
    ['resets the connection in the middle of its answer', hostile.resetting],
    ['answers in another protocol', hostile.notHttp],
    ['answers 500 to everything', hostile.failing],
    ['answers with a page in HTML', hostile.html],
    ['answers with bytes that are no UTF-8', hostile.invalidUtf8],
    ['answers with 200 MB', () => hostile.huge(200_000_000)],
    ['answers with JSON of 100,000 levels', () => hostile.nested(100_000)],
    ['never comes to the end of its body', () => hostile.trickling(20)],
    ['never comes to the end of its headers', hostile.endlessHeaders],
    ['has markup and control characters in its headers', hostile.wildHeaders],
  ])('%s', async (_, start) => {
    const { outcomes, verdict, broken } = await judge(start());
    expect(verdict).toBe('non-conformant');
    expect(broken).toContain('RFC8935-2.2-01');
    expect(having(outcomes, ['error'])).toEqual([]);
    expect(having(outcomes, ['pass'], 'refuse-signature')).toEqual([]);
  });

  test('sends us elsewhere: nobody there sees a push, or its credentials', async () => {
    const elsewhere = await kept(always(202, {}, ''));
    const { outcomes, verdict, broken } = await judge(hostile.redirecting(elsewhere.origin));
    expect(verdict).toBe('non-conformant');
    expect(broken).toContain('RFC8935-2.2-01');
    expect(having(outcomes, ['error'])).toEqual([]);
    expect(elsewhere.seen).toEqual([]);
  });

  test('refuses a hostile SET with a body that never ends', async () => {
    const { outcomes, broken } = await judge(
      http((request, response) => {
        const chunks: Buffer[] = [];
        request.on('data', (chunk: Buffer) => chunks.push(chunk));
        request.on('end', () => {
          const isJwt = Buffer.concat(chunks).toString().startsWith('ey');
          if (isJwt) return response.writeHead(202).end();
          response.writeHead(400, { 'content-type': 'application/json' }).write('{"err":"');
          const timer = setInterval(() => response.write('a'), 20);
          response.on('close', () => clearInterval(timer));
          return response;
        });
      }),
    );
    expect(having(outcomes, ['error'])).toEqual([]);
    expect(broken).toContain('RFC8935-2.3-02');
  });
});
