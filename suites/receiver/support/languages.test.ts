import { describe, expect, test } from 'vitest';
import { languagesOf, readsEnglish } from './languages.ts';

describe('the languages of a refusal', () => {
  test('are the primary subtags of Content-Language, in lower case', () => {
    expect(languagesOf('en-US')).toEqual(['en']);
    expect(languagesOf('DE-ch, en')).toEqual(['de', 'en']);
    expect(languagesOf('i-default')).toEqual(['i-default']);
    expect(languagesOf(undefined)).toEqual([]);
    expect(languagesOf(' , ')).toEqual([]);
  });

  test('are readable in English also where they are left open', () => {
    expect(['en', 'i-default', 'mul', 'de'].map(readsEnglish)).toEqual([true, true, true, false]);
  });
});
