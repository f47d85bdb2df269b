import type { VendorPolicyRule } from '../vendor.ts';
import type { User } from './directory.ts';
import type { Level } from './levels.ts';
import { type Detection, firstMatch } from './policy.ts';
import { endSessions } from './sessions.ts';
import type { SystemLog } from './system-log.ts';

/** A risk of a user, as it was reported. */
export interface Risk {
  /** Who sees it. */
  source: string;
  level: Level;
  previous: Level | null;
  detection: Detection;
}

/** What holds the entries of one chain together. */
export interface Trace {
  /** Who reported the risk. */
  provider: string;
  /** The jti, where a SET brought it. */
  traceId: string | undefined;
}

export interface RiskChainParts {
  log: SystemLog;
  policy: readonly VendorPolicyRule[];
  /** Told of a user whom the policy has signed out everywhere. */
  signedOut: (user: User) => void;
  /** ms since the epoch. */
  now: () => number;
}

/** Actions as the system log has them; the last one is our assumption. */
const actionNames: Readonly<Record<VendorPolicyRule['action'], string>> = {
  'universal-logout': 'TERMINATE_ALL_SESSIONS',
  'run-workflow': 'RUN_WORKFLOW',
  'no-further-action': 'NO_FURTHER_ACTION',
};

/** The chain that can be read in the log: risk changed, policy evaluated, action taken, what came of it. */
export class RiskChain {
  readonly #parts: RiskChainParts;

  constructor(parts: RiskChainParts) {
    this.#parts = parts;
  }

  /** Takes a risk in and acts as the policy says when it rises; gives the names of the effects. */
  take(user: User, risk: Risk, trace: Trace): string[] {
    const { detection, source } = risk;
    const write = this.#writer(user, trace);
    const from = user.risk.level;
    const change = user.risk.report({ ...risk, why: `${detection.name}, ${source}` }, this.#at());
    const level = user.risk.level;
    const facts = { previousLevel: from, level, reported: risk.level, detection: detection.name };
    if (change === 'same') {
      write('user.risk.detect', `${source} still sees ${risk.level} risk of ${user.login}`, facts);
      return ['set-risk-level'];
    }
    write('user.risk.change', `Risk of ${user.login}: ${from} to ${level} (${detection.name})`, facts);
    if (change === 'fall') {
      write('policy.entity_risk.evaluate', `The risk of ${user.login} has fallen: nothing to do`, {
        rule: null,
      });
      return ['set-risk-level'];
    }
    return ['set-risk-level', ...this.#evaluate(user, level, detection, trace)];
  }

  /** An administrator sets a user's risk back. */
  reset(user: User): void {
    const previousLevel = user.risk.level;
    user.risk.reset(this.#at(), 'Reset by an administrator');
    const { level } = user.risk;
    const text = `Risk of ${user.login}: ${previousLevel} to ${level}, reset by an administrator`;
    this.#parts.log.write('user.risk.change', text, { user: user.login, previousLevel, level });
  }

  #evaluate(user: User, level: Level, detection: Detection, trace: Trace): string[] {
    const write = this.#writer(user, trace);
    const rule = firstMatch(this.#parts.policy, { groups: user.groups, level, detection });
    if (rule === undefined) {
      write('policy.entity_risk.evaluate', `No rule of the policy matches ${user.login}`, { rule: null });
      return [];
    }
    const facts = { rule: rule.name, action: actionNames[rule.action] };
    write('policy.entity_risk.evaluate', `Rule "${rule.name}" matches ${user.login}`, facts);
    write('policy.entity_risk.action', `${facts.action} for ${user.login}`, facts);
    switch (rule.action) {
      case 'universal-logout':
        this.#logOut(user, rule.name, trace);
        return ['end-sessions'];
      case 'run-workflow': {
        const text = `The workflow of rule "${rule.name}" runs for ${user.login}`;
        write('workflows.user.delegatedflow.run', text, { rule: rule.name });
        return ['run-workflow'];
      }
      case 'no-further-action':
        return [];
    }
  }

  #logOut(user: User, rule: string, trace: Trace): void {
    endSessions(user, `rule "${rule}"`, this.#parts.log, { ...trace });
    const previousLevel = user.risk.level;
    user.risk.settle(this.#at(), 'Reset after universal logout');
    const { level } = user.risk;
    const text = `The risk profile of ${user.login} is reset: ${previousLevel} to ${level}`;
    this.#writer(user, trace)('user.risk.change', text, { previousLevel, level });
    this.#parts.signedOut(user);
  }

  #writer({ login }: User, trace: Trace) {
    return (type: string, text: string, detail: Record<string, unknown>): void =>
      this.#parts.log.write(type, text, { user: login, ...trace, ...detail });
  }

  #at(): string {
    return new Date(this.#parts.now()).toISOString();
  }
}
