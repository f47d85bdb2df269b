import { createHash } from 'node:crypto';
import { iconSheet } from './icons.ts';
import { stylesheet } from './style.ts';
import { html, type Part, type Raw, trusted } from './template.ts';

export interface DocumentParts {
  title: string;
  /** Links to the sections of the page: fragment, label and, if it is worth one, a number. */
  contents: readonly { href: string; label: string; count?: number }[];
  main: Part;
  footer: Part;
  /** The script of the page, if it has one: it is allowed by its hash, and nothing else is. */
  script?: string;
  /** Data blocks that go with the page, which nothing in it runs. */
  data?: Part;
}

/**
 * A page of one file that loads nothing: the policy allows the one stylesheet and the one script, by their hashes. It reads
 * well without either, for servers whose own policy forbids them.
 */
export function renderDocument({ title, contents, main, footer, script, data }: DocumentParts): string {
  const policy = [
    "default-src 'none'",
    ...(script === undefined ? [] : [`script-src '${hashOf(script)}'`]),
    `style-src '${hashOf(stylesheet)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return html`<!doctype html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trusted(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>${title}</title>
<style>${trusted(stylesheet)}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the verdict</a>
${iconSheet}
<div class="page">
<nav class="contents" aria-label="Sections of this report"><ul>
${contents.map(entry)}</ul></nav>
<main id="main" tabindex="-1">
${main}
</main>
</div>
<footer>${footer}</footer>
${data}${script !== undefined && html`<script>${trusted(script)}</script>`}
</body>
</html>
`.markup;
}

function hashOf(source: string): string {
  return `sha256-${createHash('sha256').update(source).digest('base64')}`;
}

function entry({ href, label, count }: DocumentParts['contents'][number]): Raw {
  return html`<li><a href="#${href}">${label}${count === undefined ? '' : html` <span class="count" data-count="${href}">${count}</span>`}</a></li>
`;
}
