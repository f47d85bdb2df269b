import type { Effect } from '../../receiver/seams.ts';
import { type Cell, type Page, pageResponse, type Section } from '../page.ts';
import { clock, effectsSection, logSection, newest } from '../page-sections.ts';
import type { LogEntry, VendorPolicyRule } from '../vendor.ts';
import type { User } from './directory.ts';
import type { Level } from './levels.ts';
import type { RegisteredProvider } from './providers.ts';

/** What the status page shows. */
export interface OktaState {
  pushUrl: string;
  happenUrl: string;
  /** Audience that registered providers must name. */
  audience: string;
  reading: 'own' | 'standard';
  users: readonly User[];
  providers: readonly RegisteredProvider[];
  policy: readonly VendorPolicyRule[];
  effects: readonly Effect[];
  log: readonly LogEntry[];
  assumptions: readonly string[];
}

/** Users that are shown at most. */
const SHOWN = 100;

function oktaPage(state: OktaState): Page {
  return {
    title: 'Okta Identity Threat Protection',
    lead: 'A mock of Okta as Receiver of security events: what providers report becomes risk, and risk becomes action by the policy.',
    sections: [
      {
        heading: 'Addresses',
        facts: [
          ['Security events', { text: `POST ${state.pushUrl}`, code: true }],
          ['Let something happen', { text: `POST ${state.happenUrl}`, code: true }],
          ['Audience', { text: state.audience, code: true }],
          [
            'Reads SETs',
            state.reading === 'own' ? 'as Okta documents it' : 'as SSF, CAEP and RISC define them',
          ],
        ],
      },
      users(state.users),
      policy(state.policy),
      providers(state.providers),
      history(state.users),
      logSection('System log', state.log),
      effectsSection(state.effects),
      { heading: 'Assumptions', note: 'What the vendor has not published.', items: state.assumptions },
    ],
  };
}

export function oktaPageResponse(state: OktaState): Response {
  return pageResponse(oktaPage(state));
}

function users(all: readonly User[]): Section {
  const shown = all.slice(0, SHOWN);
  return {
    heading: 'Users',
    note: shown.length < all.length ? `The first ${shown.length} of ${all.length}.` : undefined,
    columns: ['User', 'Groups', 'Risk', 'Okta', 'Applications', 'Devices shut out', 'Risk profile'],
    rows: shown.map((user) => [
      user.login,
      user.groups.join(', ') || '–',
      riskCell(user.risk.level),
      sessionsCell(user),
      user.apps.length === 0 ? 'signed out' : `${user.apps.length} open`,
      [...user.shutOut].join(', ') || '–',
      { button: 'Reset', post: `/users/${user.id}/reset` },
    ]),
    empty: 'Nobody yet: users come in by the first event about them.',
  };
}

function policy(rules: readonly VendorPolicyRule[]): Section {
  return {
    heading: 'Entity risk policy',
    note: 'The first rule that matches wins.',
    columns: ['Rule', 'Groups', 'Detection', 'New level', 'Action'],
    rows: rules.map(({ name, groups, detection, level, action }) => [
      name,
      groups?.join(', ') ?? 'any',
      detection ?? 'any',
      level ?? 'any',
      action.replaceAll('-', ' '),
    ]),
    empty: 'No rules: risk is written down and nothing else.',
  };
}

function providers(all: readonly RegisteredProvider[]): Section {
  return {
    heading: 'Security events providers',
    columns: ['Name', 'Issuer', 'Keys', 'Status'],
    rows: all.map(({ name, settings, status }) => [
      name,
      { text: settings.issuer, code: true },
      { text: settings.jwks_url, code: true },
      { text: status, tone: status === 'ACTIVE' ? 'good' : 'muted' },
    ]),
    empty: 'None: register one with POST /api/v1/security-events-providers.',
  };
}

function history(all: readonly User[]): Section {
  const entries = all.flatMap(({ login, risk }) => risk.history.map((entry) => ({ login, ...entry })));
  return {
    heading: 'Risk history',
    columns: ['Time', 'User', 'From', 'To', 'Why'],
    rows: newest(entries.toSorted((a, b) => (a.at < b.at ? -1 : Number(a.at > b.at)))).map(
      ({ at, login, from, to, why }) => [clock(at), login, from, riskCell(to), why],
    ),
    empty: 'No risk was reported yet.',
  };
}

const tones = { low: 'good', medium: 'warn', high: 'bad' } as const;

function riskCell(level: Level): Cell {
  return { text: level, tone: tones[level] };
}

function sessionsCell({ status, sessions }: User): Cell {
  if (status === 'SUSPENDED') return { text: 'suspended', tone: 'bad' };
  if (sessions.length === 0) return { text: 'signed out', tone: 'bad' };
  return sessions.length === 1 ? 'one session' : `${sessions.length} sessions`;
}
