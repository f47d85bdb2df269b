import type { Results } from '../results.ts';
import { count, instant, number } from '../text/format.ts';
import { byObstacle, checksWith } from '../view.ts';
import { waiversOf } from '../waiver-words.ts';
import { sectionAnchor } from './anchors.ts';
import { icon } from './icons.ts';
import { rich } from './rich.ts';
import { html, type Part, type Raw } from './template.ts';

const obstaclesShown = 5;

/** What a reader must know before believing the verdict: waivers, how it compares, what was not tested and how it would be. */
export function verdictNotes(results: Results): Raw | null {
  const notes = [...waiverNotes(results), ...comparisonNotes(results), ...untestedNotes(results)];
  return notes.length === 0 ? null : html`<ul class="verdict-notes">${notes}</ul>`;
}

function waiverNotes(results: Results): Raw[] {
  const waivers = waiversOf(results);
  const having = (state: (typeof waivers)[number]['state']) =>
    waivers.filter((row) => row.state === state).length;
  const waived = checksWith(results, 'waived').length;
  const bad = (n: number, what: string): Raw[] =>
    n === 0 ? [] : [note('fail', html`<a href="#waivers">${count(n, 'waiver')}</a> ${what}`)];
  return [
    ...(waived === 0
      ? []
      : [
          note(
            'waived',
            html`<a href="#${sectionAnchor.waived}">${count(waived, 'failing check')} waived</a>: known, accepted for a time, and not counted in this verdict.`,
          ),
        ]),
    ...bad(having('expired'), 'expired: what was accepted counts again, and the run fails.'),
    ...bad(
      having('stale'),
      'stale: the check does not fail any more; take the waiver out, until then the run fails.',
    ),
    ...bad(having('exceeded'), 'exceeded: the check breaks a rule beyond what was accepted.'),
  ];
}

function comparisonNotes({ comparison }: Results): Raw[] {
  if (comparison === undefined) return [];
  const { newlyFailing, fixed, against } = comparison;
  return [
    note(
      newlyFailing.length > 0 ? 'fail' : 'pass',
      html`<a href="#comparison">${number(newlyFailing.length)} newly failing, ${number(fixed.length)} fixed</a> since <time datetime="${against.startedAt}">${instant(against.startedAt)}</time>.`,
    ),
  ];
}

function untestedNotes(results: Results): Raw[] {
  const checks = checksWith(results, 'not-tested');
  if (checks.length === 0) return [];
  // What can be configured comes first, then what stands in the way of most.
  const weight = ({ hook, checks: members }: { hook: string | null; checks: unknown[] }) =>
    members.length + (hook === null ? 0 : checks.length);
  const groups = byObstacle(checks).toSorted((a, b) => weight(b) - weight(a));
  const more = groups.length - obstaclesShown;
  return [
    note(
      'not-tested',
      html`<a href="#${sectionAnchor['not-tested']}">${count(checks.length, 'check')} not tested</a>. What they need:<ul>${groups
        .slice(0, obstaclesShown)
        .map(
          (group) =>
            html`<li>${rich(group.reasons[0] ?? '', 300)} <span class="muted nowrap">(${count(group.checks.length, 'check')})</span></li>`,
        )}${more > 0 && html`<li>${count(more, 'more reason')} below</li>`}</ul>`,
    ),
  ];
}

function note(outcome: 'fail' | 'pass' | 'waived' | 'not-tested', body: Part): Raw {
  return html`<li class="o-${outcome}">${icon(outcome)} <div>${body}</div></li>`;
}
