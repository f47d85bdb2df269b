import { expect, test } from 'vitest';
import { pageResponse, renderPage } from './page.ts';

const wicked = `<script>alert("1")</script>&'`;

test('whatever it shows is escaped', () => {
  const html = renderPage({
    title: wicked,
    lead: wicked,
    sections: [
      { heading: wicked, note: wicked, columns: [wicked], rows: [[wicked], [{ text: wicked, code: true }]] },
      { heading: wicked, facts: [[wicked, { text: wicked, tone: 'bad' }]] },
      { heading: wicked, items: [wicked] },
      { heading: wicked, columns: [], rows: [], empty: wicked },
      {
        heading: wicked,
        columns: ['x'],
        rows: [[{ button: wicked, post: wicked, fields: { [wicked]: wicked } }]],
      },
    ],
  });
  expect(html).not.toContain('<script');
  expect(html).not.toContain(`alert("1")`);
});

test('nothing may run or be loaded on it', () => {
  const { headers } = pageResponse({ title: 't', lead: 'l', sections: [] });
  const policy = headers.get('content-security-policy');
  expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-/);
  expect(policy).not.toContain('unsafe');
});

test('a table without rows says so', () => {
  expect(
    renderPage({ title: 't', lead: 'l', sections: [{ heading: 'Users', columns: ['a'], rows: [] }] }),
  ).toContain('None yet.');
});
