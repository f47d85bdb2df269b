import { beforeEach, expect, test } from 'vitest';
import type { Attacked, Delivered } from '../../harness/receiver/probe.ts';
import { judgeRefusals } from './judge-refusals.ts';

const set = { compact: 'a.b.c', jti: '1', type: 't', subject: {}, header: {}, claims: {} };
const good: Delivered = {
  set,
  delivery: 'push',
  outcome: 'accepted',
  status: 202,
  err: null,
  description: null,
  exchange: null,
  recorded: 1,
  waitedMs: 1,
};
const refused: Attacked = {
  ...good,
  outcome: 'refused',
  status: 400,
  err: 'invalid_key',
  after: good,
  effects: [],
};
const rule = {
  what: 'A SET',
  requirement: 'RFC8417-5.1-06',
  codes: { requirement: 'RFC8935-2.4-02', right: [{ err: 'invalid_key', why: 'of the key' }] },
} as const;

let found: string[];
const report = (how: string) => (requirement: string, finding: { message: string }) =>
  void found.push(`${how} ${requirement} ${finding.message}`);
const probe = { violates: report('violates'), warns: report('warns') };

function judge(attacked: Attacked, broken: Parameters<typeof judgeRefusals>[2]): void {
  judgeRefusals(probe, [{ what: '', attacked }], broken);
}

beforeEach(() => {
  found = [];
});

test('a refusal for the right reason and without effect is right', () => {
  judge(refused, rule);
  expect(found).toEqual([]);
});

test('taking the SET is a breach, by push and by poll', () => {
  judge({ ...refused, outcome: 'accepted', status: 202, err: null }, rule);
  judge(
    { ...refused, delivery: 'poll', outcome: 'accepted', status: null, err: null },
    { ...rule, atMost: 'warn' },
  );
  expect(found).toEqual([
    'violates RFC8417-5.1-06 A SET: the Receiver accepted it.',
    'warns RFC8417-5.1-06 A SET: the Receiver accepted it.',
  ]);
});

test('passing over a polled SET in silence is no breach', () => {
  judge({ ...refused, delivery: 'poll', outcome: 'silent', status: null, err: null }, rule);
  expect(found).toEqual([]);
});

test('to refuse and to act all the same is a breach', () => {
  judge({ ...refused, effects: [{ action: 'end-sessions', subject: {} }] }, rule);
  expect(found).toEqual([
    'violates RFC8417-5.1-06 A SET: the Receiver did not accept it but acted on it all the same.',
  ]);
});

test('a Receiver that takes no good SET afterwards has suffered', () => {
  judge({ ...refused, after: { ...good, outcome: 'unanswered', status: null } }, rule);
  expect(found).toEqual([
    'violates RFC8417-5.1-06 A SET: after it the Receiver no longer accepts a good SET.',
  ]);
});

test('the code of another reason is found, one that nobody registered is the business of others', () => {
  judge({ ...refused, err: 'invalid_audience' }, rule);
  judge({ ...refused, err: 'made_up' }, rule);
  expect(found).toEqual([
    'violates RFC8935-2.4-02 A SET: refused, but with the error code of another reason.',
  ]);
});
