import type { VendorPolicyRule } from '../vendor.ts';
import type { User } from './directory.ts';
import type { Incoming } from './incoming.ts';
import type { Level } from './levels.ts';
import { type Detection, firstMatch } from './policy.ts';
import { endSessions } from './sessions.ts';
import type { SystemLog } from './system-log.ts';

/** A risk of a user as an event brings it. */
export interface Risk {
  /** Who sees it. */
  source: string;
  level: Level;
  previous: Level | null;
  detection: Detection;
}

/** Actions as the system log has them; the last one is our assumption. */
const actionNames: Readonly<Record<VendorPolicyRule['action'], string>> = {
  'universal-logout': 'TERMINATE_ALL_SESSIONS',
  'run-workflow': 'RUN_WORKFLOW',
  'no-further-action': 'NO_FURTHER_ACTION',
};

/** The chain that can be read in the log: risk changed, policy evaluated, action taken, what came of it. */
export class RiskChain {
  readonly #log: SystemLog;
  readonly #policy: readonly VendorPolicyRule[];
  readonly #now: () => number;

  constructor(log: SystemLog, policy: readonly VendorPolicyRule[], now: () => number) {
    this.#log = log;
    this.#policy = policy;
    this.#now = now;
  }

  /** Takes a risk in and acts as the policy says when it rises; gives the names of the effects. */
  take(user: User, risk: Risk, incoming: Incoming): string[] {
    const { detection, source } = risk;
    const from = user.risk.level;
    const change = user.risk.report({ ...risk, why: `${detection.name}, ${source}` }, this.#at());
    const level = user.risk.level;
    const facts = { previousLevel: from, level, reported: risk.level, detection: detection.name };
    if (change === 'same') {
      this.#write(
        'user.risk.detect',
        `${source} still sees ${risk.level} risk of ${user.login}`,
        incoming,
        facts,
      );
      return ['set-risk-level'];
    }
    this.#write(
      'user.risk.change',
      `Risk of ${user.login}: ${from} to ${level} (${detection.name})`,
      incoming,
      facts,
    );
    if (change === 'fall') {
      const text = `The risk of ${user.login} has fallen: nothing to do`;
      this.#write('policy.entity_risk.evaluate', text, incoming, { rule: null });
      return ['set-risk-level'];
    }
    return ['set-risk-level', ...this.#evaluate(user, level, detection, incoming)];
  }

  /** An administrator sets a user's risk back. */
  reset(user: User): void {
    const previousLevel = user.risk.level;
    user.risk.reset(this.#at(), 'Reset by an administrator');
    const { level } = user.risk;
    const text = `Risk of ${user.login}: ${previousLevel} to ${level}, reset by an administrator`;
    this.#log.write('user.risk.change', text, { user: user.login, previousLevel, level });
  }

  #evaluate(user: User, level: Level, detection: Detection, incoming: Incoming): string[] {
    const rule = firstMatch(this.#policy, { groups: user.groups, level, detection });
    if (rule === undefined) {
      const text = `No rule of the policy matches ${user.login}`;
      this.#write('policy.entity_risk.evaluate', text, incoming, { rule: null });
      return [];
    }
    const facts = { rule: rule.name, action: actionNames[rule.action] };
    this.#write('policy.entity_risk.evaluate', `Rule "${rule.name}" matches ${user.login}`, incoming, facts);
    this.#write('policy.entity_risk.action', `${facts.action} for ${user.login}`, incoming, facts);
    switch (rule.action) {
      case 'universal-logout':
        this.#logOut(user, rule.name, incoming);
        return ['end-sessions'];
      case 'run-workflow': {
        const text = `The workflow of rule "${rule.name}" runs for ${user.login}`;
        this.#write('workflows.user.delegatedflow.run', text, incoming, { rule: rule.name });
        return ['run-workflow'];
      }
      case 'no-further-action':
        return [];
    }
  }

  #logOut(user: User, rule: string, incoming: Incoming): void {
    endSessions(user, `rule "${rule}"`, this.#log, { traceId: incoming.jti });
    const previousLevel = user.risk.level;
    user.risk.settle(this.#at(), 'Reset after universal logout');
    const { level } = user.risk;
    const text = `The risk profile of ${user.login} is reset: ${previousLevel} to ${level}`;
    this.#write('user.risk.change', text, incoming, { previousLevel, level });
  }

  #write(
    type: string,
    text: string,
    { user, provider, jti }: Incoming,
    detail: Record<string, unknown>,
  ): void {
    this.#log.write(type, text, { user: user?.login, provider, traceId: jti, ...detail });
  }

  #at(): string {
    return new Date(this.#now()).toISOString();
  }
}
