import { isObject } from '../../vocabulary/is-object.ts';
import type { Happening } from '../happening.ts';
import { fateOf } from '../push-fate.ts';
import type { LogEntry, VendorEvent, VendorTransmitter, VendorTransmitterParts } from '../vendor.ts';
import { transmitterAssumptions } from './assumptions.ts';
import { credentialType } from './credential-types.ts';
import { caepBase } from './event-uris.ts';
import { SystemLog } from './system-log.ts';

/** What only the runner of an org knows. */
export interface OktaTransmitterOptions {
  /** Issuer of the org's subjects; default that of an example. */
  issuer?: string | undefined;
  onLog?: ((entry: LogEntry) => void) | undefined;
}

const reasons = {
  'session-revoked': [
    'The sessions of the user were revoked',
    'Your sessions were ended. Please sign in again.',
  ],
  'credential-change': ['A credential of the user changed', 'One of your sign-in methods changed.'],
} as const;

/** Okta as Transmitter: it shares session-revoked and credential-change. */
export function createOktaTransmitter(
  parts: VendorTransmitterParts,
  { issuer = 'https://transmitter.okta.example.com', onLog }: OktaTransmitterOptions = {},
): VendorTransmitter {
  const now = parts.now ?? Date.now;
  const log = new SystemLog(now, onLog);

  async function share(
    name: keyof typeof reasons,
    about: { user: string; at: number },
    claims: Record<string, unknown>,
    wish: VendorEvent | undefined,
  ): Promise<void> {
    const type = `${caepBase}${name}`;
    const [admin, user] = reasons[name];
    const plain: VendorEvent = {
      type,
      subject: wish?.subject ?? { format: 'email', email: about.user },
      event: {
        event_timestamp: Math.floor(about.at / 1000),
        reason_admin: { en: admin },
        reason_user: { en: user },
        ...claims,
        ...wish?.event,
      },
    };
    const event = parts.dialect === 'okta' ? asOktaSends(plain, about.user, issuer) : plain;
    const sent = await parts.emit(event);
    const detail = { user: about.user, event: type, subject: event.subject };
    log.write('ssf.transmitter.send_event', `Sends ${name} about ${about.user}`, detail);
    void sent?.pushed.then((result) => {
      const { state, text } = fateOf(result, sent.polled);
      const entry = state === 'given-up' ? 'ssf.transmitter.fail' : 'ssf.transmitter.send_event';
      log.write(entry, `${name} about ${about.user}: ${text}`, detail);
    });
  }

  return {
    name: 'Okta Identity Threat Protection',
    assumptions: transmitterAssumptions,
    async happen(happening: Happening, wish?: VendorEvent) {
      switch (happening.kind) {
        case 'sign-in': {
          const { user, place } = happening;
          const where = `${place.city}, ${place.country}`;
          log.write('user.session.start', `${user} signs in from ${where} (${place.ip})`, { user, place });
          return;
        }
        case 'sessions-revoked': {
          const { user, by } = happening;
          log.write('user.session.clear', `All sessions of ${user} are cleared by ${by}`, { user, by });
          return share('session-revoked', happening, { initiating_entity: by }, wish);
        }
        case 'credential-changed': {
          const { user, credential, change } = happening;
          const type = parts.dialect === 'okta' ? credentialType(credential) : credential;
          log.write('user.account.change_credential', `${type} of ${user}: ${change}`, {
            user,
            change,
            type,
          });
          const claims = { credential_type: type, change_type: change, initiating_entity: 'user' };
          return share('credential-change', happening, claims, wish);
        }
        case 'risk-event':
        case 'risk-lowered':
        case 'device-report':
        case 'other':
          throw new RangeError(`Okta shares nothing about happenings of the kind ${happening.kind}.`);
      }
    },
    log: () => log.entries(),
  };
}

/**
 * As Okta documents its SETs: the subject is an issuer and a subject there, inside the event, and reasons are in English.
 */
function asOktaSends({ type, event }: VendorEvent, login: string, iss: string): VendorEvent {
  const subject = { format: 'iss_sub', iss, sub: login };
  const { credential_type: credential, reason_admin, reason_user, ...rest } = event;
  return {
    type,
    subject,
    event: {
      ...rest,
      ...(typeof credential === 'string' ? { credential_type: credentialType(credential) } : {}),
      reason_admin: inEnglish(reason_admin),
      reason_user: inEnglish(reason_user),
      subject,
    },
  };
}

function inEnglish(reason: unknown): unknown {
  return isObject(reason) && 'en' in reason ? { en: reason.en } : reason;
}
