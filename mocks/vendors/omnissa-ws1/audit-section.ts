import { type Cell, NOTHING, type Section } from '../page.ts';
import { clock, newest } from '../page-sections.ts';
import type { LogEntry } from '../vendor.ts';

/** The audit events, with the attributes of those in which a security event can be followed. */
export function auditSection(log: readonly LogEntry[]): Section {
  return {
    heading: 'Audit events',
    note: 'Durations in ms: from the start of the processing until signed, and from ingestion until pushed.',
    columns: ['Time', 'Object type', 'Object name', 'User', 'Compliance', 'To signing', 'To push'],
    rows: newest(log).map(row),
  };
}

function row({ at, type, text, detail }: LogEntry): Cell[] {
  const said = (name: string): string => {
    const value = detail[name];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : NOTHING;
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
