import type { Effect, Examined } from '../../receiver/seams.ts';
import { isObject } from '../../vocabulary/is-object.ts';
import { type Directory, deviceOf } from './directory.ts';
import { caepBase, oktaBase, riscBase } from './event-uris.ts';
import { type Incoming, incomingOf, type Provider } from './incoming.ts';
import { type Level, levelOf } from './levels.ts';
import { DEVICE_NON_COMPLIANCE, detectionOf } from './policy.ts';
import type { RiskChain, Trace } from './risk-chain.ts';
import { endSessions } from './sessions.ts';
import type { SystemLog } from './system-log.ts';

export interface OrgParts {
  directory: Directory;
  log: SystemLog;
  chain: RiskChain;
  reading: 'own' | 'standard';
  /** Level of risk that a device brings to its user when it breaks the rules. */
  deviceRisk: Level;
  now: () => number;
}

/** Does what an event calls for; gives the names of the effects. */
type Reaction = (incoming: Incoming) => string[];

/** What Okta makes of accepted SETs. */
export class Org {
  readonly #parts: OrgParts;
  readonly #reactions: ReadonlyMap<string, Reaction>;

  constructor(parts: OrgParts) {
    this.#parts = parts;
    const risk: Reaction = (incoming) => this.#risk(incoming);
    const revoked: Reaction = (incoming) => this.#revoked(incoming);
    const both: [string, Reaction][] = [
      [`${caepBase}device-compliance-change`, (incoming) => this.#compliance(incoming)],
      [`${caepBase}session-revoked`, revoked],
      [`${riscBase}identifier-changed`, (incoming) => this.#renamed(incoming)],
    ];
    const own: [string, Reaction][] = [
      [`${oktaBase}user-risk-change`, risk],
      [`${oktaBase}device-risk-change`, risk],
      [`${oktaBase}ip-change`, () => ['note']],
    ];
    const standard: [string, Reaction][] = [
      [`${caepBase}risk-level-change`, risk],
      [`${riscBase}sessions-revoked`, revoked],
      [`${riscBase}account-disabled`, (incoming) => this.#account(incoming, 'SUSPENDED')],
      [`${riscBase}account-enabled`, (incoming) => this.#account(incoming, 'ACTIVE')],
    ];
    this.#reactions = new Map([...both, ...(parts.reading === 'own' ? own : standard)]);
  }

  /** Acts on an accepted SET, for which it is called once; what was done to whom. */
  receive(set: Examined, provider: Provider): Effect[] {
    return incomingOf(set, provider, this.#parts).flatMap((incoming) => {
      const { type, subject, jti } = incoming;
      const text = `Received ${type.replace(/^.*\//, '')} from ${provider.name}${about(incoming)}`;
      this.#write('security.events.provider.receive_event', text, incoming, { event: type, subject });
      const at = new Date(this.#parts.now()).toISOString();
      return this.#react(incoming).map((action) => ({ action, subject, jti, at }));
    });
  }

  #react(incoming: Incoming): string[] {
    const reaction = this.#reactions.get(incoming.type);
    // Types that Okta does not list mean nothing to it.
    if (this.#parts.reading === 'own') return reaction?.(incoming) ?? [];
    // SSF 3.6: the reference does nothing where critical members are not understood.
    if (incoming.reference.length === 0) return [];
    return reaction?.(incoming) ?? [...incoming.reference];
  }

  #risk(incoming: Incoming): string[] {
    const { type, event, user, subject, provider } = incoming;
    if (user === null) return ['set-risk-level'];
    const ofDevice = type.endsWith('/device-risk-change') || event.principal === 'DEVICE';
    const risk = {
      source: ofDevice ? `${provider}, device ${deviceOf(subject) ?? 'unknown'}` : provider,
      level: levelOf(event.current_level) ?? 'low',
      previous: levelOf(event.previous_level),
      detection: detectionOf(reasonsOf(event)),
    };
    return this.#parts.chain.take(user, risk, traceOf(incoming));
  }

  #compliance(incoming: Incoming): string[] {
    const { event, user, subject, provider } = incoming;
    const { deviceRisk, chain } = this.#parts;
    const compliant = event.current_status === 'compliant';
    const device = deviceOf(subject) ?? 'unknown';
    const text = `Device ${device} is ${compliant ? 'admitted' : 'shut out'}`;
    this.#write(compliant ? 'device.admit' : 'device.shut_out', text, incoming, { device });
    const access = compliant ? 'admit-device' : 'shut-out-device';
    if (user === null) return [access];
    if (compliant) user.shutOut.delete(device);
    else user.shutOut.add(device);
    const risk = {
      source: `${provider}, compliance of device ${device}`,
      level: compliant ? ('low' as const) : deviceRisk,
      previous: event.previous_status === 'not-compliant' ? deviceRisk : ('low' as const),
      detection: { name: DEVICE_NON_COMPLIANCE, named: true },
    };
    return [access, ...chain.take(user, risk, traceOf(incoming))];
  }

  #revoked(incoming: Incoming): string[] {
    const { user } = incoming;
    if (user !== null)
      endSessions(user, 'revoked by the provider', this.#parts.log, { ...traceOf(incoming) });
    return ['end-sessions'];
  }

  #account(incoming: Incoming, status: 'ACTIVE' | 'SUSPENDED'): string[] {
    const { user, reference } = incoming;
    if (user !== null) {
      user.status = status;
      const active = status === 'ACTIVE';
      const text = `${user.login} is ${active ? 'active again' : 'suspended'}`;
      this.#write(active ? 'user.lifecycle.unsuspend' : 'user.lifecycle.suspend', text, incoming);
    }
    return [...reference];
  }

  #renamed(incoming: Incoming): string[] {
    const { user, event } = incoming;
    const value = event['new-value'];
    if (user !== null && typeof value === 'string' && value !== '') {
      this.#write('user.account.update_profile', `${user.login} is now ${value}`, incoming);
      this.#parts.directory.rename(user, value);
    }
    return ['change-identifier'];
  }

  #write(type: string, text: string, incoming: Incoming, detail: Record<string, unknown> = {}): void {
    this.#parts.log.write(type, text, { user: incoming.user?.login, ...traceOf(incoming), ...detail });
  }
}

function traceOf({ provider, jti }: Incoming): Trace {
  return { provider, traceId: jti };
}

/** The texts in which an event gives its reasons, in all languages. */
function reasonsOf({ reason_admin, reason_user, risk_reason }: Record<string, unknown>): string[] {
  return [reason_admin, reason_user, risk_reason]
    .flatMap((reason) => (isObject(reason) ? Object.values(reason) : [reason]))
    .filter((text): text is string => typeof text === 'string');
}

function about({ user, subject }: Incoming): string {
  if (user !== null) return ` about ${user.login}`;
  const device = deviceOf(subject);
  return device === null ? '' : ` about device ${device}`;
}
