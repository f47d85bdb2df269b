import { expect, test } from 'vitest';
import { Recorder } from '../../rim/recorder.ts';
import { Secrets } from '../../rim/secrets.ts';
import type { PeerOperation, SeenCall } from '../exchange.ts';
import { CallLog } from './call-log.ts';

function logged() {
  const recorder = new Recorder(new Secrets());
  const log = new CallLog(recorder, performance.now(), { check: 'family/check' });
  const begin = (operation: PeerOperation, body = '{}'): SeenCall =>
    log.begin({
      operation,
      streamId: 's',
      client: 'receiver',
      life: 1,
      method: 'POST',
      url: 'http://127.0.0.1:1/poll',
      rawHeaders: [
        ['Accept', 'a'],
        ['accept', 'b'],
      ],
      body: Buffer.from(body),
      bytes: body.length,
      at: performance.now(),
    });
  const call = (operation: PeerOperation, body?: string, answer = '{"sets":{}}'): void =>
    log.end(begin(operation, body), { status: 200, headers: [], body: Buffer.from(answer) });
  return { recorder, log, begin, call };
}

test('Polls without a pause do not crowd out what else the target asked', async () => {
  const { recorder, log, call } = logged();
  call('create-stream');
  for (let i = 0; i < 10_000; i += 1) call('poll');
  call('poll', '{"ack":["a"]}');
  call('poll', '{}', '{"sets":{"b":"c"}}');
  const calls = await log.calls(0, 0);
  expect(calls.length).toBeLessThan(4_100);
  expect(calls[0]).toMatchObject({ index: 0, operation: 'create-stream' });
  expect(calls.slice(-2)).toMatchObject([{ index: 10_001, json: { ack: ['a'] } }, { index: 10_002 }]);
  expect((await log.calls(10_001, 0)).map(({ index }) => index)).toEqual([10_001, 10_002]);
  expect(recorder.exchanges).toHaveLength(4_003);
  expect([...recorder.omissions]).toEqual([expect.stringContaining('polls that brought and took nothing')]);
});

test('Whoever waits for calls is woken by the next one, and by the end', async () => {
  const { log, begin, call } = logged();
  call('metadata');
  const waiting = log.calls(1, 60_000);
  begin('poll');
  expect(await waiting).toMatchObject([{ index: 1, response: null, answeredAtMs: null }]);
  expect(await log.calls(2, 1)).toEqual([]);
  const forever = log.calls(2, 60_000);
  log.close();
  expect(await forever).toEqual([]);
});

test('A call is told as it is when it is asked for, and recorded with its answer', async () => {
  const { recorder, log, begin } = logged();
  const open = begin('poll', 'no JSON');
  const [before] = await log.calls(0, 0);
  expect(recorder.exchanges).toMatchObject([
    { response: null, check: 'family/check', direction: 'from-target' },
  ]);
  log.end(open, { status: 400, headers: [['content-type', 'text/plain']], body: Buffer.from('no') });
  expect(before).toMatchObject({ response: null, json: undefined, request: { headers: { accept: 'a, b' } } });
  expect((await log.calls(0, 0))[0]).toMatchObject({
    response: { status: 400, text: 'no', json: undefined },
  });
  expect(recorder.exchanges).toMatchObject([{ response: { status: 400, body: { text: 'no' } } }]);
});
