import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import type { RecordedExchange } from '../results.ts';
import { hostileText, sampleResults } from '../sample.ts';
import { type CurlCommand, curlMaker } from './curl.ts';

const results = sampleResults();
const make = curlMaker(results);

function exchange(
  request: Partial<RecordedExchange['request']>,
  rest: Partial<RecordedExchange> = {},
): RecordedExchange {
  return {
    id: 1,
    direction: 'to-target',
    check: null,
    atMs: 0,
    durationMs: 1,
    request: { method: 'POST', url: 'https://signals.example.com/ssf', headers: [], body: null, ...request },
    response: null,
    ...rest,
  };
}

const text = (value: string) => ({ text: value, bytes: Buffer.byteLength(value), truncated: false });

/** The arguments that curl gets from a shell, and what it is given on its standard input. */
function run(
  command: CurlCommand | null,
  env: Record<string, string> = {},
): { args: string[]; input: string } {
  const script = `curl() { printf '%s\\0' "$@"; case "$*" in *@-*) printf '\\0'; cat;; esac; }\n${command?.line}`;
  const out = execFileSync('/bin/sh', ['-c', script], {
    encoding: 'utf8',
    env: { ...env, PATH: process.env.PATH },
  });
  const [args = '', input = ''] = out.split('\0\0');
  return { args: args.replace(/\0$/, '').split('\0'), input };
}

test('repeats a request with its method, its headers and its body, and leaves to curl what is its own', () => {
  const command = make(
    exchange({
      method: 'PATCH',
      headers: [
        ['host', 'signals.example.com'],
        ['content-length', '17'],
        ['content-type', 'application/json'],
        ['authorization', 'Bearer ‹masked 3f9a51›'],
      ],
      body: text('{"description":1}'),
    }),
  );
  expect(command?.line).toBe(
    [
      "curl -i -X PATCH 'https://signals.example.com/ssf'",
      "-H 'content-type: application/json'",
      '-H "authorization: Bearer $SSF_TOKEN"',
      `--data-raw '{"description":1}'`,
    ].join(' \\\n  '),
  );
  expect(command?.variables.map(({ name }) => name)).toEqual(['SSF_TOKEN']);
});

test('tells a secret from the usual token, and names it by its mark', () => {
  const command = make(
    exchange({
      headers: [['authorization', 'Basic ‹masked 25a0f5›']],
      body: text('{"authorization_header":"‹masked 33542c›"}'),
    }),
  );
  expect(command?.variables.map(({ name }) => name)).toEqual(['SSF_SECRET_33542C', 'SSF_BASIC_25A0F5']);
  const { args } = run(command, { SSF_SECRET_33542C: `'"$(x)`, SSF_BASIC_25A0F5: 'eA==' });
  expect(args).toContain(`{"authorization_header":"'"$(x)"}`);
  expect(args).toContain('authorization: Basic eA==');
});

describe('what the target put into a request', () => {
  test.each([
    "x'; touch pwned; '",
    '$(touch pwned)`touch pwned`$HOME\\"',
    '!! *?[a]{b} & | > ~',
    hostileText,
    'line\nline\r\n\n',
  ])('stays text in the command: %j', (hostile) => {
    const command = make(
      exchange({
        url: `https://signals.example.com/${hostile}`,
        headers: [['x-request-id', hostile.replaceAll('\u0000', '')]],
        body: text(hostile),
      }),
    );
    expect(command?.line).not.toMatch(/[^\P{Cc}\n]|[\p{Cf}\p{Cs}]/u);
    // Every line of it but the last goes on after the next: none of them is a command of its own.
    for (const line of command?.line.split('\n').slice(0, -1) ?? []) expect(line).toMatch(/ \\$/);
    const { args, input } = run(command);
    const sent = args.includes('--data-raw') ? args[args.indexOf('--data-raw') + 1] : input;
    expect(sent).toBe(Buffer.from(hostile).toString());
    expect(args.find((arg) => arg.startsWith('https:'))).toMatch(/^[!-~]+$/);
  });

  test.each(['file:///etc/passwd', 'gopher://x/', '-o/etc/cron.d/x', 'javascript:alert(1)', ''])(
    'is not asked for when it is no web address: %j',
    (url) => {
      expect(make(exchange({ url }))).toBeNull();
    },
  );
});

test('sends bytes that are no text, and never calls a body a form that was none', () => {
  const bytes = Buffer.from([0, 255, 10, 39, 92, 10]);
  const command = make(
    exchange({ body: { base64: bytes.toString('base64'), bytes: bytes.length, truncated: false } }),
  );
  expect(command?.line).toContain("-H 'content-type:'");
  expect(command?.line).toMatch(/^printf %b '[\\0-7]+' \| curl -i /);
});

test('offers nothing for what cannot be repeated as it was', () => {
  expect(make(exchange({}, { direction: 'from-target' }))).toBeNull();
  expect(make(exchange({ body: { text: 'x', bytes: 10, truncated: true } }))).toBeNull();
  expect(make(exchange({ body: { bytes: 10, truncated: true } }))).toBeNull();
  expect(make(exchange({ body: text('x'.repeat(100_000)) }))).toBeNull();
  expect(make(exchange({ method: 'G ET' }))).toBeNull();
});

test('asks without any option that it does not need', () => {
  expect(make(exchange({ method: 'GET' }))?.line).toBe("curl -i 'https://signals.example.com/ssf'");
  expect(make(exchange({ method: 'HEAD' }))?.line).toMatch(/^curl -i --head /);
});
