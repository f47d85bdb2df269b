import type { StartedVendorTransmitter } from '../host-transmitter.ts';
import { type Cell, NOTHING, type Page } from '../page.ts';
import { clock, fateCell, logSection, newest } from '../page-sections.ts';
import { deliverySection } from '../stream-section.ts';
import type { Level } from './risk-change.ts';
import type { CloudflareOne } from './rules.ts';

/** Status page of user risk score sharing. */
export function cloudflarePage(
  started: StartedVendorTransmitter<CloudflareOne>,
  oldMetadataUrl: string,
): Page {
  const { vendor, issuer, metadataUrl, happenUrl } = started;
  const sharing = vendor.isSharing();
  return {
    title: 'Cloudflare One',
    lead: 'A mock of user risk score sharing: it watches sign-ins, scores the risk of users, and sends every change of a score as a SET.',
    sections: [
      {
        heading: 'Users',
        columns: ['User', 'Risk score', 'Last sign-in', 'Shared', 'Reset'],
        rows: vendor
          .users()
          .map(({ email, score, lastSignIn, shared }) => [
            email,
            { text: score, tone: tones[score] },
            lastSignIn === null
              ? NOTHING
              : `${lastSignIn.place.city}, ${lastSignIn.place.country}, ${clock(new Date(lastSignIn.at).toISOString())}`,
            shared === null ? NOTHING : fateCell(shared.fate, `${shared.score}: `),
            score === 'low' ? NOTHING : { button: 'Reset to low', post: '/reset', fields: { user: email } },
          ]),
        empty: 'Nobody has signed in yet.',
      },
      {
        heading: 'Sharing',
        facts: [
          ['Send risk scores', sharing ? { text: 'on', tone: 'good' } : { text: 'off', tone: 'bad' }],
          [
            'Switch',
            {
              button: sharing ? 'Switch off' : 'Switch on',
              post: '/sharing',
              fields: { on: String(!sharing) },
            },
          ],
          ['Issuer', code(issuer)],
          ['Metadata', code(metadataUrl)],
          ['Metadata, old name', code(oldMetadataUrl)],
          ['Let something happen', code(`POST ${happenUrl}`)],
        ],
      },
      deliverySection(started),
      {
        heading: 'Risk events',
        columns: ['Time', 'User', 'Risk', 'Detail'],
        rows: newest(vendor.riskEvents()).map(({ at, user, what, text }) => [
          clock(new Date(at).toISOString()),
          user,
          what,
          text,
        ]),
      },
      logSection('Audit log', vendor.log()),
      { heading: 'Assumptions', note: 'What the vendor has not published.', items: vendor.assumptions },
    ],
  };
}

const tones: Readonly<Record<Level, 'good' | 'warn' | 'bad'>> = { low: 'good', medium: 'warn', high: 'bad' };

function code(text: string): Cell {
  return { text, code: true };
}
