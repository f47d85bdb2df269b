import { describe, expect, it } from 'vitest';
import { settingsOf, wordsOf } from './command-words.ts';

describe('the words of a command', () => {
  it.each<[string, string[]]>([
    ['  node  tx.mjs\n', ['node', 'tx.mjs']],
    ['A="b c" \'d "e"\' f\\ g "\\"h\\"" i"j k"\'l m\'', ['A=b c', 'd "e"', 'f g', '"h"', 'ij kl m']],
    ["cd app&&node 'a;b' |tee log; true", ['cd', 'app', 'node', 'a;b', 'tee', 'log', 'true']],
    ['node \\\n  tx.mjs', ['node', 'tx.mjs']],
    ['.\\bin\\tx.exe ..\\lib', ['.\\bin\\tx.exe', '..\\lib']],
    ["it's one word of two", ["it's", 'one', 'word', 'of', 'two']],
    ['', []],
  ])('are those that a shell takes: %j', (command, words) => {
    expect(wordsOf(command)).toEqual(words);
  });

  it('are as they are where no shell takes them', () => {
    expect(wordsOf(['node', 'a "b" c'])).toEqual(['node', 'a "b" c']);
  });
});

it('A command sets variables and options, also by way of a shell', () => {
  const set = [
    ['A_B', 'one'],
    ['', 'node'],
    ['', '--no-auth'],
    ['', 'tx.mjs'],
    ['c_d', 'two words'],
    ['e', '3'],
    ['', '3'],
    ['Df_g', 'four'],
    ['', '-v'],
    ['', '--last'],
  ];
  const text = 'A_B=one node --no-auth tx.mjs --c-d="two words" --e 3 -Df.g=four -v --last';
  expect(settingsOf(text)).toEqual(set);
  expect(settingsOf(['sh', '-ec', text])).toEqual(expect.arrayContaining(set));
  expect(settingsOf(`exec bash -c '${text}'`)).toEqual(expect.arrayContaining(set));
});
