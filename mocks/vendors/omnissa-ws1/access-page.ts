import type { Effect } from '../../receiver/seams.ts';
import type { Cell, Page } from '../page.ts';
import { clock, effectsSection, newest } from '../page-sections.ts';
import type { LogEntry } from '../vendor.ts';
import type { AccessUser } from './access-users.ts';

/** Status page of Access. */
export function accessPage(state: {
  pushUrl: string;
  pushAuthorization: string;
  users: readonly AccessUser[];
  effects: readonly Effect[];
  log: readonly LogEntry[];
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
          groups.join(', ') || '–',
          sessionCell(session),
          last === null ? '–' : `${last.action} at ${clock(last.at)}`,
        ]),
        empty: 'Nobody yet.',
      },
      {
        heading: 'Audit events',
        note: 'Durations in ms: from the start of processing until signed, and from ingestion until pushed.',
        columns: ['Time', 'Object type', 'Object name', 'User', 'Compliance', 'To signing', 'To push'],
        rows: newest(state.log).map(auditRow),
      },
      effectsSection(state.effects),
    ],
  };
}

function auditRow({ at, type, text, detail }: LogEntry): Cell[] {
  const said = (name: string): string => {
    const value = detail[name];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '–';
  };
  const status = said('compliance_status');
  return [
    clock(at),
    { text: type, code: true },
    detail.object_name === undefined ? text : { text: said('object_name'), code: true },
    said('user_email'),
    status === 'Non-compliant' ? { text: status, tone: 'bad' } : status,
    said('PROCESS_TO_SIGNING_COMPLETE_DURATION'),
    said('INGEST_TO_PUSH_COMPLETE_DURATION'),
  ];
}

function sessionCell(session: AccessUser['session']): Cell {
  if (session === 'open') return { text: 'open', tone: 'good' };
  return session === 'ended' ? { text: 'ended', tone: 'bad' } : { text: 'must sign in again', tone: 'warn' };
}
