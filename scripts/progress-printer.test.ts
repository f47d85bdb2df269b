import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createProgressPrinter } from './progress-printer.ts';

function printed(
  isTTY: boolean,
  quiet = false,
): { text: () => string; printer: ReturnType<typeof createProgressPrinter> } {
  let text = '';
  const output = { write: (more: string) => (text += more), isTTY, columns: 60 };
  return { text: () => text, printer: createProgressPrinter(output, quiet) };
}

function run(printer: ReturnType<typeof createProgressPrinter>): void {
  printer.onProgress({ kind: 'phase', text: 'Looking at the target' });
  printer.onProgress({ kind: 'plan', total: 20 });
  for (let i = 0; i < 20; i++) {
    printer.onProgress({ kind: 'start', check: `jwks/${i}` });
    const outcome = i === 4 ? 'fail' : 'pass';
    printer.onProgress({ kind: 'result', check: `jwks/${i}`, outcome, message: 'a key\u001b[2J is private' });
  }
  printer.clear();
}

describe('createProgressPrinter', () => {
  it('keeps to one line on a terminal and leaves it empty', () => {
    const { text, printer } = printed(true);
    run(printer);
    expect(text()).not.toContain('\n');
    expect(text().endsWith('\r\u001b[2K')).toBe(true);
    for (const line of text().split('\r\u001b[2K')) expect(line.length).toBeLessThan(60);
  });

  it('leaves what a scenario says of itself while its expectations are judged', () => {
    const { text, printer } = printed(true);
    printer.onProgress({ kind: 'phase', text: 'storm: 600 things happen' });
    printer.onProgress({ kind: 'result', check: 'storm/arrives@push', outcome: 'pass' });
    expect(text().endsWith('storm: 600 things happen')).toBe(true);
  });

  it('prints plain lines elsewhere: phases, failures, and each tenth of the way', () => {
    const { text, printer } = printed(false);
    run(printer);
    const lines = text().trimEnd().split('\n');
    expect(lines[0]).toBe('Looking at the target');
    expect(lines).toContain('✗ jwks/4: a key\\x1b[2J is private');
    expect(lines).toContain('20 of 20 checks done, 1 failed');
    expect(lines).toHaveLength(12);
  });

  it('prints where we are on lines of their own, even when it shall be quiet', () => {
    const addresses = [
      { name: 'our issuer', url: 'http://a' },
      { name: 'poll URL', url: 'http://a/p' },
    ];
    for (const [isTTY, quiet] of [
      [true, false],
      [false, false],
      [true, true],
    ] as const) {
      const { text, printer } = printed(isTTY, quiet);
      printer.onProgress({ kind: 'addresses', addresses });
      expect(text()).toBe('our issuer  http://a\npoll URL    http://a/p\n');
    }
  });

  it('prints nothing else when it shall be quiet', () => {
    const { text, printer } = printed(true, true);
    run(printer);
    expect(text()).toBe('');
  });
});

describe('what is waited for', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());
  const wait = {
    kind: 'wait',
    id: 'check-1',
    what: 'a SET by push',
    limitMs: 60_000,
  } as const;

  it('is counted on in the status line until it is over', () => {
    const { text, printer } = printed(true);
    const last = (): string => text().split('\r\u001b[2K').at(-1) ?? '';
    printer.onProgress({ kind: 'phase', text: 'Verifying' });
    printer.onProgress({ ...wait, elapsedMs: 500 });
    vi.advanceTimersByTime(11_600);
    expect(last()).toContain('waiting for a SET by push, 12 s of 60 s');
    printer.onProgress({ kind: 'waited', id: 'check-1' });
    expect(last()).toBe('Verifying');
    const before = text();
    vi.advanceTimersByTime(60_000);
    expect(text()).toBe(before);
  });

  it('is one line in a log, and only when it takes long', () => {
    const { text, printer } = printed(false);
    printer.onProgress({ ...wait, elapsedMs: 500 });
    vi.advanceTimersByTime(5_000);
    printer.onProgress({ kind: 'waited', id: 'check-1' });
    vi.advanceTimersByTime(60_000);
    expect(text()).toBe('');
    printer.onProgress({ ...wait, id: 'check-2', elapsedMs: 500 });
    vi.advanceTimersByTime(50_000);
    expect(text()).toBe('waiting for a SET by push, 10 s of 60 s\n');
  });

  it('is the wait that began first, where one is a part of another', () => {
    const { text, printer } = printed(true);
    printer.onProgress({ ...wait, elapsedMs: 5_000 });
    printer.onProgress({
      kind: 'wait',
      id: 'rim-1',
      what: 'the answer to POST /poll',
      limitMs: 10_000,
      elapsedMs: 500,
    });
    expect(text()).not.toContain('POST /poll');
  });

  it('ends with the run', () => {
    const { text, printer } = printed(true);
    printer.onProgress({ ...wait, elapsedMs: 500 });
    printer.clear();
    const before = text();
    vi.advanceTimersByTime(60_000);
    expect(text()).toBe(before);
  });
});
