import type { Effect } from '../../receiver/seams.ts';
import { type Cell, NOTHING, type Page } from '../page.ts';
import { clock, effectsSection } from '../page-sections.ts';
import type { LogEntry } from '../vendor.ts';
import type { AccessUser } from './access-users.ts';
import { auditSection } from './audit-section.ts';

/** Status page of Access. */
export function accessPage(state: {
  pushUrl: string;
  pushAuthorization: string;
  users: readonly AccessUser[];
  effects: readonly Effect[];
  log: readonly LogEntry[];
  assumptions: readonly string[];
}): Page {
  return {
    title: 'Omnissa Access',
    lead: 'A mock of Omnissa Access as Receiver of security events.',
    sections: [
      {
        heading: 'Addresses',
        facts: [
          ['Push endpoint', { text: state.pushUrl, code: true }],
          ['Authorization', { text: state.pushAuthorization, code: true }],
        ],
      },
      {
        heading: 'Users',
        columns: ['User', 'Groups', 'Session', 'Last action'],
        rows: state.users.map(({ email, groups, session, last }) => [
          email,
          groups.join(', ') || NOTHING,
          sessionCell(session),
          last === null ? NOTHING : `${last.action} at ${clock(last.at)}`,
        ]),
        empty: 'Nobody yet.',
      },
      auditSection(state.log),
      effectsSection(state.effects),
      { heading: 'Assumptions', note: 'What the vendor has not published.', items: state.assumptions },
    ],
  };
}

function sessionCell(session: AccessUser['session']): Cell {
  if (session === 'open') return { text: 'open', tone: 'good' };
  return session === 'ended' ? { text: 'ended', tone: 'bad' } : { text: 'must sign in again', tone: 'warn' };
}
