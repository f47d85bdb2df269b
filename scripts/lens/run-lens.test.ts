import { Readable } from 'node:stream';
import { expect, test, vi } from 'vitest';
import { capture } from '../testing/capture.ts';
import type { judgeToken as judgeTokenType } from './judge-token.ts';

const { judgeToken } = vi.hoisted(() => ({ judgeToken: vi.fn<typeof judgeTokenType>() }));
vi.mock(import('./judge-token.ts'), async (original) => {
  const { judgeToken: judge } = await original();
  judgeToken.mockImplementation((sighting, context) => {
    if (sighting.line === 1) throw new Error('a fault of ours');
    return judge(sighting, context);
  });
  return { judgeToken };
});

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const token = (claims: unknown): string =>
  `${part({ alg: 'RS256', typ: 'secevent+jwt' })}.${part(claims)}.c2ln`;
const events = { 'https://x.example/e': {} };
const right = {
  iss: 'https://tx.example.com',
  aud: 'rx',
  iat: Math.floor(Date.now() / 1000) - 100,
  jti: 'a',
  txn: 't',
  sub_id: { format: 'email', email: 'anna@example.com' },
  events,
};

test('a SET that we fail to judge costs none of those after it, and is not passed over', async () => {
  const log = `${token({ ...right, jti: 'b' })}\n${token(right)}\n`;
  const { stdout, stderr, exitCode } = await capture(['lens', '-'], { input: Readable.from([log]) });
  expect(stderr).toContain('line 1: this tool failed to judge the token (a fault of ours)');
  expect(stdout).toContain('1 token that this tool failed to judge');
  expect(stdout).toContain('1 SET: none breaks a rule');
  expect(exitCode).toBe(4);
});
