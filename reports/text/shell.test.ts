import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { hostileText } from '../sample.ts';
import { type ShellPart, shellPrintf, shellWord } from './shell.ts';

const shells = ['/bin/sh', '/bin/bash'].filter((shell) => existsSync(shell));
// Not a socket: bash would read its start-up files.
const stdio: ('ignore' | 'pipe' | 'inherit')[] = ['ignore', 'pipe', 'inherit'];
const hostile = [
  "it's",
  '$(touch pwned) `touch pwned` ${HOME} $HOME',
  '"; rm -rf . #',
  "'; touch pwned; '",
  "\\' \\n \\0101 \\c %s %b %d",
  '!! !$ ~ * ? [a] {a,b} | & ; < > \\',
  '-n',
  '\u001b[201~\ntouch pwned\n\r\u0007',
  '\u202Egnp.exe é 😀',
  hostileText.replaceAll('\u0000', ''),
];

/** What a shell makes of a word. */
function seenBy(shell: string, word: string): string {
  return execFileSync(shell, ['-c', `printf %s ${word}`], {
    env: { SSF_TOKEN: `$(touch pwned)'"\\n`, PATH: process.env.PATH },
    encoding: 'utf8',
    stdio,
  });
}

/** Lone surrogates are no Unicode: they travel as the replacement character. */
const asSent = (text: string) => Buffer.from(text).toString();

describe.each(shells)('%s', (shell) => {
  test.each(hostile)('takes a word for exactly the text that it stands for: %j', (text) => {
    expect(seenBy(shell, shellWord([text]))).toBe(asSent(text));
  });

  test.each(hostile)('writes with printf exactly the text, line feeds at the end too: %j', (text) => {
    const command = shellPrintf([`${text}\u0000\n\n`]);
    expect(execFileSync(shell, ['-c', command], { encoding: 'utf8', stdio })).toBe(
      asSent(`${text}\u0000\n\n`),
    );
  });

  test.each(['a "b"', 'plain ', "it's \u001b"])(
    'puts the value of a variable in its place after %j',
    (before) => {
      const parts: ShellPart[] = [before, { variable: 'SSF_TOKEN' }, 'x'];
      expect(seenBy(shell, shellWord(parts))).toBe(`${before}$(touch pwned)'"\\nx`);
      expect(
        execFileSync(shell, ['-c', shellPrintf(parts)], {
          env: { SSF_TOKEN: '\\n%s' },
          encoding: 'utf8',
          stdio,
        }),
      ).toBe(`${before}\\n%sx`);
    },
  );

  test('writes any bytes', () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
    expect([...execFileSync(shell, ['-c', shellPrintf(bytes)], { stdio })]).toEqual([...bytes]);
  });
});

test('nothing in a word can drive the terminal that it is pasted into', () => {
  for (const text of hostile) {
    expect(shellWord([text])).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
    expect(shellPrintf([text])).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
  }
});

test('a word reads as people write it', () => {
  expect(shellWord(['Authorization: Bearer ', { variable: 'SSF_TOKEN' }])).toBe(
    '"Authorization: Bearer $SSF_TOKEN"',
  );
  expect(shellWord(['{"a":"', { variable: 'B' }, '"}'])).toBe(`'{"a":"'"$B"'"}'`);
  expect(shellWord(['a ', { variable: 'B' }, 'c'])).toBe('"a ${B}c"');
  expect(shellWord([])).toBe("''");
});
