import { expect, test } from 'vitest';
import type { CommandRun } from './command-line.ts';
import { flaws } from './flaws.ts';
import { TOKEN } from './hostile-transmitters.ts';

const fine: CommandRun = { exitCode: 3, stdout: '', stderr: 'It is down.\n', results: null, files: {} };

test('a run that ended with a clear word has no flaws', () => {
  expect(flaws(fine)).toEqual([]);
});

test.each<[string, Partial<CommandRun>]>([
  ['a run that had to be killed', { exitCode: null }],
  ['a fault of the harness', { exitCode: 4 }],
  ['a crash', { exitCode: 1 }],
  ['a stack', { stderr: 'Error: x\n    at run (file:///a/b.js:1:2)' }],
  ['a secret', { files: { 'results.json': `"${TOKEN}"` } }],
  ['a terminal sequence', { stdout: '\u001b[2J' }],
  ['a tag of the target', { files: { 'report.html': `<p><script>alert('ssf')</script>` } }],
  ['an attribute of the target', { files: { 'report.html': `<p title="" onmouseover="alert(1)">` } }],
])('%s is a flaw', (_title, change) => {
  expect(flaws({ ...fine, ...change })).toHaveLength(1);
});
