import { expect, test } from 'vitest';
import { html, join, trusted } from './template.ts';

test('escapes every value, in text and in attributes', () => {
  const value = `<b a="x" b='y'>&`;
  const escaped = '&lt;b a=&quot;x&quot; b=&#39;y&#39;&gt;&amp;';
  expect(html`<p title="${value}">${value}</p>`.markup).toBe(`<p title="${escaped}">${escaped}</p>`);
});

test('keeps markup that it made itself, in lists too', () => {
  expect(html`<ul>${['a', '<'].map((item) => html`<li>${item}</li>`)}</ul>`.markup).toBe(
    '<ul><li>a</li><li>&lt;</li></ul>',
  );
  expect(join([html`<i>`, '<i>', trusted('<i>')]).markup).toBe('<i>&lt;i&gt;<i>');
});

test('writes nothing for nothing, and zero for zero', () => {
  expect(html`${null}${undefined}${false}${''}${0}`.markup).toBe('0');
});

test('makes control characters and bidirectional marks visible', () => {
  expect(html`${'\u0000\u202E\uD800'}`.markup).toBe('\\x00\\u202e\\ud800');
});
