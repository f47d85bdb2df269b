import type { Happening } from '../happening.ts';
import type { LogEntry, VendorTransmitter } from '../vendor.ts';
import { receiverAssumptions } from './assumptions.ts';
import type { Directory, User } from './directory.ts';
import { type Level, raised } from './levels.ts';
import type { RiskChain } from './risk-chain.ts';
import { endSessions } from './sessions.ts';
import type { SystemLog } from './system-log.ts';

export interface DeskParts {
  directory: Directory;
  chain: RiskChain;
  log: SystemLog;
  /** What the org shares as Transmitter; without one it shares nothing. */
  transmitter: () => VendorTransmitter | undefined;
  /** ms since the epoch. */
  now: () => number;
}

/** Who sees what happens at Okta itself. */
const OKTA = 'Okta';

/** What happens at Okta itself, without any SET: it has effects on users, but none that a provider caused. */
export class Desk {
  readonly name = 'Okta Identity Threat Protection';
  readonly assumptions = receiverAssumptions;
  readonly #parts: DeskParts;

  constructor(parts: DeskParts) {
    this.#parts = parts;
  }

  log(): readonly LogEntry[] {
    return this.#parts.log.entries();
  }

  /** Rejects with a RangeError for what Okta does not see. */
  async happen(happening: Happening): Promise<void> {
    const { directory, chain, log, transmitter } = this.#parts;
    switch (happening.kind) {
      case 'sign-in': {
        const user = directory.byLogin(happening.user);
        const { city, country, ip } = happening.place;
        const where = `${city}, ${country} (${ip})`;
        if (user.status === 'ACTIVE') {
          directory.signIn(user);
          log.write('user.session.start', `${user.login} signs in from ${where}`, { user: user.login });
        } else {
          const text = `${user.login} tries to sign in from ${where}, but is suspended`;
          log.write('user.session.start', text, { user: user.login, outcome: 'FAILURE' });
        }
        return;
      }
      case 'risk-event': {
        const user = directory.byLogin(happening.user);
        const name = happening.what.toLowerCase().replace(/[^a-z0-9]+/g, '-');
        this.#risk(user, raised(user.risk.level), name, chain);
        return;
      }
      case 'risk-lowered':
        this.#risk(directory.byLogin(happening.user), happening.to, 'risk-lowered', chain);
        return;
      case 'sessions-revoked': {
        const user = directory.byLogin(happening.user);
        endSessions(user, `revoked by ${happening.by}`, log);
        await transmitter()?.happen(happening);
        return;
      }
      case 'credential-changed': {
        const { user, credential, change } = happening;
        log.write('user.account.change_credential', `${credential} of ${user}: ${change}`, { user });
        await transmitter()?.happen(happening);
        return;
      }
      case 'device-report':
      case 'other':
        throw new RangeError(`Okta does not see happenings of the kind ${happening.kind}.`);
    }
  }

  /** The policy has signed a user out: the org shares that, where it is a Transmitter. */
  signedOut({ login }: User): void {
    const { transmitter, log, now } = this.#parts;
    transmitter()
      ?.happen({ kind: 'sessions-revoked', user: login, by: 'policy', at: now() })
      .catch((error: unknown) => log.write('ssf.transmitter.fail', String(error), { user: login }));
  }

  #risk(user: User, level: Level, name: string, chain: RiskChain): void {
    const risk = { source: OKTA, level, previous: user.risk.level, detection: { name, named: true } };
    chain.take(user, risk, { provider: OKTA, traceId: undefined });
  }
}
