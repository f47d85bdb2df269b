import { describe, expect, it } from 'vitest';
import { TargetOutput } from './output.ts';

function written(...chunks: (string | Buffer)[]): TargetOutput {
  const output = new TargetOutput();
  const source = output.source('stdout');
  for (const chunk of chunks) source.write(Buffer.from(chunk));
  source.end();
  return output;
}

const texts = (output: TargetOutput): string[] => output.lines.map(({ text }) => text);

describe('what a target writes', () => {
  it('is kept line by line, however it comes', () => {
    const umlaut = Buffer.from('grün\n');
    expect(texts(written('one\ntw', 'o\r\n\n', umlaut.subarray(0, 3), umlaut.subarray(3), 'no end'))).toEqual(
      ['one', 'two', '', 'grün', 'no end'],
    );
  });

  it('is joined by stream, so that what another stream writes in between parts no secret', () => {
    const output = new TargetOutput();
    const [stdout, stderr] = [output.source('stdout'), output.source('stderr')];
    stdout.write(Buffer.from('token one-'));
    stderr.write(Buffer.from('warning\n'));
    stdout.write(Buffer.from('secret\n'));
    expect(texts(output)).toEqual(['warning', 'token one-secret']);
  });

  it('has no control characters', () => {
    expect(texts(written('\u001b[31mred\u001b[0m\tand\u0007 bell\n'))).toEqual(['red  and  bell']);
  });

  it('has lines of 2,000 characters at most, also where one never ends', () => {
    const [line = ''] = texts(written(...Array.from({ length: 100 }, () => 'x'.repeat(10_000))));
    expect(line).toBe(`${'x'.repeat(2000)}…`);
  });

  it('is its first thousand lines and its last four thousand, and how many are missing', () => {
    const all = Array.from({ length: 20_000 }, (_, i) => `line ${i}`);
    const output = written(all.join('\n'));
    expect(texts(output)).toEqual([...all.slice(0, 1000), ...all.slice(-4000)]);
    expect(output.omitted).toBe(15_000);
    const few = written(all.slice(0, 5000).join('\n'));
    expect(texts(few)).toEqual(all.slice(0, 5000));
    expect(few.omitted).toBe(0);
  });

  it('ends with its last words', () => {
    const output = written(Array.from({ length: 20 }, (_, i) => `${i}\n\n`).join(''));
    expect(output.tail().split('\n')).toEqual(Array.from({ length: 12 }, (_, i) => `${i + 8}`));
    const since = performance.now();
    expect(output.tail(since + 1)).toBe('');
  });

  it('is told to who listens, until that one has heard enough', () => {
    const output = new TargetOutput();
    const source = output.source('stderr');
    const heard: string[] = [];
    const stop = output.onLine(({ text, stream }) => heard.push(`${stream} ${text}`));
    source.write(Buffer.from('a\n'));
    stop();
    source.write(Buffer.from('b\n'));
    expect(heard).toEqual(['stderr a']);
  });
});
