import { afterAll, describe, expect, test } from 'vitest';
import * as transmitters from './hostile-transmitters.ts';
import { closeTargets, DEADLINE, kept, run, verdictOf } from './trial.ts';

afterAll(closeTargets);

const { badSignature, withoutMembers } = transmitters;

describe.concurrent('a Transmitter that cannot be asked for verification', { timeout: DEADLINE }, () => {
  test('is found out by what a trigger makes it send', async () => {
    const { issuer } = await kept(withoutMembers(['verification_endpoint'], badSignature));
    const done = await run(issuer, '--trigger-url', `${issuer}/trigger`);
    expect([done.exitCode, done.flaws]).toEqual([1, []]);
    expect(verdictOf(done, 'set/signature')).toMatch(/^fail: The signature of a SET does not verify/);
    const guilty = done.results?.checks.flatMap(({ findings }) =>
      findings.filter(({ severity }) => severity === 'fail').map(({ requirement }) => requirement),
    );
    expect(guilty).toEqual(['RFC8417-5.1-05']);
    expect(new Set(done.results?.sets.map(({ delivery }) => delivery))).toEqual(new Set(['push', 'poll']));
  });

  test('is not found conformant without a trigger, for no SET was seen', async () => {
    const { issuer } = await kept(withoutMembers(['verification_endpoint'], badSignature));
    const done = await run(issuer);
    expect([done.exitCode, done.flaws]).toEqual([5, []]);
    expect(done.results?.verdict).toBe('incomplete');
    expect(done.results?.sentence).toContain('no SET was ever seen');
    const reason =
      /^not-tested: Nothing can make the Transmitter send a SET: .* no verification_endpoint, and no trigger is configured/;
    for (const id of ['set/signature', 'set/compact', 'push-delivery/request', 'poll-delivery/sets']) {
      expect(verdictOf(done, id)).toMatch(reason);
    }
  });

  test('is conformant when all that a trigger makes it send is right', async () => {
    const { issuer } = await kept(withoutMembers(['verification_endpoint']));
    const done = await run(issuer, '--trigger-url', `${issuer}/trigger`);
    expect([done.exitCode, done.flaws, done.results?.verdict]).toEqual([0, [], 'conformant']);
    expect(verdictOf(done, 'set/signature')).toBe('pass: ');
    expect(verdictOf(done, 'poll-delivery/acknowledged')).toBe('pass: ');
    expect(verdictOf(done, 'verification/request')).toMatch(/^not-applicable: .* no verification_endpoint/);
  });

  test('by one delivery method sends nothing: is not found conformant', async () => {
    const empty = { status: 200, headers: { 'content-type': 'application/json' }, body: { sets: {} } };
    const { issuer } = await kept(
      withoutMembers(['verification_endpoint'], {
        after: (reply, { operation }) => (operation === 'poll' && reply.status === 200 ? empty : reply),
      }),
    );
    const done = await run(issuer, '--trigger-url', `${issuer}/trigger`);
    expect(done.results?.verdict).not.toBe('conformant');
    expect(verdictOf(done, 'poll-delivery/sets')).toBe('not-tested: No SET came.');
  });
});

test('a Transmitter without an API to manage streams is not found conformant', {
  timeout: DEADLINE,
}, async () => {
  const { issuer } = await kept(
    withoutMembers(
      [
        'configuration_endpoint',
        'status_endpoint',
        'add_subject_endpoint',
        'remove_subject_endpoint',
        'verification_endpoint',
      ],
      badSignature,
    ),
  );
  const done = await run(issuer, '--trigger-url', `${issuer}/trigger`);
  expect([done.exitCode, done.flaws, done.results?.verdict]).toEqual([5, [], 'incomplete']);
  expect(verdictOf(done, 'set/signature')).toMatch(/^not-tested: .* no configuration_endpoint/);
  expect(verdictOf(done, 'create-stream/created')).toMatch(/^not-applicable: .* no configuration_endpoint/);
});
