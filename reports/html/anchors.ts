import type { Outcome, ScenarioResult } from '../results.ts';
import { scenarioKey } from '../scenario.ts';
import { visibleLine } from '../text/visible.ts';
import { html, type Raw } from './template.ts';

// Fragments are stable: people paste them into tickets.

/** The section of the page that holds the checks of an outcome. */
export const sectionAnchor: Record<Outcome, string> = {
  fail: 'failures',
  error: 'errors',
  warn: 'warnings',
  'not-tested': 'not-tested',
  waived: 'waived',
  note: 'notes',
  pass: 'passed',
  'not-applicable': 'not-applicable',
};

/** `check-create-stream/default-is-poll@push` */
export function checkAnchor(key: string): string {
  return `check-${key}`;
}

export function exchangeAnchor(id: number): string {
  return `exchange-${id}`;
}

export function setAnchor(id: number): string {
  return `set-${id}`;
}

/** `log-17`, a line of what the target wrote, by its place from 0 on. */
export function logLineAnchor(index: number): string {
  return `log-${index + 1}`;
}

/** `set-rule-SSF-4.1.1-01`, in the list of rules by which SETs are read. */
export function setRuleAnchor(id: string): string {
  return `set-rule-${id}`;
}

/** `set-part-claims.iss`, the rules about one part of a SET. */
export function setPartAnchor(path: string): string {
  return `set-part-${path}`;
}

/** `requirement-SSF-8.1.1.1-13` */
export function requirementAnchor(id: string): string {
  return `requirement-${id}`;
}

/** `scenario-impossible-travel@push` */
export function scenarioAnchor(scenario: Pick<ScenarioResult, 'name' | 'delivery'>): string {
  return `scenario-${scenarioKey(scenario)}`;
}

/** `fault-metadata-issuer-differs`, in the proof. */
export function faultAnchor(name: string): string {
  return `fault-${name}`;
}

/** A link to an anchor of this page. */
export function link(anchor: string, text: string | Raw): Raw {
  return html`<a href="${fragment(anchor)}">${text}</a>`;
}

/** A link to a check by its key. */
export function checkLink(key: string): Raw {
  return html`<a class="key" href="${fragment(checkAnchor(key))}">${key}</a>`;
}

/** The id attribute is escaped where it is written; a fragment must be percent-encoded as well. */
export function fragment(anchor: string): string {
  return `#${encodeURI(visibleLine(anchor))}`;
}
