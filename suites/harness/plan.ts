import type { Delivery, Role, SelectedRequirement } from '../../reports/results.ts';
import type { AnyCheck } from './any-check.ts';
import { instanceKey } from './execute.ts';

/** One check instance that the run executes, or the reason why it does not. */
export interface PlannedCheck<C extends AnyCheck = AnyCheck> {
  check: C;
  delivery: Delivery | null;
  key: string;
  /** Why it is not executed; null when it is. */
  excluded: { outcome: 'not-applicable' | 'not-tested'; reason: string; hook?: string } | null;
}

export interface PlanInput<C extends AnyCheck = AnyCheck> {
  role: Role;
  checks: readonly C[];
  selected: readonly SelectedRequirement[];
  deliveries: readonly Delivery[];
  hooks: readonly string[];
  only?: readonly string[];
  skip?: readonly string[];
  shard?: { index: number; count: number };
}

/** What each hook is, for the reader who has not configured it. */
export const HOOK_HELP: Record<string, string> = {
  trigger:
    'Configure a trigger (--trigger-command, or transmitter.trigger) that makes the target send an event.',
  'second-receiver':
    "Give a second Receiver's credentials (--second-access-token, or transmitter.secondReceiver).",
  'scoped-token':
    'Give client credentials (--client-id, --client-secret) or a token that may only read (--read-only-access-token).',
  'client-credentials':
    'Give client credentials (--client-id, --client-secret; for a Receiver under test --receiver-client-id, --receiver-client-secret).',
  'client-secret':
    'Needs a client that shows a secret at the token endpoint, not its certificate (--client-secret).',
  'push-tls':
    'Needs push endpoints over TLS that the target trusts, at ports that it reaches: --tls (or harness.tls), and our CA among those that the target trusts. A tunnel or proxy as --public-url leads to one port only.',
  'push-authority':
    'Needs push endpoints whose certificates are made by a CA that the target trusts: --tls (or harness.tls with ca and caKey), and that CA among those that the target trusts. With a certificate of your own none can be made that has expired, or is for another name.',
  'local-target': 'Needs a target on this machine, in whose reach our endpoints on loopback are.',
  start:
    'Needs a managed Receiver, one that creates its stream when it is told to begin (--start-command, or receiver.start).',
  restart:
    'Needs a managed Receiver that can be started more than once (--start-command without --start-once).',
  effects: 'Configure what tells us what the Receiver did to whom (--effects-command, or receiver.effects).',
  'push-authorization':
    'Give the credentials that its push endpoint wants (--push-authorization), if it wants any.',
  'issuer-tls':
    'Needs an issuer over TLS that the Receiver trusts, at ports that it reaches: --tls (or harness.tls), and our CA among those that the Receiver trusts. A tunnel or proxy as --public-url leads to one port only.',
  'trusted-authority':
    'Needs issuers whose certificates are made by a CA that the Receiver trusts: --tls (or harness.tls with ca and caKey), and that CA among those that the Receiver trusts. With a certificate of your own none can be made that has expired, or is for another name.',
};

/** What a hook is, where it means something else for Receivers. */
const RECEIVER_HOOK_HELP: Record<string, string> = {
  'client-credentials':
    'Give the client credentials that the Receiver will present (--receiver-client-id, --receiver-client-secret).',
};

/** What a hook of a check is, for the reader who has not configured it. */
export function hookHelp(role: Role, hook: string): string {
  return (role === 'receiver' ? RECEIVER_HOOK_HELP[hook] : undefined) ?? HOOK_HELP[hook] ?? `Needs ${hook}.`;
}

/** Which checks run and why the others do not; judging everything last goes last. */
export function plan<C extends AnyCheck>(input: PlanInput<C>): PlannedCheck<C>[] {
  const ids = new Set(input.selected.map((row) => row.id));
  const planned: PlannedCheck<C>[] = [];
  for (const check of input.checks) {
    if (!check.requirements.some((id) => ids.has(id))) continue;
    for (const delivery of instances(check, input.deliveries)) {
      const key = instanceKey(check, delivery);
      if (input.only !== undefined && !input.only.some((wish) => isMeant(wish, check, key))) continue;
      if (input.skip?.some((wish) => isMeant(wish, check, key)) === true) continue;
      planned.push({ check, delivery, key, excluded: exclusion(check, delivery, input) });
    }
  }
  const inTurn = planned.sort((a, b) => turn(a, input.role) - turn(b, input.role));
  return input.shard === undefined ? inTurn : part(inTurn, input.shard);
}

/** Every count-th check; what judges the whole run judges each part of it. */
function part<C extends AnyCheck>(
  planned: readonly PlannedCheck<C>[],
  { index, count }: { index: number; count: number },
): PlannedCheck<C>[] {
  let turn = 0;
  return planned.filter(({ check }) => check.phase === 'last' || turn++ % count === index - 1);
}

/**
 * What judges the whole run comes last. Checks that start a managed Receiver anew come after those that share a life
 * of it, and lives on one delivery method before those on the other.
 */
function turn(one: PlannedCheck, role: Role): number {
  // Those of the tester's own come after all of ours, which they cannot disturb then.
  return turnOf(one, role) + (one.check.own === undefined ? 0 : 10);
}

function turnOf({ check, delivery }: PlannedCheck, role: Role): number {
  if (check.phase === 'last') return 3;
  if (role === 'transmitter') return 0;
  if (check.hooks?.includes('restart') === true) return 2;
  return delivery === 'poll' ? 1 : 0;
}

/** A wish names a family, a check, or a check on one delivery method. */
function isMeant(wish: string, check: { id: string }, key: string): boolean {
  return wish === check.id || wish === key || check.id.startsWith(`${wish}/`);
}

function instances(check: AnyCheck, deliveries: readonly Delivery[]): (Delivery | null)[] {
  if (check.delivery === undefined) return [null];
  if (check.delivery === 'each') return deliveries.length === 0 ? [null] : [...deliveries];
  return [check.delivery];
}

function exclusion(check: AnyCheck, delivery: Delivery | null, input: PlanInput): PlannedCheck['excluded'] {
  if (delivery !== null && !input.deliveries.includes(delivery)) {
    return { outcome: 'not-applicable', reason: `Delivery by ${delivery} is not under test.` };
  }
  const needed = check.hooks?.flatMap((hook) => (hook === 'restart' ? ['start', hook] : [hook])) ?? [];
  const missing = needed.find((hook) => !input.hooks.includes(hook));
  if (missing === undefined) return null;
  return { outcome: 'not-tested', reason: hookHelp(input.role, missing), hook: missing };
}
