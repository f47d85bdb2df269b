import { describe, expect, test } from 'vitest';
import type { CheckResult, RecordedExchange, Results } from '../results.ts';
import { sampleResults } from '../sample.ts';
import { curlMaker } from './curl.ts';
import { replayFinder } from './replay.ts';

const streams = 'https://signals.example.com/ssf/streams';
const id = '9d5ce6c0-aa23';

function exchange(
  no: number,
  method: string,
  path: string,
  body = '',
  status = 200,
  answer = '',
): RecordedExchange {
  const recorded = (text: string) =>
    text === '' ? null : { text, bytes: Buffer.byteLength(text), truncated: false };
  return {
    id: no,
    direction: 'to-target',
    check: 'a/b',
    atMs: no,
    durationMs: 1,
    request: {
      method,
      url: path.startsWith('http') ? path : `${streams}${path}`,
      headers: [['authorization', 'Bearer ‹masked 3f9a51›']],
      body: recorded(body),
    },
    response: { status, headers: [], body: recorded(answer) },
  };
}

const created = exchange(1, 'POST', '', '{"delivery":{}}', 201, `{"stream_id":"${id}"}`);
const deleted = exchange(9, 'DELETE', `?stream_id=${id}`, '', 204);

/** The command that shows again a finding of a check about one of these exchanges. */
function again(
  exchanges: RecordedExchange[],
  found: number,
  more: { check?: string; change?: (results: Results) => void } = {},
): ReturnType<ReturnType<typeof curlMaker>> {
  const results = { ...sampleResults(), exchanges, sets: [] };
  const [first] = results.checks;
  if (!first) throw new Error('the sample has checks');
  const check: CheckResult = {
    ...first,
    id: more.check ?? 'a/b',
    findings: [{ requirement: 'SSF-8-02', severity: 'fail', message: 'No.', exchange: found }],
    exchanges: exchanges.map((one) => one.id),
  };
  more.change?.(results);
  const replay = replayFinder(results)(check);
  return replay && curlMaker(results)(replay.exchange, replay.stream);
}

test('asks for a new stream in the place of the one that the run deleted', () => {
  const patch = exchange(2, 'PATCH', '', `{"stream_id":"${id}"}`);
  const command = again([created, patch, deleted], 2);
  expect(command?.line).toContain(`--data-raw '{"stream_id":"'"$STREAM_ID"'"}'`);
  expect(command?.line).not.toContain(id);
  const variable = command?.variables.find(({ name }) => name === 'STREAM_ID');
  expect(variable?.exchange).toBe(1);
  expect(variable?.meaning).toContain('deleted its stream');
});

test('asks for a new poll URL, and leaves alone an id that the run made up', () => {
  const poll = 'https://signals.example.com/poll/7';
  const polled = exchange(
    1,
    'POST',
    '',
    '{}',
    201,
    `{"stream_id":"${id}","delivery":{"endpoint_url":"${poll}"}}`,
  );
  const asked = exchange(2, 'POST', poll, '{"maxEvents":-1}');
  expect(again([polled, asked, deleted], 2)?.line).toContain('curl -i "$POLL_URL"');
  const unknown = exchange(2, 'GET', '?stream_id=made-up', '', 403);
  expect(again([created, unknown, deleted], 2)?.line).toContain('stream_id=made-up');
});

describe('no request is offered', () => {
  const read = exchange(3, 'GET', `?stream_id=${id}`);

  test('for what the target sent', () => {
    const push: RecordedExchange = {
      ...exchange(2, 'POST', 'https://rx.example/push'),
      direction: 'from-target',
    };
    expect(again([created, push, deleted], 2)).toBeNull();
  });

  test('where SETs were on the way, or an event had to be triggered', () => {
    const carries = (results: Results) => {
      const [set] = sampleResults().sets;
      if (set) results.sets = [{ ...set, exchange: 3 }];
    };
    expect(again([created, read, deleted], 3)).not.toBeNull();
    expect(again([created, read, deleted], 3, { change: carries })).toBeNull();
    expect(again([created, read, deleted], 3, { check: 'events/session-presented' })).toBeNull();
  });

  test('where the run had changed the stream before, or the answer is about other streams', () => {
    const paused = exchange(2, 'POST', 'https://signals.example.com/ssf/status', `{"stream_id":"${id}"}`);
    expect(again([created, paused, read, deleted], 3)).toBeNull();
    const list = exchange(3, 'GET', '', '', 200, `[{"stream_id":"${id}"}]`);
    expect(again([created, list, deleted], 3)).toBeNull();
    const second = exchange(3, 'POST', '', '{}', 201, '{"stream_id":"another-one"}');
    expect(again([created, second, deleted], 3)).toBeNull();
  });
});
