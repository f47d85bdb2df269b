import type { Effect, Examined } from '../../receiver/seams.ts';
import { isObject } from '../../vocabulary/is-object.ts';
import { AuditLog } from '../audit-log.ts';
import { hostReceiver } from '../host-receiver.ts';
import { emailOf } from '../subject-email.ts';
import type { StartVendorReceiverOptions, VendorReceiver } from '../vendor.ts';
import { accessPage } from './access-page.ts';
import { AccessUsers } from './access-users.ts';
import {
  type AuditedEvent,
  EVENT_PUBLISHED,
  EVENT_RECEIVED,
  publishedDetail,
  receivedDetail,
} from './audit-events.ts';
import { InternalPublishing } from './internal-publishing.ts';
import { ownSteps } from './own-reading.ts';

const assumptions = [
  'Which events Access takes and what it does about them is not published: session-revoked ends the sessions, credential-change asks for a new sign-in, device-compliance-change shuts a device out or admits it, anything else as is usual.',
  'What it took in, Access publishes within the platform, signed anew, to where it is enforced: EventPublishedSuccess tells of that.',
  'Compliance status: Non-compliant where the event calls for enforcement, otherwise Compliant.',
  'Okta documents its SETs without sub_id on top: then the subject inside the event is taken.',
  'The names of the attributes object_type, object_name, user_email and compliance_status are written as the article shows user_email.',
];

/** What calls for nothing to be enforced. */
const harmless: readonly string[] = ['note', 'admit-device', 'enable-account', 'set-opt-out-state'];

/** Omnissa Access as Receiver, on its socket. */
export function startOmnissaAccess(options: StartVendorReceiverOptions = {}): Promise<VendorReceiver> {
  const log = new AuditLog(options.now, options.onLog);
  const users = new AccessUsers(options.people);
  const publishing = new InternalPublishing();
  /** When pushes that are examined came in, by their body; `performance.now()`. */
  const ingested = new Map<string, number>();

  function publish(set: Examined, type: string, effects: readonly Effect[], ingestedAt: number): void {
    const event: AuditedEvent = {
      objectName: type,
      userEmail: emailOf(set.claims.sub_id),
      complianceStatus: effects.every(({ action }) => harmless.includes(action))
        ? 'Compliant'
        : 'Non-compliant',
    };
    const about = `${type.replace(/^.*\//, '')} about ${event.userEmail ?? JSON.stringify(set.claims.sub_id)}`;
    const { iss, jti } = set.claims;
    log.add(EVENT_RECEIVED, `Received ${about} from ${String(iss)}.`, { ...receivedDetail(event), jti });
    const times = publishing.publish(set.claims, ingestedAt, () => users.enforce(event.userEmail, effects));
    const done = effects.map(({ action }) => action).join(', ') || 'nothing to enforce';
    log.add(EVENT_PUBLISHED, `Published ${about}: ${done}.`, { ...publishedDetail(event, times), jti });
  }

  return hostReceiver(options, {
    name: 'Omnissa Access',
    assumptions,
    log,
    steps: options.reading === 'standard' ? {} : ownSteps,
    onPush: ({ body, bodyMs }) => {
      ingested.set(body, performance.now() - bodyMs);
    },
    onReply({ body }) {
      // What an accepted SET brings comes in the same turn of the loop, but before this.
      setImmediate(() => ingested.delete(body));
    },
    onEffects(effects, set) {
      const ingestedAt = ingested.get(set.compact) ?? performance.now();
      const { events } = set.claims;
      for (const type of Object.keys(isObject(events) ? events : {})) publish(set, type, effects, ingestedAt);
    },
    onRefusal: ({ err, description }) => log.add('EventRejected', `${err}: ${description}`, { err }),
    page: (addresses, effects) =>
      accessPage({ ...addresses, users: users.all(), effects, log: log.entries(), assumptions }),
  });
}
