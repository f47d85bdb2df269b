import { createHash } from 'node:crypto';
import { style } from './page-style.ts';

/** A status page: plain data, everything in it is escaped. */
export interface Page {
  title: string;
  /** One or two sentences on what it is. */
  lead: string;
  sections: readonly Section[];
}

export type Section = { heading: string; note?: string | undefined } & (
  | {
      columns: readonly string[];
      rows: readonly (readonly Cell[])[];
      /** What is said in place of a table without rows. */
      empty?: string | undefined;
    }
  /** Names and values. */
  | { facts: readonly (readonly [name: string, value: Cell])[] }
  | { items: readonly string[] }
);

/** What stands in a cell that has nothing to say. */
export const NOTHING = '–';

/** Characters that always fit into one line. */
const SHORT = 24;

export type Cell =
  | string
  | { text: string; tone?: Tone | undefined; code?: boolean | undefined }
  /** A button that posts `fields` as a form to a path of the same origin. */
  | { button: string; post: string; fields?: Readonly<Record<string, string>> | undefined };

/** `good` and so on are shown by a colour beside the text, never by the colour alone. */
type Tone = 'good' | 'warn' | 'bad' | 'muted';

const hash = createHash('sha256').update(style).digest('base64');
const policy = `default-src 'none'; style-src 'sha256-${hash}'; img-src data:; form-action 'self'; base-uri 'none'`;

/** A self-contained HTML page without scripts, for light and dark, wide and narrow windows. */
export function renderPage({ title, lead, sections }: Page): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${escaped(policy)}">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)}</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
<header><h1>${escaped(title)}</h1><p>${escaped(lead)}</p><p class="reload"><a href="">Reload</a></p></header>
<main>
${sections.map(section).join('\n')}
</main>
</body>
</html>
`;
}

/** The page as an answer, under a policy that lets nothing be loaded or run. */
export function pageResponse(page: Page): Response {
  return new Response(renderPage(page), {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': `${policy}; frame-ancestors 'none'`,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    },
  });
}

function section(content: Section, i: number): string {
  const { heading, note } = content;
  const said = note === undefined ? '' : `<p class="note">${escaped(note)}</p>\n`;
  return `<section aria-labelledby="s${i}">
<h2 id="s${i}">${escaped(heading)}</h2>
${said}${body(content)}
</section>`;
}

function body(content: Section): string {
  if ('items' in content)
    return `<ul>${content.items.map((item) => `<li>${escaped(item)}</li>`).join('')}</ul>`;
  if ('facts' in content)
    return `<dl>${content.facts.map(([name, value]) => `<div><dt>${escaped(name)}</dt><dd>${cell(value)}</dd></div>`).join('')}</dl>`;
  const { columns, rows, empty = 'None yet.' } = content;
  if (rows.length === 0) return `<p class="empty">${escaped(empty)}</p>`;
  // The roles are said, because narrow windows show rows as blocks, which takes them away.
  const head = columns.map((name) => `<th scope="col" role="columnheader">${escaped(name)}</th>`).join('');
  const lines = rows.map(
    (row) => `<tr role="row">${row.map((value, i) => data(columns[i] ?? '', value)).join('')}</tr>`,
  );
  return `<table role="table"><thead role="rowgroup"><tr role="row">${head}</tr></thead>
<tbody role="rowgroup">
${lines.join('\n')}
</tbody></table>`;
}

function data(column: string, value: Cell): string {
  const text = typeof value === 'string' ? value : 'text' in value ? value.text : value.button;
  // Long texts may break anywhere, short ones nowhere; what says nothing is left out where room is scarce.
  const kind = text === NOTHING ? ' class="nothing"' : text.length <= SHORT ? ' class="short"' : '';
  return `<td role="cell"${kind} data-label="${escaped(column)}"><div>${cell(value)}</div></td>`;
}

function cell(value: Cell): string {
  if (typeof value === 'string') return escaped(value);
  if ('button' in value) {
    const fields = Object.entries(value.fields ?? {}).map(
      ([name, text]) => `<input type="hidden" name="${escaped(name)}" value="${escaped(text)}">`,
    );
    return `<form method="post" action="${escaped(value.post)}">${fields.join('')}<button>${escaped(value.button)}</button></form>`;
  }
  const text = value.code ? `<code>${escaped(value.text)}</code>` : escaped(value.text);
  return value.tone === undefined ? text : `<span class="${value.tone}">${text}</span>`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '');
}
