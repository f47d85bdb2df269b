import { brotliCompressSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { Recorder } from './recorder.ts';
import { Secrets } from './secrets.ts';

const draft = (body: string | Buffer | null) => ({
  direction: 'to-target' as const,
  check: 'family/check',
  atMs: 1.23456,
  durationMs: 2,
  request: {
    method: 'POST',
    url: 'https://tx.example/?access_token=sesame-open',
    headers: [['Authorization', 'Bearer sesame-open']] as [string, string][],
    body,
  },
  response: { status: 200, headers: [] as [string, string][], body: 'sesame-open' },
});

describe('the recorder', () => {
  test('masks URL, headers and bodies when they come in', () => {
    const secrets = new Secrets();
    secrets.add('sesame-open');
    const recorder = new Recorder(secrets);
    recorder.exchange(draft('{"x":"sesame-open"}'));
    expect(JSON.stringify(recorder.exchanges)).not.toContain('sesame-open');
  });

  test('masks before it cuts, so that no half of a secret is left', () => {
    const secrets = new Secrets();
    secrets.add('sesame-open');
    const recorder = new Recorder(secrets);
    recorder.exchange(draft(`${'x'.repeat(64 * 1024 - 4)}sesame-open`));
    const { body } = recorder.exchanges[0]?.request ?? { body: null };
    expect(body?.truncated).toBe(true);
    expect(body?.bytes).toBe(64 * 1024 - 4 + 11);
    expect(body?.text).not.toContain('sesa');
  });

  test('keeps bytes that are no UTF-8 as base64', () => {
    const recorder = new Recorder(new Secrets());
    recorder.exchange(draft(Buffer.from([0xff, 0xfe, 0x00])));
    expect(recorder.exchanges[0]?.request.body).toEqual({ base64: '//4A', bytes: 3, truncated: false });
  });

  test('keeps nothing of bytes that are no UTF-8 and hold a secret', () => {
    const secrets = new Secrets();
    secrets.add('sesame-open');
    const recorder = new Recorder(secrets);
    recorder.exchange(draft(Buffer.from('{"name":"caf\u00e9","x":"sesame-open"}', 'latin1')));
    recorder.exchange(draft(Buffer.from('\ufeff{"x":"sesame-open"}', 'utf16le')));
    expect(recorder.exchanges.map(({ request }) => request.body)).toEqual([
      { bytes: 33, truncated: true },
      { bytes: 40, truncated: true },
    ]);
  });

  test('keeps nothing of what is compressed, in which no secret would be seen', () => {
    const secrets = new Secrets();
    secrets.add('sesame-open');
    const recorder = new Recorder(secrets);
    const packed = gzipSync('sesame-open');
    recorder.exchange(draft(packed));
    const other = draft(brotliCompressSync('sesame-open'));
    other.request.headers.push(['Content-Encoding', 'br']);
    recorder.exchange(other);
    for (const { request } of recorder.exchanges) {
      expect(request.body).toEqual({ bytes: expect.any(Number) as number, truncated: true });
    }
  });

  test('says so when exchanges are left out, and ids go on', () => {
    const recorder = new Recorder(new Secrets());
    let last = 0;
    for (let i = 0; i < 20_002; i += 1) last = recorder.exchange(draft(null));
    expect(last).toBe(20_002);
    expect(recorder.exchanges).toHaveLength(20_000);
    expect([...recorder.omissions].join()).toContain('20000');
  });
});
