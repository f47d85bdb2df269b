import type { StartedVendorTransmitter } from '../host-transmitter.ts';
import { type Cell, NOTHING, type Page, type Section } from '../page.ts';
import { clock, fateCell } from '../page-sections.ts';
import { deliverySection } from '../stream-section.ts';
import { auditSection } from './audit-section.ts';
import type { EnrolledDevice, WorkspaceOne } from './uem.ts';

/** Status page of UEM and its Security Events. */
export function uemPage(started: StartedVendorTransmitter<WorkspaceOne>): Page {
  const { vendor, issuer, metadataUrl, happenUrl, transmitter } = started;
  const streams = transmitter.transmitter.streams.all();
  return {
    title: 'Omnissa Workspace ONE UEM',
    lead: 'A mock of UEM as Transmitter: it holds enrolled devices against compliance policies, and Security Events sends every change of a status as a SET.',
    sections: [
      {
        heading: 'Devices',
        columns: ['Device', 'User', 'Platform', 'Status', 'Breaks', 'Shared', 'Last seen'],
        rows: vendor.devices().map(deviceRow),
        empty: 'No device is enrolled yet.',
      },
      policies(vendor),
      {
        heading: 'Security Events',
        facts: [
          ['Source', 'WS1 UEM – Device Compliance'],
          ['Subscribers', subscribers(streams) || 'none'],
          [
            'Event routing',
            streams.length > 0
              ? { text: 'authorized', tone: 'good' }
              : { text: 'no subscriber', tone: 'warn' },
          ],
          ['SSF Well-Known URL', { text: metadataUrl, code: true }],
          ['Issuer', { text: issuer, code: true }],
          ['Let something happen', { text: `POST ${happenUrl}`, code: true }],
        ],
      },
      deliverySection(started),
      auditSection(vendor.log()),
      { heading: 'Assumptions', note: 'What the vendor has not published.', items: vendor.assumptions },
    ],
  };
}

function deviceRow({ device, posture, status, broken, shared }: EnrolledDevice): Cell[] {
  return [
    device.name,
    device.owner,
    `${device.platform} ${posture.osVersion}`,
    status === 'compliant' ? { text: 'Compliant', tone: 'good' } : { text: 'Non-compliant', tone: 'bad' },
    broken.join(', ') || NOTHING,
    shared === null ? NOTHING : fateCell(shared.fate),
    clock(new Date(posture.lastSeen).toISOString()),
  ];
}

function policies({ policies: set }: WorkspaceOne): Section {
  const versions = Object.entries(set.minimumOsVersion).map(
    ([platform, version]) => `${platform} ${version}`,
  );
  const rows: [string, boolean, string][] = [
    ['Passcode', set.passcode, 'present'],
    ['Encryption', set.encryption, 'on'],
    ['OS Version', versions.length > 0, `at least ${versions.join(', ')}`],
    ['Compromised Status', set.notCompromised, 'not compromised'],
    ['Device Last Seen', true, `within ${Math.round(set.lastSeenMs / 86_400_000)} days`],
  ];
  return {
    heading: 'Compliance policies',
    columns: ['Policy', 'Demands'],
    rows: rows.filter(([, active]) => active).map(([name, , demand]) => [name, demand]),
  };
}

function subscribers(streams: readonly { audience: string }[]): string {
  return [...new Set(streams.map(({ audience }) => audience))].join(', ');
}
