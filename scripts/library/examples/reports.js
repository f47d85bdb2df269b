import { readFile } from 'node:fs/promises';
import { renderBadge, renderMarkdown, run, writeReports } from 'ssf-conformance';

const { results } = await run({ role: 'transmitter', only: ['discovery'] });
// All reports are made of the results, here of those that a run left behind.
const { json } = await writeReports(results, 'conformance-report', { formats: ['json'] });
const read = JSON.parse(await readFile(json, 'utf8'));
console.log(renderMarkdown(read).split('\n')[0]);
console.log(renderBadge(read).startsWith('<svg'));
