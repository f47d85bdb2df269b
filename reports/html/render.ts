import type { CheckResult, Outcome, Results } from '../results.ts';
import { scenariosOf } from '../scenario.ts';
import { targetName } from '../target.ts';
import { excerptLine } from '../text/excerpt.ts';
import { checksWith, requirementIndex, untestedRules } from '../view.ts';
import { outcomeWords } from '../words.ts';
import { sectionAnchor } from './anchors.ts';
import { evidenceRoom, pageLimit } from './budget.ts';
import { cardMaker } from './card.ts';
import { setRuleList } from './claim-table.ts';
import { clientScript } from './client.ts';
import { comparisonSection } from './comparison.ts';
import { controls } from './controls.ts';
import { coverageBySection } from './coverage.ts';
import { renderDocument } from './document.ts';
import { type EmbeddedResults, embeddedResults } from './embed.ts';
import { type Evidence, layOutEvidence } from './evidence.ts';
import { glance } from './glance.ts';
import { verdictLabel } from './icons.ts';
import { obstacleList, untestedRuleList } from './obstacles.ts';
import { passedTable } from './passed.ts';
import { rich } from './rich.ts';
import { scenarioCards } from './scenarios.ts';
import { type LaidOutLog, layOutLog } from './target-log.ts';
import { html, type Part, type Raw } from './template.ts';
import { timingTables } from './timing.ts';
import { verdictBlock } from './verdict.ts';
import { waiverLedger } from './waivers.ts';

interface Section {
  id: string;
  title: string;
  count: number;
  /** What the section is, for who reads the word for the first time. */
  lead?: Part;
  body: Part;
  folded?: boolean;
  /** It is one thing: a number would say nothing. */
  uncounted?: true;
}

/**
 * The report as one HTML page that needs nothing else and asks for nothing, readable without its script, under 5 MB whatever
 * the run recorded. What a * target sent is shown, never acted on. Fragments: `#check-ID` (`#check-ID@push`), `#exchange-17`, `#set-3`.
 */
export function renderHtml(results: Results): string {
  const carried = embeddedResults(results);
  // What the page takes without evidence is left out of its room.
  const bare = Buffer.byteLength(compose(results, carried, 0));
  return compose(results, carried, pageLimit - margin - bare);
}

/** Links to evidence take more where it is in the page than where it is not. */
const margin = 60_000;

/** @param room bytes for the evidence */
function compose(results: Results, carried: EmbeddedResults, room: number): string {
  const log = layOutLog(results);
  const evidence = layOutEvidence(results, evidenceRoom(results, room), log);
  const sections = sectionsOf(results, evidence, log).filter((section) => section.count > 0);
  const label = verdictLabel(results);
  return renderDocument({
    title: `${label}: ${excerptLine(targetName(results), 120)} – SSF ${results.scenarios ? 'scenario' : 'conformance'} report`,
    contents: [
      { href: 'main', label: 'Verdict' },
      ...sections.map(({ id, title, count, uncounted }) => ({
        href: id,
        label: title,
        ...(uncounted ? {} : { count }),
      })),
    ],
    main: html`${verdictBlock(results)}
${notices(results)}
${controls(results)}${sections.map(section)}`,
    footer: footer(results, evidence, carried),
    script: clientScript,
    data: carried.script,
  });
}

function sectionsOf(results: Results, evidence: Evidence, log: LaidOutLog | null): Section[] {
  const card = cardMaker(results, evidence);
  const of = (
    outcome: Outcome,
    title: string,
    body: (checks: CheckResult[]) => Part,
    folded = false,
  ): Section => {
    const checks = checksWith(results, outcome);
    return {
      id: sectionAnchor[outcome],
      title,
      count: checks.length,
      lead: outcomeWords[outcome].meaning,
      body: body(checks),
      folded,
    };
  };
  const requirementsById = requirementIndex(results);
  const cards = (checks: CheckResult[]) => html`${glance(checks, requirementsById)}${checks.map(card)}`;
  const { timing, requirements } = results;
  return [
    {
      ...of('fail', 'Failures', cards),
      ...(results.scenarios && {
        lead: 'A rule is broken whose breach fails a run, or a side did not do its part in a story.',
      }),
    },
    of('error', 'Harness errors', cards),
    of('warn', 'Warnings', cards),
    notTested(results),
    of('waived', 'Waived', cards),
    {
      id: 'waivers',
      title: 'Waivers',
      count: results.waivers?.length ?? 0,
      lead: 'Failures that the tester accepts for a time, and what became of each waiver in this run.',
      body: waiverLedger(results),
    },
    of('note', 'Notes', cards),
    {
      id: 'comparison',
      title: 'Comparison',
      count: Number(results.comparison !== undefined),
      uncounted: true,
      body: comparisonSection(results),
    },
    {
      id: 'scenarios',
      title: 'Scenarios',
      count: scenariosOf(results).length,
      lead: 'Stories that were played, step by step: who did what when.',
      body: scenarioCards(results, evidence),
    },
    of('pass', 'Passed', (checks) => passedTable(checks, requirementsById), true),
    of('not-applicable', 'Not applicable', (checks) => obstacleList(checks, requirementsById), true),
    {
      id: 'coverage',
      title: 'Coverage',
      count: requirements.selected.length + (requirements.unobservable?.length ?? 0),
      lead: results.scenarios
        ? 'Every story and rule that this run is about, by standard and section.'
        : 'Every rule of the standards that binds the target, by standard and section.',
      body: coverageBySection(results),
    },
    {
      id: 'timing',
      title: 'Timing',
      count: timing.samples.length + (timing.ledger?.entries.length ?? 0),
      lead: timing.ledger
        ? 'When each event happened, crossed and was acted upon. It does not decide the verdict, unless limits are enforced.'
        : 'How long the target took where a limit of this run bounds it.',
      body: timingTables(results, evidence),
    },
    {
      id: 'exchanges',
      title: 'Exchanges',
      count: results.exchanges.length,
      lead: 'Every recorded request with its response, in the order in which they began. Secrets are masked.',
      body: html`${leftOut(evidence)}<ol class="log">${evidence.exchangeList}</ol>`,
      folded: true,
    },
    {
      id: 'sets',
      title: 'SETs',
      count: results.sets.length,
      lead: 'Every Security Event Token seen on the wire, decoded as far as it could be.',
      body: html`${leftOut(evidence)}${setRuleList(results)}<ol class="log">${evidence.setList}</ol>`,
      folded: true,
    },
    {
      id: 'target-log',
      title: 'Log of the target',
      count: results.targetLog?.lines.length ?? 0,
      lead: 'What the target, which this run started, wrote meanwhile. Secrets are masked.',
      body: log?.section,
      folded: true,
    },
  ];
}

/** Checks that could not run, and rules that no check stands for: both are open, so both count. */
function notTested(results: Results): Section {
  const checks = checksWith(results, 'not-tested');
  const rules = untestedRules(results).reduce((sum, { ids }) => sum + ids.length, 0);
  return {
    id: sectionAnchor['not-tested'],
    title: 'Not tested',
    count: checks.length + rules,
    lead: outcomeWords['not-tested'].meaning,
    body: html`${obstacleList(checks, requirementIndex(results))}${untestedRuleList(results)}`,
  };
}

function section({ id, title, count, lead, body, folded, uncounted }: Section): Raw {
  const heading = html`<h2 id="${id}-title">${title}${uncounted ? null : html` <span class="count" data-count="${id}">${count}</span>`}</h2>`;
  const inner = folded
    ? html`${lead !== undefined && html`<p class="lead">${lead}</p>`}<details data-fold><summary>Show all ${count}</summary>${body}</details>`
    : html`${lead !== undefined && html`<p class="lead">${lead}</p>`}${body}`;
  return html`<section id="${id}" class="part-section" aria-labelledby="${id}-title">
${heading}
${inner}
</section>
`;
}

function notices(results: Results): Raw | null {
  const lines = [...results.notices, ...results.omissions].slice(0, 50);
  if (lines.length === 0) return null;
  return html`<aside class="notices" aria-label="Notices"><ul>${lines.map((line) => html`<li>${rich(line, 500)}</li>`)}</ul></aside>`;
}

/** Where the page does not hold everything, it says so and where the rest is. */
function leftOut({ leftOut: lines }: Evidence): Raw | null {
  if (lines.length === 0) return null;
  return html`<p class="cut-note">To keep this page small: ${lines.join(', ')}. All of it is in results.json.</p>`;
}

function footer({ tool }: Results, evidence: Evidence, { omitted }: EmbeddedResults): Raw {
  return html`<p>Made by ${tool.name} ${tool.version} from results.json, which holds the full data${omitted === null && '; this page carries it, too'}.</p>
${omitted !== null && html`<p>${omitted}</p>`}
${leftOut(evidence)}
<p>Rules are told in our own words; the standards' texts decide.</p>`;
}
