import type { CommandRun } from './command-line.ts';
import { TOKEN } from './hostile-transmitters.ts';

/** Markup of the hostile targets as it would stand in a report that did not escape it. */
const MARKUP = ['<script>alert(', '<img src=x', '<svg/onload'];
/** A tag that got an event handler: a quote in an attribute was not escaped. */
const HANDLER = /<[a-z][^>]*\son[a-z]+\s*=/i;
/** What a terminal obeys, and what no text file holds. */
const CONTROLS = ['\u001b', '\0'];
const STACK = /\n\s+at .+\.[jt]s:\d+|Maximum call stack/;

/** What no target may bring about, whatever it does; empty when all is well. */
export function flaws(done: CommandRun): string[] {
  const failed = done.results?.checks.filter(({ outcome }) => outcome === 'error') ?? [];
  return [
    ...(done.exitCode === null ? ['it had to be killed'] : []),
    // Node's own exit code for a crash is 1 as well.
    ...(done.exitCode === 1 && done.results === null ? ['exit code 1 without results'] : []),
    ...(done.exitCode === 2 || done.exitCode === 4 ? [`exit code ${done.exitCode}`] : []),
    ...failed.map(({ id, reason }) => `${id}: ${reason}`),
    ...textFlaws('stdout', done.stdout),
    ...textFlaws('stderr', done.stderr),
    ...Object.entries(done.files).flatMap(([name, text]) => textFlaws(name, text)),
  ];
}

function textFlaws(name: string, text: string): string[] {
  const isMarkup = /\.(?:html|xml)$/.test(name);
  const alive = [...CONTROLS, ...(isMarkup ? MARKUP : [])].filter((one) => text.includes(one));
  return [
    ...(text.includes(TOKEN) ? [`${name} shows the token`] : []),
    ...(STACK.test(text) ? [`${name} shows a stack`] : []),
    ...alive.map((one) => `${name} has ${JSON.stringify(one)}`),
    ...(isMarkup && HANDLER.test(text) ? [`${name} has an event handler`] : []),
  ];
}
